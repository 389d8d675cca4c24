//! Parsing: within a deadline, and with the errors counted, since a file that cannot be read is to
//! be told of, not to stop the run.

use std::ops::ControlFlow;
use std::time::Instant;

use tree_sitter::{ParseOptions, Parser, Tree};

use crate::language::Language;

/// How far into a file a generator says that it wrote it, in bytes.
const GENERATED_WINDOW: usize = 512;

/// The syntax tree of a file; `None` if it takes longer than it may.
pub(super) fn parse(language: Language, source: &[u8], deadline: Instant) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(language.grammar().grammar()).ok()?;
    let mut late = |_: &tree_sitter::ParseState| {
        if Instant::now() > deadline {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let options = ParseOptions::new().progress_callback(&mut late);
    let mut text = |at: usize, _| source.get(at..).unwrap_or_default();
    parser.parse_with_options(&mut text, None, Some(options))
}

/// Whether a file says that a program wrote it.
pub(super) fn is_generated(source: &[u8]) -> bool {
    let beginning = &source[..source.len().min(GENERATED_WINDOW)];
    memchr::memmem::find(beginning, b"DO NOT EDIT").is_some()
}

/// Counts the errors of a tree, looking only into subtrees that have some.
pub(super) fn count_errors(tree: &Tree) -> u32 {
    let mut cursor = tree.walk();
    let mut count = 0;
    loop {
        let node = cursor.node();
        count += u32::from(node.is_error() || node.is_missing());
        let descend = node.has_error() && !node.is_error() && cursor.goto_first_child();
        if descend {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return count;
            }
        }
    }
}
