//! Which findings are shown. The one place that decides it, before any format.

use crate::rules::{Applicability, Confidence, Finding, Severity};

use super::summary::Report;

impl Report {
    /// Drops notes and findings that are guesses, unless `pedantic`, and counts what is left. A
    /// report that was selected from before is counted anew.
    pub fn select(&mut self, pedantic: bool) {
        let found = self.findings.len();
        let count = |findings: &[Finding], severity| {
            findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count()
        };
        self.summary.notes = count(&self.findings, Severity::Note);
        self.findings
            .retain(|finding| pedantic || is_shown(finding));
        self.summary.hidden = found - self.findings.len();
        self.summary.errors = count(&self.findings, Severity::Error);
        self.summary.warnings = count(&self.findings, Severity::Warning);
        self.summary.fixable = self
            .findings
            .iter()
            .filter(|finding| is_fixable(finding))
            .count();
    }
}

fn is_shown(finding: &Finding) -> bool {
    finding.severity > Severity::Note && finding.confidence > Confidence::Low
}

fn is_fixable(finding: &Finding) -> bool {
    finding
        .fix
        .as_ref()
        .is_some_and(|fix| fix.applicability > Applicability::Display)
}
