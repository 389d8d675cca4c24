//! The bounds of following: how many steps a question may take and how deep they may lead, and what
//! was met on the way. Whatever may come back to where it was goes through [`Flow::deeper`].

use std::cell::{Cell, RefCell};

use rustc_hash::FxHashMap;

use super::project::Project;
use super::value::{At, Context, Open, Trail, Value};
use crate::facts::Facts;
use crate::source::FileId;

/// How many steps one question may take.
const MAX_STEPS: u32 = 20_000;

/// How deep one step may lead to the next.
const MAX_DEPTH: u32 = 60;

/// Follows values through a project. One is made for each question, since it counts the steps.
#[derive(Debug)]
pub struct Flow<'p> {
    /// The project.
    pub project: &'p Project,
    /// How many steps are left.
    left: Cell<u32>,
    depth: Cell<u32>,
    exhausted: Cell<bool>,
    /// What was met without an assumption about it.
    touched: RefCell<Vec<Open>>,
    /// Expressions whose later changes are being looked at.
    open: RefCell<Vec<At>>,
    /// What calls were found to give.
    results: RefCell<Results>,
}

/// What calls give, by the call, what is assumed, and the way to it. The links of a chain are asked
/// for more than once each, which would double the work with each link.
type Results = FxHashMap<(At, usize, usize), (Context, Trail, Vec<Value>)>;

impl<'p> Flow<'p> {
    /// A flow that has taken no step yet.
    #[must_use]
    pub fn new(project: &'p Project) -> Self {
        Self::with_budget(project, MAX_STEPS)
    }

    /// A flow that may take that many steps.
    #[must_use]
    pub fn with_budget(project: &'p Project, steps: u32) -> Self {
        Self {
            project,
            left: Cell::new(steps),
            depth: Cell::new(0),
            exhausted: Cell::new(false),
            touched: RefCell::new(Vec::new()),
            open: RefCell::new(Vec::new()),
            results: RefCell::default(),
        }
    }

    /// Whether a bound was met, so that values may be missing.
    #[must_use]
    pub const fn exhausted(&self) -> bool {
        self.exhausted.get()
    }

    /// What was met without an assumption about it since the last call of this, in that order.
    #[must_use]
    pub fn take_touched(&self) -> Vec<Open> {
        // What is remembered touches nothing again.
        self.results.borrow_mut().clear();
        std::mem::take(&mut *self.touched.borrow_mut())
    }

    pub(super) fn touch(&self, open: Open) {
        let mut touched = self.touched.borrow_mut();
        if !touched.contains(&open) {
            touched.push(open);
        }
    }

    /// Takes a step that may lead to further ones, unless a bound forbids it.
    pub(super) fn deeper<T>(&self, step: impl FnOnce() -> T) -> Option<T> {
        self.spend(1);
        if self.exhausted.get() || self.depth.get() > MAX_DEPTH {
            self.exhausted.set(true);
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        let result = step();
        self.depth.set(self.depth.get() - 1);
        Some(result)
    }

    /// Looks at the later changes of an expression, unless that is being done: a change may be
    /// made of what the expression holds.
    pub(super) fn once<T>(&self, at: At, step: impl FnOnce() -> T) -> Option<T> {
        if self.open.borrow().contains(&at) {
            return None;
        }
        // What calls give depends on which changes are left out.
        let outer = std::mem::take(&mut *self.results.borrow_mut());
        self.open.borrow_mut().push(at);
        let result = step();
        self.open.borrow_mut().pop();
        *self.results.borrow_mut() = outer;
        Some(result)
    }

    /// What a call gives, found once for each context and way.
    pub(super) fn remembered(
        &self,
        call: At,
        context: &Context,
        trail: &Trail,
        find: impl FnOnce() -> Vec<Value>,
    ) -> Vec<Value> {
        let key = (call, context.identity(), trail.identity());
        if let Some((_, _, known)) = self.results.borrow().get(&key) {
            return known.clone();
        }
        let found = find();
        if !self.exhausted.get() {
            // The context and the way are kept: their identity would else be given anew.
            let entry = (context.clone(), trail.clone(), found.clone());
            self.results.borrow_mut().insert(key, entry);
        }
        found
    }

    /// Counts work that is done without a step.
    pub(super) fn spend(&self, steps: usize) {
        let left = self.left.get().saturating_sub(steps as u32);
        self.left.set(left);
        if left == 0 {
            self.exhausted.set(true);
        }
    }

    /// How many steps are left.
    #[must_use]
    pub const fn left(&self) -> u32 {
        self.left.get()
    }

    pub(super) fn facts(&self, file: FileId) -> Option<&'p Facts> {
        self.project.facts(file)
    }
}
