//! The files of a run as one program: their facts, their modules, and who mentions whom.

use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::module::Modules;
use super::value::At;
use crate::facts::{Expr, Facts, FunctionId, Kind};
use crate::source::{FileId, Place, Sources, Span};

/// The files that take part in a run.
#[derive(Debug)]
pub struct Project {
    sources: Sources,
    facts: Vec<Option<Box<Facts>>>,
    modules: Modules,
    /// Calls by the last part of the name that is called.
    calls: FxHashMap<SmolStr, Vec<At>>,
    /// The calls of functions that were looked for already.
    callers: Mutex<FxHashMap<(FileId, FunctionId), Arc<[At]>>>,
}

impl Project {
    /// Puts the files together. `facts` has an entry for each source, `None` for one that could
    /// not be read.
    #[must_use]
    pub fn new(sources: Sources, facts: Vec<Option<Box<Facts>>>) -> Self {
        let modules = Modules::new(&sources, &facts);
        let mut calls: FxHashMap<SmolStr, Vec<At>> = FxHashMap::default();
        for ((file, _), facts) in sources.iter().zip(&facts) {
            let Some(facts) = facts else { continue };
            for &expr in &facts.calls {
                if let Kind::Call(callee, _, _) = &facts.expr(expr).kind
                    && let Some(name) = last_name(facts, &facts.expr(*callee).kind)
                {
                    calls.entry(name).or_default().push(At { file, expr });
                }
            }
        }
        Self { sources, facts, modules, calls, callers: Mutex::default() }
    }

    /// The sources.
    #[must_use]
    pub const fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Gives the sources back.
    #[must_use]
    pub fn into_sources(self) -> Sources {
        self.sources
    }

    /// The modules.
    #[must_use]
    pub(super) const fn modules(&self) -> &Modules {
        &self.modules
    }

    /// The facts of a file, if it could be read.
    #[must_use]
    pub fn facts(&self, file: FileId) -> Option<&Facts> {
        self.facts.get(file.0 as usize)?.as_deref()
    }

    /// Every file with facts.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &Facts)> {
        self.facts
            .iter()
            .enumerate()
            .filter_map(|(index, facts)| Some((FileId(index as u32), facts.as_deref()?)))
    }

    /// An expression.
    #[must_use]
    pub fn expr(&self, at: At) -> Option<&Expr> {
        self.facts(at.file)?.exprs.get(at.expr.index())
    }

    /// Where an expression stands.
    #[must_use]
    pub fn place(&self, at: At) -> Place {
        let span = self.expr(at).map_or(Span::new(0, 0), |expr| expr.span);
        Place { file: at.file, span }
    }

    /// The calls of a function: looked for by `find` the first time. What is found depends on
    /// the project alone, so it does not matter which thread asks first.
    pub(super) fn callers_of(
        &self,
        file: FileId,
        function: FunctionId,
        find: impl FnOnce() -> Vec<At>,
    ) -> Arc<[At]> {
        let key = (file, function);
        let known = self.callers.lock().ok().and_then(|known| known.get(&key).cloned());
        known.unwrap_or_else(|| {
            let found: Arc<[At]> = find().into();
            if let Ok(mut known) = self.callers.lock() {
                known.insert(key, found.clone());
            }
            found
        })
    }

    /// The calls of something with that name, in whatever file.
    pub(super) fn calls_named(&self, name: &str) -> &[At] {
        self.calls.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The last part of the name that an expression calls.
pub(super) fn last_name(facts: &Facts, kind: &Kind) -> Option<SmolStr> {
    match kind {
        Kind::Name(name) | Kind::Member(_, name) => Some(name.clone()),
        Kind::Same(inner) => match &facts.expr(*inner).kind {
            Kind::Name(name) | Kind::Member(_, name) => Some(name.clone()),
            _ => None,
        },
        Kind::Super => Some(SmolStr::new("super")),
        _ => None,
    }
}
