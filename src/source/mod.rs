//! Files: finding them, deciding which concern Clarifai, reading and decoding them.

mod place;
mod text;

pub use place::{FileId, Place, Span};
pub use text::{LineColumn, SourceFile, Sources};
