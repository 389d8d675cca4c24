//! The format `jsonl`: one finding a line, each an object as `findings` in `json` holds it.

use std::io::{self, Write};

use super::json::{JsonFinding, JsonVerdict};
use super::json_text;
use super::summary::Report;

/// Writes one line for each finding. `all_calls` adds one for each call, which has a `verdict`.
///
/// # Errors
/// If `out` refuses.
pub fn report(report: &Report, all_calls: bool, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        json_text::compact(&JsonFinding::new(finding, &report.sources), out)?;
        writeln!(out)?;
    }
    for call in report.calls.iter().filter(|_| all_calls) {
        json_text::compact(&JsonVerdict::new(call, &report.sources), out)?;
        writeln!(out)?;
    }
    Ok(())
}
