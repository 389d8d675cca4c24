//! The format `gitlab`: a code quality report, which GitLab shows in a merge request.

use std::io::{self, Write};

use serde::Serialize;

use super::json_text;
use super::summary::Report;
use crate::rules::{Finding, Severity};
use crate::source::Sources;

/// Writes one JSON document.
///
/// # Errors
/// If `out` refuses.
pub fn report(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let sources = &report.sources;
    let issues: Vec<Issue<'_>> = report
        .findings
        .iter()
        .map(|it| Issue::new(it, sources))
        .collect();
    json_text::pretty(&issues, out)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'static str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

impl<'a> Issue<'a> {
    fn new(finding: &'a Finding, sources: &'a Sources) -> Self {
        let file = sources.get(finding.place.file);
        let line = |offset| file.line_column(offset).line;
        Self {
            description: &finding.message,
            check_name: finding.rule.name(),
            fingerprint: &finding.fingerprint,
            severity: match finding.severity {
                Severity::Error => "critical",
                Severity::Warning => "minor",
                Severity::Note => "info",
            },
            location: Location {
                path: &file.display,
                lines: Lines {
                    begin: line(finding.place.span.start),
                    end: line(finding.place.span.end),
                },
            },
        }
    }
}
