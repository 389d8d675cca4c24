//! The lines of source that a finding shows: masked, made safe for a terminal, and cut where they
//! are too long to read.

use std::borrow::Cow;
use std::ops::Range;

use codespan_reporting::files::{Error, Files, Location};

use super::safe_text::safe_line;
use crate::clarifai::names::mask_line;
use crate::source::{FileId, LineColumn, Place, SourceFile, Sources, Span};

/// A line of more characters than this is cut.
const LONG_LINE: usize = 200;

/// How many characters of a cut line stand before what is marked in it.
const BEFORE_MARK: usize = 40;

/// How many lines around the first and the last line of a mark are shown at most. The renderer
/// leaves out what is farther inside a long mark.
const AROUND: usize = 4;

const BOM: char = '\u{feff}';

/// What one finding shows, file by file.
pub struct Excerpts {
    files: Vec<Excerpt>,
}

struct Excerpt {
    file: FileId,
    name: String,
    text: String,
    /// The number of the first line that the text holds, from 0.
    first: usize,
    /// Where in `text` each line begins; lines that are not shown are empty.
    starts: Vec<usize>,
    /// Where the marks are in `text`, by their place in the file.
    marks: Vec<(Span, Range<usize>)>,
    /// The position in the file of a mark's beginning in `text`.
    positions: Vec<(usize, LineColumn)>,
}

impl Excerpts {
    /// The excerpts that show these places.
    pub fn new(sources: &Sources, places: &[Place]) -> Self {
        let mut files: Vec<FileId> = Vec::new();
        for place in places {
            if !files.contains(&place.file) {
                files.push(place.file);
            }
        }
        let excerpt = |file: FileId| {
            let spans: Vec<Span> = places
                .iter()
                .filter(|place| place.file == file)
                .map(|place| place.span)
                .collect();
            Excerpt::new(file, sources.get(file), &spans)
        };
        Self {
            files: files.into_iter().map(excerpt).collect(),
        }
    }

    /// Where a place stands in the text of its excerpt. Only of places given to [`Self::new`].
    pub fn range(&self, place: Place) -> Range<usize> {
        let marks = self
            .files
            .iter()
            .find(|e| e.file == place.file)
            .map(|e| e.marks.as_slice());
        let mark = marks
            .unwrap_or_default()
            .iter()
            .find(|(span, _)| *span == place.span);
        mark.map_or(0..0, |(_, range)| range.clone())
    }

    fn get(&self, file: FileId) -> Result<&Excerpt, Error> {
        self.files
            .iter()
            .find(|excerpt| excerpt.file == file)
            .ok_or(Error::FileMissing)
    }
}

/// A span as lines: the numbers (from 0) of its first and its last line.
fn lines_of(file: &SourceFile, span: Span) -> (usize, usize) {
    let line = |offset| file.line_column(offset).line as usize - 1;
    let first = line(span.start);
    // A span that ends with a line end does not reach into the next line.
    (
        first,
        line(span.end.saturating_sub(1).max(span.start)).max(first),
    )
}

impl Excerpt {
    fn new(id: FileId, file: &SourceFile, spans: &[Span]) -> Self {
        let lines: Vec<(usize, usize)> = spans.iter().map(|&span| lines_of(file, span)).collect();
        let first = lines.iter().map(|lines| lines.0).min().unwrap_or_default();
        let last = lines.iter().map(|lines| lines.1).max().unwrap_or_default();
        let mut excerpt = Self {
            file: id,
            name: safe_line(&file.display).into_owned(),
            text: String::new(),
            first,
            starts: Vec::with_capacity(last - first + 1),
            marks: Vec::new(),
            positions: Vec::new(),
        };
        let mut shown = Vec::with_capacity(last - first + 1);
        for line in first..=last {
            let near = |at: usize| line.abs_diff(at) <= AROUND;
            let wanted = lines.iter().any(|&(first, last)| near(first) || near(last));
            let begins_here = spans
                .iter()
                .zip(&lines)
                .filter(|(_, lines)| lines.0 == line);
            let mark = begins_here.map(|(span, _)| span.start).min();
            let line = ShownLine::new(file, line, wanted, mark);
            excerpt.starts.push(excerpt.text.len());
            excerpt.text.push_str(&line.text);
            excerpt.text.push('\n');
            shown.push(line);
        }
        for (&span, &(from, to)) in spans.iter().zip(&lines) {
            let at = |line: usize, offset| {
                excerpt.starts[line - first] + shown[line - first].position(file, offset)
            };
            let start = at(from, span.start);
            let end = at(to, span.end).max(start);
            excerpt
                .positions
                .push((start, file.line_column(span.start)));
            excerpt.marks.push((span, start..end));
        }
        excerpt
    }

    /// The line of the excerpt, from 0, that holds a byte of its text.
    fn line_at(&self, byte: usize) -> usize {
        self.starts
            .partition_point(|&start| start <= byte)
            .saturating_sub(1)
    }
}

/// One line as it is shown.
struct ShownLine {
    text: String,
    /// The bytes of the line in the file, without its end and without a byte order mark.
    span: Range<usize>,
    /// How many bytes of the safe text are cut at the front, and what stands in their place.
    cut: usize,
    instead: usize,
}

impl ShownLine {
    /// The line with this number (from 0); empty if it is not wanted. `mark` is where in the file
    /// the first mark on it begins.
    fn new(file: &SourceFile, number: usize, wanted: bool, mark: Option<u32>) -> Self {
        let span = line_span(file, number);
        let mut line = Self {
            text: String::new(),
            span,
            cut: 0,
            instead: 0,
        };
        if !wanted {
            return line;
        }
        let text = String::from_utf8_lossy(&file.bytes[line.span.clone()]);
        let masked = mask_line(&text);
        let safe = safe_line(&masked);
        if safe.chars().count() <= LONG_LINE {
            line.text = safe.into_owned();
            return line;
        }
        let mark = mark
            .map_or(0, |mark| line.position(file, mark))
            .min(safe.len());
        line.cut_around(&safe, mark);
        line
    }

    /// Keeps what is around a mark, which begins at a byte of the safe text.
    fn cut_around(&mut self, safe: &str, mark: usize) {
        let mark = floor_boundary(safe, mark);
        let before = safe[..mark].char_indices().rev().nth(BEFORE_MARK - 1);
        self.cut = before.map_or(0, |(at, _)| at);
        let kept = &safe[self.cut..];
        let end = kept
            .char_indices()
            .nth(LONG_LINE)
            .map_or(kept.len(), |(at, _)| at);
        let front = if self.cut > 0 { "…" } else { "" };
        let back = if end < kept.len() { "…" } else { "" };
        self.instead = front.len();
        self.text = format!("{front}{}{back}", &kept[..end]);
    }

    /// Where a byte of the file stands in the shown text of this line; its beginning or its end,
    /// if it is not shown.
    fn position(&self, file: &SourceFile, offset: u32) -> usize {
        let end = (offset as usize).clamp(self.span.start, self.span.end);
        let before = String::from_utf8_lossy(&file.bytes[self.span.start..end]);
        let safe: Cow<'_, str> = safe_line(&before);
        if self.text.is_empty() {
            return safe.len();
        }
        match safe.len().checked_sub(self.cut) {
            Some(rest) => floor_boundary(&self.text, self.instead + rest),
            None => 0,
        }
    }
}

/// The bytes of a line, without its end and without a byte order mark.
fn line_span(file: &SourceFile, number: usize) -> Range<usize> {
    let starts = file.line_starts();
    let start = starts
        .get(number)
        .map_or(file.bytes.len(), |&start| start as usize);
    let end = starts
        .get(number + 1)
        .map_or(file.bytes.len(), |&next| next as usize);
    let mut bytes = &file.bytes[start..end];
    if number == 0 {
        bytes = bytes
            .strip_prefix(BOM.encode_utf8(&mut [0; 4]).as_bytes())
            .unwrap_or(bytes);
    }
    let start = end - bytes.len();
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    start..start + bytes.len()
}

/// The nearest boundary of a character at or before a byte.
fn floor_boundary(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

impl<'a> Files<'a> for Excerpts {
    type FileId = FileId;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: FileId) -> Result<&'a str, Error> {
        Ok(&self.get(id)?.name)
    }

    fn source(&'a self, id: FileId) -> Result<&'a str, Error> {
        Ok(&self.get(id)?.text)
    }

    fn line_index(&'a self, id: FileId, byte: usize) -> Result<usize, Error> {
        Ok(self.get(id)?.line_at(byte))
    }

    fn line_number(&'a self, id: FileId, line: usize) -> Result<usize, Error> {
        Ok(self.get(id)?.first + line + 1)
    }

    fn line_range(&'a self, id: FileId, line: usize) -> Result<Range<usize>, Error> {
        let excerpt = self.get(id)?;
        let given = line;
        let max = excerpt.starts.len();
        let start = *excerpt
            .starts
            .get(line)
            .ok_or(Error::LineTooLarge { given, max })?;
        Ok(start
            ..excerpt
                .starts
                .get(line + 1)
                .copied()
                .unwrap_or(excerpt.text.len()))
    }

    /// The position in the file, not in the excerpt: characters may be cut or made visible here.
    fn location(&'a self, id: FileId, byte: usize) -> Result<Location, Error> {
        let excerpt = self.get(id)?;
        let known = excerpt.positions.iter().find(|(at, _)| *at == byte);
        let line = excerpt.line_at(byte);
        Ok(known.map_or(
            Location {
                line_number: excerpt.first + line + 1,
                column_number: 1,
            },
            |(_, at)| Location {
                line_number: at.line as usize,
                column_number: at.column as usize,
            },
        ))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::language::Language;

    /// The text of the excerpt that shows `mark` in a file, and what is marked in it.
    fn shown(bytes: &[u8], mark: &[u8]) -> (String, String) {
        let at = memchr::memmem::find(bytes, mark).unwrap();
        let span = Span::new(at as u32, (at + mark.len()) as u32);
        let (excerpts, place) = excerpts(bytes, span);
        let text = excerpts.files[0].text.clone();
        let marked = text[excerpts.range(place)].to_owned();
        (text, marked)
    }

    fn excerpts(bytes: &[u8], span: Span) -> (Excerpts, Place) {
        let file = SourceFile::new("a.py".into(), Language::Python, bytes.to_vec(), false);
        let place = Place {
            file: FileId(0),
            span,
        };
        (Excerpts::new(&Sources::new(vec![file]), &[place]), place)
    }

    #[test]
    fn a_mark_stays_where_it_was() {
        let cases: [(&[u8], &str); 5] = [
            (b"a = call()\r\n", "a = call()\n"),
            (b"\xef\xbb\xbfa = call()", "a = call()\n"),
            (b"\x1b[31m call()", "\u{241b}[31m call()\n"),
            (b"'\xe9' call()", "'\u{fffd}' call()\n"),
            (
                b"k='0123456789abcdef0123456789abcdef'; call()",
                "k='0123****************************'; call()\n",
            ),
        ];
        for (bytes, text) in cases {
            assert_eq!(shown(bytes, b"call()"), (text.into(), "call()".into()));
        }
    }

    #[test]
    fn a_long_line_is_cut_around_its_mark() {
        let line = format!("{}call(){}", "\u{e9}; ".repeat(3000), "; x".repeat(3000));
        let (text, marked) = shown(line.as_bytes(), b"call()");
        assert_eq!(marked, "call()");
        assert!(text.chars().count() <= LONG_LINE + 3, "{text}");
        assert!(
            text.starts_with('\u{2026}') && text.ends_with("\u{2026}\n"),
            "{text}"
        );
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_shown(bytes: Vec<u8>, from: u8, length: u8) {
            let start = u32::from(from).min(bytes.len() as u32);
            let end = (start + u32::from(length)).min(bytes.len() as u32);
            let (excerpts, place) = excerpts(&bytes, Span::new(start, end));
            let range = excerpts.range(place);
            prop_assert!(excerpts.files[0].text.get(range).is_some());
        }
    }
}
