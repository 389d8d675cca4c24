//! The project root: the folder that paths in reports are relative to, and that nothing outside
//! of is read.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// The names of files that hold nothing but the configuration.
const CONFIGURATION_FILES: [&str; 2] = ["key2pat.toml", ".key2pat.toml"];

/// The root of the project that a target (a file or a folder, as a canonical path) belongs to:
/// the nearest folder from the target upwards that has a `.git`, so that paths in reports do not
/// depend on what is looked into; outside of any repository the nearest one with a configuration,
/// else the target itself, or its folder if it is a file.
#[must_use]
pub fn find_root(target: &Path) -> PathBuf {
    let folder = match target.parent() {
        Some(parent) if !target.is_dir() => parent,
        _ => target,
    };
    let nearest = |is_root: fn(&Path) -> bool| folder.ancestors().find(|it| is_root(it));
    nearest(|folder| folder.join(".git").exists())
        .or_else(|| nearest(is_configured))
        .unwrap_or(folder)
        .to_path_buf()
}

/// The deepest folder that all targets (canonical paths, at least one) lie in; a single file
/// stands for itself.
#[must_use]
pub fn common_ancestor(targets: &[PathBuf]) -> PathBuf {
    let mut common = targets.first().cloned().unwrap_or_default();
    for target in targets {
        while !target.starts_with(&common) && common.pop() {}
    }
    common
}

/// The path relative to the root, with `/`, as reports show it. Parts of a name that are not
/// Unicode are replaced.
#[must_use]
pub fn display_path(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let mut shown = String::new();
    for component in relative.components() {
        if !shown.is_empty() && !shown.ends_with('/') {
            shown.push('/');
        }
        match component {
            Component::RootDir => shown.push('/'),
            other => shown.push_str(&other.as_os_str().to_string_lossy()),
        }
    }
    if shown.is_empty() {
        ".".to_owned()
    } else {
        shown
    }
}

fn is_configured(folder: &Path) -> bool {
    CONFIGURATION_FILES
        .iter()
        .any(|name| folder.join(name).is_file())
        || has_pyproject_table(&folder.join("pyproject.toml"))
}

/// Whether a `pyproject.toml` configures key2pat. A look for the table's header is enough here:
/// what it says is read where the configuration is.
fn has_pyproject_table(file: &Path) -> bool {
    file.is_file()
        && fs::read_to_string(file).is_ok_and(|text| {
            text.lines()
                .any(|line| line.trim_start().starts_with("[tool.key2pat"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_is_the_nearest_marked_folder() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path();
        fs::create_dir_all(base.join("repo/.git")).unwrap();
        fs::create_dir_all(base.join("repo/packages/a/src")).unwrap();
        assert_eq!(
            find_root(&base.join("repo/packages/a/src")),
            base.join("repo")
        );
        fs::write(
            base.join("repo/packages/a/pyproject.toml"),
            "[tool.key2pat]\n",
        )
        .unwrap();
        fs::write(base.join("repo/packages/a/src/x.py"), "").unwrap();
        assert_eq!(
            find_root(&base.join("repo/packages/a/src")),
            base.join("repo")
        );
        fs::remove_dir(base.join("repo/.git")).unwrap();
        assert_eq!(
            find_root(&base.join("repo/packages/a/src")),
            base.join("repo/packages/a")
        );
        assert_eq!(
            find_root(&base.join("repo/packages/a/src/x.py")),
            base.join("repo/packages/a")
        );
    }

    #[test]
    fn without_a_mark_the_target_is_the_root() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("a")).unwrap();
        fs::write(dir.path().join("a/x.py"), "").unwrap();
        assert_eq!(find_root(&dir.path().join("a")), dir.path().join("a"));
        assert_eq!(find_root(&dir.path().join("a/x.py")), dir.path().join("a"));
    }

    #[test]
    fn ancestor_of_several_targets() {
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
        assert_eq!(
            common_ancestor(&paths(&["/p/a/x", "/p/a/y", "/p/b"])),
            Path::new("/p")
        );
        assert_eq!(common_ancestor(&paths(&["/p/a", "/p/ab"])), Path::new("/p"));
        assert_eq!(common_ancestor(&paths(&["/p/a"])), Path::new("/p/a"));
    }

    #[test]
    fn shown_paths_are_relative_with_slashes() {
        assert_eq!(
            display_path(Path::new("/p"), Path::new("/p/a/b.py")),
            "a/b.py"
        );
        assert_eq!(display_path(Path::new("/p"), Path::new("/p")), ".");
        assert_eq!(
            display_path(Path::new("/p"), Path::new("/q/b.py")),
            "/q/b.py"
        );
    }
}
