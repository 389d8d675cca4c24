//! Fields of classes: declared ones, constants of an enumeration, parameters that are fields as
//! well.

use smol_str::SmolStr;
use tree_sitter::Node;

use super::expr::span;
use super::{Lowering, Spot};
use crate::facts::pattern::{FactKind, Pattern, Role, children};
use crate::facts::{
    Bound, ClassId, Construct, ExprId, FieldValue, FunctionId, Kind, Mark, ScopeKind,
};
use crate::source::Span;

impl<'t> Lowering<'t, '_> {
    /// The fields that a declaration in a class makes.
    pub(super) fn field(&mut self, node: Node<'t>, pattern: &'static Pattern, spot: Spot) {
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

    /// Adds a field to the class around.
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

    /// Adds a field that has what the last parameter of a constructor is given.
    pub(super) fn parameter_field(&mut self, id: FunctionId, position: u32) {
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

    /// Adds a value that a field is given somewhere.
    pub(super) fn add_field_value(
        &mut self,
        class: ClassId,
        name: SmolStr,
        value: ExprId,
        place: Span,
    ) {
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
}
