//! Which files concern Clarifai, by a search for a few strings in their bytes.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, packed};
use memchr::memmem;

/// How a file that goes on concerns Clarifai.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mention {
    /// It says "clarifai", in whatever case.
    Direct,
    /// It says something that hardly anything but a program that calls Clarifai says, or a second
    /// look found in it what the project's other files led to.
    Needle,
}

/// A string that makes a file go on.
struct Needle {
    text: &'static str,
    /// The part of `text` that the first search looks for; the rest is compared where it is
    /// found. A vectorised search is fast as long as the first bytes of what it looks for are rare
    /// in source code: `arif` is, `clar` is not.
    rare: &'static str,
    /// Whether letters of either case will do.
    any_case: bool,
    /// What has to stand shortly before it, if the text alone says too little.
    after: Option<&'static str>,
    mention: Mention,
}

/// How many bytes before a needle are searched for what has to stand there: room for a model's id
/// and a version's, and for the string being put together from parts.
const BEFORE: usize = 200;

const fn needle(text: &'static str, rare: &'static str) -> Needle {
    Needle {
        text,
        rare,
        any_case: false,
        after: None,
        mention: Mention::Needle,
    }
}

/// What is looked for in every file. Projects whose sources never say "clarifai" (the host
/// comes from the environment, the path is relative) still say one of the others.
const NEEDLES: [Needle; 8] = [
    Needle {
        text: "clarifai",
        rare: "arif",
        any_case: true,
        after: None,
        mention: Mention::Direct,
    },
    needle("user_app_id", "r_app"),
    needle("serAppI", "rAppI"),
    needle("/v2/models", "/v2/mod"),
    needle("/v2/workflows", "/v2/wor"),
    // By itself it is the name of many a folder: `models/${id}/outputs`.
    Needle {
        after: Some("models/"),
        ..needle("/outputs", "/outp")
    },
    needle("ostModelOutputs", "lOutp"),
    needle("ostWorkflowResults", "wResul"),
];

/// Searches for all that is looked for in one pass.
pub struct Prefilter {
    search: Search,
    /// What each pattern of `search` is the rare part of.
    needles: Vec<&'static Needle>,
}

/// A vectorised search where the processor has one, else an automaton.
enum Search {
    Packed(packed::Searcher),
    Automaton(AhoCorasick),
}

impl Prefilter {
    /// The prefilter, built when it is first needed.
    #[must_use]
    pub fn get() -> &'static Self {
        static PREFILTER: LazyLock<Prefilter> = LazyLock::new(Prefilter::new);
        &PREFILTER
    }

    fn new() -> Self {
        let mut patterns = Vec::new();
        let mut needles = Vec::new();
        for needle in &NEEDLES {
            let spellings = if needle.any_case {
                cases(needle.rare)
            } else {
                vec![needle.rare.into()]
            };
            needles.extend(spellings.iter().map(|_| needle));
            patterns.extend(spellings);
        }
        let packed = packed::Config::new().builder().extend(&patterns).build();
        let search = packed.map_or_else(
            || {
                let automaton = AhoCorasick::new(&patterns);
                Search::Automaton(automaton.expect("two dozen short patterns fit any automaton"))
            },
            Search::Packed,
        );
        Self { search, needles }
    }

    /// How a file with these bytes concerns Clarifai, if it does.
    #[must_use]
    pub fn mention(&self, bytes: &[u8]) -> Option<Mention> {
        let mut best = None;
        let mut weigh = |pattern: usize, at: usize| {
            let needle = self.needles[pattern];
            if stands_at(needle, bytes, at) {
                best = Some(best.map_or(needle.mention, |best: Mention| best.min(needle.mention)));
            }
            best == Some(Mention::Direct)
        };
        match &self.search {
            Search::Packed(packed) => packed
                .find_iter(bytes)
                .any(|found| weigh(found.pattern().as_usize(), found.start())),
            Search::Automaton(automaton) => automaton
                .find_overlapping_iter(bytes)
                .any(|found| weigh(found.pattern().as_usize(), found.start())),
        };
        best
    }
}

/// Whether the needle stands in `bytes` such that its rare part begins at `at`.
fn stands_at(needle: &Needle, bytes: &[u8], at: usize) -> bool {
    let before = needle.text.find(needle.rare).unwrap_or_default();
    let Some(start) = at.checked_sub(before) else {
        return false;
    };
    let found = bytes
        .get(start..start + needle.text.len())
        .unwrap_or_default();
    let is_there = if needle.any_case {
        found.eq_ignore_ascii_case(needle.text.as_bytes())
    } else {
        found == needle.text.as_bytes()
    };
    let before = &bytes[start.saturating_sub(BEFORE)..start];
    is_there
        && needle
            .after
            .is_none_or(|after| memmem::find(before, after.as_bytes()).is_some())
}

/// A short text in all its mixtures of upper and lower case.
fn cases(text: &str) -> Vec<String> {
    text.chars().fold(vec![String::new()], |spellings, letter| {
        let both = [letter.to_ascii_lowercase(), letter.to_ascii_uppercase()];
        spellings
            .iter()
            .flat_map(|s| both.map(|letter| format!("{s}{letter}")))
            .collect()
    })
}

/// What a second look searches for, in the files of a project that a first look passed over.
#[derive(Debug)]
pub struct SecondNeedles {
    automaton: Option<AhoCorasick>,
    /// How many of the patterns, from the first on, must stand alone.
    words: usize,
}

impl SecondNeedles {
    /// Searches for `words`, which must not continue on either side with a letter, a digit, `_`
    /// or `$` (names of modules and of exported things), and for `texts`, which stand anywhere
    /// (ids, pieces of addresses). Empty ones count for nothing.
    #[must_use]
    pub fn new<'a>(
        words: impl IntoIterator<Item = &'a str>,
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut patterns: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
        let words = patterns.len();
        patterns.extend(texts.into_iter().filter(|text| !text.is_empty()));
        // Too many patterns for an automaton: a second look that finds nothing is no loss of
        // what the first one found.
        let automaton = if patterns.is_empty() {
            None
        } else {
            AhoCorasick::new(patterns).ok()
        };
        Self { automaton, words }
    }

    /// Whether there is nothing to search for.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.automaton.is_none()
    }

    /// Whether one of them stands in `bytes`.
    #[must_use]
    pub fn is_in(&self, bytes: &[u8]) -> bool {
        let continues = |at: Option<&u8>| {
            at.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$'))
        };
        self.automaton.as_ref().is_some_and(|automaton| {
            automaton.find_overlapping_iter(bytes).any(|found| {
                found.pattern().as_usize() >= self.words
                    || !continues(found.start().checked_sub(1).and_then(|at| bytes.get(at)))
                        && !continues(bytes.get(found.end()))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(text: &str) -> Option<Mention> {
        Prefilter::get().mention(text.as_bytes())
    }

    #[test]
    fn clarifai_in_any_case() {
        for text in [
            "clarifai",
            "import Clarifai",
            "CLARIFAI_KEY",
            "x.ClarifAI()",
            "ClArIfAi",
        ] {
            assert_eq!(mention(text), Some(Mention::Direct), "{text}");
        }
        for text in ["", "clarify", "arif", "ifai", "larifai", "clarifa"] {
            assert_eq!(mention(text), None, "{text}");
        }
    }

    #[test]
    fn every_needle_is_found_wherever_it_stands() {
        for needle in &NEEDLES {
            assert!(needle.text.contains(needle.rare), "{}", needle.text);
            for before in ["", "x", "/v2", "user_", "ari", "sta/v2/m"] {
                for after in ["", "s", "_x"] {
                    let context = needle.after.unwrap_or_default();
                    let text = format!("{context}{before}{}{after}", needle.text);
                    assert_eq!(mention(&text), Some(needle.mention), "{text}");
                    let long = format!("{}{text}{}", "pad ".repeat(50), " pad".repeat(50));
                    assert_eq!(mention(&long), Some(needle.mention), "{long}");
                }
            }
        }
    }

    #[test]
    fn outputs_are_those_of_a_model() {
        for text in [
            "`models/${MODEL}/outputs`",
            "'models/' + MODEL + '/versions/' + VERSION + '/outputs'",
        ] {
            assert_eq!(mention(text), Some(Mention::Needle), "{text}");
        }
        let far = format!("models/{}/outputs", " ".repeat(BEFORE));
        assert_eq!(mention(&far), None);
        assert_eq!(mention("open('data/outputs')"), None);
    }

    #[test]
    fn a_direct_mention_outweighs_a_needle_before_it() {
        assert_eq!(mention("user_app_id of Clarifai"), Some(Mention::Direct));
    }

    #[test]
    fn words_of_a_second_look_stand_alone() {
        let needles = SecondNeedles::new(["config"], ["aaa03c23b3724a16a56b629203edc62c", ""]);
        assert!(needles.is_in(b"from .config import KEY"));
        assert!(needles.is_in(b"require('./config')"));
        assert!(!needles.is_in(b"reconfigure(configs)"));
        assert!(needles.is_in(b"x=aaa03c23b3724a16a56b629203edc62cy"));
        assert!(!SecondNeedles::new([], []).is_in(b"anything"));
    }
}
