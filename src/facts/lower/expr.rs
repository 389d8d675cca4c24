//! The table of expressions, and how a node leads to its entry and to its name.

use smol_str::SmolStr;
use tree_sitter::Node;

use super::{Lowering, Spot};
use crate::facts::pattern::{FactKind, Pattern, Role};
use crate::facts::{Entry, Expr, ExprId, Kind, Piece, ScopeId};
use crate::source::Span;

impl<'t> Lowering<'t, '_> {
    /// Adds an expression.
    pub(super) fn push(&mut self, kind: Kind, place: Span, scope: ScopeId) -> ExprId {
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
    pub(super) fn set(&mut self, id: ExprId, kind: Kind) {
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

    /// The pattern that a node fits.
    pub(super) fn pattern_of(&self, node: Node<'t>) -> Option<&'static Pattern> {
        self.by_node
            .get(&node.id())
            .map(|&index| self.nodes[index as usize].1)
    }

    /// The spot of a node.
    pub(super) fn spot(&self, node: Node<'t>) -> Option<Spot> {
        self.by_node
            .get(&node.id())
            .map(|&index| self.spots[index as usize])
    }

    /// The expression that a node is; one that the patterns do not know holds nothing.
    pub(super) fn expr(&mut self, node: Node<'t>, scope: ScopeId) -> ExprId {
        match self.spot(node).and_then(|spot| spot.expr) {
            Some(id) => id,
            None => self.push(Kind::Other, span(node), scope),
        }
    }

    /// The expressions that nodes are.
    pub(super) fn exprs(&mut self, nodes: &[Node<'t>], scope: ScopeId) -> Vec<ExprId> {
        nodes.iter().map(|&node| self.expr(node, scope)).collect()
    }

    /// A node as it is written.
    pub(super) fn name_of(&self, node: Node<'t>) -> SmolStr {
        let bytes = self.source.get(node.byte_range()).unwrap_or_default();
        SmolStr::new(String::from_utf8_lossy(bytes))
    }

    /// The name that a part of a node gives.
    pub(super) fn role_name(
        &self,
        node: Node<'t>,
        pattern: &Pattern,
        role: Role,
    ) -> Option<SmolStr> {
        let name = pattern.one(node, role)?;
        // A quoted name of a property.
        if let Some(FactKind::Text) = self.pattern_of(name).map(|it| it.kind) {
            return self.key(name);
        }
        Some(self.name_of(name))
    }
}

/// Where a node stands.
pub(super) fn span(node: Node<'_>) -> Span {
    Span::new(node.start_byte() as u32, node.end_byte() as u32)
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
