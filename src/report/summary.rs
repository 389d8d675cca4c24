//! What a run found, as every format gets it.

use crate::gate::Entry;
use crate::rules::{Finding, JudgedCall};
use crate::source::{Skipped, Sources};

/// The figures of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Files of supported languages that the walk met.
    pub walked: usize,
    /// Those that were read.
    pub read: usize,
    /// Those that concern Clarifai.
    pub candidates: usize,
    /// Those that were not looked into.
    pub skipped: Vec<Skipped>,
    /// Candidates whose syntax has errors; they were judged as far as they could be read.
    pub with_syntax_errors: usize,
    /// Calls to Clarifai.
    pub calls: usize,
    /// Files that have such calls.
    pub files_with_calls: usize,
    /// Calls without a finding.
    pub clean: usize,
    /// Findings by severity, of those that are shown.
    pub errors: usize,
    /// Findings by severity, of those that are shown.
    pub warnings: usize,
    /// Findings by severity, whether shown or not.
    pub notes: usize,
    /// Findings that are not shown: notes and guesses, without `--pedantic`.
    pub hidden: usize,
    /// Findings with a fix that can be applied.
    pub fixable: usize,
    /// Findings silenced by a comment or the configuration.
    pub suppressed: usize,
    /// Findings that the baseline knows.
    pub baselined: usize,
    /// Entries of the baseline that match nothing any more.
    pub stale: Vec<Entry>,
    /// Findings on lines that did not change, where only changed ones count.
    pub elsewhere: usize,
    /// Findings that make the exit code 1.
    pub failing: usize,
}

/// What a run found.
#[derive(Debug)]
pub struct Report {
    /// The findings to show, sorted by path, offset and rule.
    pub findings: Vec<Finding>,
    /// Every call with its verdict, sorted the same way.
    pub calls: Vec<JudgedCall>,
    /// The figures.
    pub summary: Summary,
    /// The files that places refer to.
    pub sources: Sources,
}

impl Report {
    /// Sorts findings and calls by path, offset and rule, so that the output is the same for any
    /// number of threads.
    pub fn sort(&mut self) {
        let sources = &self.sources;
        let place = |place: crate::source::Place| (&sources.get(place.file).display, place.span);
        self.findings
            .sort_by(|a, b| (place(a.place), a.rule).cmp(&(place(b.place), b.rule)));
        self.calls
            .sort_by(|a, b| place(a.call.place).cmp(&place(b.call.place)));
    }
}
