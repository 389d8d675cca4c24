//! Classes, and the constructors and readers that nobody wrote: those of a record type, and those
//! that an annotation has made.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tree_sitter::Node;

use super::expr::span;
use super::{Lowering, Spot};
use crate::facts::pattern::{Pattern, Role, children};
use crate::facts::{Bound, ClassId, Function, FunctionId, Kind, Scope, ScopeId, ScopeKind};
use crate::source::Span;

impl<'t> Lowering<'t, '_> {
    /// The class whose scope a node opens.
    pub(super) fn inner_class(&self, spot: Spot) -> Option<ClassId> {
        match self.facts.scope(spot.inner?).kind {
            ScopeKind::Class(id) => Some(id),
            _ => None,
        }
    }

    /// Fills in a class, and binds its name.
    pub(super) fn class(&mut self, node: Node<'t>, pattern: &'static Pattern, spot: Spot) {
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

    /// The constructor of a record type, which nobody wrote.
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
    pub(super) fn generated_readers(&mut self) {
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

    /// A method that reads a field, which nobody wrote.
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
}
