//! Reading the files that were found, and keeping those that concern Clarifai.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::decode::{Decoded, decode, is_binary, is_utf16};
use super::discover::Discovery;
use super::git::Index;
use super::minified::is_minified;
use super::prefilter::{Mention, Prefilter, SecondNeedles};
use super::root::display_path;
use super::skipped::{Reason, Skipped};
use super::text::SourceFile;
use super::walk::{Entry, Folder, language_of};

/// What reading allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLimits {
    /// The number of bytes above which a file is not looked into.
    pub max_file_size: u64,
    /// Whether minified and bundled scripts are looked into, too.
    pub minified: bool,
}

/// A file that goes on, with its bytes.
#[derive(Debug)]
pub struct Loaded {
    /// The file.
    pub file: SourceFile,
    /// Where it is, as an absolute path.
    pub path: PathBuf,
    /// Why it goes on.
    pub mention: Mention,
}

/// The files of a run, read once: those that concern Clarifai are kept with their bytes, of the
/// others only the names are.
#[derive(Debug)]
pub struct Scan {
    /// The project root, as a canonical path.
    pub root: PathBuf,
    /// What could not be looked into, sorted.
    pub skipped: Vec<Skipped>,
    /// How many files of supported languages the walk met.
    pub walked: usize,
    /// How many of them were read.
    pub read: usize,
    /// The folders of the targets, then those of the project around them, once it is looked at.
    folders: Vec<Folder>,
    /// How many of the folders are those of the targets.
    own: usize,
    limits: ReadLimits,
    /// The files that went on or were skipped, as indices into `folders` and their files.
    taken: FxHashSet<(u32, u32)>,
    /// The repositories in which a file concerns Clarifai.
    concerned: FxHashSet<PathBuf>,
    /// Where contents come from instead of the disk.
    index: Option<Index>,
    /// A text that was given instead of a file and says nothing of Clarifai.
    pub(super) text: Option<Loaded>,
}

/// What became of a file.
enum Fate {
    Kept(Loaded),
    Skipped(Skipped),
}

impl Scan {
    /// Reads the files that were found, and returns those that concern Clarifai, sorted by path.
    /// Runs on the threads of the current pool.
    #[must_use]
    pub fn new(found: Discovery, limits: ReadLimits) -> (Self, Vec<Loaded>) {
        Self::of(found, limits).begin()
    }

    /// As [`Self::new`], with the content that the index of git holds: files that it does not
    /// hold do not exist.
    #[must_use]
    pub fn of_index(found: Discovery, limits: ReadLimits, index: Index) -> (Self, Vec<Loaded>) {
        let mut scan = Self::of(found, limits);
        scan.index = Some(index);
        scan.begin()
    }

    fn begin(self) -> (Self, Vec<Loaded>) {
        let mut scan = self;
        let loaded = scan.look(mention);
        (scan, loaded)
    }

    /// A scan of a text that stands for the only file of `found`, which is not read.
    pub(super) fn of_text(found: Discovery, limits: ReadLimits) -> Self {
        let mut scan = Self::of(found, limits);
        scan.taken.extend(scan.folders.first().map(|_| (0, 0)));
        (scan.walked, scan.read) = (0, 0);
        scan
    }

    /// A scan of which nothing is read yet; it counts on everything being readable.
    pub(super) fn of(found: Discovery, limits: ReadLimits) -> Self {
        let Discovery {
            root,
            folders,
            skipped,
        } = found;
        let walked = folders.iter().map(|folder| folder.files.len()).sum();
        Self {
            root,
            skipped,
            walked,
            read: walked,
            own: folders.len(),
            folders,
            limits,
            taken: FxHashSet::default(),
            concerned: FxHashSet::default(),
            index: None,
            text: None,
        }
    }

    /// Whether a later look has anything to look into.
    #[must_use]
    pub fn passed_over_any(&self) -> bool {
        let files: usize = self.folders.iter().map(|folder| folder.files.len()).sum();
        files > self.taken.len()
    }

    /// The files of the targets that the first look passed over, with their bytes, sorted by path;
    /// none, if there are more than `limit`.
    #[must_use]
    pub fn passed_over(&mut self, limit: usize) -> Vec<Loaded> {
        let own = (0..).zip(&self.folders[..self.own]);
        let files =
            own.flat_map(|(at, folder)| (0..).zip(&folder.files).map(move |(file, _)| (at, file)));
        let rest = files.filter(|at: &(u32, u32)| !self.taken.contains(at));
        let rest: Vec<(u32, u32)> = rest.take(limit + 1).collect();
        if rest.len() > limit {
            return Vec::new();
        }
        let read = |(folder, file): (u32, u32)| {
            let folder = &self.folders[folder as usize];
            let entry = &folder.files[file as usize];
            match self.look_into(folder, entry, &|_, _| Some(Mention::Needle))? {
                Fate::Kept(loaded) => Some(loaded),
                Fate::Skipped(_) => None,
            }
        };
        let mut files: Vec<Loaded> = rest.into_par_iter().filter_map(read).collect();
        files.extend(self.text.take());
        files.sort_by(|a, b| a.file.display.cmp(&b.file.display));
        files
    }

    /// A file that was passed over takes part after all.
    pub fn take_in(&mut self, path: &Path) {
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return;
        };
        for (at, folder) in (0..).zip(&self.folders) {
            let named = folder.files.iter().position(|entry| *entry.name == *name);
            if let Some(file) = named.filter(|_| folder.path == parent) {
                self.taken.insert((at, file as u32));
                self.concerned.insert(folder.project.to_path_buf());
            }
        }
    }

    /// Looks once more into files that the looks before passed over, and returns those that hold
    /// one of `needles`, sorted by path. Only repositories in which a file concerns Clarifai are
    /// looked into.
    pub fn second_look(&mut self, needles: &SecondNeedles) -> Vec<Loaded> {
        if needles.is_empty() || self.concerned.is_empty() {
            return Vec::new();
        }
        let read = self.read;
        let loaded = self.look(|bytes, _| needles.is_in(bytes).then_some(Mention::Needle));
        // A file that vanished since is told of, and was read all the same.
        self.read = read;
        loaded
    }

    /// Takes in the project around the targets, for later looks only: nothing of it is counted or
    /// told of.
    pub fn widen(&mut self, around: Discovery) {
        let mut folders = around.folders;
        for folder in &mut folders {
            folder
                .files
                .retain(|entry| !self.walks(&folder.path.join(&*entry.name)));
        }
        self.folders.append(&mut folders);
        self.concerned.insert(self.root.clone());
    }

    /// The files of the project around the targets that concern Clarifai by themselves; none, if
    /// there are more than `limit`.
    pub fn look_around(&mut self, limit: usize) -> Vec<Loaded> {
        let taken = self.taken.clone();
        let prefilter = Prefilter::get();
        let loaded = self.look(|bytes, _| prefilter.mention(bytes));
        if loaded.len() > limit {
            self.taken = taken;
            return Vec::new();
        }
        loaded
    }

    /// Whether the project around the targets was taken in.
    #[must_use]
    pub fn is_widened(&self) -> bool {
        self.folders.len() > self.own
    }

    /// Reads a file of the project that the targets do not hold, or that no look kept: what a
    /// kept file imports. `None` if it is outside of the project, does not exist, is reached
    /// through a link that leads out, or is not of a supported language.
    #[must_use]
    pub fn context(&self, path: &Path) -> Option<Loaded> {
        let path = match &self.index {
            Some(index) => index.has(path).then(|| path.to_path_buf())?,
            None => path.canonicalize().ok()?,
        };
        let language = language_of(path.file_name()?)?;
        let exists = || self.index.is_some() || path.metadata().is_ok_and(|it| it.is_file());
        if !path.starts_with(&self.root) || !exists() {
            return None;
        }
        let bytes = self.with_bytes(&path, |bytes| bytes.to_vec()).ok()?;
        let Decoded { bytes, decoded } = decode(bytes).ok()?;
        let file = SourceFile::new(display_path(&self.root, &path), language, bytes, decoded);
        Some(Loaded {
            file,
            path,
            mention: Mention::Needle,
        })
    }

    /// Whether a file is one of those that the targets hold.
    #[must_use]
    pub fn walks(&self, path: &Path) -> bool {
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return false;
        };
        let own = &self.folders[..self.own];
        // Sorted by path, each once.
        own.binary_search_by(|folder| folder.path.as_path().cmp(parent))
            .is_ok_and(|at| own[at].files.iter().any(|entry| *entry.name == *name))
    }

    /// Reads all files that are not taken yet and keeps those that `decide` gives a mention.
    fn look<F>(&mut self, decide: F) -> Vec<Loaded>
    where
        F: Fn(&[u8], &str) -> Option<Mention> + Sync,
    {
        let fates: Vec<((u32, u32), Fate)> = self
            .remaining()
            .into_par_iter()
            .filter_map(|at| {
                let folder = &self.folders[at.0 as usize];
                let entry = &folder.files[at.1 as usize];
                Some((at, self.look_into(folder, entry, &decide)?))
            })
            .collect();
        let mut kept = Vec::new();
        for (at, fate) in fates {
            self.taken.insert(at);
            match fate {
                Fate::Kept(loaded) => {
                    let project = &self.folders[at.0 as usize].project;
                    self.concerned.insert(project.to_path_buf());
                    kept.push(loaded);
                }
                Fate::Skipped(_) if at.0 as usize >= self.own => {}
                Fate::Skipped(skipped) => {
                    self.read -= 1;
                    self.skipped.push(skipped);
                }
            }
        }
        self.skipped.sort();
        kept.sort_by(|a: &Loaded, b: &Loaded| a.file.display.cmp(&b.file.display));
        kept
    }

    /// The files that no look kept or skipped: all at first, later those of repositories that
    /// concern Clarifai.
    fn remaining(&self) -> Vec<(u32, u32)> {
        (0..)
            .zip(&self.folders)
            .filter(|(_, folder)| {
                self.concerned.is_empty() || self.concerned.contains(&*folder.project)
            })
            .flat_map(|(at, folder)| (0..).zip(&folder.files).map(move |(file, _)| (at, file)))
            .filter(|at| !self.taken.contains(at))
            .collect()
    }

    /// The files that contents come from instead of the disk, if they do.
    #[must_use]
    pub const fn index(&self) -> Option<&Index> {
        self.index.as_ref()
    }

    /// Reads a file and hands its bytes to `use_bytes`.
    fn with_bytes<T>(&self, path: &Path, use_bytes: impl FnOnce(&[u8]) -> T) -> Result<T, Reason> {
        let limit = self.limits.max_file_size;
        let Some(index) = &self.index else {
            return with_bytes(path, limit, use_bytes);
        };
        let bytes = index.read(path)?;
        if bytes.len() as u64 > limit {
            return Err(too_large(&bytes, limit));
        }
        Ok(use_bytes(&bytes))
    }

    /// Reads one file; nothing comes of it if it does not concern Clarifai.
    fn look_into<F>(&self, folder: &Folder, entry: &Entry, decide: &F) -> Option<Fate>
    where
        F: Fn(&[u8], &str) -> Option<Mention>,
    {
        let path = folder.path.join(&*entry.name);
        let name = entry.name.to_string_lossy();
        let kept = self.with_bytes(&path, |bytes| {
            if is_utf16(bytes) {
                let text = decode(bytes.to_vec())?;
                return Ok(decide(&text.bytes, &name).map(|mention| (text, mention)));
            }
            if is_binary(bytes) {
                return Err(Reason::Binary);
            }
            let Some(mention) = decide(bytes, &name) else {
                return Ok(None);
            };
            if !self.limits.minified && !entry.by_hand && is_minified(entry.language, bytes) {
                return Err(Reason::Minified);
            }
            Ok(Some((decode(bytes.to_vec())?, mention)))
        });
        let display = || display_path(&self.root, &path);
        match kept.and_then(|kept| kept) {
            Ok(None) => None,
            Ok(Some((Decoded { bytes, decoded }, mention))) => {
                let file = SourceFile::new(display(), entry.language, bytes, decoded);
                Some(Fate::Kept(Loaded {
                    file,
                    path,
                    mention,
                }))
            }
            Err(reason) => Some(Fate::Skipped(Skipped::new(display(), &reason))),
        }
    }
}

/// How a file with these bytes and this name concerns Clarifai: one that is called after it takes
/// part, whatever it says.
fn mention(bytes: &[u8], name: &str) -> Option<Mention> {
    let prefilter = Prefilter::get();
    let by_name = || {
        prefilter
            .mention(name.as_bytes())
            .and(Some(Mention::Needle))
    };
    prefilter.mention(bytes).or_else(by_name)
}

/// Whether a file that was read as context concerns Clarifai by itself.
#[must_use]
pub fn says_clarifai(loaded: &Loaded) -> bool {
    let name = loaded.path.file_name().unwrap_or_default();
    mention(&loaded.file.bytes, &name.to_string_lossy()).is_some()
}

/// Most source files are smaller than this; the buffer of each thread begins with it.
const BUFFER: usize = 256 * 1024;

thread_local! {
    static BYTES: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Reads a file into this thread's buffer and hands its bytes to `use_bytes`.
fn with_bytes<T>(path: &Path, limit: u64, use_bytes: impl FnOnce(&[u8]) -> T) -> Result<T, Reason> {
    BYTES.with_borrow_mut(|buffer| {
        if buffer.is_empty() {
            buffer.resize(BUFFER, 0);
        }
        let length = fill(&mut File::open(path)?, buffer, limit)?;
        Ok(use_bytes(&buffer[..length]))
    })
}

/// Reads to the end of a file. Its size is asked for only when the buffer turns out too small,
/// which spares most files a system call.
fn fill(file: &mut File, buffer: &mut Vec<u8>, limit: u64) -> Result<usize, Reason> {
    let mut length = 0;
    loop {
        match file.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(count) => length += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
        if length == buffer.len() {
            let size = file.metadata()?.len();
            if size > limit {
                return Err(too_large(&buffer[..length], limit));
            }
            // One byte more than the file has, so that its end is seen. A file that grows
            // meanwhile comes here again.
            let size = usize::try_from(size).unwrap_or(usize::MAX - 1);
            buffer.resize(size.max(length).saturating_add(1), 0);
        }
    }
    if length as u64 > limit {
        return Err(too_large(&buffer[..length], limit));
    }
    Ok(length)
}

/// A video whose name ends in `.ts` is large, and binary before that.
fn too_large(beginning: &[u8], limit: u64) -> Reason {
    if is_binary(beginning) && !is_utf16(beginning) {
        Reason::Binary
    } else {
        Reason::TooLarge(limit)
    }
}
