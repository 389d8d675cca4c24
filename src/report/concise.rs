//! The format `concise`: one line a finding, `path:line:column: severity[rule] message`.

use std::io::{self, Write};

use super::safe_text::{safe_line, safe_path};
use super::summary::Report;
use super::words;

/// Writes one line for each finding, and nothing else.
///
/// # Errors
/// If `out` refuses.
pub fn report(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        let file = report.sources.get(finding.place.file);
        let at = file.line_column(finding.place.span.start);
        writeln!(
            out,
            "{}:{}:{}: {}[{}] {}",
            safe_path(&file.display),
            at.line,
            at.column,
            words::severity(finding.severity),
            finding.rule.name(),
            // A message of several lines would break the promise of one line a finding.
            safe_line(&finding.message.replace('\n', " ")),
        )?;
    }
    Ok(())
}
