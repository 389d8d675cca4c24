//! Rewrites told apart: the findings of one credential share one, and to write it out with each
//! of them would make a report grow with the square of their number.

use rustc_hash::FxHashMap;

use crate::rules::Fix;
use crate::source::Place;

/// Rewrites, each with a number.
#[derive(Debug, Default)]
pub struct Distinct<'a> {
    /// By what differs in nearly any: the first place and the number of edits.
    known: FxHashMap<(Place, usize), Vec<(&'a Fix, usize)>>,
    count: usize,
}

impl<'a> Distinct<'a> {
    /// The number of a rewrite that has edits, and whether it is met for the first time.
    pub fn number(&mut self, fix: &'a Fix) -> Option<(usize, bool)> {
        let first = fix.edits.first()?.place;
        let alike = self.known.entry((first, fix.edits.len())).or_default();
        if let Some((_, number)) = alike.iter().find(|(known, _)| *known == fix) {
            return Some((*number, false));
        }
        let number = self.count;
        alike.push((fix, number));
        self.count += 1;
        Some((number, true))
    }
}
