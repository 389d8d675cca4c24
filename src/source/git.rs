//! What git knows of a project: which files and lines changed, and the content of its index. Git
//! is run as a program; nothing of a repository is run by it, and nothing is written.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

/// Why git did not answer.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no git.
    #[error("git is needed to tell what changed, and cannot be run")]
    Missing(#[source] io::Error),
    /// There is no working tree around the folder.
    #[error("`{}` is in no git working tree", .folder.display())]
    NoRepository {
        /// The folder.
        folder: PathBuf,
    },
    /// A name is that of no commit.
    #[error("git knows no commit `{0}`; a shallow clone may not have it (`git fetch --unshallow`)")]
    NoCommit(String),
    /// Two commits have no ancestor in common.
    #[error(
        "`{0}` and HEAD have no commit in common; a shallow clone may lack it (`git fetch --unshallow`)"
    )]
    NoMergeBase(String),
    /// Git said something else.
    #[error("git {command} failed: {message}")]
    Failed {
        /// The subcommand.
        command: String,
        /// Its complaint.
        message: String,
    },
}

/// What counts as changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// What is staged: the index against HEAD.
    Staged,
    /// The working tree against the point where the branch left this commit.
    Since(String),
}

/// A repository with a working tree.
#[derive(Debug, Clone)]
pub struct Repository {
    top: PathBuf,
}

/// A file that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedFile {
    /// Its absolute path.
    pub path: PathBuf,
    /// What it is.
    pub kind: FileKind,
}

/// What a path is to git.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A file.
    File,
    /// A symbolic link.
    Link,
    /// A commit of another repository.
    Submodule,
}

impl FileKind {
    fn of(mode: &[u8]) -> Self {
        match mode {
            b"120000" => Self::Link,
            b"160000" => Self::Submodule,
            _ => Self::File,
        }
    }
}

impl Repository {
    /// The repository around a folder.
    ///
    /// # Errors
    /// If there is none, or no git.
    pub fn around(folder: &Path) -> Result<Self, GitError> {
        let output = output(folder, &["rev-parse", "--show-toplevel"])?;
        let top = output.stdout.strip_suffix(b"\n").unwrap_or(&output.stdout);
        if !output.status.success() || top.is_empty() {
            let folder = folder.to_path_buf();
            return Err(GitError::NoRepository { folder });
        }
        let top = path_of(top);
        let top = top.canonicalize().unwrap_or(top);
        Ok(Self { top })
    }

    /// The files that changed and still exist, sorted by path.
    ///
    /// # Errors
    /// If git fails.
    pub fn changed(&self, changes: &Changes) -> Result<Vec<ChangedFile>, GitError> {
        let common = ["diff", "--raw", "-z", "--no-renames", "--diff-filter=d"];
        let mut arguments: Vec<String> = common.map(str::to_owned).to_vec();
        match changes {
            Changes::Staged => arguments.push("--cached".to_owned()),
            Changes::Since(commit) => arguments.push(self.merge_base(commit)?),
        }
        arguments.push("--".to_owned());
        let mut files = BTreeMap::new();
        let listing = self.run(&arguments)?;
        let mut parts = listing.split(|&byte| byte == 0);
        while let (Some(about), Some(path)) = (parts.next(), parts.next()) {
            let mode = about.split(|&byte| byte == b' ').nth(1);
            let kind = FileKind::of(mode.unwrap_or_default());
            files.insert(self.top.join(path_of(path)), kind);
        }
        if let Changes::Since(_) = changes {
            let untracked = ["ls-files", "-z", "--others", "--exclude-standard"];
            let untracked = self.run(&untracked.map(str::to_owned))?;
            for path in untracked.split(|&byte| byte == 0) {
                if !path.is_empty() {
                    let path = self.top.join(path_of(path));
                    let link = path.is_symlink();
                    let kind = if link { FileKind::Link } else { FileKind::File };
                    files.insert(path, kind);
                }
            }
        }
        let file = |(path, kind)| ChangedFile { path, kind };
        Ok(files.into_iter().map(file).collect())
    }

    /// Where the branch at hand and a commit parted.
    fn merge_base(&self, commit: &str) -> Result<String, GitError> {
        let name = format!("{commit}^{{commit}}");
        let known = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &name,
        ];
        if !output(&self.top, &known)?.status.success() {
            return Err(GitError::NoCommit(commit.to_owned()));
        }
        let base = output(&self.top, &["merge-base", commit, "HEAD"])?;
        let text = String::from_utf8_lossy(&base.stdout).trim().to_owned();
        if !base.status.success() || text.is_empty() {
            return Err(GitError::NoMergeBase(commit.to_owned()));
        }
        Ok(text)
    }

    fn run(&self, arguments: &[String]) -> Result<Vec<u8>, GitError> {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = output(&self.top, &arguments)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(GitError::Failed {
            command: arguments[0].to_owned(),
            message: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        })
    }
}

/// Git with options that keep it from running programs that the repository names.
fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .current_dir(folder)
        .args(["-c", "core.fsmonitor=false", "-c", "core.quotepath=off"])
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_LITERAL_PATHSPECS", "1")
        .env("LC_ALL", "C")
        .stdin(Stdio::null());
    command
}

fn output(folder: &Path, arguments: &[&str]) -> Result<Output, GitError> {
    command(folder)
        .args(arguments)
        .output()
        .map_err(GitError::Missing)
}

/// A path as other programs write it.
#[cfg(unix)]
#[must_use]
pub fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

/// A path as other programs write it: elsewhere as UTF-8.
#[cfg(not(unix))]
#[must_use]
pub fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// Which lines of files changed, asked for file by file.
#[derive(Debug)]
pub struct ChangedLines {
    repository: Repository,
    /// What the lines are compared to: the index with HEAD, or the working tree with a commit.
    against: Option<String>,
    /// Known ranges, by path; `None` where every line is new.
    known: FxHashMap<PathBuf, Option<Vec<RangeInclusive<u32>>>>,
}

impl ChangedLines {
    /// The lines that changed in the same sense as files.
    ///
    /// # Errors
    /// If git does not know the commit.
    pub fn new(repository: Repository, changes: &Changes) -> Result<Self, GitError> {
        let against = match changes {
            Changes::Staged => None,
            Changes::Since(commit) => Some(repository.merge_base(commit)?),
        };
        let known = FxHashMap::default();
        Ok(Self {
            repository,
            against,
            known,
        })
    }

    /// Whether one of these lines, counted from 1, is new or was changed.
    ///
    /// # Errors
    /// If git fails.
    pub fn has_any(&mut self, path: &Path, lines: RangeInclusive<u32>) -> Result<bool, GitError> {
        if !self.known.contains_key(path) {
            let ranges = self.ask(path)?;
            self.known.insert(path.to_path_buf(), ranges);
        }
        let Some(Some(ranges)) = self.known.get(path) else {
            return Ok(true);
        };
        let meets =
            |it: &RangeInclusive<u32>| it.start() <= lines.end() && lines.start() <= it.end();
        Ok(ranges.iter().any(meets))
    }

    fn ask(&self, path: &Path) -> Result<Option<Vec<RangeInclusive<u32>>>, GitError> {
        let top = &self.repository.top;
        let relative = path.strip_prefix(top).unwrap_or(path);
        if self.against.is_some() {
            let mut tracked = command(top);
            tracked.args(["ls-files", "-z", "--"]).arg(relative);
            let tracked = tracked.output().map_err(GitError::Missing)?;
            if tracked.stdout.is_empty() {
                return Ok(None);
            }
        }
        let mut diff = command(top);
        diff.args([
            "diff",
            "-U0",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-renames",
        ]);
        diff.arg(self.against.as_deref().unwrap_or("--cached"));
        let output = diff
            .arg("--")
            .arg(relative)
            .output()
            .map_err(GitError::Missing)?;
        if !output.status.success() {
            return Err(GitError::Failed {
                command: "diff".to_owned(),
                message: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            });
        }
        let lines = output.stdout.split(|&byte| byte == b'\n');
        Ok(Some(lines.filter_map(added_lines).collect()))
    }
}

/// The lines that a hunk adds, from its header `@@ -1,2 +3,4 @@`. Nothing else in a diff begins
/// so.
fn added_lines(header: &[u8]) -> Option<RangeInclusive<u32>> {
    let header = header.strip_prefix(b"@@ ")?;
    let header = std::str::from_utf8(header.split(|&byte| byte == b'@').next()?).ok()?;
    let added = header.split(' ').find_map(|part| part.strip_prefix('+'))?;
    let (start, count) = added.split_once(',').unwrap_or((added, "1"));
    let (start, count): (u32, u32) = (start.parse().ok()?, count.parse().ok()?);
    (count > 0).then(|| start..=start + count - 1)
}

/// The content of the index: what a commit would hold.
#[derive(Debug)]
pub struct Index {
    /// The names of the contents, by absolute path. Links and submodules are not among them.
    blobs: FxHashMap<PathBuf, Vec<u8>>,
    reader: Mutex<Reader>,
}

/// A git that hands out contents as long as it is asked.
#[derive(Debug)]
struct Reader {
    child: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        // It ends when nobody can ask any more.
        self.questions = None;
        let _ = self.child.wait();
    }
}

impl Index {
    /// The index of a repository.
    ///
    /// # Errors
    /// If git fails.
    pub fn new(repository: &Repository) -> Result<Self, GitError> {
        let listing = repository.run(&["ls-files", "--stage", "-z"].map(str::to_owned))?;
        let mut blobs = FxHashMap::default();
        for entry in listing.split(|&byte| byte == 0) {
            let Some(tab) = entry.iter().position(|&byte| byte == b'\t') else {
                continue;
            };
            let mut about = entry[..tab].split(|&byte| byte == b' ');
            let (Some(mode), Some(name)) = (about.next(), about.next()) else {
                continue;
            };
            if FileKind::of(mode) == FileKind::File {
                blobs.insert(
                    repository.top.join(path_of(&entry[tab + 1..])),
                    name.to_vec(),
                );
            }
        }
        let mut child = command(&repository.top)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(GitError::Missing)?;
        let questions = child.stdin.take();
        let Some(answers) = child.stdout.take().map(BufReader::new) else {
            let closed = io::Error::from(io::ErrorKind::BrokenPipe);
            return Err(GitError::Missing(closed));
        };
        let reader = Mutex::new(Reader {
            child,
            questions,
            answers,
        });
        Ok(Self { blobs, reader })
    }

    /// The files that the index holds.
    #[must_use]
    pub fn files(&self) -> Vec<ChangedFile> {
        let file = |path: &PathBuf| ChangedFile {
            path: path.clone(),
            kind: FileKind::File,
        };
        self.blobs.keys().map(file).collect()
    }

    /// Whether the index holds a file with this absolute path.
    #[must_use]
    pub fn has(&self, path: &Path) -> bool {
        self.blobs.contains_key(path)
    }

    /// The content of a file.
    ///
    /// # Errors
    /// If the index does not hold it, or git does not answer.
    pub fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let name = self.blobs.get(path).ok_or(io::ErrorKind::NotFound)?;
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let questions = reader.questions.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        questions.write_all(&[name, b"\n".as_slice()].concat())?;
        questions.flush()?;
        let mut header = String::new();
        reader.answers.read_line(&mut header)?;
        let size = header.trim_end().rsplit(' ').next();
        let size: usize = size
            .and_then(|it| it.parse().ok())
            .ok_or_else(|| io::Error::other("git does not have the content"))?;
        // The line end behind the content is no part of it.
        let mut content = vec![0; size + 1];
        reader.answers.read_exact(&mut content)?;
        content.truncate(size);
        Ok(content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_tell_the_added_lines() {
        assert_eq!(added_lines(b"@@ -1,2 +3,4 @@ def f():"), Some(3..=6));
        assert_eq!(added_lines(b"@@ -1 +7 @@"), Some(7..=7));
        assert_eq!(added_lines(b"@@ -1,2 +3,0 @@"), None);
        assert_eq!(added_lines(b"+@@ -1 +7 @@"), None);
    }
}
