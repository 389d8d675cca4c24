//! Replacing files: as a whole or not at all, and only those that are still as they were read.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::source::find_root;

/// Why a file was not replaced. It is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// It is not what was read.
    #[error("{}: changed since it was read; run again", .0.display())]
    Changed(PathBuf),
    /// It is reached through a link, or lies outside of the project.
    #[error("{}: a link, or outside of the project", .0.display())]
    Outside(PathBuf),
    /// It may not be written.
    #[error("{}: read-only", .0.display())]
    ReadOnly(PathBuf),
    /// The operating system refused.
    #[error("{}: {error}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Files were replaced before another one could not be, and did not get their old text back.
    #[error("{error}; rewritten before that: {}", names(.replaced))]
    Partly {
        /// Why the other one was not replaced.
        error: Box<WriteError>,
        /// The files that have their new text.
        replaced: Vec<PathBuf>,
    },
}

fn names(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|it| it.display().to_string()).collect();
    names.join(", ")
}

/// Refuses a link to a file outside of the project that the link stands in: whoever asks for the
/// files of a project to be rewritten means no other one.
///
/// # Errors
/// If the path is such a link.
pub fn stays_inside(path: &Path) -> Result<(), WriteError> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|it| it.is_symlink());
    let folder = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let (Ok(real), Ok(folder)) = (path.canonicalize(), folder.canonicalize()) else {
        // What cannot be reached is reported where it is read.
        return Ok(());
    };
    if is_link && real.is_file() && !real.starts_with(find_root(&folder)) {
        return Err(WriteError::Outside(path.to_owned()));
    }
    Ok(())
}

/// Whether the text of a file below `root` can be replaced, as far as looking tells: its
/// metadata, if it can.
///
/// # Errors
/// If the file is not what was read, is reached through a link, or may not be written.
fn writable(root: &Path, path: &Path, read: &[u8]) -> Result<Metadata, WriteError> {
    let io = |error| failed(path, error);
    let real = path.canonicalize().map_err(io)?;
    let metadata = fs::symlink_metadata(path).map_err(io)?;
    if real != path || !real.starts_with(root) || !metadata.is_file() {
        return Err(WriteError::Outside(path.to_owned()));
    }
    // A file could be replaced by whoever may write to its folder; that is not what its owner
    // allowed.
    let opened = File::options().write(true).open(path);
    let refused = opened.is_err_and(|it| it.kind() == io::ErrorKind::PermissionDenied);
    if refused || metadata.permissions().readonly() {
        return Err(WriteError::ReadOnly(path.to_owned()));
    }
    if fs::read(path).map_err(io)? != read {
        return Err(WriteError::Changed(path.to_owned()));
    }
    Ok(metadata)
}

/// A new text that stands beside a file, on the disk as a whole, and can take its place.
#[derive(Debug)]
pub struct Staged {
    beside: TempPath,
    path: PathBuf,
}

/// Writes a new text for a file below `root` beside it, with the same owner and permissions.
///
/// # Errors
/// If the file is not what was read, is reached through a link or may not be written, or if the
/// operating system refuses.
pub fn stage(root: &Path, path: &Path, read: &[u8], new: &[u8]) -> Result<Staged, WriteError> {
    let io = |error| failed(path, error);
    let metadata = writable(root, path, read)?;
    let folder = path
        .parent()
        .ok_or_else(|| WriteError::Outside(path.to_owned()))?;
    let mut beside = tempfile::Builder::new()
        .prefix(".key2pat-")
        .tempfile_in(folder)
        .map_err(io)?;
    beside.write_all(new).map_err(io)?;
    keep_owner(beside.as_file(), &metadata);
    let file = beside.as_file();
    file.set_permissions(metadata.permissions()).map_err(io)?;
    file.sync_all().map_err(io)?;
    Ok(Staged {
        // Closed, for there may be more files than may be open at once.
        beside: beside.into_temp_path(),
        path: path.to_owned(),
    })
}

impl Staged {
    /// Puts the new text into the file's place, in one step.
    ///
    /// # Errors
    /// As [`stage`]. The file is untouched then.
    pub fn commit(self, root: &Path, read: &[u8]) -> Result<(), WriteError> {
        // As late as possible: what others wrote meanwhile must not be lost.
        writable(root, &self.path, read)?;
        let path = self.path;
        let persisted = self.beside.persist(&path);
        persisted.map_err(|it| failed(&path, it.error))?;
        // The name is safe only once the folder is; some file systems do not let folders be synced.
        if let Some(Ok(folder)) = path.parent().map(File::open) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

/// Gives a file the owner of another one: whoever runs this may not be it. Where that is not
/// allowed, the file belongs to who wrote it, as after any editor.
#[cfg(unix)]
fn keep_owner(file: &File, metadata: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let own = file.metadata().map(|it| (it.uid(), it.gid()));
    if own.is_ok_and(|it| it != (metadata.uid(), metadata.gid())) {
        let _ = fchown(file, Some(metadata.uid()), Some(metadata.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}

fn failed(path: &Path, error: io::Error) -> WriteError {
    WriteError::Io {
        path: path.to_owned(),
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replace(root: &Path, path: &Path, read: &[u8], new: &[u8]) -> Result<(), WriteError> {
        stage(root, path, read, new)?.commit(root, read)
    }

    fn sample(text: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().canonicalize().unwrap().join("a.py");
        fs::write(&path, text).unwrap();
        (folder, path)
    }

    #[test]
    fn a_file_is_replaced_and_keeps_its_mode() {
        let (_folder, path) = sample(b"old");
        let root = path.parent().unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o750)).unwrap();
        }
        replace(root, &path, b"old", b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(
            fs::read_dir(root).unwrap().count(),
            1,
            "nothing is left beside it"
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o750);
        }
    }

    #[test]
    fn what_changed_meanwhile_is_left_alone() {
        let (_folder, path) = sample(b"other");
        let root = path.parent().unwrap();
        let result = replace(root, &path, b"old", b"new");
        assert!(matches!(result, Err(WriteError::Changed(_))));
        assert_eq!(fs::read(&path).unwrap(), b"other");
        assert_eq!(
            fs::read_dir(root).unwrap().count(),
            1,
            "nothing is left beside it"
        );
    }

    #[test]
    fn a_read_only_file_is_left_alone() {
        let (_folder, path) = sample(b"old");
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        let result = replace(path.parent().unwrap(), &path, b"old", b"new");
        assert!(matches!(result, Err(WriteError::ReadOnly(_))));
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn what_lies_outside_is_left_alone() {
        let (_folder, path) = sample(b"old");
        let (_other, elsewhere) = sample(b"old");
        let result = replace(path.parent().unwrap(), &elsewhere, b"old", b"new");
        assert!(matches!(result, Err(WriteError::Outside(_))));
        assert_eq!(fs::read(&elsewhere).unwrap(), b"old");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_left_alone() {
        let (_folder, path) = sample(b"old");
        let root = path.parent().unwrap();
        let link = root.join("link.py");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let result = replace(root, &link, b"old", b"new");
        assert!(matches!(result, Err(WriteError::Outside(_))));
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }
}
