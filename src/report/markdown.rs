//! The format `markdown`: a summary for a pull request or the page of a job.

use std::io::{self, Write};

use super::figures::Figures;
use super::markup::markdown;
use super::summary::Report;
use super::words;

/// How many findings are listed: GitHub cuts a summary of more than a mebibyte.
const MAX_FINDINGS: usize = 200;

/// How many files that were not looked into are listed.
const MAX_SKIPPED: usize = 50;

/// Writes the summary.
///
/// # Errors
/// If `out` refuses.
pub fn report(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let figures = Figures::of(report);
    writeln!(
        out,
        "## key2pat\n\n**{}**\n",
        figures.progress().replace('`', "")
    )?;
    let summary = &report.summary;
    for (count, what) in [
        (summary.suppressed, "suppressed"),
        (summary.baselined, "in the baseline"),
        (summary.elsewhere, "on lines that did not change"),
    ] {
        if count > 0 {
            writeln!(out, "- {} {what}", words::counted(count, "finding"))?;
        }
    }
    if !summary.stale.is_empty() {
        writeln!(out, "- {}", words::stale(summary.stale.len()))?;
    }
    if !report.findings.is_empty() {
        findings(report, out)?;
    }
    if !summary.skipped.is_empty() {
        skipped(report, out)?;
    }
    Ok(())
}

fn findings(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "\n| | Rule | Place | What is wrong |\n| --- | --- | --- | --- |"
    )?;
    for finding in report.findings.iter().take(MAX_FINDINGS) {
        let file = report.sources.get(finding.place.file);
        let line = file.line_column(finding.place.span.start).line;
        writeln!(
            out,
            "| {} | {} | {}&#58;{line} | {} |",
            words::severity(finding.severity),
            finding.rule.name(),
            markdown(&file.display),
            markdown(&finding.message),
        )?;
    }
    if let Some(more) = report.findings.len().checked_sub(MAX_FINDINGS + 1) {
        writeln!(
            out,
            "\n{} not listed here.",
            words::counted(more + 1, "more finding")
        )?;
    }
    Ok(())
}

fn skipped(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let all = &report.summary.skipped;
    let count = words::counted(all.len(), "file");
    writeln!(
        out,
        "\n<details><summary>{count} not looked into</summary>\n"
    )?;
    for file in all.iter().take(MAX_SKIPPED) {
        writeln!(
            out,
            "- {}&#58; {}",
            markdown(&file.path),
            markdown(&file.reason)
        )?;
    }
    writeln!(out, "\n</details>")
}
