//! Files: finding them, deciding which concern Clarifai, reading and decoding them.

mod aliases;
mod builtin;
mod changed;
mod data;
mod decode;
mod discover;
mod git;
mod ignoring;
mod listing;
mod minified;
mod module_path;
mod place;
mod prefilter;
mod root;
mod scan;
mod skipped;
mod stdin;
mod text;
mod walk;

#[cfg(test)]
mod tests;

pub use aliases::Aliases;
pub use changed::discover_changed;
pub use data::{conventional_data, custom_folder, parse_data, read_data, setting};
pub use decode::{Decoded, decode};
pub use discover::{DiscoverError, DiscoverOptions, Discovery, discover, root_of};
pub use git::{
    ChangedFile, ChangedLines, Changes, FileKind, GitError, Index, Repository,
    path_of as path_of_bytes,
};
pub use listing::Listing;
pub use module_path::module_paths;
pub use place::{FileId, Place, Span};
pub use prefilter::{Mention, SecondNeedles};
pub use root::{display_path, find_root};
pub use scan::{Loaded, ReadLimits, Scan, says_clarifai};
pub use skipped::{Reason, Skipped};
pub use stdin::scan_text;
pub use text::{LineColumn, SourceFile, Sources};
pub use walk::{Entry, Folder};
