//! Replacing files: as a whole or not at all, and only those that are still as they were read.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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
}

/// Whether the text of a file below `root` can be replaced, as far as looking tells: its
/// metadata, if it can.
///
/// # Errors
/// If the file is not what was read, is reached through a link, or may not be written.
pub fn writable(root: &Path, path: &Path, read: &[u8]) -> Result<Metadata, WriteError> {
    let io = |error| failed(path, error);
    let real = path.canonicalize().map_err(io)?;
    let metadata = fs::symlink_metadata(path).map_err(io)?;
    if real != path || !real.starts_with(root) || !metadata.is_file() {
        return Err(WriteError::Outside(path.to_owned()));
    }
    if metadata.permissions().readonly() {
        return Err(WriteError::ReadOnly(path.to_owned()));
    }
    if fs::read(path).map_err(io)? != read {
        return Err(WriteError::Changed(path.to_owned()));
    }
    Ok(metadata)
}

/// Replaces the text of a file below `root`. The new text is written beside it and takes its
/// place in one step, with the same permissions.
///
/// # Errors
/// As [`writable`], and if the operating system refuses. The file is untouched then.
pub fn replace(root: &Path, path: &Path, read: &[u8], new: &[u8]) -> Result<(), WriteError> {
    let io = |error| failed(path, error);
    let folder = path
        .parent()
        .ok_or_else(|| WriteError::Outside(path.to_owned()))?;
    let mut beside = tempfile::Builder::new()
        .prefix(".key2pat-")
        .tempfile_in(folder)
        .map_err(io)?;
    beside.write_all(new).map_err(io)?;
    // As late as possible: what others wrote meanwhile must not be lost.
    let metadata = writable(root, path, read)?;
    beside
        .as_file()
        .set_permissions(metadata.permissions())
        .map_err(io)?;
    beside.as_file().sync_all().map_err(io)?;
    beside.persist(path).map_err(|it| io(it.error))?;
    // The name is safe only once the folder is; some file systems do not let folders be synced.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

fn failed(path: &Path, error: io::Error) -> WriteError {
    WriteError::Io {
        path: path.to_owned(),
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
