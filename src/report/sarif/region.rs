//! Places as SARIF counts them: lines and columns from 1, columns in UTF-16 code units.

use super::model::Region;
use crate::source::{SourceFile, Span};

/// The region of a span.
pub fn region(file: &SourceFile, span: Span) -> Region {
    let (start_line, start_column) = position(file, span.start);
    let (end_line, end_column) = position(file, span.end.max(span.start));
    Region {
        start_line,
        start_column,
        end_line,
        end_column,
    }
}

fn position(file: &SourceFile, offset: u32) -> (u32, u32) {
    let at = file.line_column(offset);
    let starts = file.line_starts();
    let start = starts
        .get(at.line as usize - 1)
        .copied()
        .unwrap_or_default();
    let end = (offset as usize).min(file.bytes.len());
    let before = file.bytes.get(start as usize..end).unwrap_or_default();
    let text = String::from_utf8_lossy(before);
    // A byte order mark is no part of the first line.
    let text = text
        .strip_prefix('\u{feff}')
        .filter(|_| start == 0)
        .unwrap_or(&text);
    (at.line, text.encode_utf16().count() as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn columns_are_utf16() {
        let text = "\u{feff}é😀x = 1\n😀y";
        let file = SourceFile::new("a.py".into(), Language::Python, text.into(), false);
        let at = |text_at: &str| {
            let start = text.find(text_at).unwrap() as u32;
            let it = region(&file, Span::new(start, start + 1));
            (it.start_line, it.start_column, it.end_line, it.end_column)
        };
        assert_eq!(at("x"), (1, 4, 1, 5));
        assert_eq!(at("y"), (2, 3, 2, 4));
    }
}
