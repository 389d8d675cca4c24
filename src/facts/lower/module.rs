//! Imports and exports.

use tree_sitter::Node;

use super::{Lowering, Spot};
use crate::facts::{Assignment, Bound, Export, Exported, ExprId, Kind, ScopeId};
use crate::language::RawExported;

impl<'t> Lowering<'t, '_> {
    /// The names that an import binds.
    pub(super) fn import(&mut self, node: Node<'t>, spot: Spot) {
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

    /// What an export gives to others.
    pub(super) fn export(&mut self, node: Node<'t>) {
        for export in self.language.exports(node, self.source) {
            let what = match export.value {
                RawExported::Local(name) => Exported::Local(name),
                RawExported::Value(value) => Exported::Value(self.expr(value, ScopeId(0))),
                RawExported::From(module, name) => Exported::From(module, name),
            };
            self.facts.exports.push(Export {
                name: export.name,
                what,
            });
        }
    }

    /// An export by assignment, as CommonJS has it.
    pub(super) fn settle_export(&mut self, assignment: &Assignment) {
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
}
