//! From the targets on the command line to the list of files that are read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::builtin;
use super::ignoring::{IgnoreRules, Present};
use super::root::{common_ancestor, display_path, find_root};
use super::skipped::{Reason, Skipped};
use super::walk::{Entry, Folder, Found, Limits, language_of, walk};

/// What to look for and what to leave out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DiscoverOptions {
    /// Files and folders. What is given here is looked into even if a rule leaves it out.
    pub targets: Vec<PathBuf>,
    /// Patterns of what is left out, in the syntax of a `.gitignore` at the project root.
    pub exclude: Vec<String>,
    /// Whether files given by hand are left out, too, where a rule says so.
    pub force_exclude: bool,
    /// Whether everything but `.git` is walked: no ignore files, no built-in exclusions.
    pub no_ignore: bool,
}

/// The files of supported languages below the targets.
#[derive(Debug)]
pub struct Discovery {
    /// The project root, as a canonical path. Nothing outside of it is read.
    pub root: PathBuf,
    /// The files, by folder; folders sorted by path, files by name.
    pub folders: Vec<Folder>,
    /// What could not be looked into, sorted.
    pub skipped: Vec<Skipped>,
}

/// Why there is nothing to look into.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// A target does not exist or cannot be reached.
    #[error("cannot read `{}`", .path.display())]
    Target {
        /// The target as it was given.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A pattern of what to leave out is malformed.
    #[error("`{pattern}` is not a pattern for files")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        source: ignore::Error,
    },
}

/// Finds the files. Runs on the threads of the current pool.
///
/// # Errors
/// If a target cannot be reached or its folder cannot be listed, or a pattern is malformed.
pub fn discover(options: &DiscoverOptions) -> Result<Discovery, DiscoverError> {
    let targets = options
        .targets
        .iter()
        .map(|t| reach(t))
        .collect::<Result<Vec<_>, _>>()?;
    let root = find_root(&common_ancestor(&targets));
    let excludes = compile(&root, &options.exclude)?;
    let limits = Limits {
        root: &root,
        no_ignore: options.no_ignore,
        excludes: &excludes,
    };
    let mut found = Found::default();
    for target in targets {
        let above = context(&root, &target, options.no_ignore);
        if options.force_exclude && is_excluded(&target, &above.rules, &limits) {
            continue;
        }
        if target.is_dir() {
            let mut more = walk(target, above.rules, above.project, &limits);
            found.folders.append(&mut more.folders);
            found.skipped.append(&mut more.skipped);
            continue;
        }
        match by_hand(&target, above.project, !options.force_exclude) {
            Ok(folder) => found.folders.push(folder),
            Err(reason) => found
                .skipped
                .push(Skipped::new(display_path(&root, &target), &reason)),
        }
    }
    let Found {
        folders,
        mut skipped,
    } = found;
    skipped.sort();
    skipped.dedup();
    Ok(Discovery {
        folders: merge(folders),
        skipped,
        root,
    })
}

/// The project root of targets, as a canonical path: of the current folder, if there are none.
///
/// # Errors
/// If a target cannot be reached.
pub fn root_of(targets: &[PathBuf]) -> Result<PathBuf, DiscoverError> {
    if targets.is_empty() {
        return Ok(find_root(&reach(Path::new("."))?));
    }
    let reached: Result<Vec<_>, _> = targets.iter().map(|target| reach(target)).collect();
    Ok(find_root(&common_ancestor(&reached?)))
}

/// The target as a canonical path: one that stands behind a link is meant, since it was given by
/// hand. A folder that cannot be listed is an error here, and only told of further below.
fn reach(target: &Path) -> Result<PathBuf, DiscoverError> {
    let canonical = target.canonicalize().and_then(|path| {
        if path.is_dir() {
            path.read_dir()?;
        }
        Ok(path)
    });
    canonical.map_err(|source| DiscoverError::Target {
        path: target.to_path_buf(),
        source,
    })
}

/// The user's exclusions as one matcher.
fn compile(root: &Path, patterns: &[String]) -> Result<Gitignore, DiscoverError> {
    let mut builder = GitignoreBuilder::new(root);
    for pattern in patterns {
        let malformed = |source| DiscoverError::Pattern {
            pattern: pattern.clone(),
            source,
        };
        builder.add_line(None, pattern).map_err(malformed)?;
    }
    builder.build().map_err(|source| DiscoverError::Pattern {
        pattern: patterns.join(" "),
        source,
    })
}

/// Whether a file that need not exist is left out by force. `file` is below `root`.
///
/// # Errors
/// If a pattern is malformed.
pub(super) fn is_left_out_by_force(
    root: &Path,
    file: &Path,
    options: &DiscoverOptions,
) -> Result<bool, DiscoverError> {
    let excludes = compile(root, &options.exclude)?;
    let limits = Limits {
        root,
        no_ignore: options.no_ignore,
        excludes: &excludes,
    };
    let rules = context(root, file, options.no_ignore).rules;
    Ok(options.force_exclude && is_excluded(file, &rules, &limits))
}

/// What a target inherits from the folders above it.
struct Context {
    rules: IgnoreRules,
    project: Arc<Path>,
}

/// The ignore rules and the repository of the folders from the root down to the parent of
/// `target`.
fn context(root: &Path, target: &Path, no_ignore: bool) -> Context {
    let mut context = Context {
        rules: if no_ignore {
            IgnoreRules::default()
        } else {
            IgnoreRules::global(root)
        },
        project: Arc::from(root),
    };
    let mut above: Vec<&Path> = target
        .ancestors()
        .skip(1)
        .take_while(|folder| folder.starts_with(root))
        .collect();
    above.reverse();
    for folder in above {
        let git = folder.join(".git").is_dir();
        if git {
            context.project = Arc::from(folder);
        }
        if !no_ignore {
            let present = Present {
                gitignore: true,
                dot_ignore: true,
                git,
            };
            context.rules = context.rules.enter(folder, present);
        }
    }
    context
}

/// A file given by hand, as a folder with one entry. It is not opened before it is known to be a
/// regular file: opening a FIFO would wait for a writer.
fn by_hand(file: &Path, project: Arc<Path>, by_hand: bool) -> Result<Folder, Reason> {
    let (Some(parent), Some(name)) = (file.parent(), file.file_name()) else {
        return Err(Reason::NotRegular);
    };
    let language = language_of(name).ok_or(Reason::Unsupported)?;
    if !file.metadata()?.is_file() {
        return Err(Reason::NotRegular);
    }
    let entry = Entry {
        name: name.into(),
        language,
        by_hand,
    };
    Ok(Folder {
        path: parent.to_path_buf(),
        project,
        files: vec![entry],
    })
}

/// Whether a walk from the root would leave the target out.
fn is_excluded(target: &Path, rules: &IgnoreRules, limits: &Limits<'_>) -> bool {
    let by_rules = |path: &Path, is_folder| {
        limits.excludes.matched(path, is_folder).is_ignore()
            || !limits.no_ignore
                && (builtin::excludes(path, is_folder) || rules.ignores(path, is_folder))
    };
    let below_root = |folder: &&Path| folder.starts_with(limits.root) && *folder != limits.root;
    *target != *limits.root && by_rules(target, target.is_dir())
        || target
            .ancestors()
            .skip(1)
            .take_while(below_root)
            .any(|folder| by_rules(folder, true))
}

/// Folders sorted by path, each once, its files sorted and each once. A file that was given by
/// hand, too, counts as given by hand.
pub(super) fn merge(mut folders: Vec<Folder>) -> Vec<Folder> {
    folders.sort_by(|a, b| a.path.cmp(&b.path));
    let mut merged: Vec<Folder> = Vec::with_capacity(folders.len());
    for mut folder in folders {
        match merged.last_mut() {
            Some(last) if last.path == folder.path => last.files.append(&mut folder.files),
            _ => merged.push(folder),
        }
    }
    for folder in &mut merged {
        folder
            .files
            .sort_by(|a, b| a.name.cmp(&b.name).then(b.by_hand.cmp(&a.by_hand)));
        folder
            .files
            .dedup_by(|later, first| later.name == first.name);
    }
    merged
}
