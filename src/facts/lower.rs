//! From a syntax tree to facts.
//!
//! Three passes, none of which recurses over the tree: the patterns list the nodes that matter, in
//! the order in which they begin; a walk over that list opens and closes scopes and branches and
//! gives each expression its number; a second walk fills in the parts by looking those numbers up.

use std::ops::ControlFlow;
use std::time::Instant;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use tree_sitter::{Node, ParseOptions, Parser, Tree};

use super::pattern::{FactKind, Pattern, Role, children};
use super::{
    Argument, Assignment, Bound, Class, ClassId, Construct, Definition, Entry, Expr, ExprId, Facts,
    FieldValue, Fork, Function, FunctionId, Holder, Kind, Mark, Parameter, Piece, Rest, Scope,
    ScopeId, ScopeKind, Step,
};
use crate::language::{Language, RawPiece};
use crate::source::Span;

/// How deep patterns that take values apart are followed.
const MAX_PATTERN_DEPTH: u32 = 24;

/// What came of reading a file.
pub enum Outcome {
    /// Its facts.
    Facts(Box<Facts>),
    /// It could not be read within the deadline.
    TooHard,
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

fn parse(language: Language, source: &[u8], deadline: Instant) -> Option<Tree> {
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

type Matched<'t> = (Node<'t>, &'static Pattern);

/// How far into a file a generator says that it wrote it, in bytes.
const GENERATED_WINDOW: usize = 512;

fn is_generated(source: &[u8]) -> bool {
    let beginning = &source[..source.len().min(GENERATED_WINDOW)];
    memchr::memmem::find(beginning, b"DO NOT EDIT").is_some()
}

/// Counts the errors of a tree, looking only into subtrees that have some.
fn count_errors(tree: &Tree) -> u32 {
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
    /// … and those of fields.
    fields: FxHashSet<usize>,
    /// The types of declarators that stand beside them.
    declared: FxHashMap<usize, SmolStr>,
    outer: FxHashSet<(ScopeId, SmolStr)>,
    fork_ids: FxHashMap<usize, u32>,
    marks: Vec<Mark>,
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

    // --- first walk: scopes, branches, numbers ---------------------------------

    fn number(&mut self) {
        let mut scopes: Vec<(usize, ScopeId)> = vec![(usize::MAX, ScopeId(0))];
        let mut branches: Vec<(usize, u32)> = Vec::new();
        for index in 0..self.nodes.len() {
            let (node, pattern) = self.nodes[index];
            let start = node.start_byte();
            while scopes.len() > 1 && scopes.last().is_some_and(|(end, _)| *end <= start) {
                scopes.pop();
            }
            while branches.last().is_some_and(|(end, _)| *end <= start) {
                branches.pop();
            }
            let scope = scopes.last().map_or(ScopeId(0), |(_, scope)| *scope);
            let branch = branches.last().map(|(_, branch)| *branch);
            let expr =
                is_expression(pattern.kind).then(|| self.push(Kind::Other, span(node), scope));
            let inner = self.open_scope(node, pattern, scope, expr);
            if let Some(inner) = inner {
                scopes.push((node.end_byte(), inner));
            }
            if matches!(
                pattern.kind,
                FactKind::Branch | FactKind::Fork | FactKind::Block
            ) {
                let id = self.facts.branches.len() as u32;
                self.facts.branches.push((span(node), branch));
                if pattern.kind == FactKind::Fork {
                    self.facts.forks.insert(id, None);
                    self.fork_ids.insert(node.id(), id);
                }
                branches.push((node.end_byte(), id));
            }
            self.by_node.insert(node.id(), index as u32);
            self.spots.push(Spot {
                expr,
                scope,
                branch,
                inner,
            });
        }
    }

    fn open_scope(
        &mut self,
        node: Node<'t>,
        pattern: &'static Pattern,
        scope: ScopeId,
        expr: Option<ExprId>,
    ) -> Option<ScopeId> {
        let kind = match pattern.kind {
            FactKind::Function | FactKind::Method | FactKind::Constructor => {
                let id = FunctionId(self.facts.functions.len() as u32);
                let class = match self.facts.scope(scope).kind {
                    ScopeKind::Class(class) => Some(class),
                    _ => None,
                };
                self.facts.functions.push(Function {
                    name: self.role_name(node, pattern, Role::Name),
                    parameters: Vec::new(),
                    scope: ScopeId(self.facts.scopes.len() as u32),
                    class,
                    returns: Vec::new(),
                    span: span(node),
                    marks: Vec::new(),
                    expr: expr.unwrap_or(ExprId(0)),
                    yields: false,
                    getter: self.language.is_getter(node),
                    annotation: pattern.one(node, Role::Type).map(|it| self.type_name(it)),
                });
                ScopeKind::Function(id)
            }
            FactKind::Class => {
                let id = ClassId(self.facts.classes.len() as u32);
                self.facts.classes.push(Class {
                    name: self
                        .role_name(node, pattern, Role::Name)
                        .unwrap_or_default(),
                    bases: self.bases(node, pattern),
                    scope: ScopeId(self.facts.scopes.len() as u32),
                    span: span(node),
                    marks: Vec::new(),
                    components: Vec::new(),
                    constructors: Vec::new(),
                    fields: FxHashMap::default(),
                });
                ScopeKind::Class(id)
            }
            FactKind::Block => ScopeKind::Block,
            _ => return None,
        };
        let id = ScopeId(self.facts.scopes.len() as u32);
        self.facts.scopes.push(Scope {
            kind,
            parent: Some(scope),
            span: span(node),
            names: FxHashMap::default(),
        });
        Some(id)
    }

    fn bases(&self, node: Node<'t>, pattern: &Pattern) -> Vec<SmolStr> {
        let mut found = Vec::new();
        let mut open: Vec<Node<'t>> = pattern.all(node, Role::Bases);
        open.extend(self.language.heritage(node));
        // Two levels of lists lie between a class and the names of its bases at most.
        for _ in 0..3 {
            let mut next = Vec::new();
            for part in open {
                if self.language.is_type_list(part.kind()) {
                    next.extend(children(part));
                } else {
                    found.push(self.type_name(part));
                }
            }
            open = next;
        }
        found.retain(|name| !name.is_empty());
        found
    }

    // --- second walk: parts ----------------------------------------------------

    fn fill(&mut self) {
        for index in 0..self.nodes.len() {
            let (node, pattern) = self.nodes[index];
            let spot = self.spots[index];
            match pattern.kind {
                FactKind::Comment => self.facts.comments.push(span(node)),
                FactKind::Package => {
                    self.facts.package = self
                        .role_name(node, pattern, Role::Name)
                        .unwrap_or_default();
                }
                FactKind::Import => self.import(node, spot),
                FactKind::Export => self.export(node),
                FactKind::Fork => self.fork(node, pattern, spot),
                FactKind::Return | FactKind::Yield => self.returned(node, pattern, spot),
                FactKind::Outer => self.outer(node, pattern, spot),
                FactKind::Hoist => {
                    self.hoisted
                        .extend(pattern.all(node, Role::Parts).iter().map(Node::id));
                }
                FactKind::Typed => self.typed(node, pattern),
                FactKind::Mark => self.mark(node, pattern, spot),
                FactKind::Keyword => self.keyword(node, pattern),
                FactKind::Field | FactKind::Constant => self.field(node, pattern, spot),
                FactKind::Function | FactKind::Method | FactKind::Constructor => {
                    self.function(node, pattern, spot);
                }
                FactKind::Class => self.class(node, pattern, spot),
                FactKind::Loop | FactKind::Keys => self.bind_loop(node, pattern, spot),
                FactKind::Declare | FactKind::Assign | FactKind::Append => {
                    self.bind(node, pattern, spot);
                }
                _ => {}
            }
            if let Some(id) = spot.expr {
                let kind = self.kind(node, pattern, spot);
                self.set(id, kind);
            }
        }
    }

    fn kind(&mut self, node: Node<'t>, pattern: &'static Pattern, spot: Spot) -> Kind {
        match pattern.kind {
            FactKind::Text => self.text(node),
            FactKind::Adjacent => {
                Kind::Join(self.exprs(&pattern.all(node, Role::Parts), spot.scope))
            }
            FactKind::Number => Kind::Number(self.name_of(node)),
            FactKind::Nothing => Kind::Nothing,
            FactKind::Not => pattern
                .one(node, Role::Value)
                .map_or(Kind::Other, |value| Kind::Not(self.expr(value, spot.scope))),
            FactKind::Name => Kind::Name(self.name_of(node)),
            FactKind::Short => Kind::Name(self.name_of(node)),
            FactKind::This => Kind::This,
            FactKind::Super => Kind::Super,
            FactKind::Member => {
                let name = self
                    .role_name(node, pattern, Role::Name)
                    .unwrap_or_default();
                match pattern.one(node, Role::Object) {
                    Some(object) => Kind::Member(self.expr(object, spot.scope), name),
                    None => Kind::Name(name),
                }
            }
            FactKind::Index => {
                let object = pattern.one(node, Role::Object);
                let key = pattern.one(node, Role::Key);
                match (object, key) {
                    (Some(object), Some(key)) => self.element(object, key, spot),
                    _ => Kind::Other,
                }
            }
            FactKind::Call if self.language.is_super(node, self.source) => Kind::Super,
            FactKind::Call | FactKind::New | FactKind::Element => self.call(node, pattern, spot),
            FactKind::Join => Kind::Join(self.exprs(&pattern.all(node, Role::Parts), spot.scope)),
            FactKind::Format => self.format(node, pattern, spot),
            FactKind::First => {
                self.facts.firsts.extend(spot.expr);
                Kind::Choice(self.exprs(&pattern.all(node, Role::Parts), spot.scope))
            }
            FactKind::Choice => {
                Kind::Choice(self.exprs(&pattern.all(node, Role::Parts), spot.scope))
            }
            FactKind::Record => self.record(&pattern.all(node, Role::Parts), spot.scope),
            FactKind::List => Kind::List(self.items(&pattern.all(node, Role::Parts), spot.scope)),
            FactKind::Same | FactKind::Declare | FactKind::Assign | FactKind::Append => {
                pattern.one(node, Role::Value).map_or(Kind::Other, |value| {
                    let value = self.expr(value, spot.scope);
                    self.type_of(node, pattern, value);
                    Kind::Same(value)
                })
            }
            FactKind::Function | FactKind::Method | FactKind::Constructor => self
                .inner_function(spot)
                .map_or(Kind::Other, Kind::Function),
            FactKind::Class => self.inner_class(spot).map_or(Kind::Other, Kind::Class),
            _ => Kind::Other,
        }
    }

    fn text(&mut self, node: Node<'t>) -> Kind {
        let scope = self.spot(node).map_or(ScopeId(0), |spot| spot.scope);
        let pieces = self.language.text(node, self.source);
        let pieces = pieces.into_iter().map(|piece| match piece {
            RawPiece::Text(text) => Piece::Text(text),
            RawPiece::Hole(hole) => Piece::Hole(self.expr(hole, scope)),
        });
        Kind::Text(pieces.collect())
    }

    fn format(&mut self, node: Node<'t>, pattern: &Pattern, spot: Spot) -> Kind {
        let Some(template) = pattern.one(node, Role::Value) else {
            return Kind::Other;
        };
        let template = self.expr(template, spot.scope);
        let mut arguments = Vec::new();
        if let Some(values) = pattern.one(node, Role::Arguments) {
            let list = self
                .pattern_of(values)
                .filter(|it| it.kind == FactKind::List);
            let values = list.map_or_else(|| vec![values], |it| it.all(values, Role::Parts));
            for value in values {
                let value = self.expr(value, spot.scope);
                arguments.push(Argument {
                    name: None,
                    value,
                    spread: false,
                });
            }
        }
        Kind::Format(template, arguments)
    }

    /// An element of a container; in scripts one with a name is a member: `app['models']`.
    fn element(&mut self, object: Node<'t>, key: Node<'t>, spot: Spot) -> Kind {
        let is_text = self
            .pattern_of(key)
            .is_some_and(|it| it.kind == FactKind::Text);
        let name = self.key(key).filter(|it| is_text && !it.is_empty());
        let object = self.expr(object, spot.scope);
        match name.filter(|_| self.language.is_script()) {
            Some(name) => Kind::Member(object, name),
            None => Kind::Index(object, self.expr(key, spot.scope)),
        }
    }

    fn call(&mut self, node: Node<'t>, pattern: &Pattern, spot: Spot) -> Kind {
        let callee = match pattern.one(node, Role::Callee) {
            Some(callee) => self.expr(callee, spot.scope),
            None => self.method_callee(node, pattern, spot),
        };
        let (construct, arguments) = match pattern.kind {
            FactKind::Element => (Construct::Element, pattern.all(node, Role::Parts)),
            kind => {
                let list = pattern.one(node, Role::Arguments);
                let construct = if kind == FactKind::New {
                    Construct::New
                } else {
                    Construct::No
                };
                (
                    construct,
                    list.map_or_else(Vec::new, |list| self.argument_nodes(list)),
                )
            }
        };
        let arguments = self.arguments(&arguments, spot.scope);
        if let Some(id) = spot.expr {
            self.facts.calls.push(id);
        }
        Kind::Call(callee, arguments, construct)
    }

    /// A list of arguments, or the one argument that stands in its place (a tagged template, a
    /// generator).
    fn argument_nodes(&self, list: Node<'t>) -> Vec<Node<'t>> {
        if self.by_node.contains_key(&list.id()) {
            vec![list]
        } else {
            children(list)
        }
    }

    /// Java's grammar has no node for `object.method` in a call: make the expression.
    fn method_callee(&mut self, node: Node<'t>, pattern: &Pattern, spot: Spot) -> ExprId {
        let Some(name_node) = pattern.one(node, Role::Name) else {
            return self.push(Kind::Other, span(node), spot.scope);
        };
        let name = self.name_of(name_node);
        match pattern.one(node, Role::Object) {
            Some(object) => {
                let place = span(object).cover(span(name_node));
                let object = self.expr(object, spot.scope);
                let id = self.push(Kind::Other, place, spot.scope);
                self.set(id, Kind::Member(object, name));
                id
            }
            None => self.expr(name_node, spot.scope),
        }
    }

    /// The keyword of an argument is no use of what has that name here.
    fn keyword(&mut self, node: Node<'t>, pattern: &Pattern) {
        let name = pattern.one(node, Role::Name);
        if let Some(&index) = name.and_then(|it| self.by_node.get(&it.id())) {
            self.spots[index as usize].expr = None;
        }
    }

    fn arguments(&mut self, nodes: &[Node<'t>], scope: ScopeId) -> Vec<Argument> {
        let mut found = Vec::with_capacity(nodes.len());
        for &node in nodes {
            let pattern = self.pattern_of(node);
            let argument = match pattern.map(|it| it.kind) {
                Some(FactKind::Keyword) => {
                    let pattern = pattern.expect("just matched");
                    let value = pattern.one(node, Role::Value);
                    Argument {
                        name: self.role_name(node, pattern, Role::Name),
                        value: self.expr(value.unwrap_or(node), scope),
                        spread: false,
                    }
                }
                Some(FactKind::Spread) => {
                    let value = pattern
                        .and_then(|it| it.one(node, Role::Value))
                        .unwrap_or(node);
                    Argument {
                        name: None,
                        value: self.expr(value, scope),
                        spread: true,
                    }
                }
                _ => Argument {
                    name: None,
                    value: self.expr(node, scope),
                    spread: false,
                },
            };
            found.push(argument);
        }
        found
    }

    fn record(&mut self, nodes: &[Node<'t>], scope: ScopeId) -> Kind {
        let mut entries = Vec::with_capacity(nodes.len());
        for &node in nodes {
            let Some(pattern) = self.pattern_of(node) else {
                continue;
            };
            match pattern.kind {
                FactKind::Entry => {
                    let (key, value) =
                        (pattern.one(node, Role::Key), pattern.one(node, Role::Value));
                    let (Some(key), Some(value)) = (key, value) else {
                        continue;
                    };
                    let value = self.expr(value, scope);
                    entries.push(match self.key(key) {
                        Some(name) => Entry::Field(name, value),
                        None => Entry::Computed(self.expr(key, scope), value),
                    });
                }
                FactKind::Short => {
                    let name = self.name_of(node);
                    entries.push(Entry::Field(name, self.expr(node, scope)));
                }
                FactKind::Method => {
                    if let Some(name) = self.role_name(node, pattern, Role::Name) {
                        entries.push(Entry::Field(name, self.expr(node, scope)));
                    }
                }
                FactKind::Spread => {
                    if let Some(value) = pattern.one(node, Role::Value) {
                        entries.push(Entry::Spread(self.expr(value, scope)));
                    }
                }
                _ => {}
            }
        }
        Kind::Record(entries)
    }

    /// The name of a key that is written out: an identifier, a text or a number.
    fn key(&self, node: Node<'t>) -> Option<SmolStr> {
        match self.pattern_of(node).map(|it| it.kind) {
            Some(FactKind::Text) => match self.language.text(node, self.source).as_slice() {
                [] => Some(SmolStr::default()),
                [RawPiece::Text(text)] => Some(text.clone()),
                _ => None,
            },
            Some(FactKind::Number) => Some(self.name_of(node)),
            // A property name is no expression in JavaScript; in Python a name is computed.
            None => Some(self.name_of(node)),
            Some(_) => None,
        }
    }

    // --- names -----------------------------------------------------------------

    fn bind(&mut self, node: Node<'t>, pattern: &'static Pattern, spot: Spot) {
        if self.fields.contains(&node.id()) {
            return;
        }
        let Some(target) = pattern.one(node, Role::Target) else {
            return;
        };
        let declares = pattern.kind == FactKind::Declare;
        let scope = if self.hoisted.contains(&node.id()) {
            self.function_scope(spot.scope)
        } else {
            spot.scope
        };
        let value = pattern
            .one(node, Role::Value)
            .map(|value| self.expr(value, spot.scope));
        if let Some(value) = value {
            self.type_of(node, pattern, value);
        }
        let bound = match (pattern.kind, value) {
            (FactKind::Append, Some(value)) => Bound::Append(value),
            (_, Some(value)) => Bound::Value(value),
            (_, None) => Bound::Declared(self.declared_type(node, pattern)),
        };
        self.component(node, pattern, target, scope);
        self.bind_target(target, bound, scope, spot, declares, 0);
    }

    /// Notes a name that the body of a class declares with a type.
    fn component(&mut self, node: Node<'t>, pattern: &Pattern, target: Node<'t>, scope: ScopeId) {
        let ScopeKind::Class(class) = self.facts.scope(scope).kind else {
            return;
        };
        let declared = pattern.one(node, Role::Type).map(|it| self.type_name(it));
        if declared.is_some_and(|it| !self.language.is_shared_type(&it)) {
            let name = self.name_of(target);
            self.facts.classes[class.index()].components.push(name);
        }
    }

    /// Notes the type that a value is declared or cast to, where the language has such.
    fn type_of(&mut self, node: Node<'t>, pattern: &Pattern, value: ExprId) {
        if self.language == Language::Java
            && let Some(name) = self.declared_type(node, pattern)
        {
            self.facts.types.insert(value, name);
        }
    }

    /// The type that a declaration names: in it, or beside it for several declarators.
    fn declared_type(&self, node: Node<'t>, pattern: &Pattern) -> Option<SmolStr> {
        let beside = || self.declared.get(&node.id()).cloned();
        pattern
            .one(node, Role::Type)
            .map(|it| self.type_name(it))
            .or_else(beside)
    }

    /// Notes the type of declarators that stand beside it.
    fn typed(&mut self, node: Node<'t>, pattern: &Pattern) {
        let Some(name) = pattern.one(node, Role::Type).map(|it| self.type_name(it)) else {
            return;
        };
        for declarator in pattern.all(node, Role::Parts) {
            self.declared.insert(declarator.id(), name.clone());
        }
    }

    fn bind_loop(&mut self, node: Node<'t>, pattern: &'static Pattern, spot: Spot) {
        let target = pattern.one(node, Role::Target);
        let value = pattern.one(node, Role::Value);
        let (Some(target), Some(value)) = (target, value) else {
            return;
        };
        let container = self.expr(value, spot.scope);
        let bound = if pattern.kind == FactKind::Keys {
            // Whichever: what has it as a key is any of the elements.
            Bound::Opaque
        } else {
            Bound::Value(self.element_of(container, span(value), spot.scope))
        };
        self.bind_target(target, bound, spot.scope, spot, true, 0);
    }

    /// An expression that stands for one of the elements of a container.
    fn element_of(&mut self, container: ExprId, place: Span, scope: ScopeId) -> ExprId {
        let element = self.push(Kind::Other, place, scope);
        self.set(element, Kind::Element(container));
        element
    }

    /// Gives what stands at `target` its value: a name, a member, or a pattern of such.
    fn bind_target(
        &mut self,
        target: Node<'t>,
        bound: Bound,
        scope: ScopeId,
        spot: Spot,
        declares: bool,
        depth: u32,
    ) {
        let Some(pattern) = self.pattern_of(target) else {
            if target.named_child_count() == 0 {
                let name = self.name_of(target);
                self.define(name, bound, span(target), scope, spot.branch, declares);
            }
            return;
        };
        match pattern.kind {
            FactKind::Name | FactKind::Short => {
                let name = self.name_of(target);
                self.define(name, bound, span(target), scope, spot.branch, declares);
            }
            FactKind::Member | FactKind::Index => self.assign_member(target, pattern, &bound, spot),
            FactKind::Same => {
                if let Some(inner) = pattern.one(target, Role::Value) {
                    self.bind_target(inner, bound, scope, spot, declares, depth + 1);
                }
            }
            _ if depth > MAX_PATTERN_DEPTH => {}
            FactKind::DefaultPattern => {
                let default = pattern.one(target, Role::Default);
                let default = default.map(|it| self.expr(it, spot.scope));
                let bound = match (bound, default) {
                    (Bound::Part(value, steps, None), default) => {
                        Bound::Part(value, steps, default)
                    }
                    (Bound::Value(value), default) => Bound::Part(value, Vec::new(), default),
                    (bound, _) => bound,
                };
                if let Some(inner) = pattern.one(target, Role::Target) {
                    self.bind_target(inner, bound, scope, spot, declares, depth + 1);
                }
            }
            _ => self.bind_parts(target, pattern, &bound, scope, spot, declares, depth),
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the state of one recursive descent"
    )]
    fn bind_parts(
        &mut self,
        target: Node<'t>,
        pattern: &'static Pattern,
        bound: &Bound,
        scope: ScopeId,
        spot: Spot,
        declares: bool,
        depth: u32,
    ) {
        let parts = pattern.all(target, Role::Parts);
        // `with f() as x` has a list of one target: that is the value itself.
        let alone = parts.len() == 1 && self.language.is_sole_target(target.kind());
        for (position, part) in parts.into_iter().enumerate() {
            let part_pattern = self.pattern_of(part);
            let kind = part_pattern.map(|it| it.kind);
            let step = match (pattern.kind, kind) {
                (_, Some(FactKind::RestPattern)) => Step::Rest,
                (FactKind::RecordPattern, Some(FactKind::EntryPattern)) => {
                    let key = part_pattern.and_then(|it| it.one(part, Role::Key));
                    let Some(key) = key.and_then(|key| self.key(key)) else {
                        continue;
                    };
                    Step::Key(key)
                }
                (FactKind::RecordPattern, Some(FactKind::DefaultPattern)) => {
                    let inner = part_pattern.and_then(|it| it.one(part, Role::Target));
                    Step::Key(inner.map(|it| self.name_of(it)).unwrap_or_default())
                }
                (FactKind::RecordPattern, _) => Step::Key(self.name_of(part)),
                _ => Step::Position(position as u32),
            };
            let inner = match kind {
                Some(FactKind::EntryPattern | FactKind::RestPattern) => {
                    let Some(inner) = part_pattern.and_then(|it| it.one(part, Role::Value)) else {
                        continue;
                    };
                    inner
                }
                _ => part,
            };
            let bound = if alone {
                bound.clone()
            } else {
                deeper(bound, step)
            };
            self.bind_target(inner, bound, scope, spot, declares, depth + 1);
        }
    }

    /// An expression for a part of another one's value.
    fn part(&mut self, value: ExprId, steps: &[Step], spot: Spot) -> ExprId {
        let place = self.facts.expr(value).span;
        steps.iter().fold(value, |value, step| {
            let kind = match step {
                Step::Key(key) => Kind::Member(value, key.clone()),
                Step::Position(position) => {
                    let number = Kind::Number(SmolStr::new(position.to_string()));
                    let number = self.push(number, place, spot.scope);
                    Kind::Index(value, number)
                }
                Step::Rest => return value,
            };
            let part = self.push(Kind::Other, place, spot.scope);
            // The value belongs to what it stands in, not to this.
            self.facts.exprs[part.index()].kind = kind;
            part
        })
    }

    fn assign_member(
        &mut self,
        target: Node<'t>,
        pattern: &'static Pattern,
        bound: &Bound,
        spot: Spot,
    ) {
        let value = match bound {
            Bound::Value(value) | Bound::Append(value) => *value,
            // `self.user, self.app = "mara", "album"`
            Bound::Part(value, steps, None) => self.part(*value, steps, spot),
            _ => return,
        };
        let Some(object) = pattern.one(target, Role::Object) else {
            return;
        };
        let key = match pattern.kind {
            FactKind::Member => self.role_name(target, pattern, Role::Name),
            _ => pattern.one(target, Role::Key).and_then(|key| self.key(key)),
        };
        let object = self.expr(object, spot.scope);
        self.facts.assignments.push(Assignment {
            object,
            key,
            value,
            span: span(target),
        });
    }

    fn define(
        &mut self,
        name: SmolStr,
        bound: Bound,
        place: Span,
        scope: ScopeId,
        branch: Option<u32>,
        declares: bool,
    ) {
        if name.is_empty() {
            return;
        }
        let definition = Definition {
            value: bound,
            span: place,
            branch,
        };
        if declares && !self.outer.contains(&(scope, name.clone())) {
            self.facts.scopes[scope.index()]
                .names
                .entry(name)
                .or_default()
                .push(definition);
        } else {
            self.pending.push(Pending {
                name,
                scope,
                definition,
            });
        }
    }

    fn outer(&mut self, node: Node<'t>, pattern: &Pattern, spot: Spot) {
        for name in pattern.all(node, Role::Parts) {
            let name = self.name_of(name);
            self.outer.insert((spot.scope, name));
        }
    }

    fn function_scope(&self, scope: ScopeId) -> ScopeId {
        self.facts
            .scopes_from(scope)
            .find(|(_, it)| it.kind != ScopeKind::Block)
            .map_or(ScopeId(0), |(id, _)| id)
    }

    // --- functions and classes --------------------------------------------------

    fn inner_function(&self, spot: Spot) -> Option<FunctionId> {
        match self.facts.scope(spot.inner?).kind {
            ScopeKind::Function(id) => Some(id),
            _ => None,
        }
    }

    fn inner_class(&self, spot: Spot) -> Option<ClassId> {
        match self.facts.scope(spot.inner?).kind {
            ScopeKind::Class(id) => Some(id),
            _ => None,
        }
    }

    fn function(&mut self, node: Node<'t>, pattern: &'static Pattern, spot: Spot) {
        let (Some(id), Some(inner)) = (self.inner_function(spot), spot.inner) else {
            return;
        };
        let marks = self.take_marks(node);
        self.parameters(node, pattern, id, inner, spot, &marks);
        if let Some(body) = pattern.one(node, Role::Value)
            && !self.is_block(body)
        {
            let value = self.expr(body, inner);
            self.facts.functions[id.index()].returns.push(value);
        }
        let class = self.facts.function(id).class;
        let name = self.facts.function(id).name.clone();
        self.facts.functions[id.index()].getter |= marks
            .iter()
            .any(|mark| matches!(mark.name.as_str(), "property" | "cached_property"));
        self.facts.functions[id.index()].marks = marks;
        let Some(name) = name else { return };
        if let Some(class) = class
            && (pattern.kind == FactKind::Constructor || self.language.is_constructor(&name))
        {
            self.facts.classes[class.index()].constructors.push(id);
        }
        // A constructor that the grammar marks has its class's name, which means the class.
        let known = pattern.kind != FactKind::Method || class.is_some();
        if known && pattern.kind != FactKind::Constructor {
            // A named function expression is known by its name inside itself only, but to bind
            // it around does no harm: nothing else can have meant it.
            self.define(
                name,
                Bound::Function(id),
                span(node),
                spot.scope,
                spot.branch,
                true,
            );
        }
    }

    fn is_block(&self, node: Node<'t>) -> bool {
        self.pattern_of(node)
            .is_some_and(|it| matches!(it.kind, FactKind::Block | FactKind::Branch))
    }

    fn parameters(
        &mut self,
        node: Node<'t>,
        pattern: &Pattern,
        id: FunctionId,
        inner: ScopeId,
        spot: Spot,
        marks: &[Mark],
    ) {
        let Some(list) = pattern.one(node, Role::Parameters) else {
            return;
        };
        let mut nodes = if self.by_node.contains_key(&list.id()) {
            vec![list]
        } else {
            children(list)
        };
        let receiver = self
            .facts
            .function(id)
            .class
            .filter(|_| self.language.names_receiver());
        if let Some(class) = receiver
            && !marks.iter().any(|mark| mark.name == "staticmethod")
            && !nodes.is_empty()
        {
            let first = nodes.remove(0);
            let name = self.parameter_name(first);
            self.define(name, Bound::Receiver(class), span(first), inner, None, true);
        }
        for (position, node) in nodes.into_iter().enumerate() {
            self.parameter(node, id, inner, spot, position as u32);
        }
    }

    fn parameter_name(&self, node: Node<'t>) -> SmolStr {
        let pattern = self.pattern_of(node);
        let name = pattern
            .and_then(|it| it.one(node, Role::Name))
            .unwrap_or(node);
        self.name_of(name)
    }

    fn parameter(
        &mut self,
        node: Node<'t>,
        id: FunctionId,
        inner: ScopeId,
        spot: Spot,
        position: u32,
    ) {
        let pattern = self.pattern_of(node);
        let mut target = node;
        let mut default = None;
        let mut annotation = None;
        let mut rest = Rest::No;
        if let Some(pattern) = pattern {
            match pattern.kind {
                FactKind::Parameter | FactKind::RestParameter | FactKind::KeywordsParameter => {
                    target = pattern.one(node, Role::Name).unwrap_or(node);
                    default = pattern.one(node, Role::Default);
                    annotation = pattern.one(node, Role::Type).map(|it| self.type_name(it));
                }
                FactKind::DefaultPattern => {
                    target = pattern.one(node, Role::Target).unwrap_or(node);
                    default = pattern.one(node, Role::Default);
                }
                _ => {}
            }
            rest = match pattern.kind {
                FactKind::RestParameter => Rest::Positional,
                FactKind::KeywordsParameter => Rest::Keywords,
                _ => Rest::No,
            };
        }
        match self.pattern_of(target) {
            Some(inner_pattern) if inner_pattern.kind == FactKind::RestPattern => {
                rest = Rest::Positional;
                target = inner_pattern.one(target, Role::Value).unwrap_or(target);
            }
            Some(inner_pattern) if inner_pattern.kind == FactKind::KeywordsParameter => {
                rest = Rest::Keywords;
                target = inner_pattern.one(target, Role::Name).unwrap_or(target);
            }
            _ => {}
        }
        let default = default.map(|it| self.expr(it, inner));
        let marks = self.take_marks(node);
        self.add_parameter(
            Parameter {
                name: SmolStr::default(),
                default,
                annotation,
                rest,
                span: span(node),
                marks,
            },
            target,
            (id, position),
            inner,
            spot,
        );
        if self.language.is_field_parameter(node) {
            self.parameter_field(id, position);
        }
    }

    fn add_parameter(
        &mut self,
        mut parameter: Parameter,
        target: Node<'t>,
        (id, position): (FunctionId, u32),
        inner: ScopeId,
        spot: Spot,
    ) {
        let bound = Bound::Parameter(id, position);
        let simple = self
            .pattern_of(target)
            .is_none_or(|it| it.kind == FactKind::Name);
        if simple {
            parameter.name = self.name_of(target);
            let name = parameter.name.clone();
            self.define(name, bound, span(target), inner, None, true);
        } else {
            // Taken apart at once: an expression stands for the parameter as a whole.
            let whole = SmolStr::new(format!("({position})"));
            parameter.name = whole.clone();
            self.define(whole.clone(), bound, span(target), inner, None, true);
            let expr = self.push(Kind::Name(whole), span(target), inner);
            let inner_spot = Spot {
                branch: None,
                ..spot
            };
            self.bind_target(target, Bound::Value(expr), inner, inner_spot, true, 0);
        }
        self.facts.functions[id.index()].parameters.push(parameter);
    }

    fn parameter_field(&mut self, id: FunctionId, position: u32) {
        let function = self.facts.function(id);
        let Some(class) = function.class else { return };
        let Some(parameter) = function.parameters.last() else {
            return;
        };
        let (name, value) = (
            parameter.name.clone(),
            FieldValue {
                value: None,
                parameter: Some((id, position)),
                span: parameter.span,
                annotation: parameter.annotation.clone(),
                marks: parameter.marks.clone(),
            },
        );
        self.facts.classes[class.index()]
            .fields
            .entry(name)
            .or_default()
            .push(value);
    }

    fn class(&mut self, node: Node<'t>, pattern: &'static Pattern, spot: Spot) {
        let (Some(id), Some(inner)) = (self.inner_class(spot), spot.inner) else {
            return;
        };
        self.facts.classes[id.index()].marks = self.take_marks(node);
        let name = self.facts.class(id).name.clone();
        self.define(
            name,
            Bound::Class(id),
            span(node),
            spot.scope,
            spot.branch,
            true,
        );
        // The components of a record type are fields that its constructor fills.
        if let Some(list) = pattern.one(node, Role::Parameters) {
            let function = self.record_constructor(node, id, inner);
            for (position, parameter) in children(list).into_iter().enumerate() {
                self.parameter(parameter, function, inner, spot, position as u32);
                self.parameter_field(function, position as u32);
                self.component_reader(parameter, id, inner);
            }
        }
    }

    fn record_constructor(&mut self, node: Node<'t>, class: ClassId, scope: ScopeId) -> FunctionId {
        let id = FunctionId(self.facts.functions.len() as u32);
        let expr = self.push(Kind::Function(id), span(node), scope);
        self.facts.functions.push(Function {
            name: None,
            parameters: Vec::new(),
            scope,
            class: Some(class),
            returns: Vec::new(),
            span: span(node),
            marks: Vec::new(),
            expr,
            yields: false,
            getter: false,
            annotation: None,
        });
        self.facts.classes[class.index()].constructors.push(id);
        id
    }

    /// The method that reads a component of a record type: `config.pat()`.
    fn component_reader(&mut self, parameter: Node<'t>, class: ClassId, body: ScopeId) {
        let name = self.parameter_name(parameter);
        self.field_reader(name.clone(), &name, span(parameter), class, body);
    }

    /// The methods that read the fields of a class, where an annotation of it may have them made.
    fn generated_readers(&mut self) {
        for index in 0..self.facts.classes.len() {
            let id = ClassId(index as u32);
            let class = self.facts.class(id);
            if class.marks.is_empty() {
                continue;
            }
            let (scope, place) = (class.scope, class.span);
            let mut fields: Vec<SmolStr> = class.fields.keys().cloned().collect();
            fields.sort();
            for field in fields {
                let Some(reader) = self.language.reader_of(&field) else {
                    continue;
                };
                let known = &self.facts.scope(scope).names;
                if !known.contains_key(reader.as_str()) {
                    self.field_reader(SmolStr::new(reader), &field, place, id, scope);
                }
            }
        }
    }

    fn field_reader(
        &mut self,
        name: SmolStr,
        field: &SmolStr,
        place: Span,
        class: ClassId,
        body: ScopeId,
    ) {
        let id = FunctionId(self.facts.functions.len() as u32);
        let scope = ScopeId(self.facts.scopes.len() as u32);
        self.facts.scopes.push(Scope {
            kind: ScopeKind::Function(id),
            parent: Some(body),
            span: place,
            names: FxHashMap::default(),
        });
        let expr = self.push(Kind::Function(id), place, body);
        let this = self.push(Kind::This, place, scope);
        let member = self.push(Kind::Member(this, field.clone()), place, scope);
        self.facts.functions.push(Function {
            name: Some(name.clone()),
            parameters: Vec::new(),
            scope,
            class: Some(class),
            returns: vec![member],
            span: place,
            marks: Vec::new(),
            expr,
            yields: false,
            getter: false,
            annotation: None,
        });
        self.define(name, Bound::Function(id), place, body, None, true);
    }

    fn field(&mut self, node: Node<'t>, pattern: &'static Pattern, spot: Spot) {
        let marks = self.take_marks(node);
        let annotation = pattern.one(node, Role::Type).map(|it| self.type_name(it));
        let declarators = pattern.all(node, Role::Parts);
        if declarators.is_empty() {
            let Some(name) = self.role_name(node, pattern, Role::Name) else {
                return;
            };
            let value = self.field_value(node, pattern, spot);
            self.add_field(name, value, annotation, marks, span(node), spot);
            return;
        }
        for declarator in declarators {
            self.fields.insert(declarator.id());
            let Some(inner) = self.pattern_of(declarator) else {
                continue;
            };
            let Some(name) = self.role_name(declarator, inner, Role::Target) else {
                continue;
            };
            let value = inner
                .one(declarator, Role::Value)
                .map(|it| self.expr(it, spot.scope));
            if let (Some(value), Some(name)) = (value, &annotation)
                && self.language.sees_fields()
            {
                self.facts.types.insert(value, name.clone());
            }
            self.add_field(
                name,
                value,
                annotation.clone(),
                marks.clone(),
                span(declarator),
                spot,
            );
        }
    }

    /// The value of a field; a constant of an enumeration with arguments is an object of it.
    fn field_value(&mut self, node: Node<'t>, pattern: &Pattern, spot: Spot) -> Option<ExprId> {
        if let Some(value) = pattern.one(node, Role::Value) {
            return Some(self.expr(value, spot.scope));
        }
        let list = pattern.one(node, Role::Arguments);
        // A constant is an object of the enumeration's class where that has methods.
        if list.is_none() && !(pattern.kind == FactKind::Constant && self.language.sees_fields()) {
            return None;
        }
        let nodes = list.map(children).unwrap_or_default();
        let arguments = self.arguments(&nodes, spot.scope);
        let class = self
            .facts
            .class(self.facts.class_around(spot.scope)?)
            .name
            .clone();
        let callee = self.push(Kind::Name(class), span(node), spot.scope);
        let call = self.push(Kind::Other, span(node), spot.scope);
        self.set(call, Kind::Call(callee, arguments, Construct::New));
        self.facts.calls.push(call);
        Some(call)
    }

    fn add_field(
        &mut self,
        name: SmolStr,
        value: Option<ExprId>,
        annotation: Option<SmolStr>,
        marks: Vec<Mark>,
        place: Span,
        spot: Spot,
    ) {
        let ScopeKind::Class(class) = self.facts.scope(spot.scope).kind else {
            return;
        };
        let field = FieldValue {
            value,
            parameter: None,
            span: place,
            annotation,
            marks,
        };
        self.facts.classes[class.index()]
            .fields
            .entry(name.clone())
            .or_default()
            .push(field);
        if self.language.sees_fields() {
            self.define(name, Bound::Field(class), place, spot.scope, None, true);
        }
    }

    fn mark(&mut self, node: Node<'t>, pattern: &Pattern, spot: Spot) {
        let mark = self.read_mark(node, pattern, spot.scope);
        self.marks.push(mark);
    }

    fn read_mark(&mut self, node: Node<'t>, pattern: &Pattern, scope: ScopeId) -> Mark {
        let mut name = self.role_name(node, pattern, Role::Name);
        let mut list = pattern.one(node, Role::Arguments);
        // A decorator is an expression: a name, or a call of one.
        if let Some(value) = pattern.one(node, Role::Value) {
            let inner = self.pattern_of(value);
            let callee = inner
                .and_then(|it| it.one(value, Role::Callee))
                .unwrap_or(value);
            list = inner.and_then(|it| it.one(value, Role::Arguments));
            name = Some(self.name_of(callee));
        }
        let nodes = list.map(children).unwrap_or_default();
        let arguments = self.arguments(&nodes, scope);
        Mark {
            name: name.unwrap_or_default(),
            arguments,
            span: span(node),
        }
    }

    /// The annotations of a declaration: those that stand right before it, and those among its
    /// modifiers.
    fn take_marks(&mut self, node: Node<'t>) -> Vec<Mark> {
        let start = node.start_byte() as u32;
        let mut found = std::mem::take(&mut self.marks);
        found.retain(|mark| mark.span.end <= start && self.only_space(mark.span.end, start));
        let scope = self.spot(node).map_or(ScopeId(0), |spot| spot.scope);
        let inside = children(node).into_iter().take(3).flat_map(|child| {
            let own = std::iter::once(child);
            let below = if child.kind() == "modifiers" {
                children(child)
            } else {
                Vec::new()
            };
            own.chain(below)
        });
        for candidate in inside.collect::<Vec<_>>() {
            if let Some(pattern) = self.pattern_of(candidate)
                && pattern.kind == FactKind::Mark
            {
                let mark = self.read_mark(candidate, pattern, scope);
                found.push(mark);
            }
        }
        found
    }

    /// Whether nothing but space and other annotations stands between two offsets.
    fn only_space(&self, from: u32, to: u32) -> bool {
        let between = self
            .source
            .get(from as usize..to as usize)
            .unwrap_or_default();
        let text = String::from_utf8_lossy(between);
        text.len() < 400
            && text.lines().all(|line| {
                let line = line.trim();
                line.is_empty() || line.starts_with('@') || line == "async" || line == "export"
            })
    }

    fn returned(&mut self, node: Node<'t>, pattern: &Pattern, spot: Spot) {
        let Some(value) = pattern.one(node, Role::Value) else {
            return;
        };
        let value = self.expr(value, spot.scope);
        if let Some(function) = self.facts.function_around(spot.scope) {
            let function = &mut self.facts.functions[function.index()];
            function.returns.push(value);
            // One that makes something for the time of a block gives that out once.
            let once = |it: &Mark| self.language.lends(&it.name);
            function.yields = pattern.kind == FactKind::Yield && !function.marks.iter().any(once);
        }
    }

    /// What decides a fork.
    fn fork(&mut self, node: Node<'t>, pattern: &Pattern, spot: Spot) {
        let condition = pattern.one(node, Role::Condition);
        let body = pattern.one(node, Role::Body);
        let (Some(condition), Some(body), Some(&id)) =
            (condition, body, self.fork_ids.get(&node.id()))
        else {
            return;
        };
        let condition = self.expr(condition, spot.scope);
        let fork = Fork {
            condition,
            body: span(body),
        };
        self.facts.forks.insert(id, Some(fork));
    }

    // --- modules ---------------------------------------------------------------

    fn import(&mut self, node: Node<'t>, spot: Spot) {
        for import in self.language.imports(node, self.source) {
            let index = self.facts.imports.len() as u32;
            let (local, place) = (import.local.clone(), import.span);
            self.facts.imports.push(import);
            self.define(
                local,
                Bound::Import(index),
                place,
                spot.scope,
                spot.branch,
                true,
            );
        }
    }

    fn export(&mut self, node: Node<'t>) {
        for export in self.language.exports(node, self.source) {
            let what = match export.value {
                crate::language::RawExported::Local(name) => super::Exported::Local(name),
                crate::language::RawExported::Value(value) => {
                    super::Exported::Value(self.expr(value, ScopeId(0)))
                }
                crate::language::RawExported::From(module, name) => {
                    super::Exported::From(module, name)
                }
            };
            self.facts.exports.push(super::Export {
                name: export.name,
                what,
            });
        }
    }

    // --- at the end --------------------------------------------------------------

    /// Finds the scopes of names that were not declared where they got a value, and the classes
    /// of fields.
    fn settle(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            let known = self
                .facts
                .scopes_from(pending.scope)
                .filter(|(id, _)| !self.outer.contains(&(*id, pending.name.clone())))
                .find(|(_, scope)| scope.names.contains_key(&pending.name))
                .map(|(id, _)| id);
            let scope = known.unwrap_or(ScopeId(0));
            if let ScopeKind::Class(class) = self.facts.scope(scope).kind {
                self.settle_field(class, &pending);
                continue;
            }
            let mut definition = pending.definition;
            if scope != self.function_scope(pending.scope) && scope != pending.scope {
                // Another function does it, at a time that nobody knows: as if in a branch.
                let inside = self.facts.scope(scope).span.contains(definition.span);
                if !inside || self.crosses_function(pending.scope, scope) {
                    definition.branch = Some(u32::MAX);
                }
            }
            let names = &mut self.facts.scopes[scope.index()].names;
            names.entry(pending.name).or_default().push(definition);
        }
        self.generated_readers();
        for scope in &mut self.facts.scopes {
            for definitions in scope.names.values_mut() {
                definitions.sort_by_key(|definition| definition.span);
            }
        }
        self.settle_assignments();
        self.settle_callees();
        self.settle_holders();
    }

    /// What is called is the expression in parentheses, or what is awaited: TypeScript's grammar
    /// puts the `await` of `await f<T>(x)` into the callee.
    fn settle_callees(&mut self) {
        for index in 0..self.facts.calls.len() {
            let call = self.facts.calls[index];
            let Kind::Call(callee, ..) = self.facts.expr(call).kind else {
                continue;
            };
            let mut inner = callee;
            while let Kind::Same(next) = self.facts.expr(inner).kind
                && next != inner
            {
                inner = next;
            }
            if let Kind::Call(callee, ..) = &mut self.facts.exprs[call.index()].kind {
                *callee = inner;
            }
            self.facts.exprs[inner.index()].parent = Some(call);
        }
    }

    /// Notes under which names the values of expressions are kept.
    fn settle_holders(&mut self) {
        let mut held: Vec<(ExprId, Holder)> = Vec::new();
        for (index, scope) in self.facts.scopes.iter().enumerate() {
            for (name, definitions) in &scope.names {
                for definition in definitions {
                    if let Bound::Value(value) = definition.value {
                        held.push((value, Holder::Name(ScopeId(index as u32), name.clone())));
                    }
                }
            }
        }
        for (index, class) in self.facts.classes.iter().enumerate() {
            for (name, values) in &class.fields {
                for value in values.iter().filter_map(|field| field.value) {
                    held.push((value, Holder::Field(ClassId(index as u32), name.clone())));
                }
            }
        }
        for (mut value, holder) in held {
            loop {
                self.facts
                    .holders
                    .entry(value)
                    .or_default()
                    .push(holder.clone());
                match self.facts.expr(value).kind {
                    Kind::Same(inner) if inner != value => value = inner,
                    _ => break,
                }
            }
        }
        for holders in self.facts.holders.values_mut() {
            holders.sort();
        }
    }

    fn crosses_function(&self, from: ScopeId, to: ScopeId) -> bool {
        self.facts
            .scopes_from(from)
            .take_while(|(id, _)| *id != to)
            .any(|(_, scope)| matches!(scope.kind, ScopeKind::Function(_)))
    }

    fn settle_field(&mut self, class: ClassId, pending: &Pending) {
        if let Bound::Value(value) | Bound::Append(value) = pending.definition.value {
            self.add_field_value(class, pending.name.clone(), value, pending.definition.span);
        }
    }

    fn add_field_value(&mut self, class: ClassId, name: SmolStr, value: ExprId, place: Span) {
        let field = FieldValue {
            value: Some(value),
            parameter: None,
            span: place,
            annotation: None,
            marks: Vec::new(),
        };
        self.facts.classes[class.index()]
            .fields
            .entry(name)
            .or_default()
            .push(field);
    }

    fn settle_assignments(&mut self) {
        for index in 0..self.facts.assignments.len() {
            let assignment = self.facts.assignments[index].clone();
            self.facts
                .assigned
                .entry(assignment.object)
                .or_default()
                .push(index as u32);
            self.settle_export(&assignment);
            let object = self.facts.expr(assignment.object);
            let (scope, kind) = (object.scope, object.kind.clone());
            let class = match kind {
                Kind::This => self.facts.class_around(scope),
                Kind::Name(name) => self.receiver(scope, &name).or_else(|| {
                    // `Config.key = …` in the class itself.
                    let around = self.facts.class_around(scope);
                    around.filter(|class| self.facts.class(*class).name == name)
                }),
                _ => None,
            };
            if let (Some(class), Some(key)) = (class, assignment.key) {
                self.add_field_value(class, key, assignment.value, assignment.span);
            }
        }
    }

    /// An export by assignment, as CommonJS has it.
    fn settle_export(&mut self, assignment: &Assignment) {
        let Some(key) = &assignment.key else { return };
        let is = |expr: ExprId, name: &str| matches!(&self.facts.expr(expr).kind, Kind::Name(it) if it == name);
        let object = assignment.object;
        let of_module = |object: ExprId| {
            matches!(&self.facts.expr(object).kind,
                Kind::Member(module, name) if name == "exports" && is(*module, "module"))
        };
        if is(object, "module") && key == "exports" {
            self.facts.exports_whole.push(assignment.value);
        } else if is(object, "exports") || of_module(object) {
            self.facts
                .exports_named
                .push((key.clone(), assignment.value));
        }
    }

    fn receiver(&self, scope: ScopeId, name: &SmolStr) -> Option<ClassId> {
        self.facts.scopes_from(scope).find_map(|(_, scope)| {
            let definitions = scope.names.get(name)?;
            match definitions.first()?.value {
                Bound::Receiver(class) => Some(class),
                _ => None,
            }
        })
    }

    // --- small things ------------------------------------------------------------

    fn push(&mut self, kind: Kind, place: Span, scope: ScopeId) -> ExprId {
        let id = ExprId(self.facts.exprs.len() as u32);
        self.facts.exprs.push(Expr {
            kind: Kind::Other,
            span: place,
            scope,
            parent: None,
        });
        if !matches!(kind, Kind::Other) {
            self.set(id, kind);
        }
        id
    }

    /// Sets what an expression is, notes it as the parent of its parts, and lists its name.
    fn set(&mut self, id: ExprId, kind: Kind) {
        let exprs = &mut self.facts.exprs;
        for_each_part(&kind, |part| {
            if part != id {
                exprs[part.index()].parent = Some(id);
            }
        });
        if let Kind::Name(name) | Kind::Member(_, name) = &kind {
            self.facts
                .mentions
                .entry(name.clone())
                .or_default()
                .push(id);
        }
        self.facts.exprs[id.index()].kind = kind;
    }

    fn pattern_of(&self, node: Node<'t>) -> Option<&'static Pattern> {
        self.by_node
            .get(&node.id())
            .map(|&index| self.nodes[index as usize].1)
    }

    fn spot(&self, node: Node<'t>) -> Option<Spot> {
        self.by_node
            .get(&node.id())
            .map(|&index| self.spots[index as usize])
    }

    /// The expression that a node is; one that the patterns do not know holds nothing.
    fn expr(&mut self, node: Node<'t>, scope: ScopeId) -> ExprId {
        match self.spot(node).and_then(|spot| spot.expr) {
            Some(id) => id,
            None => self.push(Kind::Other, span(node), scope),
        }
    }

    fn exprs(&mut self, nodes: &[Node<'t>], scope: ScopeId) -> Vec<ExprId> {
        nodes.iter().map(|&node| self.expr(node, scope)).collect()
    }

    /// The items of a list; one that is spread stands for its elements.
    fn items(&mut self, nodes: &[Node<'t>], scope: ScopeId) -> Vec<ExprId> {
        let mut found = Vec::with_capacity(nodes.len());
        for &node in nodes {
            let spread = self
                .pattern_of(node)
                .filter(|it| it.kind == FactKind::Spread)
                .and_then(|it| it.one(node, Role::Value));
            found.push(match spread {
                Some(value) => {
                    let container = self.expr(value, scope);
                    self.element_of(container, span(node), scope)
                }
                None => self.expr(node, scope),
            });
        }
        found
    }

    fn name_of(&self, node: Node<'t>) -> SmolStr {
        let bytes = self.source.get(node.byte_range()).unwrap_or_default();
        SmolStr::new(String::from_utf8_lossy(bytes))
    }

    fn role_name(&self, node: Node<'t>, pattern: &Pattern, role: Role) -> Option<SmolStr> {
        let name = pattern.one(node, role)?;
        // A quoted name of a property.
        if let Some(FactKind::Text) = self.pattern_of(name).map(|it| it.kind) {
            return self.key(name);
        }
        Some(self.name_of(name))
    }

    /// A type as written, without what is put into it: `List<String>` is `List`.
    fn type_name(&self, node: Node<'t>) -> SmolStr {
        let text = self.name_of(node);
        let text = text.trim_start_matches(|it: char| it == ':' || it.is_whitespace());
        let text = text
            .trim_start_matches("extends ")
            .trim_start_matches("implements ");
        let text = text.trim_matches(|it| matches!(it, '"' | '\'' | ' '));
        let text = text.strip_prefix("Optional[").unwrap_or(text);
        let text = self.language.held_type(text).unwrap_or(text);
        let end = text
            .find(['<', '[', '|', ']', ' ', '\n'])
            .unwrap_or(text.len());
        SmolStr::new(&text[..end])
    }
}

fn deeper(bound: &Bound, step: Step) -> Bound {
    match bound {
        Bound::Value(value) => Bound::Part(*value, vec![step], None),
        Bound::Part(value, steps, default) => {
            let mut steps = steps.clone();
            steps.push(step);
            Bound::Part(*value, steps, *default)
        }
        _ => Bound::Opaque,
    }
}

fn span(node: Node<'_>) -> Span {
    Span::new(node.start_byte() as u32, node.end_byte() as u32)
}

/// Whether a node of this kind is an expression.
const fn is_expression(kind: FactKind) -> bool {
    matches!(
        kind,
        FactKind::Text
            | FactKind::Adjacent
            | FactKind::Number
            | FactKind::Nothing
            | FactKind::Not
            | FactKind::Name
            | FactKind::This
            | FactKind::Super
            | FactKind::Member
            | FactKind::Index
            | FactKind::Call
            | FactKind::New
            | FactKind::Element
            | FactKind::Join
            | FactKind::Format
            | FactKind::Choice
            | FactKind::First
            | FactKind::Record
            | FactKind::Short
            | FactKind::List
            | FactKind::Same
            | FactKind::Function
            | FactKind::Method
            | FactKind::Constructor
            | FactKind::Class
            | FactKind::Declare
            | FactKind::Assign
            | FactKind::Append
    )
}

/// Calls `each` with the direct parts of an expression.
fn for_each_part(kind: &Kind, mut each: impl FnMut(ExprId)) {
    match kind {
        Kind::Text(pieces) => pieces.iter().for_each(|piece| {
            if let Piece::Hole(hole) = piece {
                each(*hole);
            }
        }),
        Kind::Join(parts) | Kind::Choice(parts) | Kind::List(parts) => {
            parts.iter().copied().for_each(each);
        }
        Kind::Format(template, arguments) | Kind::Call(template, arguments, _) => {
            each(*template);
            arguments.iter().for_each(|argument| each(argument.value));
        }
        Kind::Member(object, _) => each(*object),
        Kind::Index(object, key) => {
            each(*object);
            each(*key);
        }
        Kind::Record(entries) => entries.iter().for_each(|entry| match entry {
            Entry::Field(_, value) | Entry::Spread(value) => each(*value),
            Entry::Computed(key, value) => {
                each(*key);
                each(*value);
            }
        }),
        Kind::Same(inner) | Kind::Element(inner) | Kind::Not(inner) => each(*inner),
        Kind::Nothing
        | Kind::Number(_)
        | Kind::Name(_)
        | Kind::This
        | Kind::Super
        | Kind::Function(_)
        | Kind::Class(_)
        | Kind::Other => {}
    }
}
