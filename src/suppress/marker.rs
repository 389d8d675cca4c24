//! Suppressing comments as they are written: `key2pat: ignore[rule, …] reason` and
//! `key2pat: ignore-file[rule, …] reason`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::rules::Rule;
use crate::source::{Place, SourceFile, Span};

/// One marker in a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// From `key2pat` to the end of the brackets.
    pub place: Place,
    /// The comment that it stands in.
    pub comment: Span,
    /// What is written between the brackets; `None` if there are no brackets.
    pub entries: Option<Vec<Entry>>,
    /// Where it counts.
    pub reach: Reach,
    /// Whether the comment holds nothing but this marker and its reason.
    pub alone_in_comment: bool,
}

/// One word between the brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The word.
    pub name: String,
    /// The rule of that name, if there is one.
    pub rule: Option<Rule>,
}

/// Where a marker counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// In the whole file.
    File,
    /// On findings that have one of these lines, counted from 0.
    Lines(Range<usize>),
}

/// A marker at the beginning of a line of a comment, or after the sign that begins another
/// comment: `# noqa  # key2pat: ignore[api-key]`.
static MARKER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?m)(?:^|#|//|/\*|<!--|--)[ \t*#/!]*(key2pat:[ \t]*(ignore-file|ignore)\b[ \t]*(?:\[([^\]\r\n]*)\])?)([^\r\n]*)",
    )
    .ok()
});

/// The markers in the comments of one file, in their order. `comments` are sorted.
pub fn markers(file: crate::source::FileId, source: &SourceFile, comments: &[Span]) -> Vec<Marker> {
    let mut found = Vec::new();
    let Some(pattern) = &*MARKER else {
        return found;
    };
    for &comment in comments {
        let Some(bytes) = source.bytes.get(comment.range()) else {
            continue;
        };
        // Most comments are not about us, and only text can hold a marker.
        if memchr::memmem::find(bytes, b"key2pat").is_none() {
            continue;
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            continue;
        };
        for captures in pattern.captures_iter(text) {
            let (Some(whole), Some(kind)) = (captures.get(1), captures.get(2)) else {
                continue;
            };
            let at = |byte: usize| comment.start + byte as u32;
            let reach = match kind.as_str() {
                "ignore-file" => Reach::File,
                _ => Reach::Lines(lines(source, comment, at(whole.start()), comments)),
            };
            let entries = captures.get(3).map(|list| entries(list.as_str()));
            let span = Span::new(at(whole.start()), at(whole.end()));
            found.push(Marker {
                place: Place { file, span },
                comment,
                entries,
                reach,
                alone_in_comment: is_alone(text, whole.start(), captures.get(4)),
            });
        }
    }
    found
}

/// Whether a comment has one line, nothing before the marker but its own sign, and no other
/// comment in what would be the reason.
fn is_alone(text: &str, start: usize, reason: Option<regex::Match<'_>>) -> bool {
    let sign = |c: char| " \t*#/!<-".contains(c);
    let reason = reason.map_or("", |it| it.as_str());
    let other = ["#", "//", "key2pat:"];
    !text.contains('\n')
        && text[..start].chars().all(sign)
        && !other.iter().any(|it| reason.contains(it))
}

fn entries(list: &str) -> Vec<Entry> {
    let words = list
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty());
    words
        .map(|word| Entry {
            name: word.to_owned(),
            rule: Rule::from_name(word),
        })
        .collect()
}

/// The lines on which a marker counts: its own, and where the comment has its lines for itself,
/// those of the comments that follow and the first line below them.
fn lines(source: &SourceFile, comment: Span, marker: u32, comments: &[Span]) -> Range<usize> {
    let own = line_of(source, marker);
    if !begins_line(source, comment) || !ends_line(source, comment) {
        return own..own + 1;
    }
    let mut last = last_line(source, comment);
    let later = comments.partition_point(|it| it.start < comment.end);
    for &next in &comments[later..] {
        let follows = line_of(source, next.start) == last + 1;
        if !follows || !begins_line(source, next) || !ends_line(source, next) {
            break;
        }
        last = last_line(source, next);
    }
    own..last + 2
}

/// The line of an offset, from 0.
pub fn line_of(source: &SourceFile, offset: u32) -> usize {
    let starts = source.line_starts();
    starts
        .partition_point(|&start| start <= offset)
        .saturating_sub(1)
}

/// The line of a span's last byte, from 0.
pub fn last_line(source: &SourceFile, span: Span) -> usize {
    line_of(source, span.end.saturating_sub(1).max(span.start))
}

/// Whether only blanks, or the brace that JSX wants around a comment, stand before it.
fn begins_line(source: &SourceFile, span: Span) -> bool {
    let start = source.line_starts()[line_of(source, span.start)] as usize;
    let before = source.bytes.get(start..span.start as usize);
    before.is_some_and(|it| {
        it.iter()
            .all(|byte| byte.is_ascii_whitespace() || *byte == b'{' || !byte.is_ascii())
    })
}

/// Whether only blanks, or the closing brace of JSX, stand behind it.
fn ends_line(source: &SourceFile, span: Span) -> bool {
    // A comment to the end of the line may hold the line end itself.
    if source
        .bytes
        .get(span.range())
        .is_some_and(|it| it.ends_with(b"\n"))
    {
        return true;
    }
    let rest = source.bytes.get(span.end as usize..).unwrap_or_default();
    let line = rest.split(|&byte| byte == b'\n').next().unwrap_or_default();
    line.iter()
        .all(|byte| byte.is_ascii_whitespace() || *byte == b'}')
}
