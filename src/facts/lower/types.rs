//! Types, as they are written: of declarations, casts and the components of a class.

use smol_str::SmolStr;
use tree_sitter::Node;

use super::Lowering;
use crate::facts::pattern::{Pattern, Role};
use crate::facts::{ExprId, ScopeId, ScopeKind};
use crate::language::Language;

impl<'t> Lowering<'t, '_> {
    /// Notes a name that the body of a class declares with a type.
    pub(super) fn component(
        &mut self,
        node: Node<'t>,
        pattern: &Pattern,
        target: Node<'t>,
        scope: ScopeId,
    ) {
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
    pub(super) fn type_of(&mut self, node: Node<'t>, pattern: &Pattern, value: ExprId) {
        if self.language == Language::Java
            && let Some(name) = self.declared_type(node, pattern)
        {
            self.facts.types.insert(value, name);
        }
    }

    /// The type that a declaration names: in it, or beside it for several declarators.
    pub(super) fn declared_type(&self, node: Node<'t>, pattern: &Pattern) -> Option<SmolStr> {
        let beside = || self.declared.get(&node.id()).cloned();
        pattern
            .one(node, Role::Type)
            .map(|it| self.type_name(it))
            .or_else(beside)
    }

    /// Notes the type of declarators that stand beside it.
    pub(super) fn typed(&mut self, node: Node<'t>, pattern: &Pattern) {
        let Some(name) = pattern.one(node, Role::Type).map(|it| self.type_name(it)) else {
            return;
        };
        for declarator in pattern.all(node, Role::Parts) {
            self.declared.insert(declarator.id(), name.clone());
        }
    }

    /// A type as written, without what is put into it: `List<String>` is `List`.
    pub(super) fn type_name(&self, node: Node<'t>) -> SmolStr {
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
