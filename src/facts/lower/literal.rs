//! Texts, records, lists and their keys: values that are written out.

use smol_str::SmolStr;
use tree_sitter::Node;

use super::expr::span;
use super::{Lowering, Spot};
use crate::facts::pattern::{FactKind, Pattern, Role};
use crate::facts::{Argument, Entry, ExprId, Kind, Piece, ScopeId};
use crate::language::RawPiece;

impl<'t> Lowering<'t, '_> {
    /// A text, with the expressions in its holes.
    pub(super) fn text(&mut self, node: Node<'t>) -> Kind {
        let scope = self.spot(node).map_or(ScopeId(0), |spot| spot.scope);
        let pieces = self.language.text(node, self.source);
        let pieces = pieces.into_iter().map(|piece| match piece {
            RawPiece::Text(text) => Piece::Text(text),
            RawPiece::Hole(hole) => Piece::Hole(self.expr(hole, scope)),
        });
        Kind::Text(pieces.collect())
    }

    /// A template and what is put into it.
    pub(super) fn format(&mut self, node: Node<'t>, pattern: &Pattern, spot: Spot) -> Kind {
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

    /// A record of entries.
    pub(super) fn record(&mut self, nodes: &[Node<'t>], scope: ScopeId) -> Kind {
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

    /// The items of a list; one that is spread stands for its elements.
    pub(super) fn items(&mut self, nodes: &[Node<'t>], scope: ScopeId) -> Vec<ExprId> {
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

    /// An element of a container; in scripts one with a name is a member: `app['models']`.
    pub(super) fn element(&mut self, object: Node<'t>, key: Node<'t>, spot: Spot) -> Kind {
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

    /// The name of a key that is written out: an identifier, a text or a number.
    pub(super) fn key(&self, node: Node<'t>) -> Option<SmolStr> {
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
}
