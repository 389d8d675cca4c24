//! Suppressing findings by comments. A comment names the rules that it silences; there is no
//! form that silences everything. One that silences nothing is a finding itself.

mod marker;
mod unused;

#[cfg(test)]
mod tests;

use rustc_hash::FxHashSet;

use crate::facts::Facts;
use crate::rules::{Finding, Rule};
use crate::source::{FileId, Sources, Span};

use marker::{Marker, Reach, last_line, line_of, markers};

/// The suppressing comments of a run.
#[derive(Debug, Default)]
pub struct Suppressions {
    markers: Vec<Marker>,
}

impl Suppressions {
    /// Reads the comments of files, which come with their facts.
    pub fn read<'a>(files: impl Iterator<Item = (FileId, &'a Facts)>, sources: &Sources) -> Self {
        let mut all = Vec::new();
        for (file, facts) in files {
            let mut comments: Vec<Span> = facts.comments.clone();
            comments.sort_unstable();
            all.extend(markers(file, sources.get(file), &comments));
        }
        Self { markers: all }
    }

    /// Takes away the findings that a comment silences, and adds one for each comment that
    /// silences nothing. Returns how many were taken away.
    pub fn apply(&self, findings: &mut Vec<Finding>, sources: &Sources) -> usize {
        let before = findings.len();
        let mut used: FxHashSet<(usize, usize)> = FxHashSet::default();
        findings.retain(|finding| !self.silences(finding, sources, &mut used));
        let silenced = before - findings.len();
        let mut unused = unused::findings(&self.markers, &used, sources);
        let added = unused.len();
        unused.retain(|finding| !self.silences(finding, sources, &mut used));
        let silenced = silenced + added - unused.len();
        findings.append(&mut unused);
        silenced
    }

    /// Whether a comment silences the finding. Every entry that does is marked as used.
    fn silences(
        &self,
        finding: &Finding,
        sources: &Sources,
        used: &mut FxHashSet<(usize, usize)>,
    ) -> bool {
        let mut silenced = false;
        for (index, marker) in self.markers.iter().enumerate() {
            if marker.place.file != finding.place.file || !reaches(marker, finding, sources) {
                continue;
            }
            for (entry, it) in marker.entries.iter().flatten().enumerate() {
                if it.rule == Some(finding.rule) {
                    used.insert((index, entry));
                    silenced = true;
                }
            }
        }
        silenced
    }
}

fn reaches(marker: &Marker, finding: &Finding, sources: &Sources) -> bool {
    let Reach::Lines(lines) = &marker.reach else {
        return true;
    };
    let source = sources.get(finding.place.file);
    let first = line_of(source, finding.place.span.start);
    let last = last_line(source, finding.place.span);
    lines.start <= last && first < lines.end
}

/// Whether an entry may stand for findings of the future without being told of as unused: the
/// rule about unused comments itself.
fn is_exempt(rule: Option<Rule>) -> bool {
    rule == Some(Rule::UnusedIgnore)
}
