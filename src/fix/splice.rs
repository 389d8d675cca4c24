//! Putting edits into the bytes of files.

use super::draft::overlap;
use crate::rules::{Applicability, Edit, Fix};
use crate::source::{FileId, Sources};

/// A file with edits put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// The file.
    pub file: FileId,
    /// Its bytes from now on.
    pub bytes: Vec<u8>,
}

/// Chooses of several rewrites, in their order, those that are at least that applicable and do
/// not overlap one chosen before. The same one twice is chosen once.
#[must_use]
pub fn choose<'f>(fixes: impl IntoIterator<Item = &'f Fix>, least: Applicability) -> Vec<&'f Fix> {
    let mut chosen: Vec<&Fix> = Vec::new();
    for fix in fixes {
        if fix.applicability < least || fix.edits.is_empty() || chosen.contains(&fix) {
            continue;
        }
        let clashes = chosen
            .iter()
            .flat_map(|it| &it.edits)
            .any(|taken| fix.edits.iter().any(|edit| clash(taken, edit)));
        if !clashes {
            chosen.push(fix);
        }
    }
    chosen
}

fn clash(one: &Edit, other: &Edit) -> bool {
    let (first, second) = if one.place.span.start <= other.place.span.start {
        (one, other)
    } else {
        (other, one)
    };
    overlap(first, second)
        || overlap(second, first) && first.place.span.start == second.place.span.start
}

/// The files that rewrites change, with all their edits put in, in the order of their ids.
#[must_use]
pub fn splice(sources: &Sources, fixes: &[&Fix]) -> Vec<Rewritten> {
    let mut edits: Vec<&Edit> = fixes.iter().flat_map(|it| &it.edits).collect();
    edits.sort_by(|a, b| (a.place, &a.text).cmp(&(b.place, &b.text)));
    edits.dedup();
    edits
        .chunk_by(|a, b| a.place.file == b.place.file)
        .map(|edits| {
            let file = edits[0].place.file;
            Rewritten {
                file,
                bytes: spliced(&sources.get(file).bytes, edits),
            }
        })
        .collect()
}

fn spliced(original: &[u8], edits: &[&Edit]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(original.len() + 256);
    let mut at = 0;
    for edit in edits {
        let span = edit.place.span.range();
        bytes.extend_from_slice(original.get(at..span.start).unwrap_or_default());
        bytes.extend_from_slice(edit.text.as_bytes());
        at = span.end.max(at);
    }
    bytes.extend_from_slice(original.get(at..).unwrap_or_default());
    bytes
}
