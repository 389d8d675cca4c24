//! What the table is made of: a row for every finding, and for every call without one.

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::lines::{MAX_LINES, shown_line};
use super::rewrites::{Rewrite, Rewrites};
use crate::clarifai::{Call, Part};
use crate::report::safe_text::safe_line;
use crate::report::summary::Report;
use crate::report::words;
use crate::rules::Finding;
use crate::source::{Place, SourceFile, Sources};

/// The data of the table.
#[derive(Serialize)]
pub struct Table {
    rows: Vec<Row>,
    rewrites: Vec<Rewrite>,
}

/// A row. The names are short since there may be thousands.
#[derive(Serialize)]
struct Row {
    /// "error", "warning", "note" or "clean".
    v: &'static str,
    /// The rule; empty for a clean call.
    r: &'static str,
    /// Path.
    p: String,
    /// Line, from 1.
    n: u32,
    /// Language.
    l: &'static str,
    /// Client.
    c: &'static str,
    /// What is asked for, and whose it is.
    o: String,
    /// The credential's kind.
    k: &'static str,
    /// The message.
    m: String,
    /// The lines of the call.
    s: String,
    /// The evidence: place and sentence.
    e: Vec<(String, String)>,
    /// What to write instead.
    h: Vec<String>,
    /// The number of the rewrite.
    f: Option<usize>,
}

/// The table of a report, sorted by path and line.
pub fn table(report: &Report) -> Table {
    let sources = &report.sources;
    let told: FxHashSet<Place> = report.findings.iter().map(|it| it.place).collect();
    let mut rewrites = Rewrites::default();
    let mut keyed: Vec<((&str, u32), Row)> = Vec::new();
    for finding in &report.findings {
        let row = Row {
            f: rewrites.number(finding.fix.as_ref(), sources),
            ..of_finding(finding, sources)
        };
        keyed.push((key(finding.place, sources), row));
    }
    for judged in &report.calls {
        if !told.contains(&judged.call.place) {
            let row = of_call(&judged.call, sources);
            keyed.push((key(judged.call.place, sources), row));
        }
    }
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    Table {
        rows: keyed.into_iter().map(|(_, row)| row).collect(),
        rewrites: rewrites.all,
    }
}

fn key(place: Place, sources: &Sources) -> (&str, u32) {
    (&sources.get(place.file).display, place.span.start)
}

fn of_finding(finding: &Finding, sources: &Sources) -> Row {
    let base = match &finding.call {
        Some(call) => of_call(call, sources),
        None => empty(finding.place, sources),
    };
    let evidence = finding.related.iter().map(|related| {
        let file = sources.get(related.place.file);
        let line = file.line_column(related.place.span.start).line;
        let place = format!("{}:{line}", safe_line(&file.display));
        (place, safe_line(&related.message).into_owned())
    });
    let notes = finding.notes.iter();
    let notes = notes.map(|note| (String::new(), safe_line(note).into_owned()));
    let file = sources.get(finding.place.file);
    Row {
        v: words::severity(finding.severity),
        r: finding.rule.name(),
        m: safe_line(&finding.message).into_owned(),
        n: file.line_column(finding.place.span.start).line,
        p: safe_line(&file.display).into_owned(),
        s: lines(file, finding.place),
        e: evidence.chain(notes).collect(),
        h: finding
            .help
            .iter()
            .map(|line| crate::report::safe_lines(line).into_owned())
            .collect(),
        ..base
    }
}

fn of_call(call: &Call, sources: &Sources) -> Row {
    let part = |part: &Option<Part>| match part {
        Some(Part::Literal(text)) => text.clone(),
        Some(Part::Dynamic(_)) => "…".to_owned(),
        None => "?".to_owned(),
    };
    let id = call
        .resource
        .known_as
        .as_ref()
        .or(call.resource.id.as_ref());
    let kind = call.resource.kind.name();
    let resource = id.map_or_else(|| kind.to_owned(), |id| format!("{kind} {id}"));
    let owner = match (&call.owner.user_id, &call.owner.app_id) {
        (None, None) => "no owner".to_owned(),
        (user, app) => format!("{}/{}", part(user), part(app)),
    };
    let text = format!("{} · {resource} · {owner}", call.operation.name);
    Row {
        c: call.client.name(),
        o: safe_line(&crate::clarifai::names::mask(&text)).into_owned(),
        k: call.credential.kind.name(),
        ..empty(call.place, sources)
    }
}

fn empty(place: Place, sources: &Sources) -> Row {
    let file = sources.get(place.file);
    Row {
        v: "clean",
        r: "",
        p: safe_line(&file.display).into_owned(),
        n: file.line_column(place.span.start).line,
        l: file.language.name(),
        c: "",
        o: String::new(),
        k: "",
        m: String::new(),
        s: lines(file, place),
        e: Vec::new(),
        h: Vec::new(),
        f: None,
    }
}

/// The lines of a place, masked and cut.
fn lines(file: &SourceFile, place: Place) -> String {
    let starts = file.line_starts();
    let line = |offset| file.line_column(offset).line as usize - 1;
    let (first, last) = (line(place.span.start), line(place.span.end));
    let shown = (first..=last).take(MAX_LINES).map(|number| {
        let start = starts.get(number).map_or(0, |&it| it as usize);
        let end = starts
            .get(number + 1)
            .map_or(file.bytes.len(), |&it| it as usize);
        let bytes = file.bytes.get(start..end).unwrap_or_default();
        shown_line(&String::from_utf8_lossy(bytes))
    });
    let mut text = shown.collect::<Vec<_>>().join("\n");
    if last - first >= MAX_LINES {
        text.push_str("\n…");
    }
    text
}
