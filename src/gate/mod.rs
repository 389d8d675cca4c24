//! What becomes of findings before they are reported: severities and rules as the configuration
//! wants them, changed lines, the baseline.

mod baseline;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::Configuration;
use crate::report::{Report, Summary};
use crate::rules::{Finding, Severity};
use crate::settings::Settings;
use crate::source::{ChangedLines, FileId, Sources};

pub use baseline::{Baseline, BaselineError, Entry};

/// The files of a run with what counts for each.
#[derive(Debug)]
pub struct Files<'a> {
    /// The project root.
    pub root: &'a Path,
    /// The absolute paths, by [`FileId`].
    pub paths: &'a [PathBuf],
    /// Their configurations, by [`FileId`].
    pub configurations: &'a [Arc<Configuration>],
}

impl Files<'_> {
    /// The configuration of a file.
    #[must_use]
    pub fn configuration(&self, file: FileId) -> &Configuration {
        &self.configurations[file.0 as usize]
    }
}

/// Applies severities, and takes away the findings of rules that are not wanted. Those that
/// `per-file-ignores` names count as suppressed.
pub fn by_rule(
    findings: &mut Vec<Finding>,
    summary: &mut Summary,
    settings: &Settings,
    files: &Files<'_>,
) {
    for finding in findings.iter_mut() {
        let configuration = files.configuration(finding.place.file);
        if let Some(severity) = configuration.severity_of(finding.rule) {
            finding.severity = severity;
        }
    }
    let before = findings.len();
    findings.retain(|finding| {
        let file = finding.place.file;
        let path = &files.paths[file.0 as usize];
        !files.configuration(file).ignores_in(finding.rule, path)
    });
    summary.suppressed += before - findings.len();
    findings.retain(|finding| {
        let configuration = files.configuration(finding.place.file);
        let select = settings.select.as_ref().or(configuration.select.as_ref());
        let ignore = settings.ignore.as_ref().unwrap_or(&configuration.ignore);
        select.is_none_or(|rules| rules.contains(&finding.rule))
            && !ignore.contains(&finding.rule)
            && settings
                .min_severity
                .is_none_or(|least| finding.severity >= least)
    });
}

/// Takes away the findings that stand on no changed line.
///
/// # Errors
/// If git does not tell the lines.
pub fn by_line(
    findings: &mut Vec<Finding>,
    summary: &mut Summary,
    changed: &mut ChangedLines,
    sources: &Sources,
    files: &Files<'_>,
) -> Result<(), crate::source::GitError> {
    let mut kept = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        let source = sources.get(finding.place.file);
        let span = finding.place.span;
        let first = source.line_column(span.start).line;
        let last = source
            .line_column(span.end.saturating_sub(1).max(span.start))
            .line;
        let path = &files.paths[finding.place.file.0 as usize];
        if changed.has_any(path, first..=last)? {
            kept.push(finding);
        } else {
            summary.elsewhere += 1;
        }
    }
    *findings = kept;
    Ok(())
}

/// Takes away the findings that the baseline knows. An entry that matches none is stale, if its
/// file was looked into or is gone; `looks_into` tells that of a file's absolute path.
pub fn by_baseline(
    findings: &mut Vec<Finding>,
    summary: &mut Summary,
    baseline: &Baseline,
    sources: &Sources,
    root: &Path,
    looks_into: impl Fn(&Path) -> bool,
) {
    let before = findings.len();
    let mut used = vec![false; baseline.entries.len()];
    findings.retain(|finding| {
        let path = &sources.get(finding.place.file).display;
        let found = baseline.find(path, finding.rule, &finding.fingerprint);
        if let Some(index) = found {
            used[index] = true;
        }
        found.is_none()
    });
    summary.baselined = before - findings.len();
    let unused = baseline.entries.iter().zip(used).filter(|(_, used)| !used);
    summary.stale = unused
        .map(|(entry, _)| entry)
        .filter(|entry| {
            let path = root.join(&entry.path);
            looks_into(&path) || !path.exists()
        })
        .cloned()
        .collect();
}

/// Counts the findings that make the exit code 1.
pub fn count_failing(report: &mut Report, settings: &Settings, base: &Configuration) {
    let threshold = settings.fail_on.or(base.fail_on).unwrap_or(Severity::Error);
    let failing = report
        .findings
        .iter()
        .filter(|finding| finding.severity >= threshold);
    report.summary.failing = failing.count();
}
