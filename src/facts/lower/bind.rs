//! Assignments: what a name, a member or a pattern of such gets, by a declaration or a loop, too.

use smol_str::SmolStr;
use tree_sitter::Node;

use super::expr::span;
use super::{Lowering, Spot};
use crate::facts::pattern::{FactKind, Pattern, Role};
use crate::facts::{Assignment, Bound, ExprId, Kind, ScopeId, Step};
use crate::source::Span;

/// How deep patterns that take values apart are followed.
const MAX_PATTERN_DEPTH: u32 = 24;

impl<'t> Lowering<'t, '_> {
    /// A declaration or an assignment.
    pub(super) fn bind(&mut self, node: Node<'t>, pattern: &'static Pattern, spot: Spot) {
        if self.fields.contains(&node.id()) {
            return;
        }
        let Some(target) = pattern.one(node, Role::Target) else {
            return;
        };
        let declares = pattern.kind == FactKind::Declare;
        let scope = if self.hoisted.contains(&node.id()) {
            self.function_scope(spot.scope)
        } else {
            spot.scope
        };
        let value = pattern
            .one(node, Role::Value)
            .map(|value| self.expr(value, spot.scope));
        if let Some(value) = value {
            self.type_of(node, pattern, value);
        }
        let bound = match (pattern.kind, value) {
            (FactKind::Append, Some(value)) => Bound::Append(value),
            (_, Some(value)) => Bound::Value(value),
            (_, None) => Bound::Declared(self.declared_type(node, pattern)),
        };
        self.component(node, pattern, target, scope);
        self.bind_target(target, bound, scope, spot, declares, 0);
    }

    /// What the variables of a loop get.
    pub(super) fn bind_loop(&mut self, node: Node<'t>, pattern: &'static Pattern, spot: Spot) {
        let target = pattern.one(node, Role::Target);
        let value = pattern.one(node, Role::Value);
        let (Some(target), Some(value)) = (target, value) else {
            return;
        };
        let container = self.expr(value, spot.scope);
        let bound = if pattern.kind == FactKind::Keys {
            // Whichever: what has it as a key is any of the elements.
            Bound::Opaque
        } else {
            Bound::Value(self.element_of(container, span(value), spot.scope))
        };
        self.bind_target(target, bound, spot.scope, spot, true, 0);
    }

    /// An expression that stands for one of the elements of a container.
    pub(super) fn element_of(&mut self, container: ExprId, place: Span, scope: ScopeId) -> ExprId {
        let element = self.push(Kind::Other, place, scope);
        self.set(element, Kind::Element(container));
        element
    }

    /// Gives what stands at `target` its value: a name, a member, or a pattern of such.
    pub(super) fn bind_target(
        &mut self,
        target: Node<'t>,
        bound: Bound,
        scope: ScopeId,
        spot: Spot,
        declares: bool,
        depth: u32,
    ) {
        let Some(pattern) = self.pattern_of(target) else {
            if target.named_child_count() == 0 {
                let name = self.name_of(target);
                self.define(name, bound, span(target), scope, spot.branch, declares);
            }
            return;
        };
        match pattern.kind {
            FactKind::Name | FactKind::Short => {
                let name = self.name_of(target);
                self.define(name, bound, span(target), scope, spot.branch, declares);
            }
            FactKind::Member | FactKind::Index => self.assign_member(target, pattern, &bound, spot),
            FactKind::Same => {
                if let Some(inner) = pattern.one(target, Role::Value) {
                    self.bind_target(inner, bound, scope, spot, declares, depth + 1);
                }
            }
            _ if depth > MAX_PATTERN_DEPTH => {}
            FactKind::DefaultPattern => {
                let default = pattern.one(target, Role::Default);
                let default = default.map(|it| self.expr(it, spot.scope));
                let bound = match (bound, default) {
                    (Bound::Part(value, steps, None), default) => {
                        Bound::Part(value, steps, default)
                    }
                    (Bound::Value(value), default) => Bound::Part(value, Vec::new(), default),
                    (bound, _) => bound,
                };
                if let Some(inner) = pattern.one(target, Role::Target) {
                    self.bind_target(inner, bound, scope, spot, declares, depth + 1);
                }
            }
            _ => self.bind_parts(target, pattern, &bound, scope, spot, declares, depth),
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the state of one recursive descent"
    )]
    fn bind_parts(
        &mut self,
        target: Node<'t>,
        pattern: &'static Pattern,
        bound: &Bound,
        scope: ScopeId,
        spot: Spot,
        declares: bool,
        depth: u32,
    ) {
        let parts = pattern.all(target, Role::Parts);
        // `with f() as x` has a list of one target: that is the value itself.
        let alone = parts.len() == 1 && self.language.is_sole_target(target.kind());
        for (position, part) in parts.into_iter().enumerate() {
            let part_pattern = self.pattern_of(part);
            let kind = part_pattern.map(|it| it.kind);
            let step = match (pattern.kind, kind) {
                (_, Some(FactKind::RestPattern)) => Step::Rest,
                (FactKind::RecordPattern, Some(FactKind::EntryPattern)) => {
                    let key = part_pattern.and_then(|it| it.one(part, Role::Key));
                    let Some(key) = key.and_then(|key| self.key(key)) else {
                        continue;
                    };
                    Step::Key(key)
                }
                (FactKind::RecordPattern, Some(FactKind::DefaultPattern)) => {
                    let inner = part_pattern.and_then(|it| it.one(part, Role::Target));
                    Step::Key(inner.map(|it| self.name_of(it)).unwrap_or_default())
                }
                (FactKind::RecordPattern, _) => Step::Key(self.name_of(part)),
                _ => Step::Position(position as u32),
            };
            let inner = match kind {
                Some(FactKind::EntryPattern | FactKind::RestPattern) => {
                    let Some(inner) = part_pattern.and_then(|it| it.one(part, Role::Value)) else {
                        continue;
                    };
                    inner
                }
                _ => part,
            };
            let bound = if alone {
                bound.clone()
            } else {
                deeper(bound, step)
            };
            self.bind_target(inner, bound, scope, spot, declares, depth + 1);
        }
    }

    /// An expression for a part of another one's value.
    fn part(&mut self, value: ExprId, steps: &[Step], spot: Spot) -> ExprId {
        let place = self.facts.expr(value).span;
        steps.iter().fold(value, |value, step| {
            let kind = match step {
                Step::Key(key) => Kind::Member(value, key.clone()),
                Step::Position(position) => {
                    let number = Kind::Number(SmolStr::new(position.to_string()));
                    let number = self.push(number, place, spot.scope);
                    Kind::Index(value, number)
                }
                Step::Rest => return value,
            };
            let part = self.push(Kind::Other, place, spot.scope);
            // The value belongs to what it stands in, not to this.
            self.facts.exprs[part.index()].kind = kind;
            part
        })
    }

    /// Notes a value that is given to a member or an element.
    fn assign_member(
        &mut self,
        target: Node<'t>,
        pattern: &'static Pattern,
        bound: &Bound,
        spot: Spot,
    ) {
        let value = match bound {
            Bound::Value(value) | Bound::Append(value) => *value,
            // `self.user, self.app = "mara", "album"`
            Bound::Part(value, steps, None) => self.part(*value, steps, spot),
            _ => return,
        };
        let Some(object) = pattern.one(target, Role::Object) else {
            return;
        };
        let written = pattern.one(target, Role::Key);
        let key = match pattern.kind {
            FactKind::Member => self.role_name(target, pattern, Role::Name),
            _ => written.and_then(|key| self.key(key)),
        };
        let computed = written.filter(|_| key.is_none());
        let object = self.expr(object, spot.scope);
        let computed = computed.map(|key| self.expr(key, spot.scope));
        self.facts.assignments.push(Assignment {
            object,
            key,
            computed,
            value,
            span: span(target),
        });
    }
}

fn deeper(bound: &Bound, step: Step) -> Bound {
    match bound {
        Bound::Value(value) => Bound::Part(*value, vec![step], None),
        Bound::Part(value, steps, default) => {
            let mut steps = steps.clone();
            steps.push(step);
            Bound::Part(*value, steps, *default)
        }
        _ => Bound::Opaque,
    }
}
