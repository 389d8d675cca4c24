//! The format `human`: each finding with the lines of source that it is about, and a line of
//! figures at the end.

use std::io::{self, Write};

use codespan_reporting::diagnostic::{Diagnostic, Label, Severity as Level};
use codespan_reporting::term::{self, Chars, Config, termcolor::Ansi, termcolor::NoColor};

use super::excerpt::Excerpts;
use super::safe_text::{safe_line, safe_lines, without_commands};
use super::summary::Report;
use super::totals;
use super::words;
use crate::rules::{Applicability, Finding, Related, Severity};
use crate::source::Sources;

/// How the report is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HumanOptions {
    /// Whether escape sequences for colours are written.
    pub color: bool,
    /// Findings only: no figures, nothing about files that were not looked into.
    pub quiet: bool,
    /// Every station of a value's way, and every file that was not looked into.
    pub verbose: bool,
    /// What was looked into, for the sentence that says that nothing was there: `.`, `src`.
    pub targets: String,
}

/// Writes the findings, and the figures of the run unless they are not wanted.
///
/// # Errors
/// If `out` refuses.
pub fn report(report: &Report, options: &HumanOptions, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        show(finding, report, options, out)?;
    }
    if !options.quiet {
        out.write_all(totals::lines(report, &options.targets, options.verbose).as_bytes())?;
    }
    Ok(())
}

fn show(
    finding: &Finding,
    report: &Report,
    options: &HumanOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let related: Vec<_> = finding
        .related
        .iter()
        .filter(|related| {
            options.verbose || related.essential && !is_plain(finding, related, &report.sources)
        })
        .collect();
    let mut places = vec![finding.place];
    places.extend(related.iter().map(|related| related.place));
    let excerpts = Excerpts::new(&report.sources, &places);

    let primary = Label::primary(finding.place.file, excerpts.range(finding.place));
    let mut labels = vec![primary];
    for related in related {
        let range = excerpts.range(related.place);
        let message = safe_line(&related.message);
        labels.push(Label::secondary(related.place.file, range).with_message(message));
    }
    let diagnostic = Diagnostic::new(level(finding.severity))
        .with_code(finding.rule.name())
        .with_message(safe_line(&finding.message))
        .with_labels(labels)
        .with_notes(notes(finding));

    let config = Config {
        chars: Chars::box_drawing(),
        ..Config::default()
    };
    let mut text = Vec::new();
    let shown = if options.color {
        term::emit_to_write_style(&mut Ansi::new(&mut text), &config, &excerpts, &diagnostic)
    } else {
        term::emit_to_write_style(
            &mut NoColor::new(&mut text),
            &config,
            &excerpts,
            &diagnostic,
        )
    };
    shown.map_err(|error| io::Error::other(error.to_string()))?;
    // The renderer ends some lines with blanks.
    for line in String::from_utf8_lossy(&text).lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Whether a place stands inside the finding's own on one line: what is marked there is seen
/// without being pointed at.
fn is_plain(finding: &Finding, related: &Related, sources: &Sources) -> bool {
    let (outer, inner) = (finding.place, related.place);
    let line = |offset| sources.get(outer.file).line_column(offset).line;
    outer.file == inner.file
        && outer.span.contains(inner.span)
        && line(outer.span.start) == line(outer.span.end)
}

const fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Note => Level::Note,
    }
}

/// What stands below the excerpts: what else to know, what to write instead.
fn notes(finding: &Finding) -> Vec<String> {
    let mut notes: Vec<String> = finding
        .notes
        .iter()
        .map(|note| labelled("note", std::slice::from_ref(note)))
        .collect();
    if !finding.help.is_empty() {
        notes.push(labelled("help", &finding.help));
    }
    if let Some(fix) = &finding.fix
        && fix.applicability > Applicability::Display
    {
        let title = format!(
            "{} ({})",
            fix.title,
            words::applicability(fix.applicability)
        );
        notes.push(labelled("fix", &[title]));
    }
    notes
}

/// `label: first line`, with the lines after it below the first.
fn labelled(label: &str, lines: &[String]) -> String {
    let indent = format!("\n{:width$}", "", width = label.len() + 2);
    let text = lines.join("\n");
    let text = without_commands(&text);
    format!(
        "{label}: {}",
        safe_lines(&text).trim_end().replace('\n', &indent)
    )
}
