//! Lines of a file, by the spans in them: where they begin, how they are indented, and how they
//! are taken out.

use super::style::line_end;
use crate::source::Span;

/// The line that a span stands in, with its end.
pub(super) fn line_of(bytes: &[u8], span: Span) -> Option<Span> {
    let start = line_start(bytes, span.start);
    let end = next_line(bytes, span.end);
    (start < end).then(|| Span::new(start, end))
}

/// The lines of a span, with their ends, if nothing but a comment stands beside it.
pub(super) fn whole_lines(bytes: &[u8], span: Span) -> Option<Span> {
    let lines = line_of(bytes, span)?;
    let before = bytes.get(lines.start as usize..span.start as usize)?;
    let after = bytes
        .get(span.end as usize..lines.end as usize)?
        .trim_ascii();
    let alone = before.trim_ascii().is_empty() && (after.is_empty() || after.starts_with(b"#"));
    alone.then_some(lines)
}

/// The first byte of the line in which a byte stands.
pub(super) fn line_start(bytes: &[u8], at: u32) -> u32 {
    let before = bytes.get(..at as usize).unwrap_or_default();
    memchr::memrchr(b'\n', before).map_or(0, |it| it as u32 + 1)
}

/// The first byte of the line behind that.
pub(super) fn next_line(bytes: &[u8], at: u32) -> u32 {
    let rest = bytes.get(at as usize..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(bytes.len() as u32, |it| at + it as u32 + 1)
}

/// Lines to be removed, with the blank ones on one side of them, so that what stood around them is
/// as far apart as before.
fn with_blanks(bytes: &[u8], run: Span) -> Span {
    let text = bytes.get(run.range()).unwrap_or_default();
    if text.starts_with(b"from ") || text.starts_with(b"import ") {
        // Another import takes the place of this one.
        return run;
    }
    let (mut start, mut end) = (run.start, run.end);
    while start > 0 {
        let line = line_start(bytes, start - 1);
        if !blank(bytes, Span::new(line, start)) {
            break;
        }
        start = line;
    }
    while (end as usize) < bytes.len() {
        let next = next_line(bytes, end);
        if !blank(bytes, Span::new(end, next)) {
            break;
        }
        end = next;
    }
    let lines = |from: u32, to: u32| {
        let text = bytes.get(from as usize..to as usize).unwrap_or_default();
        memchr::memchr_iter(b'\n', text).count()
    };
    if start == 0 || lines(start, run.start) > lines(run.end, end) {
        Span::new(run.start, end)
    } else {
        Span::new(start, run.end)
    }
}

/// The edits that remove lines: a block of which nothing is left gets a `pass`.
pub(super) fn removed(bytes: &[u8], statements: &[Span]) -> Vec<(Span, String)> {
    let mut runs: Vec<Span> = Vec::new();
    for &span in statements {
        match runs.last_mut() {
            Some(last) if blank(bytes, Span::new(last.end.min(span.start), span.start)) => {
                *last = Span::new(last.start, last.end.max(span.end));
            }
            _ => runs.push(span),
        }
    }
    runs.into_iter()
        .map(|run| {
            if !empties_block(bytes, run) {
                return (with_blanks(bytes, run), String::new());
            }
            let text = {
                let indent = indent_of(bytes.get(run.range()).unwrap_or_default());
                format!("{indent}pass{}", line_end(bytes))
            };
            (run, text)
        })
        .collect()
}

fn blank(bytes: &[u8], span: Span) -> bool {
    bytes
        .get(span.range())
        .is_some_and(|it| it.trim_ascii().is_empty())
}

/// Whether a block has no statement but these lines.
fn empties_block(bytes: &[u8], run: Span) -> bool {
    let code = |line: &&[u8]| {
        let text = line.trim_ascii();
        !text.is_empty() && !text.starts_with(b"#")
    };
    let before = bytes.get(..run.start as usize).unwrap_or_default();
    let after = bytes.get(run.end as usize..).unwrap_or_default();
    let opens = before
        .split(|it| *it == b'\n')
        .rev()
        .find(code)
        .is_some_and(|it| it.trim_ascii().ends_with(b":"));
    let own = indent_of(bytes.get(run.range()).unwrap_or_default()).len();
    let goes_on = after
        .split(|it| *it == b'\n')
        .find(code)
        .is_some_and(|it| indent_of(it).len() >= own);
    opens && !goes_on
}

/// What a line begins with.
pub(super) fn indent_of(line: &[u8]) -> String {
    let blank = line.iter().take_while(|it| matches!(it, b' ' | b'\t'));
    blank.map(|it| char::from(*it)).collect()
}

/// How a statement over several lines is indented.
pub(super) struct Layout {
    /// As the line in which it begins.
    pub(super) outer: String,
    /// One step further.
    pub(super) inner: String,
}

impl Layout {
    /// That of a span, by the way in which the file indents.
    pub(super) fn at(bytes: &[u8], span: Span) -> Self {
        let start = line_start(bytes, span.start);
        let outer = indent_of(bytes.get(start as usize..).unwrap_or_default());
        let steps = bytes.split(|it| *it == b'\n').map(indent_of);
        let step = steps
            .filter(|it| !it.is_empty())
            .min_by_key(String::len)
            .filter(|it| it.len() <= 8)
            .unwrap_or_else(|| "    ".to_owned());
        Self {
            inner: format!("{outer}{step}"),
            outer,
        }
    }
}
