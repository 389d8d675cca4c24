//! Comments that silence nothing, as findings.

use rustc_hash::{FxHashMap, FxHashSet};

use super::is_exempt;
use super::marker::{Entry, Marker, line_of};
use crate::clarifai::names::mask;
use crate::rules::{Applicability, Confidence, Edit, Finding, Fix, Rule, fingerprint};
use crate::source::{Place, SourceFile, Sources, Span};

/// A finding for each marker that is malformed or has an entry not in `used`, which holds the
/// indices of a marker and of an entry in it.
pub fn findings(
    markers: &[Marker],
    used: &FxHashSet<(usize, usize)>,
    sources: &Sources,
) -> Vec<Finding> {
    let mut seen: FxHashMap<String, u32> = FxHashMap::default();
    let mut found = Vec::new();
    for (index, marker) in markers.iter().enumerate() {
        let source = sources.get(marker.place.file);
        let Some(problem) = problem(index, marker, used, source) else {
            continue;
        };
        let code = source.slice(marker.place.span);
        let nth = seen
            .entry(format!("{}\0{code}", source.display))
            .or_default();
        let fingerprint = fingerprint(Rule::UnusedIgnore, &source.display, &code, *nth);
        *nth += 1;
        found.push(Finding {
            rule: Rule::UnusedIgnore,
            severity: Rule::UnusedIgnore.severity(),
            confidence: Confidence::High,
            message: mask(&problem.message),
            place: marker.place,
            call: None,
            related: Vec::new(),
            notes: Vec::new(),
            help: vec![mask(&problem.help)],
            fix: problem.fix,
            fingerprint,
        });
    }
    found
}

struct Problem {
    message: String,
    help: String,
    fix: Option<Fix>,
}

fn problem(
    index: usize,
    marker: &Marker,
    used: &FxHashSet<(usize, usize)>,
    source: &SourceFile,
) -> Option<Problem> {
    let Some(entries) = marker.entries.as_ref().filter(|it| !it.is_empty()) else {
        return Some(Problem {
            message: "This comment names no rule, so it silences nothing.".to_owned(),
            help: "name the rules: `key2pat: ignore[rule, …] reason`".to_owned(),
            fix: None,
        });
    };
    let is_used = |at: usize, entry: &Entry| used.contains(&(index, at)) || is_exempt(entry.rule);
    let unused: Vec<&Entry> = entries
        .iter()
        .enumerate()
        .filter(|(at, entry)| !is_used(*at, entry))
        .map(|(_, entry)| entry)
        .collect();
    let kept: Vec<&Entry> = entries.iter().filter(|it| !unused.contains(it)).collect();
    let unknown = unused.iter().find(|entry| entry.rule.is_none());
    if let Some(entry) = unknown {
        let near = Rule::nearest(&entry.name);
        return Some(Problem {
            message: format!(
                "There is no rule `{}`, so nothing is silenced by it.",
                entry.name
            ),
            help: near.map_or_else(
                || "`key2pat rules` lists the rules".to_owned(),
                |rule| format!("perhaps `{rule}` is meant"),
            ),
            fix: None,
        });
    }
    if unused.is_empty() {
        return None;
    }
    let names: Vec<String> = unused.iter().map(|it| format!("`{}`", it.name)).collect();
    Some(Problem {
        message: format!("No finding of {} is here to be silenced.", names.join(", ")),
        help: "remove the comment, or move it to the finding".to_owned(),
        fix: fix(marker, &kept, source),
    })
}

/// Takes out the comment, or of several rules those that silence nothing.
fn fix(marker: &Marker, kept: &[&Entry], source: &SourceFile) -> Option<Fix> {
    let (title, span, text) = if kept.is_empty() {
        let span = marker
            .alone_in_comment
            .then(|| whole_comment(marker.comment, source))?;
        ("remove the comment", span, String::new())
    } else {
        let written = source.slice(marker.place.span);
        let list = written.find('[')? as u32 + 1;
        let span = Span::new(marker.place.span.start + list, marker.place.span.end - 1);
        let names: Vec<&str> = kept.iter().map(|it| it.name.as_str()).collect();
        ("keep the rules that are silenced", span, names.join(", "))
    };
    if source.decoded {
        return None;
    }
    let place = Place {
        file: marker.place.file,
        span,
    };
    Some(Fix {
        title: title.to_owned(),
        applicability: Applicability::Safe,
        edits: vec![Edit { place, text }],
    })
}

/// A comment with the blanks before it; with its line, if it has one for itself.
fn whole_comment(comment: Span, source: &SourceFile) -> Span {
    let line = source.line_starts()[line_of(source, comment.start)];
    let bytes = &source.bytes;
    let before = bytes
        .get(line as usize..comment.start as usize)
        .unwrap_or_default();
    let blanks = before
        .iter()
        .rev()
        .take_while(|it| it.is_ascii_whitespace())
        .count() as u32;
    // A line end that belongs to the comment stays where code stands before it.
    let ends = bytes.get(comment.range()).unwrap_or_default();
    let own_end = ends
        .iter()
        .rev()
        .take_while(|it| matches!(it, b'\r' | b'\n'))
        .count() as u32;
    let end = comment.end - own_end;
    if blanks as usize != before.len() {
        return Span::new(comment.start - blanks, end);
    }
    let rest = bytes.get(end as usize..).unwrap_or_default();
    let line_end = match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\n', ..] => 1,
        [] => 0,
        // Something stands behind it: only the comment goes.
        _ => return Span::new(comment.start, end),
    };
    Span::new(line, end + line_end)
}
