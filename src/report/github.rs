//! The format `github`: a workflow command for each finding, which GitHub shows beside the line.

use std::io::{self, Write};

use super::safe_text::safe_line;
use super::summary::Report;
use crate::rules::{Finding, Severity};

/// How many annotations of a kind GitHub shows of one step; the others are in the log only.
const SHOWN: usize = 10;

/// Writes the findings, the gravest first, and says if GitHub will not show all of them.
///
/// # Errors
/// If `out` refuses.
pub fn report(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut hidden = 0;
    for (severity, command) in [
        (Severity::Error, "error"),
        (Severity::Warning, "warning"),
        (Severity::Note, "notice"),
    ] {
        let all = report.findings.iter().filter(|it| it.severity == severity);
        let count = all.clone().count();
        // The sentence below takes the place of a notice.
        let shown = SHOWN - usize::from(severity == Severity::Note && hidden > 0);
        hidden += count.saturating_sub(shown);
        if severity == Severity::Note && hidden > 0 {
            let more = super::words::counted(hidden, "more finding");
            writeln!(
                out,
                "::notice title=key2pat::{more} in the log only: GitHub shows {SHOWN} of a kind"
            )?;
        }
        for finding in all {
            annotate(finding, command, report, out)?;
        }
    }
    Ok(())
}

fn annotate(
    finding: &Finding,
    command: &str,
    report: &Report,
    out: &mut dyn Write,
) -> io::Result<()> {
    let file = report.sources.get(finding.place.file);
    let start = file.line_column(finding.place.span.start);
    let end = file.line_column(finding.place.span.end);
    let mut message = finding.message.clone();
    for line in &finding.help {
        message.push('\n');
        message.push_str(line);
    }
    write!(
        out,
        "::{command} file={},line={},endLine={},",
        property(&file.display),
        start.line,
        end.line
    )?;
    // Columns count only for what stands on one line.
    if start.line == end.line {
        write!(out, "col={},endColumn={},", start.column, end.column)?;
    }
    let title = format!("key2pat: {}", finding.rule.name());
    writeln!(out, "title={}::{}", property(&title), data(&message))
}

/// A text behind the command.
fn data(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| safe_line(line).into_owned())
        .collect();
    lines.join("\n").replace('%', "%25").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    let safe = safe_line(text).replace('%', "%25");
    safe.replace(':', "%3A").replace(',', "%2C")
}
