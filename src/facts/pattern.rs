//! The patterns of `queries/<language>/flow.scm`: which syntax nodes matter, and where the parts
//! of each are.
//!
//! A pattern is a single node with a capture that names the fact and `#set!` entries that say
//! where its parts are: a field of the grammar, the position of a named child (`0`, `-1` from the
//! end), or `*` for all of them. Patterns over single nodes are the whole trick for speed: one
//! walk over the tree looks each node up by the number of its kind.

use std::time::Instant;

use smol_str::SmolStr;
use tree_sitter::{Language as Grammar, Node, Tree};

use super::query::{self, Written};

/// How many nodes are visited between two looks at the clock.
const NODES_PER_LOOK: usize = 4096;

/// Where a part of a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    Field(u16),
    Nth(i32),
    All,
}

macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All of them, with the names that the queries use.
            pub const ALL: &'static [(&'static str, Self)] = &[$(($text, Self::$variant),)*];

            /// The one that the queries call so.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().find(|(text, _)| *text == name).map(|(_, it)| *it)
            }
        }
    };
}

names! {
    /// What a node is, by the capture in `flow.scm`. The words are explained in
    /// `queries/README.md`.
    FactKind {
        /// A string literal.
        Text = "text",
        /// String literals that stand side by side.
        Adjacent = "text.adjacent",
        /// A number.
        Number = "number",
        /// The opposite of a value.
        Not = "not",
        /// The absence of a value.
        Nothing = "nothing",
        /// A name.
        Name = "name",
        /// The object of a method.
        This = "this",
        /// The same, as one of the class above.
        Super = "super",
        /// A member of an object.
        Member = "member",
        /// An element of a container.
        Index = "index",
        /// A call.
        Call = "call",
        /// A construction.
        New = "call.new",
        /// An element of a page.
        Element = "call.element",
        /// A keyword argument.
        Keyword = "argument.keyword",
        /// Something spread over arguments or entries.
        Spread = "spread",
        /// Texts that are joined.
        Join = "join",
        /// A template and its values.
        Format = "format",
        /// One of several values.
        Choice = "choice",
        /// The first of several values that is there.
        First = "choice.first",
        /// A record.
        Record = "record",
        /// An entry of a record.
        Entry = "record.entry",
        /// An entry whose value is the name that is its key.
        Short = "record.short",
        /// A list.
        List = "list",
        /// Another expression's value.
        Same = "same",
        /// A function.
        Function = "function",
        /// A function that is a member of a class or record.
        Method = "function.method",
        /// A constructor.
        Constructor = "function.constructor",
        /// A parameter.
        Parameter = "parameter",
        /// A parameter that takes all remaining arguments.
        RestParameter = "parameter.rest",
        /// A parameter that takes all remaining keywords.
        KeywordsParameter = "parameter.keywords",
        /// A returned value.
        Return = "return",
        /// An element that a generator gives out.
        Yield = "yield",
        /// Names that are declared here and get a value.
        Declare = "bind.declare",
        /// The same, for the whole function (`var`).
        Hoist = "bind.hoist",
        /// Declarations of one type.
        Typed = "bind.typed",
        /// Something gets a value.
        Assign = "bind.assign",
        /// A name gets a text joined to its end.
        Append = "bind.append",
        /// The variable of a loop.
        Loop = "bind.loop",
        /// The variable of a loop over keys.
        Keys = "bind.keys",
        /// Names that belong to an outer scope.
        Outer = "bind.outer",
        /// A record that is taken apart.
        RecordPattern = "pattern.record",
        /// A list that is taken apart.
        ListPattern = "pattern.list",
        /// An entry of the first.
        EntryPattern = "pattern.entry",
        /// A part with a default.
        DefaultPattern = "pattern.default",
        /// What is left.
        RestPattern = "pattern.rest",
        /// A class.
        Class = "class",
        /// A field of a class.
        Field = "field",
        /// Constants of an enumeration.
        Constant = "field.constant",
        /// An annotation.
        Mark = "mark",
        /// An import.
        Import = "import",
        /// An export.
        Export = "export",
        /// The package that a file belongs to.
        Package = "package",
        /// A region with names of its own.
        Block = "block",
        /// A region that may be passed over.
        Branch = "branch",
        /// Regions of which one is run.
        Fork = "branch.fork",
        /// A comment.
        Comment = "comment",
    }
}

names! {
    /// A part of a fact, by the `#set!` key in `flow.scm`.
    Role {
        /// What is called.
        Callee = "callee",
        /// The arguments' list.
        Arguments = "arguments",
        /// The object of a member, an element or a method.
        Object = "object",
        /// A name.
        Name = "name",
        /// A key.
        Key = "key",
        /// A value.
        Value = "value",
        /// Parts of the same kind.
        Parts = "parts",
        /// The parameters.
        Parameters = "parameters",
        /// The body.
        Body = "body",
        /// What decides.
        Condition = "condition",
        /// What gets a value.
        Target = "target",
        /// The classes above.
        Bases = "bases",
        /// A declared type.
        Type = "type",
        /// A default.
        Default = "default",
    }
}

/// One pattern.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) kind: FactKind,
    roles: Vec<(Role, Vec<Where>)>,
    /// The node's `operator` has to be one of these.
    operators: Vec<SmolStr>,
}

/// The compiled patterns of a language.
#[derive(Debug)]
pub struct Patterns {
    /// The patterns for each kind of node, by its number in the grammar.
    by_kind: Vec<Vec<Pattern>>,
    /// The field of a node that `#operator?` is about.
    operator: u16,
}

/// Why a query file is not usable. Only a defect of the program can cause it; a test compiles all.
#[derive(Debug, thiserror::Error)]
pub enum PatternError {
    /// It has another form than the files of this project.
    #[error("line {0} of the query has a form that is not supported")]
    Form(usize),
    /// It uses a word that `queries/README.md` does not have, or a kind of node or a field that
    /// the grammar does not have.
    #[error("the query uses `{0}`, which neither the vocabulary nor the grammar has")]
    Word(String),
}

impl Patterns {
    /// Compiles a `flow.scm` for a grammar.
    ///
    /// # Errors
    /// If the grammar does not know a node or field, or the vocabulary does not know a word.
    pub fn compile(grammar: &Grammar, text: &str) -> Result<Self, PatternError> {
        let mut by_kind: Vec<Vec<Pattern>> = Vec::new();
        by_kind.resize_with(grammar.node_kind_count(), Vec::new);
        for written in query::read(text).map_err(PatternError::Form)? {
            let kind = grammar.id_for_node_kind(&written.node, true);
            let of_kind = by_kind.get_mut(usize::from(kind)).filter(|_| kind != 0);
            let of_kind = of_kind.ok_or_else(|| PatternError::Word(written.node.to_string()))?;
            of_kind.push(Pattern::compile(grammar, &written)?);
        }
        let operator = grammar
            .field_id_for_name("operator")
            .map_or(0, std::num::NonZero::get);
        Ok(Self { by_kind, operator })
    }

    /// How many patterns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_kind.iter().map(Vec::len).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The nodes of a tree that patterns are about, outer ones before those in them, or `None` if
    /// that took longer than the deadline, if there is one.
    pub(super) fn walk<'t>(
        &self,
        tree: &'t Tree,
        source: &[u8],
        deadline: Option<Instant>,
    ) -> Option<Vec<(Node<'t>, &Pattern)>> {
        let mut found = Vec::new();
        let mut cursor = tree.walk();
        let mut visited = 0_usize;
        loop {
            visited += 1;
            if visited.is_multiple_of(NODES_PER_LOOK)
                && deadline.is_some_and(|deadline| Instant::now() > deadline)
            {
                return None;
            }
            let node = cursor.node();
            let patterns = self.by_kind.get(usize::from(node.kind_id()));
            let fitting = patterns.into_iter().flatten();
            let fitting = fitting.filter(|pattern| self.accepts(pattern, node, source));
            found.extend(fitting.map(|pattern| (node, pattern)));
            if cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    found.sort_by_key(|(node, _)| {
                        (node.start_byte(), std::cmp::Reverse(node.end_byte()))
                    });
                    return Some(found);
                }
            }
        }
    }

    /// Whether a node meets the conditions of a pattern.
    fn accepts(&self, pattern: &Pattern, node: Node<'_>, source: &[u8]) -> bool {
        if pattern.operators.is_empty() {
            return true;
        }
        let operator = node.child_by_field_id(self.operator);
        let text = operator.and_then(|operator| source.get(operator.byte_range()));
        text.is_some_and(|text| pattern.operators.iter().any(|one| one.as_bytes() == text))
    }
}

impl Pattern {
    fn compile(grammar: &Grammar, written: &Written) -> Result<Self, PatternError> {
        let word = |text: &str| PatternError::Word(text.to_owned());
        let kind = FactKind::from_name(&written.capture).ok_or_else(|| word(&written.capture))?;
        let mut roles = Vec::new();
        for (key, places) in &written.settings {
            let role = Role::from_name(key).ok_or_else(|| word(key))?;
            let places = places
                .split_whitespace()
                .map(|place| Where::parse(grammar, place).ok_or_else(|| word(place)))
                .collect::<Result<_, _>>()?;
            roles.push((role, places));
        }
        let mut operators = Vec::new();
        for (predicate, arguments) in &written.predicates {
            if predicate != "operator?" {
                return Err(word(predicate));
            }
            operators.extend(arguments.iter().cloned());
        }
        Ok(Self {
            kind,
            roles,
            operators,
        })
    }

    /// The node that plays a role.
    pub(super) fn one<'t>(&self, node: Node<'t>, role: Role) -> Option<Node<'t>> {
        let (_, places) = self.roles.iter().find(|(one, _)| *one == role)?;
        places.iter().find_map(|place| place.first(node))
    }

    /// All the nodes that play a role.
    pub(super) fn all<'t>(&self, node: Node<'t>, role: Role) -> Vec<Node<'t>> {
        let Some((_, places)) = self.roles.iter().find(|(one, _)| *one == role) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for place in places {
            match place {
                Where::Field(id) => {
                    let mut cursor = node.walk();
                    let id = std::num::NonZero::new(*id);
                    found.extend(id.into_iter().flat_map(|id| {
                        node.children_by_field_id(id, &mut cursor)
                            .collect::<Vec<_>>()
                    }));
                }
                Where::Nth(_) => found.extend(place.first(node)),
                Where::All => found.extend(children(node)),
            }
        }
        found
    }
}

impl Where {
    fn parse(grammar: &Grammar, text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self::All);
        }
        if let Ok(position) = text.parse() {
            return Some(Self::Nth(position));
        }
        Some(Self::Field(grammar.field_id_for_name(text)?.get()))
    }

    fn first(self, node: Node<'_>) -> Option<Node<'_>> {
        match self {
            Self::Field(id) => node.child_by_field_id(id),
            Self::Nth(position) if position >= 0 => {
                children(node).into_iter().nth(position as usize)
            }
            Self::Nth(position) => {
                let all = children(node);
                all.len()
                    .checked_sub(position.unsigned_abs() as usize)
                    .map(|at| all[at])
            }
            Self::All => children(node).into_iter().next(),
        }
    }
}

/// The named children of a node, without comments.
pub(crate) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .filter(|child| !child.is_extra())
        .collect()
}
