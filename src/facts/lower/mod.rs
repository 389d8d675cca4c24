//! From a syntax tree to facts.
//!
//! Three passes, none of which recurses over the tree: the patterns list the nodes that matter, in
//! the order in which they begin; a walk over that list opens and closes scopes and branches and
//! gives each expression its number ([`number`]); a second walk fills in the parts by looking those
//! numbers up ([`fill`]). What only the whole file can tell is settled at the end ([`settle`]).
//!
//! The parts have a file for each subject; all of them write into the one [`Lowering`].

mod bind;
mod call;
mod class;
mod expr;
mod field;
mod fill;
mod function;
mod literal;
mod mark;
mod module;
mod number;
mod parse;
mod prototype;
mod scope;
mod settle;
mod types;

use std::time::Instant;

use parse::{count_errors, is_generated, parse};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use tree_sitter::Node;

use crate::facts::pattern::Pattern;
use crate::facts::{Definition, ExprId, Facts, Mark, Scope, ScopeId, ScopeKind};
use crate::language::Language;
use crate::source::Span;

/// What came of reading a file.
pub enum Outcome {
    /// Its facts.
    Facts(Box<Facts>),
    /// It could not be read within the deadline.
    TooHard,
}

type Matched<'t> = (Node<'t>, &'static Pattern);

/// The place of a fact: what the second walk needs to know of the first.
#[derive(Clone, Copy)]
struct Spot {
    expr: Option<ExprId>,
    scope: ScopeId,
    branch: Option<u32>,
    /// The scope that the node opens.
    inner: Option<ScopeId>,
}

/// A name that gets a value without being declared where it does.
struct Pending {
    name: SmolStr,
    scope: ScopeId,
    definition: Definition,
}

struct Lowering<'t, 's> {
    language: Language,
    source: &'s [u8],
    nodes: Vec<Matched<'t>>,
    spots: Vec<Spot>,
    by_node: FxHashMap<usize, u32>,
    facts: Facts,
    pending: Vec<Pending>,
    /// Declarators that are not plain declarations of their scope: those of `var` …
    hoisted: FxHashSet<usize>,
    /// … and those of fields and parameters.
    fields: FxHashSet<usize>,
    /// The types of declarators that stand beside them.
    declared: FxHashMap<usize, SmolStr>,
    outer: FxHashSet<(ScopeId, SmolStr)>,
    fork_ids: FxHashMap<usize, u32>,
    marks: Vec<Mark>,
}

/// Reads the facts of a file, until `deadline`.
#[must_use]
pub fn read(language: Language, source: &[u8], deadline: Instant) -> Outcome {
    let Some(tree) = parse(language, source, deadline) else {
        return Outcome::TooHard;
    };
    let patterns = language.grammar().flow();
    let Some(nodes) = patterns.walk(&tree, source, Some(deadline)) else {
        return Outcome::TooHard;
    };
    let mut lowering = Lowering::new(language, source, nodes);
    lowering.number();
    lowering.fill();
    lowering.settle();
    let mut facts = lowering.facts;
    facts.syntax_errors = count_errors(&tree);
    Outcome::Facts(Box::new(facts))
}

impl<'t, 's> Lowering<'t, 's> {
    fn new(language: Language, source: &'s [u8], nodes: Vec<Matched<'t>>) -> Self {
        let module = Scope {
            kind: ScopeKind::Module,
            parent: None,
            span: Span::new(0, source.len() as u32),
            names: FxHashMap::default(),
        };
        Self {
            language,
            source,
            spots: Vec::with_capacity(nodes.len()),
            by_node: FxHashMap::with_capacity_and_hasher(nodes.len(), rustc_hash::FxBuildHasher),
            facts: Facts {
                language,
                exprs: Vec::with_capacity(nodes.len()),
                scopes: vec![module],
                functions: Vec::new(),
                classes: Vec::new(),
                imports: Vec::new(),
                exports: Vec::new(),
                calls: Vec::new(),
                assignments: Vec::new(),
                assigned: FxHashMap::default(),
                exports_whole: Vec::new(),
                exports_named: Vec::new(),
                branches: Vec::new(),
                forks: FxHashMap::default(),
                mentions: FxHashMap::default(),
                holders: FxHashMap::default(),
                firsts: FxHashSet::default(),
                types: FxHashMap::default(),
                package: SmolStr::default(),
                generated: is_generated(source),
                comments: Vec::new(),
                syntax_errors: 0,
            },
            nodes,
            pending: Vec::new(),
            hoisted: FxHashSet::default(),
            fields: FxHashSet::default(),
            declared: FxHashMap::default(),
            outer: FxHashSet::default(),
            fork_ids: FxHashMap::default(),
            marks: Vec::new(),
        }
    }
}
