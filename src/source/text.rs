//! The text of a file: its bytes as they stand on disk, and where its lines begin.

use std::sync::OnceLock;

use super::place::{FileId, Span};
use crate::language::Language;

/// One file of the run.
#[derive(Debug)]
pub struct SourceFile {
    /// The path relative to the project root, with `/`, as reports show it.
    pub display: String,
    /// Its language.
    pub language: Language,
    /// The text that is parsed: the bytes on disk, or their UTF-8 form where the file is UTF-16.
    pub bytes: Vec<u8>,
    /// Whether `bytes` differ from what stands on disk (a decoded UTF-16 file): such a file is
    /// reported and never rewritten.
    pub decoded: bool,
    lines: OnceLock<Vec<u32>>,
}

/// A position for people: line and column, both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in characters. A byte order mark does not count.
    pub column: u32,
}

const BOM: &[u8] = b"\xef\xbb\xbf";

impl SourceFile {
    /// A file with this text.
    #[must_use]
    pub fn new(display: String, language: Language, bytes: Vec<u8>, decoded: bool) -> Self {
        Self {
            display,
            language,
            bytes,
            decoded,
            lines: OnceLock::new(),
        }
    }

    /// The byte offset at which each line begins.
    pub fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let mut starts = vec![0];
            starts.extend(memchr::memchr_iter(b'\n', &self.bytes).map(|at| at as u32 + 1));
            starts
        })
    }

    /// The line (from 1) and column (from 1, in characters) of a byte offset.
    #[must_use]
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset).max(1);
        let mut start = starts[line - 1] as usize;
        if line == 1 && self.bytes.starts_with(BOM) {
            start = BOM.len();
        }
        let end = (offset as usize).min(self.bytes.len());
        let before = self.bytes.get(start..end).unwrap_or_default();
        let column = String::from_utf8_lossy(before).chars().count() as u32 + 1;
        LineColumn {
            line: line as u32,
            column,
        }
    }

    /// The text of a span, with invalid UTF-8 replaced. Empty if the span is outside the file.
    #[must_use]
    pub fn slice(&self, span: Span) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(self.bytes.get(span.range()).unwrap_or_default())
    }
}

/// The files of a run, by id.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Files in the order of their ids.
    #[must_use]
    pub const fn new(files: Vec<SourceFile>) -> Self {
        Self { files }
    }

    /// Gives the files back, in the order of their ids.
    #[must_use]
    pub fn into_files(self) -> Vec<SourceFile> {
        self.files
    }

    /// The file with this id.
    ///
    /// # Panics
    /// If the id is of another run.
    #[must_use]
    pub fn get(&self, file: FileId) -> &SourceFile {
        &self.files[file.0 as usize]
    }

    /// All files with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
