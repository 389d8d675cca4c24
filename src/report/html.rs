//! The format `html`: one page for an audit. It needs nothing but itself: no script, font or
//! image from elsewhere, and no server.

mod charts;
mod lines;
mod rewrites;
mod rows;

use std::io::{self, Write};

use super::figures::Figures;
use super::json_text;
use super::markup::xml;
use super::summary::Report;
use super::words;

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// Writes the page.
///
/// # Errors
/// If `out` refuses.
pub fn report(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let figures = Figures::of(report);
    head(out)?;
    writeln!(
        out,
        "<header><h1>key2pat</h1><p class=\"progress\">{}</p>",
        progress(&figures)
    )?;
    writeln!(out, "<p class=\"files\">{}</p></header>", files(report))?;
    charts::write(&figures, out)?;
    writeln!(out, "{}", include_str!("html/table.html"))?;
    skipped(report, out)?;
    write!(out, "<script type=\"application/json\" id=\"data\">")?;
    json_text::compact(&rows::table(report), out)?;
    writeln!(
        out,
        "</script>\n<script>\n{SCRIPT}</script>\n</body>\n</html>"
    )
}

fn head(out: &mut dyn Write) -> io::Result<()> {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">"
    )?;
    writeln!(
        out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"
    )?;
    writeln!(
        out,
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
    )?;
    writeln!(out, "<meta name=\"color-scheme\" content=\"light dark\">")?;
    writeln!(
        out,
        "<title>key2pat: calls to Clarifai</title>\n<style>\n{STYLE}</style>"
    )?;
    writeln!(out, "</head>\n<body>")
}

fn progress(figures: &Figures) -> String {
    let text = xml(&figures.progress());
    let text = text
        .replace("`fix`", "<code>fix</code>")
        .replace("`fix --unsafe`", "<code>fix --unsafe</code>");
    match text.split_once(" broken") {
        Some((number, rest)) => format!("<strong>{number} broken</strong>{rest}"),
        None => text,
    }
}

/// What was looked into, and what is not shown.
fn files(report: &Report) -> String {
    let summary = &report.summary;
    let mut parts = vec![format!(
        "{} looked into",
        words::counted(summary.read, "file")
    )];
    for (count, what) in [
        (summary.hidden, "hidden (`--pedantic` shows them)"),
        (summary.suppressed, "suppressed"),
        (summary.baselined, "in the baseline"),
        (summary.elsewhere, "on lines that did not change"),
    ] {
        if count > 0 {
            parts.push(format!("{} {what}", words::counted(count, "finding")));
        }
    }
    if !summary.stale.is_empty() {
        parts.push(words::stale(summary.stale.len()));
    }
    xml(&parts.join("; "))
}

fn skipped(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let all = &report.summary.skipped;
    if all.is_empty() {
        return writeln!(out, "<p>Every file was looked into.</p>");
    }
    let count = words::counted(all.len(), "file");
    writeln!(
        out,
        "<details class=\"skipped\"><summary>{count} not looked into</summary><ul>"
    )?;
    for file in all {
        writeln!(
            out,
            "<li><code>{}</code>: {}</li>",
            xml(&file.path),
            xml(&file.reason)
        )?;
    }
    writeln!(out, "</ul></details>")
}
