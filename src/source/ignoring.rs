//! Ignore files: `.gitignore`, `.ignore`, `.git/info/exclude` and git's global excludes, with
//! git's precedence, whether or not the folder is a git repository.

use std::path::Path;
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The ignore files that apply in a folder: its own and those of the folders above it, up to the
/// repository's root. Cheap to clone; a folder without ignore files shares those of its parent.
#[derive(Debug, Clone, Default)]
pub struct IgnoreRules {
    innermost: Option<Arc<Level>>,
    global: Option<Arc<Gitignore>>,
}

/// The ignore files of one folder.
#[derive(Debug)]
struct Level {
    above: Option<Arc<Level>>,
    /// `.ignore`: beats every `.gitignore`.
    dot_ignore: Gitignore,
    /// `.gitignore`.
    gitignore: Gitignore,
    /// `.git/info/exclude`: is beaten by every `.gitignore`.
    exclude: Gitignore,
}

/// Which ignore files a folder has, as its listing tells.
#[derive(Debug, Clone, Copy, Default)]
pub struct Present {
    /// An entry `.gitignore`.
    pub gitignore: bool,
    /// An entry `.ignore`.
    pub dot_ignore: bool,
    /// A folder `.git`: a repository of its own, which rules from above do not reach.
    pub git: bool,
}

impl IgnoreRules {
    /// Git's global excludes alone, taken relative to `root`.
    #[must_use]
    pub fn global(root: &Path) -> Self {
        // A malformed line is left out, as git does.
        let (global, _) = GitignoreBuilder::new(root).build_global();
        Self {
            innermost: None,
            global: (!global.is_empty()).then(|| Arc::new(global)),
        }
    }

    /// These rules and those of `folder`, one level down.
    #[must_use]
    pub fn enter(&self, folder: &Path, present: Present) -> Self {
        if !(present.gitignore || present.dot_ignore || present.git) {
            return self.clone();
        }
        let read = |wanted: bool, name: &str| {
            let file = folder.join(name);
            // Neither a link (git does not follow it either) nor a FIFO (reading it would block).
            if !wanted || !file.symlink_metadata().is_ok_and(|meta| meta.is_file()) {
                return Gitignore::empty();
            }
            let mut builder = GitignoreBuilder::new(folder);
            let _malformed_lines = builder.add(file);
            builder.build().unwrap_or_else(|_| Gitignore::empty())
        };
        let level = Level {
            above: if present.git {
                None
            } else {
                self.innermost.clone()
            },
            dot_ignore: read(present.dot_ignore, ".ignore"),
            gitignore: read(present.gitignore, ".gitignore"),
            exclude: read(present.git, ".git/info/exclude"),
        };
        Self {
            innermost: Some(Arc::new(level)),
            global: self.global.clone(),
        }
    }

    /// Whether the path (below the folder of these rules) is ignored.
    #[must_use]
    pub fn ignores(&self, path: &Path, is_folder: bool) -> bool {
        let kinds: [fn(&Level) -> &Gitignore; 3] = [
            |level| &level.dot_ignore,
            |level| &level.gitignore,
            |level| &level.exclude,
        ];
        for kind in kinds {
            let mut next = self.innermost.as_deref();
            while let Some(level) = next {
                let found = kind(level).matched(path, is_folder);
                if !found.is_none() {
                    return found.is_ignore();
                }
                next = level.above.as_deref();
            }
        }
        self.global
            .as_ref()
            .is_some_and(|global| global.matched(path, is_folder).is_ignore())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const GITIGNORE: Present = Present {
        gitignore: true,
        dot_ignore: false,
        git: false,
    };

    #[test]
    fn the_deeper_file_wins_and_ignore_beats_gitignore() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path();
        fs::create_dir(base.join("sub")).unwrap();
        fs::write(base.join(".gitignore"), "*.py\n").unwrap();
        fs::write(base.join("sub/.gitignore"), "!keep.py\n").unwrap();
        let outer = IgnoreRules::default().enter(base, GITIGNORE);
        let inner = outer.enter(&base.join("sub"), GITIGNORE);
        assert!(outer.ignores(&base.join("a.py"), false));
        assert!(inner.ignores(&base.join("sub/a.py"), false));
        assert!(!inner.ignores(&base.join("sub/keep.py"), false));
        fs::write(base.join(".ignore"), "keep.py\n").unwrap();
        let outer = IgnoreRules::default().enter(
            base,
            Present {
                dot_ignore: true,
                ..GITIGNORE
            },
        );
        let inner = outer.enter(&base.join("sub"), GITIGNORE);
        assert!(inner.ignores(&base.join("sub/keep.py"), false));
    }

    #[test]
    fn a_repository_inside_is_its_own_master() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path();
        fs::create_dir_all(base.join("inner/.git/info")).unwrap();
        fs::write(base.join(".gitignore"), "*.py\n").unwrap();
        fs::write(base.join("inner/.git/info/exclude"), "own.js\n").unwrap();
        let outer = IgnoreRules::default().enter(base, GITIGNORE);
        let present = Present {
            git: true,
            ..Present::default()
        };
        let inner = outer.enter(&base.join("inner"), present);
        assert!(!inner.ignores(&base.join("inner/a.py"), false));
        assert!(inner.ignores(&base.join("inner/own.js"), false));
    }
}
