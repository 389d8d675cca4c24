//! The figures at the end of the human report.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::safe_text::{safe_line, safe_path};
use super::summary::{Report, Summary};
use super::words::{self, counted};

/// The lines after the findings: how many calls are broken, what is hidden, what was not looked
/// into (each of it, if `verbose`). `targets` is what was looked into.
pub fn lines(report: &Report, targets: &str, verbose: bool) -> String {
    let summary = &report.summary;
    let mut text = headline(report, targets);
    text.push('\n');
    let mut line = |told: bool, sentence: String| {
        if told {
            text.push_str(&sentence);
            text.push('\n');
        }
    };
    line(
        summary.hidden > 0,
        format!(
            "{} more with `--pedantic`",
            counted(summary.hidden, "finding")
        ),
    );
    line(
        summary.suppressed > 0,
        format!("{} suppressed", counted(summary.suppressed, "finding")),
    );
    line(
        summary.baselined > 0,
        format!("{} in the baseline", counted(summary.baselined, "finding")),
    );
    line(
        summary.elsewhere > 0,
        format!(
            "{} on lines that did not change",
            counted(summary.elsewhere, "finding")
        ),
    );
    line(
        !summary.stale.is_empty(),
        format!(
            "{}; `key2pat baseline prune` drops them",
            words::stale(summary.stale.len())
        ),
    );
    for entry in summary.stale.iter().filter(|_| verbose) {
        line(
            true,
            format!("  {}: {}", safe_path(&entry.path), safe_line(&entry.rule)),
        );
    }
    line(
        summary.with_syntax_errors > 0,
        format!(
            "{} with syntax errors, judged as far as they can be read",
            counted(summary.with_syntax_errors, "file")
        ),
    );
    skipped(summary, verbose, &mut text);
    text
}

/// "3 of 12 calls in 5 files are broken (3 errors, 1 warning)".
fn headline(report: &Report, targets: &str) -> String {
    let summary = &report.summary;
    if summary.walked == 0 {
        return format!(
            "no file of a supported language under {}",
            safe_line(targets)
        );
    }
    if summary.calls == 0 && report.findings.is_empty() {
        return format!("no call to Clarifai in {}", counted(summary.walked, "file"));
    }
    let calls = counted(summary.calls, "call");
    let files = counted(summary.files_with_calls, "file");
    let broken = match summary.errors {
        0 => format!("0 broken of {calls} in {files}"),
        1 => format!("1 of {calls} in {files} is broken"),
        errors => format!("{errors} of {calls} in {files} are broken"),
    };
    let notes = report
        .findings
        .len()
        .saturating_sub(summary.errors + summary.warnings);
    let counts: Vec<String> = [
        (summary.errors, "error"),
        (summary.warnings, "warning"),
        (notes, "note"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, noun)| counted(count, noun))
    .collect();
    if counts.is_empty() {
        broken
    } else {
        format!("{broken} ({})", counts.join(", "))
    }
}

/// How many files were not looked into, by reason; each of them with `verbose`.
fn skipped(summary: &Summary, verbose: bool, text: &mut String) {
    if summary.skipped.is_empty() {
        return;
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for skipped in &summary.skipped {
        *reasons.entry(&skipped.reason).or_default() += 1;
    }
    let reasons: Vec<String> = reasons
        .into_iter()
        .map(|(reason, count)| format!("{count} {reason}"))
        .collect();
    let hint = if verbose { ":" } else { "; `-v` lists them" };
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{} not looked into ({}){hint}",
        counted(summary.skipped.len(), "file"),
        reasons.join(", ")
    );
    for skipped in summary.skipped.iter().filter(|_| verbose) {
        let _ = writeln!(text, "  {}: {}", safe_path(&skipped.path), skipped.reason);
    }
}
