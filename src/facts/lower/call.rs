//! Calls: what is called, and the arguments.

use tree_sitter::Node;

use super::expr::span;
use super::{Lowering, Spot};
use crate::facts::pattern::{FactKind, Pattern, Role, children};
use crate::facts::{Argument, Construct, ExprId, Kind, ScopeId};

impl<'t> Lowering<'t, '_> {
    /// A call with its arguments.
    pub(super) fn call(&mut self, node: Node<'t>, pattern: &Pattern, spot: Spot) -> Kind {
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
    pub(super) fn keyword(&mut self, node: Node<'t>, pattern: &Pattern) {
        let name = pattern.one(node, Role::Name);
        if let Some(&index) = name.and_then(|it| self.by_node.get(&it.id())) {
            self.spots[index as usize].expr = None;
        }
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

    /// The arguments of a call or of an annotation.
    pub(super) fn arguments(&mut self, nodes: &[Node<'t>], scope: ScopeId) -> Vec<Argument> {
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
}
