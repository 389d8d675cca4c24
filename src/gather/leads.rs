//! Given files that say nothing of Clarifai: whether imports lead from one of them to a file that
//! does, or whether only the project around it can tell, since it holds what may be a credential,
//! or asks something that it was handed.
//!
//! In a run over a whole project such files are found from the other side. A hook gives a few
//! files, and most of those have nothing to do with Clarifai: they are parsed, and what they import
//! is read, but the project around them is only looked at if something was found.

use std::path::{Path, PathBuf};
use std::time::Instant;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{FILE_DEADLINE, Files, MAX_ROUNDS, modules};
use crate::clarifai::assemble::may_be_handed_client;
use crate::clarifai::names::looks_like_secret;
use crate::facts::{Facts, Kind, Outcome, Piece, read};
use crate::source::{self, Loaded, Scan, says_clarifai};

/// How many given files that say nothing are looked into; a run over more of them is one over a
/// project, or a large part of it.
const MAX_GIVEN: usize = 100;
/// How many files are read on the way from them to one that says something.
const MAX_READ: usize = 300;

/// What is known of a file on the way.
enum Step {
    /// It concerns Clarifai.
    Concerns,
    /// It does not by itself, and imports these.
    Imports(Vec<PathBuf>),
}

/// What was read on the way, by path.
type Steps = FxHashMap<PathBuf, Step>;

impl Files {
    /// Takes in the given files that say nothing of Clarifai and import something that does, if
    /// there are few. Returned is whether one of the others may take part: it holds what may be a
    /// credential, or calls something as a client is called, and who uses or calls it only the
    /// project around it tells.
    pub(crate) fn follow_leads(&mut self, scan: &mut Scan) -> bool {
        let given = scan.passed_over(MAX_GIVEN);
        self.learn_aliases(&given);
        let mut in_doubt = false;
        let mut leading = Vec::new();
        let mut steps = Steps::default();
        for one in given {
            let Some(facts) = facts_of(&one) else {
                continue;
            };
            in_doubt |= says_secret(&facts) || may_be_handed_client(&facts);
            let imports = self.import_paths(&one.path, &facts);
            if self.leads_on(scan, &one.path, imports, &mut steps) {
                scan.take_in(&one.path);
                leading.push(one);
            }
        }
        self.add(leading, &FxHashSet::default());
        in_doubt
    }

    /// Whether a file that concerns Clarifai is reached from these, the nearest first.
    fn leads_on(
        &mut self,
        scan: &Scan,
        from: &Path,
        imports: Vec<PathBuf>,
        steps: &mut Steps,
    ) -> bool {
        let mut seen: FxHashSet<PathBuf> = std::iter::once(from.to_path_buf()).collect();
        let mut layer = imports;
        for _ in 0..MAX_ROUNDS {
            let mut next = Vec::new();
            for path in layer {
                if self.known.contains(&path) {
                    return true;
                }
                if !seen.insert(path.clone()) {
                    continue;
                }
                match self.step(scan, path, steps) {
                    Some(Step::Concerns) => return true,
                    Some(Step::Imports(paths)) => next.extend(paths.iter().cloned()),
                    None => {}
                }
            }
            layer = next;
        }
        false
    }

    /// What a file says. `None` if it cannot be read, or enough was read.
    fn step<'a>(&mut self, scan: &Scan, path: PathBuf, steps: &'a mut Steps) -> Option<&'a Step> {
        if !steps.contains_key(&path) {
            if steps.len() >= MAX_READ {
                return None;
            }
            let step = self
                .look_at(scan, &path)
                .unwrap_or(Step::Imports(Vec::new()));
            steps.insert(path.clone(), step);
        }
        steps.get(&path)
    }

    fn look_at(&mut self, scan: &Scan, path: &Path) -> Option<Step> {
        let loaded = scan.context(path)?;
        if says_clarifai(&loaded) {
            return Some(Step::Concerns);
        }
        self.learn_aliases(std::slice::from_ref(&loaded));
        let facts = facts_of(&loaded)?;
        Some(Step::Imports(self.import_paths(path, &facts)))
    }

    /// The files of the project that a file imports.
    pub(super) fn import_paths(&self, path: &Path, facts: &Facts) -> Vec<PathBuf> {
        let Some(folder) = path.parent() else {
            return Vec::new();
        };
        let paths = modules(facts).into_iter().flat_map(|module| {
            source::module_paths(
                &self.listing,
                folder,
                facts.language,
                &module,
                &self.aliases,
            )
        });
        paths.collect()
    }
}

fn facts_of(loaded: &Loaded) -> Option<Box<Facts>> {
    let deadline = Instant::now() + FILE_DEADLINE;
    match read(loaded.file.language, &loaded.file.bytes, deadline) {
        Outcome::Facts(facts) => Some(facts),
        Outcome::TooHard => None,
    }
}

/// Whether one of the texts of a file looks like a credential.
fn says_secret(facts: &Facts) -> bool {
    facts.exprs.iter().any(|expr| match &expr.kind {
        Kind::Text(pieces) => pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Text(text) if looks_like_secret(text))),
        _ => false,
    })
}
