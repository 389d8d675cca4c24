//! The first walk: which scope and which branch each node stands in, and the number of its
//! expression.
//!
//! It stands apart from the second, since a node may refer to one that begins later: a call to
//! its arguments, a loop to what it binds.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tree_sitter::Node;

use super::expr::span;
use super::{Lowering, Spot};
use crate::facts::pattern::{FactKind, Pattern, Role, children};
use crate::facts::{Class, ClassId, ExprId, Function, FunctionId, Kind, Scope, ScopeId, ScopeKind};

impl<'t> Lowering<'t, '_> {
    /// Gives each node its spot.
    pub(super) fn number(&mut self) {
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

    /// Opens the scope that a node stands for, if it does.
    fn open_scope(
        &mut self,
        node: Node<'t>,
        pattern: &'static Pattern,
        scope: ScopeId,
        expr: Option<ExprId>,
    ) -> Option<ScopeId> {
        let kind = match pattern.kind {
            FactKind::Function | FactKind::Method | FactKind::Constructor => {
                ScopeKind::Function(self.new_function(node, pattern, scope, expr))
            }
            FactKind::Class => ScopeKind::Class(self.new_class(node, pattern)),
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

    /// A function whose scope is about to be opened.
    fn new_function(
        &mut self,
        node: Node<'t>,
        pattern: &'static Pattern,
        around: ScopeId,
        expr: Option<ExprId>,
    ) -> FunctionId {
        let id = FunctionId(self.facts.functions.len() as u32);
        let class = match self.facts.scope(around).kind {
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
        id
    }

    /// A class whose scope is about to be opened.
    fn new_class(&mut self, node: Node<'t>, pattern: &'static Pattern) -> ClassId {
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
        id
    }

    /// The names of the classes above one.
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
