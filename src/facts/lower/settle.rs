//! What the whole file has to be known for: the scopes of names that were not declared where they
//! got a value, the classes of fields, what keeps the value of an expression.

use super::{Lowering, Pending};
use crate::facts::{Bound, ClassId, Definition, ExprId, Holder, Kind, ScopeId, ScopeKind};

impl Lowering<'_, '_> {
    /// Finds the scopes of names that were not declared where they got a value, and the classes
    /// of fields.
    pub(super) fn settle(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            let known = self
                .facts
                .scopes_from(pending.scope)
                .filter(|(id, _)| !self.outer.contains(&(*id, pending.name.clone())))
                .find(|(_, scope)| scope.names.contains_key(&pending.name))
                .map(|(id, _)| id);
            let scope = known.unwrap_or(ScopeId(0));
            if let ScopeKind::Class(class) = self.facts.scope(scope).kind {
                self.settle_field(class, &pending);
                continue;
            }
            let mut definition = pending.definition;
            if scope != self.function_scope(pending.scope) && scope != pending.scope {
                // Another function does it, at a time that nobody knows: as if in a branch.
                let inside = self.facts.scope(scope).span.contains(definition.span);
                if !inside || self.crosses_function(pending.scope, scope) {
                    definition.branch = Some(u32::MAX);
                }
            }
            let names = &mut self.facts.scopes[scope.index()].names;
            names.entry(pending.name).or_default().push(definition);
        }
        self.settle_prototypes();
        self.generated_readers();
        for scope in &mut self.facts.scopes {
            for definitions in scope.names.values_mut() {
                definitions.sort_by_key(|definition| definition.span);
            }
        }
        self.settle_assignments();
        self.settle_callees();
        self.settle_holders();
    }

    /// What is called is the expression in parentheses, or what is awaited: TypeScript's grammar
    /// puts the `await` of `await f<T>(x)` into the callee.
    fn settle_callees(&mut self) {
        for index in 0..self.facts.calls.len() {
            let call = self.facts.calls[index];
            let Kind::Call(callee, ..) = self.facts.expr(call).kind else {
                continue;
            };
            let mut inner = callee;
            while let Kind::Same(next) = self.facts.expr(inner).kind
                && next != inner
            {
                inner = next;
            }
            if let Kind::Call(callee, ..) = &mut self.facts.exprs[call.index()].kind {
                *callee = inner;
            }
            self.facts.exprs[inner.index()].parent = Some(call);
        }
    }

    /// Notes under which names the values of expressions are kept.
    fn settle_holders(&mut self) {
        let mut held: Vec<(ExprId, Holder)> = Vec::new();
        for (index, scope) in self.facts.scopes.iter().enumerate() {
            for (name, definitions) in &scope.names {
                for definition in definitions {
                    if let Bound::Value(value) = definition.value {
                        held.push((value, Holder::Name(ScopeId(index as u32), name.clone())));
                    }
                }
            }
        }
        for (index, class) in self.facts.classes.iter().enumerate() {
            for (name, values) in &class.fields {
                for value in values.iter().filter_map(|field| field.value) {
                    held.push((value, Holder::Field(ClassId(index as u32), name.clone())));
                }
            }
        }
        for (mut value, holder) in held {
            loop {
                self.facts
                    .holders
                    .entry(value)
                    .or_default()
                    .push(holder.clone());
                match self.facts.expr(value).kind {
                    Kind::Same(inner) if inner != value => value = inner,
                    _ => break,
                }
            }
        }
        for holders in self.facts.holders.values_mut() {
            holders.sort();
        }
    }

    /// A name that gets a value in the body of a class is a field of it.
    fn settle_field(&mut self, class: ClassId, pending: &Pending) {
        if let Bound::Value(value) | Bound::Append(value) = pending.definition.value {
            self.add_field_value(class, pending.name.clone(), value, pending.definition.span);
        }
    }

    /// The class that a name stands for: `Config.key = …`, in the class itself or beside it.
    fn class_named(&self, scope: ScopeId, name: &str) -> Option<ClassId> {
        let around = self.facts.class_around(scope);
        let itself = around.filter(|class| self.facts.class(*class).name == name);
        let beside = || {
            let mut scopes = self.facts.scopes_from(scope);
            let bound = scopes.find_map(|(_, scope)| scope.names.get(name))?;
            match bound.as_slice() {
                [
                    Definition {
                        value: Bound::Class(class),
                        ..
                    },
                ] => Some(*class),
                _ => None,
            }
        };
        itself.or_else(beside)
    }

    /// Lists assignments by their object, and adds those to fields and exports there.
    fn settle_assignments(&mut self) {
        for index in 0..self.facts.assignments.len() {
            let assignment = self.facts.assignments[index].clone();
            self.facts
                .assigned
                .entry(assignment.object)
                .or_default()
                .push(index as u32);
            self.settle_export(&assignment);
            let object = self.facts.expr(assignment.object);
            let (scope, kind) = (object.scope, object.kind.clone());
            let class = match kind {
                Kind::This => self.facts.class_around(scope),
                Kind::Name(name) => self
                    .receiver(scope, &name)
                    .or_else(|| self.class_named(scope, &name)),
                _ => None,
            };
            // In a method of a record it is the record.
            let record = match self.facts.expr(assignment.object).kind {
                Kind::This if class.is_none() => self.facts.record_around(scope),
                _ => None,
            };
            if let Some(record) = record {
                let changes = self.facts.assigned.entry(record).or_default();
                changes.push(index as u32);
            }
            if let (Some(class), Some(key)) = (class, assignment.key) {
                self.add_field_value(class, key, assignment.value, assignment.span);
            }
        }
    }
}
