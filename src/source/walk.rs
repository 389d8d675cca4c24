//! Walking a folder on all threads of the pool: which files of supported languages are in it.

use std::ffi::{OsStr, OsString};
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::gitignore::Gitignore;
use rayon::Scope;

use super::builtin;
use super::ignoring::{IgnoreRules, Present};
use super::root::display_path;
use super::skipped::{Reason, Skipped};
use crate::language::Language;

/// The files of supported languages in one folder, not in the folders below it. Kept by folder,
/// so that a tree of a hundred thousand files costs a few megabytes.
#[derive(Debug)]
pub struct Folder {
    /// The folder, as an absolute path.
    pub path: PathBuf,
    /// The repository that it belongs to: the nearest folder upwards with a `.git` folder, or the
    /// project root.
    pub project: Arc<Path>,
    /// The files, in the order of the listing.
    pub files: Vec<Entry>,
}

/// A file of a supported language.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its name in its folder.
    pub name: Box<OsStr>,
    /// Its language, as the extension tells.
    pub language: Language,
    /// Whether it was given by hand: then no rule about minified scripts applies to it.
    pub by_hand: bool,
}

/// What is left out of a walk.
#[derive(Debug)]
pub struct Limits<'a> {
    /// The project root, which shown paths are relative to.
    pub root: &'a Path,
    /// Whether ignore files and built-in exclusions are set aside.
    pub no_ignore: bool,
    /// The user's own exclusions.
    pub excludes: &'a Gitignore,
}

/// What a walk found, in no certain order.
#[derive(Debug, Default)]
pub struct Found {
    /// Folders with at least one file of a supported language.
    pub folders: Vec<Folder>,
    /// What could not be looked into.
    pub skipped: Vec<Skipped>,
}

/// A folder whose turn it is, with what it inherits from the folders above.
struct Visit {
    path: PathBuf,
    rules: IgnoreRules,
    project: Arc<Path>,
}

/// Walks `start` and everything below it. `rules` are those of the folders above it, and
/// `project` the repository around it. Links are not followed.
#[must_use]
pub fn walk(start: PathBuf, rules: IgnoreRules, project: Arc<Path>, limits: &Limits<'_>) -> Found {
    let found = Mutex::new(Found::default());
    let first = Visit {
        path: start,
        rules,
        project,
    };
    rayon::scope(|scope| visit(first, limits, &found, scope));
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn visit<'s>(turn: Visit, limits: &'s Limits<'s>, found: &'s Mutex<Found>, scope: &Scope<'s>) {
    let Visit {
        path,
        rules,
        project,
    } = turn;
    let mut skipped = Vec::new();
    let listing = list(&path, limits.root, &mut skipped);
    let (rules, project) = inherit(&path, &listing, rules, project, limits);
    let mut files = Vec::new();
    for (name, kind) in listing {
        let language = language_of(&name);
        // Most entries of most trees are of no interest, and this is all that they cost.
        if language.is_none() && !kind.is_dir() && !kind.is_symlink() {
            continue;
        }
        let child = path.join(&name);
        if is_left_out(&child, kind.is_dir() || language.is_none(), &rules, limits) {
            continue;
        }
        if kind.is_dir() {
            let (rules, project) = (rules.clone(), Arc::clone(&project));
            scope.spawn(move |scope| {
                visit(
                    Visit {
                        path: child,
                        rules,
                        project,
                    },
                    limits,
                    found,
                    scope,
                );
            });
            continue;
        }
        match (language, kind) {
            (Some(language), kind) if kind.is_file() => {
                files.push(Entry {
                    name: name.into_boxed_os_str(),
                    language,
                    by_hand: false,
                });
            }
            // A link that leads to no folder and has no language is of no interest either.
            (None, _) if !child.is_dir() => {}
            (_, kind) => {
                let reason = if kind.is_symlink() {
                    Reason::Link
                } else {
                    Reason::NotRegular
                };
                skipped.push(Skipped::new(display_path(limits.root, &child), &reason));
            }
        }
    }
    if files.is_empty() && skipped.is_empty() {
        return;
    }
    files.shrink_to_fit();
    let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
    if !files.is_empty() {
        found.folders.push(Folder {
            path,
            project,
            files,
        });
    }
    found.skipped.append(&mut skipped);
}

/// The entries of a folder. One that cannot be read is told and has none.
fn list(path: &Path, root: &Path, skipped: &mut Vec<Skipped>) -> Vec<(OsString, FileType)> {
    let mut entries = Vec::new();
    let read = fs::read_dir(path).and_then(|listing| {
        for entry in listing {
            let entry = entry?;
            // An entry that vanishes between the listing and the look at it is no loss.
            if let Ok(kind) = entry.file_type() {
                entries.push((entry.file_name(), kind));
            }
        }
        Ok(())
    });
    if let Err(error) = read {
        skipped.push(Skipped::new(display_path(root, path), &error.into()));
    }
    entries
}

/// The rules and the repository that hold inside a folder.
fn inherit(
    path: &Path,
    listing: &[(OsString, FileType)],
    rules: IgnoreRules,
    project: Arc<Path>,
    limits: &Limits<'_>,
) -> (IgnoreRules, Arc<Path>) {
    let mut present = Present::default();
    for (name, kind) in listing {
        match name.to_str() {
            Some(".gitignore") => present.gitignore = true,
            Some(".ignore") => present.dot_ignore = true,
            Some(".git") => present.git = kind.is_dir(),
            _ => {}
        }
    }
    let project = if present.git {
        Arc::from(path)
    } else {
        project
    };
    let rules = if limits.no_ignore {
        rules
    } else {
        rules.enter(path, present)
    };
    (rules, project)
}

/// Whether an entry is passed over in silence. A link whose name has no language may lead to a
/// folder, and is left out as one.
fn is_left_out(child: &Path, is_folder: bool, rules: &IgnoreRules, limits: &Limits<'_>) -> bool {
    let name = child.file_name().unwrap_or_default();
    if name == ".git" || limits.excludes.matched(child, is_folder).is_ignore() {
        return true;
    }
    !limits.no_ignore && (builtin::excludes(child, is_folder) || rules.ignores(child, is_folder))
}

/// The language of a file of this name.
#[must_use]
pub fn language_of(name: &OsStr) -> Option<Language> {
    Language::from_extension(Path::new(name).extension()?.to_str()?)
}
