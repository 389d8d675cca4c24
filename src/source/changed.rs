//! Files that git lists, instead of a walk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::discover::{DiscoverError, DiscoverOptions, Discovery, is_left_out_by_force, merge};
use super::git::{ChangedFile, FileKind};
use super::root::display_path;
use super::skipped::{Reason, Skipped};
use super::walk::{Entry, Folder, language_of};

/// The files of supported languages among those that changed, as a walk of the targets would
/// find them: in `within` (absolute paths), and not left out by a rule.
///
/// # Errors
/// If a pattern of what to leave out is malformed.
pub fn discover_changed(
    root: &Path,
    within: &[PathBuf],
    changed: &[ChangedFile],
    options: &DiscoverOptions,
) -> Result<Discovery, DiscoverError> {
    let options = DiscoverOptions {
        force_exclude: true,
        ..options.clone()
    };
    let project: Arc<Path> = Arc::from(root);
    let mut discovery = Discovery {
        root: root.to_path_buf(),
        folders: Vec::new(),
        skipped: Vec::new(),
    };
    for ChangedFile { path, kind } in changed {
        let wanted = path.starts_with(root) && within.iter().any(|it| path.starts_with(it));
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            continue;
        };
        let Some(language) = language_of(name).filter(|_| wanted) else {
            continue;
        };
        if is_left_out_by_force(root, path, &options)? {
            continue;
        }
        match kind {
            FileKind::File => discovery.folders.push(Folder {
                path: folder.to_path_buf(),
                project: Arc::clone(&project),
                files: vec![Entry {
                    name: name.into(),
                    language,
                    by_hand: false,
                }],
            }),
            FileKind::Link => {
                let skipped = Skipped::new(display_path(root, path), &Reason::Link);
                discovery.skipped.push(skipped);
            }
            FileKind::Submodule => {}
        }
    }
    discovery.folders = merge(std::mem::take(&mut discovery.folders));
    Ok(discovery)
}
