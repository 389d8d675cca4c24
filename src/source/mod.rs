//! Files: finding them, deciding which concern Clarifai, reading and decoding them.

mod place;

pub use place::{FileId, Place, Span};
