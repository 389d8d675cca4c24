//! The format `checkstyle`, which many tools read.

use std::io::{self, Write};

use super::markup::xml;
use super::summary::Report;
use crate::rules::Severity;
use crate::source::FileId;

/// Writes one XML document.
///
/// # Errors
/// If `out` refuses.
pub fn report(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<checkstyle version=\"4.3\">")?;
    let mut open: Option<FileId> = None;
    for finding in &report.findings {
        let id = finding.place.file;
        let file = report.sources.get(id);
        if open != Some(id) {
            if open.is_some() {
                writeln!(out, "  </file>")?;
            }
            writeln!(out, "  <file name=\"{}\">", xml(&file.display))?;
            open = Some(id);
        }
        let at = file.line_column(finding.place.span.start);
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "info",
        };
        writeln!(
            out,
            "    <error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" source=\"key2pat.{}\"/>",
            at.line,
            at.column,
            xml(&finding.message),
            finding.rule.name()
        )?;
    }
    if open.is_some() {
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}
