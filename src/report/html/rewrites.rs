//! The rewrites that the table shows: lines that go and lines that come. Findings of one
//! credential share one.

use serde::Serialize;

use super::lines::{MAX_LINES, shown_line};
use crate::report::distinct::Distinct;
use crate::report::safe_text::safe_line;
use crate::rules::{Applicability, Edit, Fix};
use crate::source::{FileId, SourceFile, Sources, Span};

/// How many places of a rewrite are shown; the others are counted.
const MAX_PLACES: usize = 20;

/// A rewrite. The names are short since there may be thousands.
#[derive(Debug, Serialize)]
pub struct Rewrite {
    /// The command that puts it in.
    a: &'static str,
    /// The title.
    t: String,
    /// The places, and the lines of each: "-" before those that go, "+" before those that come.
    d: Vec<(String, String)>,
    /// How many more places there are.
    n: usize,
}

/// Rewrites, each of them once.
#[derive(Debug, Default)]
pub struct Rewrites<'a> {
    distinct: Distinct<'a>,
    /// The rewrites, as rows refer to them.
    pub all: Vec<Rewrite>,
}

impl<'a> Rewrites<'a> {
    /// The number of a rewrite, if it is one that can be put in.
    pub fn number(&mut self, fix: Option<&'a Fix>, sources: &Sources) -> Option<usize> {
        let fix = fix.filter(|it| it.applicability > Applicability::Display)?;
        let (number, is_new) = self.distinct.number(fix)?;
        if is_new {
            self.all.push(rewrite(fix, sources));
        }
        Some(number)
    }
}

fn rewrite(fix: &Fix, sources: &Sources) -> Rewrite {
    let hunks = hunks(fix, sources);
    let command = match fix.applicability {
        Applicability::Safe => "fix",
        _ => "fix --unsafe",
    };
    Rewrite {
        a: command,
        t: safe_line(&fix.title).into_owned(),
        d: hunks.iter().take(MAX_PLACES).map(|it| it.show()).collect(),
        n: hunks.len().saturating_sub(MAX_PLACES),
    }
}

/// Whole lines of a file, and the edits in them.
struct Hunk<'a> {
    file: &'a SourceFile,
    id: FileId,
    span: Span,
    edits: Vec<&'a Edit>,
}

/// The edits by lines: those that share a line, or stand on lines next to each other, together.
fn hunks<'a>(fix: &'a Fix, sources: &'a Sources) -> Vec<Hunk<'a>> {
    let mut hunks: Vec<Hunk<'a>> = Vec::new();
    for edit in &fix.edits {
        let id = edit.place.file;
        let file = sources.get(id);
        let span = lines_of(file, edit.place.span);
        match hunks.last_mut() {
            Some(last) if last.id == id && span.start <= last.span.end => {
                last.span = last.span.cover(span);
                last.edits.push(edit);
            }
            _ => hunks.push(Hunk {
                file,
                id,
                span,
                edits: vec![edit],
            }),
        }
    }
    hunks
}

/// The lines that a span touches, with the end of the last one.
fn lines_of(file: &SourceFile, span: Span) -> Span {
    let starts = file.line_starts();
    let start = starts[file.line_column(span.start).line as usize - 1];
    let next = file.line_column(span.end).line as usize;
    let end = starts.get(next).copied();
    Span::new(start, end.unwrap_or(file.bytes.len() as u32))
}

impl Hunk<'_> {
    fn show(&self) -> (String, String) {
        let (old, new) = (self.slice(self.span.start, self.span.end), self.rewritten());
        let line = self.file.line_column(self.span.start).line;
        let mut text = Vec::new();
        for (sign, lines) in [('-', old), ('+', new)] {
            let all: Vec<&str> = lines.lines().collect();
            for line in all.iter().take(MAX_LINES) {
                text.push(format!("{sign}{}", shown_line(line)));
            }
            if all.len() > MAX_LINES {
                text.push(format!("{sign}…"));
            }
        }
        let place = format!("{}:{line}", safe_line(&self.file.display));
        (place, text.join("\n"))
    }

    /// The lines as they are to be.
    fn rewritten(&self) -> String {
        let mut text = String::new();
        let mut done = self.span.start;
        for edit in &self.edits {
            let Span { start, end } = edit.place.span;
            text.push_str(&self.slice(done, start));
            text.push_str(&edit.text);
            done = end;
        }
        text.push_str(&self.slice(done, self.span.end));
        text
    }

    fn slice(&self, start: u32, end: u32) -> String {
        let bytes = self.file.bytes.get(start as usize..end as usize);
        String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::source::Place;

    fn edit(text: &str, old: &str, new: &str) -> Edit {
        let start = text.find(old).unwrap() as u32;
        let span = Span::new(start, start + old.len() as u32);
        let place = Place {
            file: FileId(0),
            span,
        };
        let text = new.to_owned();
        Edit { place, text }
    }

    #[test]
    fn lines_next_to_each_other_are_shown_together_and_masked() {
        let text = "a = '0123456789abcdef0123456789abcdef'\nb = 2\nc = 3\nd = 4";
        let file = SourceFile::new("a.py".into(), Language::Python, text.into(), false);
        let sources = Sources::new(vec![file]);
        let fix = Fix {
            title: "rewrite".into(),
            applicability: Applicability::Safe,
            edits: vec![
                edit(text, "'0123456789abcdef0123456789abcdef'", "get()"),
                edit(text, "= 2", "= 20"),
                edit(text, "= 4", "= 40\ne = 5"),
            ],
        };
        let again = fix.clone();
        let mut rewrites = Rewrites::default();
        assert_eq!(rewrites.number(Some(&fix), &sources), Some(0));
        assert_eq!(rewrites.number(Some(&again), &sources), Some(0));
        let [rewrite] = rewrites.all.as_slice() else {
            panic!("one rewrite");
        };
        assert_eq!((rewrite.a, &*rewrite.t), ("fix", "rewrite"));
        let shown: Vec<_> = rewrite.d.iter().map(|(at, it)| (&**at, &**it)).collect();
        let first = "-a = '0123****************************'\n-b = 2\n+a = get()\n+b = 20";
        let last = "-d = 4\n+d = 40\n+e = 5";
        assert_eq!(shown, [("a.py:1", first), ("a.py:4", last)]);
    }
}
