//! Functions and their parameters.

use smol_str::SmolStr;
use tree_sitter::Node;

use super::expr::span;
use super::{Lowering, Spot};
use crate::facts::pattern::{FactKind, Pattern, Role, children};
use crate::facts::{Bound, FunctionId, Kind, Mark, Parameter, Rest, ScopeId, ScopeKind};

/// A parameter as it is written.
struct Written<'t> {
    /// What gets the value: a name, or a pattern that takes it apart.
    target: Node<'t>,
    /// The declarator that the name stands in.
    declared: Option<usize>,
    default: Option<Node<'t>>,
    annotation: Option<SmolStr>,
    noted: Option<Node<'t>>,
    rest: Rest,
}

impl<'t> Lowering<'t, '_> {
    /// The function whose scope a node opens.
    pub(super) fn inner_function(&self, spot: Spot) -> Option<FunctionId> {
        match self.facts.scope(spot.inner?).kind {
            ScopeKind::Function(id) => Some(id),
            _ => None,
        }
    }

    /// Fills in a function, and binds its name.
    pub(super) fn function(&mut self, node: Node<'t>, pattern: &'static Pattern, spot: Spot) {
        let (Some(id), Some(inner)) = (self.inner_function(spot), spot.inner) else {
            return;
        };
        let marks = self.take_marks(node);
        self.parameters(node, pattern, id, inner, spot, &marks);
        if let Some(body) = pattern.one(node, Role::Value)
            && !self.is_block(body)
        {
            let value = self.expr(body, inner);
            self.facts.functions[id.index()].returns.push(value);
        }
        let class = self.facts.function(id).class;
        let name = self.facts.function(id).name.clone();
        self.facts.functions[id.index()].getter |= marks
            .iter()
            .any(|mark| matches!(mark.name.as_str(), "property" | "cached_property"));
        self.facts.functions[id.index()].marks = marks;
        let Some(name) = name else { return };
        if let Some(class) = class
            && (pattern.kind == FactKind::Constructor || self.language.is_constructor(&name))
        {
            self.facts.classes[class.index()].constructors.push(id);
        }
        // A constructor that the grammar marks has its class's name, which means the class.
        let known = pattern.kind != FactKind::Method || class.is_some();
        if known && pattern.kind != FactKind::Constructor {
            // A named function expression is known by its name inside itself only, but to bind
            // it around does no harm: nothing else can have meant it.
            self.define(
                name,
                Bound::Function(id),
                span(node),
                spot.scope,
                spot.branch,
                true,
            );
        }
    }

    fn is_block(&self, node: Node<'t>) -> bool {
        self.pattern_of(node)
            .is_some_and(|it| matches!(it.kind, FactKind::Block | FactKind::Branch))
    }

    fn parameters(
        &mut self,
        node: Node<'t>,
        pattern: &Pattern,
        id: FunctionId,
        inner: ScopeId,
        spot: Spot,
        marks: &[Mark],
    ) {
        let Some(list) = pattern.one(node, Role::Parameters) else {
            return;
        };
        let mut nodes = if self.by_node.contains_key(&list.id()) {
            vec![list]
        } else {
            children(list)
        };
        let receiver = self
            .facts
            .function(id)
            .class
            .filter(|_| self.language.names_receiver());
        if let Some(class) = receiver
            && !marks.iter().any(|mark| mark.name == "staticmethod")
            && !nodes.is_empty()
        {
            let first = nodes.remove(0);
            let name = self.parameter_name(first);
            self.define(name, Bound::Receiver(class), span(first), inner, None, true);
        }
        for (position, node) in nodes.into_iter().enumerate() {
            self.parameter(node, id, inner, spot, position as u32);
        }
    }

    /// The name of a parameter that is a plain one.
    pub(super) fn parameter_name(&self, node: Node<'t>) -> SmolStr {
        let pattern = self.pattern_of(node);
        let name = pattern
            .and_then(|it| it.one(node, Role::Name))
            .unwrap_or(node);
        self.name_of(name)
    }

    /// Adds a parameter to a function.
    pub(super) fn parameter(
        &mut self,
        node: Node<'t>,
        id: FunctionId,
        inner: ScopeId,
        spot: Spot,
        position: u32,
    ) {
        let Written {
            target,
            declared,
            default,
            annotation,
            noted,
            rest,
        } = self.written(node);
        // It declares nothing beside the parameter.
        self.fields.extend(declared);
        let default = default.map(|it| self.expr(it, inner));
        let noted = noted.map(|it| self.expr(it, inner));
        let marks = self.take_marks(node);
        self.add_parameter(
            Parameter {
                name: SmolStr::default(),
                default,
                annotation,
                noted,
                rest,
                span: span(node),
                marks,
            },
            target,
            (id, position),
            inner,
            spot,
        );
        if self.language.is_field_parameter(node) {
            self.parameter_field(id, position);
        }
    }

    /// What is written of a parameter.
    fn written(&self, node: Node<'t>) -> Written<'t> {
        let mut written = Written {
            target: node,
            declared: None,
            default: None,
            annotation: None,
            noted: None,
            rest: Rest::No,
        };
        if let Some(pattern) = self.pattern_of(node) {
            match pattern.kind {
                FactKind::Parameter | FactKind::RestParameter | FactKind::KeywordsParameter => {
                    written.target = pattern.one(node, Role::Name).unwrap_or(node);
                    written.default = pattern.one(node, Role::Default);
                    let declared = pattern.one(node, Role::Type);
                    written.annotation = declared.map(|it| self.type_name(it));
                    written.noted = declared.and_then(|it| self.language.noted(it));
                }
                FactKind::DefaultPattern => {
                    written.target = pattern.one(node, Role::Target).unwrap_or(node);
                    written.default = pattern.one(node, Role::Default);
                }
                _ => {}
            }
            written.rest = match pattern.kind {
                FactKind::RestParameter => Rest::Positional,
                FactKind::KeywordsParameter => Rest::Keywords,
                _ => Rest::No,
            };
        }
        let target = written.target;
        match self.pattern_of(target) {
            Some(inner) if inner.kind == FactKind::RestPattern => {
                written.rest = Rest::Positional;
                written.target = inner.one(target, Role::Value).unwrap_or(target);
            }
            Some(inner) if inner.kind == FactKind::KeywordsParameter => {
                written.rest = Rest::Keywords;
                written.target = inner.one(target, Role::Name).unwrap_or(target);
            }
            // Java declares the name of a parameter that takes the remaining arguments.
            Some(inner) if inner.kind == FactKind::Declare => {
                written.declared = Some(target.id());
                written.target = inner.one(target, Role::Target).unwrap_or(target);
            }
            _ => {}
        }
        written
    }

    /// Adds a parameter, and binds `target` to it.
    fn add_parameter(
        &mut self,
        mut parameter: Parameter,
        target: Node<'t>,
        (id, position): (FunctionId, u32),
        inner: ScopeId,
        spot: Spot,
    ) {
        let bound = Bound::Parameter(id, position);
        let simple = self
            .pattern_of(target)
            .is_none_or(|it| it.kind == FactKind::Name);
        if simple {
            parameter.name = self.name_of(target);
            let name = parameter.name.clone();
            self.define(name, bound, span(target), inner, None, true);
        } else {
            // Taken apart at once: an expression stands for the parameter as a whole.
            let whole = SmolStr::new(format!("({position})"));
            parameter.name = whole.clone();
            self.define(whole.clone(), bound, span(target), inner, None, true);
            let expr = self.push(Kind::Name(whole), span(target), inner);
            let inner_spot = Spot {
                branch: None,
                ..spot
            };
            self.bind_target(target, Bound::Value(expr), inner, inner_spot, true, 0);
        }
        self.facts.functions[id.index()].parameters.push(parameter);
    }
}
