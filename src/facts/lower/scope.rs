//! Names: the scope in which each gets its value.
//!
//! A name that is not declared where it gets a value belongs to a scope that may declare it only
//! later; it waits in [`Pending`] until all of them are known.

use smol_str::SmolStr;
use tree_sitter::Node;

use super::{Lowering, Pending, Spot};
use crate::facts::pattern::{Pattern, Role};
use crate::facts::{Bound, ClassId, Definition, ScopeId, ScopeKind};
use crate::source::Span;

impl<'t> Lowering<'t, '_> {
    /// Binds a name: in its scope, if it is declared there, else when all scopes are known.
    pub(super) fn define(
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

    /// Notes names that belong to a scope further out.
    pub(super) fn outer(&mut self, node: Node<'t>, pattern: &Pattern, spot: Spot) {
        for name in pattern.all(node, Role::Parts) {
            let name = self.name_of(name);
            self.outer.insert((spot.scope, name));
        }
    }

    /// The scope of the function, class or file around.
    pub(super) fn function_scope(&self, scope: ScopeId) -> ScopeId {
        self.facts
            .scopes_from(scope)
            .find(|(_, it)| it.kind != ScopeKind::Block)
            .map_or(ScopeId(0), |(id, _)| id)
    }

    /// Whether a function lies between two scopes.
    pub(super) fn crosses_function(&self, from: ScopeId, to: ScopeId) -> bool {
        self.facts
            .scopes_from(from)
            .take_while(|(id, _)| *id != to)
            .any(|(_, scope)| matches!(scope.kind, ScopeKind::Function(_)))
    }

    /// The class whose object a name stands for: `self`.
    pub(super) fn receiver(&self, scope: ScopeId, name: &SmolStr) -> Option<ClassId> {
        self.facts.scopes_from(scope).find_map(|(_, scope)| {
            let definitions = scope.names.get(name)?;
            match definitions.first()?.value {
                Bound::Receiver(class) => Some(class),
                _ => None,
            }
        })
    }
}
