//! The run of `fix`: looks, puts the rewrites in, and looks again before anything is written.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::facts::{Outcome, read};
use crate::fix::{Rewritten, Staged, WriteError, choose, splice, stage};
use crate::gather::Overlay;
use crate::report::Report;
use crate::rules::{Applicability, Fix, Rule, Severity};
use crate::run::{Looked, look};
use crate::source::SourceFile;
use crate::{RunError, Settings};

/// How long one rewritten file may take to be parsed.
const DEADLINE: Duration = Duration::from_secs(5);

/// A file that rewrites change.
#[derive(Debug)]
pub struct Change {
    /// Its path relative to the project root, with `/`.
    pub display: String,
    /// Its bytes as they were read.
    pub old: Vec<u8>,
    /// Its bytes from now on.
    pub new: Vec<u8>,
    path: PathBuf,
}

/// What rewriting came to.
#[derive(Debug)]
pub struct Mended {
    /// What was found before.
    pub before: Report,
    /// What is found afterwards.
    pub after: Report,
    /// The files that change, in the order of their paths.
    pub changes: Vec<Change>,
    /// How many findings the changes mend.
    pub mended: usize,
    /// Rewrites that made something worse and are left out: a mistake of this program.
    pub taken_back: Vec<String>,
    root: PathBuf,
}

impl Mended {
    /// Writes the changes: all of them or none. Every new text is on the disk before the first
    /// one takes its place, so that a disk that is full, or a file that may not be written, stops
    /// it before anything has changed.
    ///
    /// # Errors
    /// If a file changed since it was read or cannot be written.
    pub fn write(&self) -> Result<(), WriteError> {
        let staged = self
            .changes
            .iter()
            .map(|it| stage(&self.root, &it.path, &it.old, &it.new));
        let staged: Vec<Staged> = staged.collect::<Result<_, _>>()?;
        for (done, (change, staged)) in self.changes.iter().zip(staged).enumerate() {
            if let Err(error) = staged.commit(&self.root, &change.old) {
                return Err(self.give_back(done, error));
            }
        }
        Ok(())
    }

    /// Gives the first files their old text back, and says what could not be done, or why it was
    /// needed.
    fn give_back(&self, count: usize, error: WriteError) -> WriteError {
        let back = |it: &Change| {
            stage(&self.root, &it.path, &it.new, &it.old)?.commit(&self.root, &it.new)
        };
        let written = self.changes[..count].iter();
        let replaced: Vec<PathBuf> = written
            .filter(|it| back(it).is_err())
            .map(|it| it.path.clone())
            .collect();
        if replaced.is_empty() {
            return error;
        }
        let error = Box::new(error);
        WriteError::Partly { error, replaced }
    }

    /// The first file to change whose text on disk is not the one that was looked into.
    #[must_use]
    pub fn differing(&self) -> Option<&str> {
        let differs = |it: &&Change| std::fs::read(&it.path).ok().as_ref() != Some(&it.old);
        let first = self.changes.iter().find(differs);
        first.map(|it| it.display.as_str())
    }
}

/// Looks into the targets and works out what rewrites of at least that applicability make of
/// them. Nothing is written.
///
/// # Errors
/// As for [`crate::run`].
pub fn mend(settings: &Settings, least: Applicability) -> Result<Mended, RunError> {
    let looked = look(settings, &Overlay::default())?;
    let fixes = looked
        .report
        .findings
        .iter()
        .filter_map(|it| it.fix.as_ref());
    let chosen: Vec<Fix> = choose(fixes, least).into_iter().cloned().collect();
    let all: Vec<&Fix> = chosen.iter().collect();
    let mut attempt = attempt(settings, &looked, &all)?;
    let mut taken_back = Vec::new();
    if !attempt.is_right {
        // One of them is wrong: each is tried beside those that are right.
        let mut right: Vec<&Fix> = Vec::new();
        for fix in &chosen {
            right.push(fix);
            if !self::attempt(settings, &looked, &right)?.is_right {
                right.pop();
                taken_back.push(fix.title.clone());
            }
        }
        attempt = self::attempt(settings, &looked, &right)?;
    }
    let changes = attempt
        .rewritten
        .into_iter()
        .map(|it| change(&looked, it))
        .collect();
    Ok(Mended {
        before: looked.report,
        after: attempt.after.report,
        changes,
        mended: attempt.mended,
        taken_back,
        root: looked.root,
    })
}

/// Some rewrites, put in and looked at.
struct Attempt {
    rewritten: Vec<Rewritten>,
    after: Looked,
    mended: usize,
    is_right: bool,
}

fn attempt(settings: &Settings, looked: &Looked, fixes: &[&Fix]) -> Result<Attempt, RunError> {
    let sources = &looked.report.sources;
    let mut rewritten = splice(sources, fixes);
    rewritten.sort_by(|a, b| {
        sources
            .get(a.file)
            .display
            .cmp(&sources.get(b.file).display)
    });
    let parses = rewritten.iter().all(|it| {
        errors(sources.get(it.file), &it.bytes)
            <= errors(sources.get(it.file), &sources.get(it.file).bytes)
    });
    let path = |it: &Rewritten| looked.paths[it.file.0 as usize].clone();
    let overlay = rewritten
        .iter()
        .map(|it| (path(it), it.bytes.clone()))
        .collect();
    let after = look(settings, &overlay)?;
    let claimed = looked
        .report
        .findings
        .iter()
        .filter(|it| it.fix.as_ref().is_some_and(|fix| fixes.contains(&fix)))
        .count();
    let before = [Severity::Error, Severity::Warning].map(|it| grave(&looked.report, it));
    let now = [Severity::Error, Severity::Warning].map(|it| grave(&after.report, it));
    let is_right = parses && now[0] <= before[0] && now[1] + claimed <= before[1];
    Ok(Attempt {
        rewritten,
        after,
        mended: claimed,
        is_right,
    })
}

/// How many findings are at least that grave. That a model is retired no rewrite changes; one that
/// asks for it twice where a handle of it was used twice says so twice.
fn grave(report: &Report, severity: Severity) -> usize {
    report
        .findings
        .iter()
        .filter(|it| it.severity >= severity && it.rule != Rule::RetiredModel)
        .count()
}

/// How many syntax errors a text has; more than any where it is too hard to read.
fn errors(file: &SourceFile, bytes: &[u8]) -> u32 {
    match read(file.language, bytes, Instant::now() + DEADLINE) {
        Outcome::Facts(facts) => facts.syntax_errors,
        Outcome::TooHard => u32::MAX,
    }
}

fn change(looked: &Looked, rewritten: Rewritten) -> Change {
    let source = looked.report.sources.get(rewritten.file);
    let path: &Path = &looked.paths[rewritten.file.0 as usize];
    Change {
        display: source.display.clone(),
        old: source.bytes.clone(),
        new: rewritten.bytes,
        path: path.to_owned(),
    }
}
