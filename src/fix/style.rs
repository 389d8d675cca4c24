//! The file's own style: quotes, line ends, and how entries of a list are laid out.

use super::Work;
use super::draft::Draft;
use crate::facts::{Construct, Expr, Facts, Kind};
use crate::flow::At;
use crate::language::Language;
use crate::source::{FileId, Place, Span};

/// The line end of a file.
pub(super) fn line_end(bytes: &[u8]) -> &'static str {
    match memchr::memchr(b'\n', bytes) {
        Some(at) if at > 0 && bytes[at - 1] == b'\r' => "\r\n",
        _ => "\n",
    }
}

/// The quote that string literals have in a span, or, where it has none or both, in the file.
pub(super) fn quote(work: &Work<'_>, file: FileId, near: Span) -> char {
    let Some(facts) = work.facts(file) else {
        return '"';
    };
    if facts.language == Language::Java {
        return '"';
    }
    let bytes = work.bytes(file);
    let mut counts = [(0, 0), (0, 0)];
    // Attributes of elements have their own custom, whatever the code around them does.
    let is_attribute = |it: &&Expr| {
        it.parent
            .is_some_and(|it| matches!(facts.expr(it).kind, Kind::Call(_, _, Construct::Element)))
    };
    let texts = facts.exprs.iter();
    let texts = texts.filter(|it| matches!(it.kind, Kind::Text(_)));
    for expr in texts.filter(|it| !is_attribute(it)) {
        let literal = bytes.get(expr.span.range()).unwrap_or_default();
        let quote = literal.iter().copied().find(|it| !it.is_ascii_alphabetic());
        for (index, inside) in [near.contains(expr.span), true].into_iter().enumerate() {
            match quote {
                Some(b'\'') if inside => counts[index].0 += 1,
                Some(b'"') if inside => counts[index].1 += 1,
                _ => {}
            }
        }
    }
    let [near, all] = counts;
    let (single, double) = if near.0 == near.1 { all } else { near };
    if single > double { '\'' } else { '"' }
}

/// A text as a string literal.
pub(super) fn literal(text: &str, quote: char) -> String {
    let mut result = String::from(quote);
    for it in text.chars() {
        if it == quote || it == '\\' {
            result.push('\\');
        }
        result.push(it);
    }
    result.push(quote);
    result
}

/// The first byte from `at` on that is neither blank nor in a comment.
pub(super) fn skip_blanks(facts: &Facts, bytes: &[u8], mut at: u32, end: u32) -> u32 {
    while at < end {
        let Some(byte) = bytes.get(at as usize) else {
            break;
        };
        if byte.is_ascii_whitespace() {
            at += 1;
        } else if let Some(comment) = facts.comments.iter().find(|it| it.start == at) {
            at = comment.end;
        } else {
            break;
        }
    }
    at.min(end)
}

/// An insertion: where, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Insertion {
    pub(super) at: u32,
    pub(super) text: String,
}

/// What stands between the comma behind an entry and the next entry.
pub(super) fn between_entries(facts: &Facts, bytes: &[u8], open: u32, close: u32) -> String {
    let first = skip_blanks(facts, bytes, open, close);
    let before = bytes.get(open as usize..first as usize).unwrap_or_default();
    match memchr::memrchr(b'\n', before) {
        Some(line) => {
            let indent = String::from_utf8_lossy(&before[line + 1..]);
            format!("{}{indent}", line_end(bytes))
        }
        None => " ".to_owned(),
    }
}

/// Makes `item` the first of the entries between two brackets, laid out as those are. `open` is
/// the byte behind the opening bracket, `close` the closing one.
pub(super) fn first_entry(
    work: &Work<'_>,
    file: FileId,
    open: u32,
    close: u32,
    item: &str,
) -> Option<Insertion> {
    let facts = work.facts(file)?;
    let bytes = work.bytes(file);
    if skip_blanks(facts, bytes, open, close) == close {
        let before = bytes.get(open as usize..close as usize)?;
        let braces = bytes.get(close as usize) == Some(&b'}');
        let text = match (braces, before) {
            (true, []) => format!(" {item} "),
            (true, [b' ']) => format!(" {item}"),
            _ => item.to_owned(),
        };
        return Some(Insertion { at: open, text });
    }
    let at = first_with_comments(facts, bytes, open, close);
    let before = bytes.get(open as usize..at as usize)?;
    let text = match memchr::memrchr(b'\n', before) {
        Some(line) => {
            let indent = String::from_utf8_lossy(&before[line + 1..]);
            format!("{item},{}{indent}", line_end(bytes))
        }
        None => format!("{item}, "),
    };
    Some(Insertion { at, text })
}

/// Where the first entry begins, with the comments that stand in lines of their own above it: they
/// are about that entry and stay with it.
pub(super) fn first_with_comments(facts: &Facts, bytes: &[u8], open: u32, close: u32) -> u32 {
    let mut at = open;
    while at < close {
        let rest = bytes.get(at as usize..close as usize).unwrap_or_default();
        let blank = rest
            .iter()
            .take_while(|it| it.is_ascii_whitespace())
            .count();
        let begins_line = rest[..blank].contains(&b'\n');
        at += blank as u32;
        match facts.comments.iter().find(|it| it.start == at) {
            Some(comment) if !begins_line => at = comment.end,
            _ => return at,
        }
    }
    at.min(close)
}

/// Puts a setter behind the call that makes a builder, on a line of its own where the others
/// have one.
pub(super) fn behind(work: &Work<'_>, facts: &Facts, made: At, setter: &str, draft: &mut Draft) {
    let bytes = work.bytes(made.file);
    let end = facts.expr(made.expr).span.end;
    let limit = bytes.len() as u32;
    let next = skip_blanks(facts, bytes, end, limit);
    let at = first_with_comments(facts, bytes, end, next);
    let gap = bytes.get(end as usize..at as usize).unwrap_or_default();
    match memchr::memrchr(b'\n', gap).filter(|_| bytes.get(next as usize) == Some(&b'.')) {
        Some(line) => {
            let indent = String::from_utf8_lossy(&gap[line + 1..]);
            let line_end = line_end(bytes);
            draft.insert(made.file, at, format!("{setter}{line_end}{indent}"));
        }
        None => draft.insert(made.file, end, setter.to_owned()),
    }
}

/// The quote of a literal, or that of its surroundings.
pub(super) fn quote_near(work: &Work<'_>, place: Place) -> char {
    quote(work, place.file, place.span)
}
