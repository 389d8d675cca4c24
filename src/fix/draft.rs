//! A rewrite while it is put together: its edits, what has to hold for it to be right, and what
//! stands in its way.

use super::Work;
use crate::rules::{Applicability, Edit, Fix};
use crate::source::{FileId, Place, Span};

/// The parts of a rewrite that is to be done as a whole or not at all.
#[derive(Debug, Default, Clone)]
pub(super) struct Draft {
    edits: Vec<Edit>,
    does: Vec<String>,
    assumptions: Vec<String>,
    obstacles: Vec<String>,
}

impl Draft {
    /// Puts a text in front of the byte at `at`.
    pub(super) fn insert(&mut self, file: FileId, at: u32, text: String) {
        self.replace(
            Place {
                file,
                span: Span::new(at, at),
            },
            text,
        );
    }

    /// Puts a text in the place of another. The same edit twice is one.
    pub(super) fn replace(&mut self, place: Place, text: String) {
        let edit = Edit { place, text };
        if !self.edits.contains(&edit) {
            self.edits.push(edit);
        }
    }

    /// Says what the rewrite does, for its title.
    pub(super) fn does(&mut self, what: &str) {
        add(&mut self.does, what);
    }

    /// Names something that has to hold for the rewrite to be right.
    pub(super) fn assume(&mut self, what: &str) {
        add(&mut self.assumptions, what);
    }

    /// Names something that makes the rewrite impossible in place.
    pub(super) fn stop(&mut self, why: &str) {
        add(&mut self.obstacles, why);
    }

    /// Whether something makes it impossible.
    pub(super) const fn is_stopped(&self) -> bool {
        !self.obstacles.is_empty()
    }

    /// The edits so far.
    pub(super) fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The rewrite, or, where something is in its way, only what is to be done by hand.
    pub(super) fn settle(mut self, work: &Work<'_>) -> Option<Fix> {
        if self.edits.is_empty() && self.obstacles.is_empty() {
            return None;
        }
        self.edits
            .sort_by(|a, b| (a.place, &a.text).cmp(&(b.place, &b.text)));
        self.look_at_edits(work);
        if !self.obstacles.is_empty() {
            let title = format!("by hand: {}", self.obstacles.join("; "));
            return Some(Fix {
                title,
                applicability: Applicability::Display,
                edits: Vec::new(),
            });
        }
        let mut title = self.does.join(", ");
        let applicability = if self.assumptions.is_empty() {
            Applicability::Safe
        } else {
            title.push_str(&format!("; right if {}", self.assumptions.join(", and ")));
            Applicability::Unsafe
        };
        Some(Fix {
            title,
            applicability,
            edits: self.edits,
        })
    }

    /// What the edits alone tell: overlaps, comments that would go, files that are not rewritten.
    fn look_at_edits(&mut self, work: &Work<'_>) {
        for pair in self.edits.windows(2) {
            if overlap(&pair[0], &pair[1]) {
                add(&mut self.obstacles, "two changes meet in the same place");
            }
        }
        for edit in &self.edits {
            let source = work.project.sources().get(edit.place.file);
            if source.decoded {
                add(&mut self.obstacles, "the file is not UTF-8");
            }
            if !work.is_target(edit.place.file) {
                let why = format!(
                    "`{}` has to change as well and is not a target",
                    source.display
                );
                add(&mut self.obstacles, &why);
            }
            let comments = work.facts(edit.place.file).map(|it| it.comments.as_slice());
            if comments
                .unwrap_or_default()
                .iter()
                .any(|it| edit.place.span.contains(*it))
            {
                add(
                    &mut self.assumptions,
                    "the comment inside of what goes is not needed",
                );
            }
        }
    }
}

/// Whether two edits, the first of which begins no later, cannot both be done.
pub(super) fn overlap(first: &Edit, second: &Edit) -> bool {
    let (a, b) = (first.place, second.place);
    a.file == b.file && first != second && b.span.start < a.span.end
}

fn add(list: &mut Vec<String>, text: &str) {
    if !list.iter().any(|it| it == text) {
        list.push(text.to_owned());
    }
}
