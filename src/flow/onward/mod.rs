//! Following values forwards: everything that the value of an expression gets to.
//!
//! Going backwards tells what a call is given; it does not tell who else is given the same. Before
//! a value may change where it is made, whatever it gets to has to be known. So this goes the other
//! way, and is careful the other way, too: what it cannot see through is a place to which the value
//! strays.

mod given;
mod keeper;
mod library;
mod module;
mod part;
mod path;
mod put;

use path::Into;
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::facts::{ClassId, Facts};
use crate::flow::bounded::Flow;
use crate::flow::value::{At, Context, Trail, Value};
use crate::source::{FileId, Place};

/// How many stops one value may have.
const MAX_STOPS: usize = 600;

/// How deep in records of records a value may be.
const MAX_PATH: usize = 8;

/// How many steps one look at what is called may take.
const LOOK_STEPS: u32 = 4_000;

/// An expression that has the value, or holds it some steps down, the last of which is the
/// outermost.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Stop {
    at: At,
    path: Vec<Into>,
}

/// A value on its way.
struct Onward<'a, 'p> {
    flow: &'a Flow<'p>,
    /// The places at which it may arrive.
    may_arrive: &'a dyn Fn(Place) -> bool,
    open: Vec<Stop>,
    seen: FxHashSet<Stop>,
    /// Names of modules that were followed to those who import them.
    imported: FxHashSet<(FileId, SmolStr, Vec<Into>)>,
    /// Fields that were followed to those who have an object of the class.
    fields: FxHashSet<(FileId, ClassId, SmolStr, Vec<Into>)>,
    strays: Vec<At>,
}

impl Flow<'_> {
    /// Where the value of an expression gets to that is not inside of one of the places at which
    /// it may arrive, or behind what cannot be seen through: the expressions there.
    #[must_use]
    pub fn strays(&self, start: At, may_arrive: &dyn Fn(Place) -> bool) -> Vec<At> {
        let mut onward = Onward {
            flow: self,
            may_arrive,
            open: Vec::new(),
            seen: FxHashSet::default(),
            imported: FxHashSet::default(),
            fields: FxHashSet::default(),
            strays: Vec::new(),
        };
        onward.go(start, Vec::new());
        while let Some(stop) = onward.open.pop() {
            if onward.seen.len() > MAX_STOPS {
                onward.strays.push(stop.at);
                break;
            }
            onward.step(&stop);
        }
        onward.strays.sort_unstable();
        onward.strays.dedup();
        onward.strays
    }
}

impl<'p> Onward<'_, 'p> {
    fn facts(&self, file: FileId) -> Option<&'p Facts> {
        self.flow.project.facts(file)
    }

    /// Goes on from an expression that has the value, unless that was done.
    fn go(&mut self, at: At, path: Vec<Into>) {
        let stop = Stop { at, path };
        if stop.path.len() > MAX_PATH {
            self.strays.push(at);
        } else if self.seen.insert(stop.clone()) {
            self.open.push(stop);
        }
    }

    /// What an expression holds, as far as a short look tells.
    fn eval(&self, at: At) -> Vec<Value> {
        let look = Flow::with_budget(self.flow.project, LOOK_STEPS);
        look.eval(at, &Context::new(), &Trail::new())
    }

    fn step(&mut self, stop: &Stop) {
        if (self.may_arrive)(self.flow.project.place(stop.at)) {
            return;
        }
        let Some(facts) = self.facts(stop.at.file) else {
            return;
        };
        self.kept(facts, stop);
        self.taken_apart(facts, stop);
        self.assigned(facts, stop);
        self.returned(facts, stop);
        self.exported_as_value(facts, stop);
        if let Some(parent) = facts.expr(stop.at.expr).parent {
            self.used_in(facts, stop, parent);
        }
    }
}
