//! A file whose text comes from standard input and that need not exist under its name.

use std::path::{self, Path, PathBuf};
use std::sync::Arc;

use super::decode::{Decoded, decode};
use super::discover::{DiscoverError, DiscoverOptions, Discovery, is_left_out_by_force};
use super::prefilter::{Mention, Prefilter};
use super::root::{display_path, find_root};
use super::scan::{Loaded, ReadLimits, Scan, says_clarifai};
use super::skipped::{Reason, Skipped};
use super::text::SourceFile;
use super::walk::{Entry, Folder, language_of};

/// Scans one text as if it stood in a file of this name. The name tells the language, the project
/// root and, with `force_exclude`, whether it is left out; the targets of `options` count for
/// nothing.
///
/// # Errors
/// If a pattern of what to leave out is malformed.
pub fn scan_text(
    name: &Path,
    bytes: Vec<u8>,
    options: &DiscoverOptions,
    limits: ReadLimits,
) -> Result<(Scan, Vec<Loaded>), DiscoverError> {
    let path = locate(name).map_err(|source| DiscoverError::Target {
        path: name.to_path_buf(),
        source,
    })?;
    let root = find_root(path.parent().unwrap_or(&path));
    let left_out = is_left_out_by_force(&root, &path, options)?;
    let alone = Discovery {
        folders: folder_of(&root, &path).into_iter().collect(),
        root,
        skipped: Vec::new(),
    };
    let mut scan = Scan::of_text(alone, limits);
    if left_out {
        return Ok((scan, Vec::new()));
    }
    let display = display_path(&scan.root, &path);
    match load(path, display.clone(), bytes, limits) {
        Ok(loaded) => {
            (scan.walked, scan.read) = (1, 1);
            if says_clarifai(&loaded) {
                return Ok((scan, vec![loaded]));
            }
            scan.text = Some(loaded);
            Ok((scan, Vec::new()))
        }
        Err(reason) => {
            scan.walked = usize::from(reason != Reason::Unsupported);
            scan.skipped.push(Skipped::new(display, &reason));
            Ok((scan, Vec::new()))
        }
    }
}

/// The folder in which a file of this name would be, with nothing else.
fn folder_of(root: &Path, path: &Path) -> Option<Folder> {
    let name = path.file_name()?;
    let entry = Entry {
        name: name.into(),
        language: language_of(name)?,
        by_hand: true,
    };
    Some(Folder {
        path: path.parent()?.to_path_buf(),
        project: Arc::from(root),
        files: vec![entry],
    })
}

/// Where a file of this name would be: its folder as a canonical path where that exists.
fn locate(name: &Path) -> std::io::Result<PathBuf> {
    let path = path::absolute(name)?;
    match (
        path.parent().and_then(|folder| folder.canonicalize().ok()),
        path.file_name(),
    ) {
        (Some(folder), Some(name)) => Ok(folder.join(name)),
        _ => Ok(path),
    }
}

/// The text as a file.
fn load(
    path: PathBuf,
    display: String,
    bytes: Vec<u8>,
    limits: ReadLimits,
) -> Result<Loaded, Reason> {
    let language = path
        .file_name()
        .and_then(language_of)
        .ok_or(Reason::Unsupported)?;
    if bytes.len() as u64 > limits.max_file_size {
        return Err(Reason::TooLarge(limits.max_file_size));
    }
    let Decoded { bytes, decoded } = decode(bytes)?;
    let mention = Prefilter::get().mention(&bytes);
    let file = SourceFile::new(display, language, bytes, decoded);
    Ok(Loaded {
        file,
        path,
        mention: mention.unwrap_or(Mention::Needle),
    })
}
