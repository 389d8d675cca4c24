//! What the folders of a project hold, each listed once.
//!
//! An import may mean a file at a dozen places, and nearly all of them are empty: to ask the disk
//! for each took longer than to read the files that take part.

use std::collections::hash_map::Entry;
use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, RwLock};

use rustc_hash::FxHashMap;

/// What an entry of a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
}

/// The entries of a folder by name; those that are neither file nor folder are left out.
type Entries = FxHashMap<OsString, Kind>;

/// The folders of a project as they were when they were first asked for. Nothing outside of the
/// project is looked at, and what a link leads to counts only if it lies in the project, too.
#[derive(Debug)]
pub struct Listing {
    root: PathBuf,
    /// By path as asked for, without `.` and `..`; `None` for one that is not there.
    folders: RwLock<FxHashMap<PathBuf, Option<Arc<Entries>>>>,
}

impl Listing {
    /// Nothing listed yet. The root is a canonical path.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
            folders: RwLock::default(),
        }
    }

    /// The project root.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether there is a file at an absolute path, which may have `.` and `..` in it.
    #[must_use]
    pub fn is_file(&self, path: &Path) -> bool {
        self.kind(path) == Some(Kind::File)
    }

    /// Whether a folder, whose path has no `.` and `..`, has a file or folder of a name.
    #[must_use]
    pub fn holds(&self, folder: &Path, name: &str) -> bool {
        let entries = self.entries(folder);
        entries.is_some_and(|it| it.contains_key(OsStr::new(name)))
    }

    /// The folders in a folder, as absolute paths in order.
    #[must_use]
    pub fn folders_in(&self, folder: &Path) -> Vec<PathBuf> {
        self.inside(folder, Kind::Folder)
    }

    /// The files in a folder, as absolute paths in order.
    #[must_use]
    pub fn files_in(&self, folder: &Path) -> Vec<PathBuf> {
        self.inside(folder, Kind::File)
    }

    fn inside(&self, folder: &Path, wanted: Kind) -> Vec<PathBuf> {
        let Some(folder) = self.within(folder) else {
            return Vec::new();
        };
        let entries = self.entries(&folder).unwrap_or_default();
        let all = entries.iter().filter(|(_, kind)| **kind == wanted);
        let mut found: Vec<PathBuf> = all.map(|(name, _)| folder.join(name)).collect();
        found.sort();
        found
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        let path = self.within(path)?;
        let entries = self.entries(path.parent()?)?;
        entries.get(path.file_name()?).copied()
    }

    /// A path without `.` and `..`; `None` if it is not below the root.
    fn within(&self, path: &Path) -> Option<PathBuf> {
        let mut plain = PathBuf::with_capacity(path.as_os_str().len());
        for part in path.components() {
            match part {
                Component::ParentDir => {
                    plain.pop();
                }
                other => plain.push(other),
            }
        }
        plain.starts_with(&self.root).then_some(plain)
    }

    /// The entries of a folder whose path has no `.` and `..`.
    fn entries(&self, folder: &Path) -> Option<Arc<Entries>> {
        if !folder.starts_with(&self.root) {
            return None;
        }
        let known = self.folders.read().ok()?.get(folder).cloned();
        if let Some(known) = known {
            return known;
        }
        // A folder that the one above does not have needs no look at the disk.
        let is_there = folder == self.root
            || folder.parent().zip(folder.file_name()).is_some_and(|it| {
                let above = self.entries(it.0);
                above.is_some_and(|entries| entries.get(it.1) == Some(&Kind::Folder))
            });
        let found = is_there.then(|| self.list(folder)).flatten().map(Arc::new);
        match self.folders.write().ok()?.entry(folder.to_path_buf()) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(place) => place.insert(found).clone(),
        }
    }

    fn list(&self, folder: &Path) -> Option<Entries> {
        let entries = folder.read_dir().ok()?.flatten();
        let known = entries.filter_map(|entry| {
            let kind = entry.file_type().ok()?;
            let kind = if kind.is_symlink() {
                self.behind(&entry.path())?
            } else if kind.is_dir() {
                Kind::Folder
            } else {
                kind.is_file().then_some(Kind::File)?
            };
            Some((entry.file_name(), kind))
        });
        Some(known.collect())
    }

    /// What a link leads to in the project.
    fn behind(&self, link: &Path) -> Option<Kind> {
        let real = link.canonicalize().ok()?;
        let about = real
            .starts_with(&self.root)
            .then(|| real.metadata().ok())??;
        if about.is_dir() {
            return Some(Kind::Folder);
        }
        about.is_file().then_some(Kind::File)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Listing;

    #[test]
    fn files_are_found_whatever_way_leads_to_them() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("a/b")).unwrap();
        fs::write(root.join("a/x.py"), "").unwrap();
        let listing = Listing::new(&root);
        for path in ["a/x.py", "./a/./x.py", "a/b/../x.py", "none/../a/x.py"] {
            assert!(listing.is_file(&root.join(path)), "{path}");
        }
        for path in ["a", "a/y.py", "a/b/x.py", "a/x.py/y.py", "none/x.py", ""] {
            assert!(!listing.is_file(&root.join(path)), "{path}");
        }
        assert_eq!(listing.folders_in(&root), [root.join("a")]);
        assert_eq!(listing.files_in(&root.join("a")), [root.join("a/x.py")]);
    }

    #[test]
    #[cfg(unix)]
    fn what_lies_outside_is_not_there() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        let above = folder.path().canonicalize().unwrap();
        let root = above.join("project");
        fs::create_dir_all(root.join("a")).unwrap();
        fs::create_dir_all(above.join("other")).unwrap();
        fs::write(above.join("other/x.py"), "").unwrap();
        fs::write(root.join("a/x.py"), "").unwrap();
        symlink("../other", root.join("out")).unwrap();
        symlink("a", root.join("in")).unwrap();
        symlink("../other/x.py", root.join("x.py")).unwrap();
        let listing = Listing::new(&root);
        for path in ["../other/x.py", "out/x.py", "x.py"] {
            assert!(!listing.is_file(&root.join(path)), "{path}");
        }
        assert!(listing.is_file(&root.join("in/x.py")));
        let inside = [root.join("a"), root.join("in")];
        assert_eq!(listing.folders_in(&root), inside);
        assert!(listing.folders_in(&above).is_empty());
    }
}
