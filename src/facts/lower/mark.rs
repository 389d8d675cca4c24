//! Annotations and decorators: which declaration each stands at.

use tree_sitter::Node;

use super::expr::span;
use super::{Lowering, Spot};
use crate::facts::pattern::{FactKind, Pattern, Role, children};
use crate::facts::{Mark, ScopeId};

impl<'t> Lowering<'t, '_> {
    /// Keeps an annotation for the declaration that it stands before.
    pub(super) fn mark(&mut self, node: Node<'t>, pattern: &Pattern, spot: Spot) {
        let mark = self.read_mark(node, pattern, spot.scope);
        self.marks.push(mark);
    }

    /// Reads an annotation.
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
    pub(super) fn take_marks(&mut self, node: Node<'t>) -> Vec<Mark> {
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
}
