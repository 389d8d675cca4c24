//! What a record is given after it was made: by statements, and by functions that it is passed to.

use smol_str::SmolStr;

use super::bounded::Flow;
use super::call_field::same_setter;
use super::effect::Effect;
use super::field::{names_key, same_key};
use super::value::{At, Object, Site, Value, What};
use crate::facts::{Entry, ExprId, FunctionId, Kind, Slot};
use crate::language::methods::{makes_part, takes_record};
use crate::source::FileId;

impl Flow<'_> {
    /// What a setter that the class of an object does not write out itself gives to a field.
    pub(super) fn set_by_made_setter(
        &self,
        object: &Object,
        record: &Value,
        name: &SmolStr,
    ) -> Vec<Value> {
        let (Some(facts), Some((made, context))) = (self.facts(object.file), &object.made) else {
            return Vec::new();
        };
        let own = &facts.scope(facts.class(object.class).scope).names;
        let inside = Value {
            context: context.clone(),
            ..record.clone()
        };
        let set = self.once(*made, || {
            let mut found = Vec::new();
            for effect in self.effects(*made) {
                if let Effect::Called { path, method, call } = effect
                    && path.is_empty()
                    && !own.contains_key(&method)
                    && same_setter(&method, name)
                    && let Some(Kind::Call(_, arguments, _)) = self.kind_of(call)
                    && let [only] = arguments.as_slice()
                {
                    found.extend(self.eval_field(call.with(only.value), &inside, name));
                }
            }
            found
        });
        set.unwrap_or_default()
    }

    /// What later statements give to the object that an expression made. A setting of a part of
    /// it (`session.headers.update(…)`) counts as one of the object.
    pub(super) fn effect_field(&self, made: At, record: &Value, key: &str) -> Vec<Value> {
        self.field_of_effects(self.effects(made), record, key)
    }

    /// What statements give to a record under a key.
    fn field_of_effects(&self, effects: Vec<Effect>, record: &Value, key: &str) -> Vec<Value> {
        let mut found = Vec::new();
        let mut passed = Vec::new();
        for effect in effects {
            match effect {
                Effect::Assigned {
                    key: name, value, ..
                } => {
                    if same_key(&name, key) {
                        found.extend(self.eval_field(value, record, &name));
                    }
                }
                // A function that the record itself holds is called, and sets nothing.
                Effect::Called { path, method, .. }
                    if path.is_empty() && self.has_function(record, &method) => {}
                Effect::Called { path, method, call } => {
                    found.extend(self.called_field(call, &method, &path, record, key));
                }
                Effect::Passed { call, argument } => passed.push((call, argument)),
            }
        }
        if found.is_empty() {
            let set =
                |(call, argument): &(At, Slot)| self.set_by_callee(*call, argument, record, key);
            found.extend(passed.iter().flat_map(set));
        }
        found
    }

    /// What the call of a method gives to the object, or to the part of it that `path` leads to.
    fn called_field(
        &self,
        call: At,
        method: &str,
        path: &[SmolStr],
        record: &Value,
        key: &str,
    ) -> Vec<Value> {
        let Some(Kind::Call(_, arguments, _)) = self.kind_of(call) else {
            return Vec::new();
        };
        // `body.putObject("user_app_id").put(…)`: what goes on is about the part.
        if let [name] = arguments.as_slice()
            && makes_part(method)
            && path.is_empty()
        {
            let names = self.eval(call.with(name.value), &record.context, &record.trail);
            return match self.facts(call.file) {
                Some(facts) if names_key(&names, key) => {
                    let whole = call.with(facts.chain_top(call.expr));
                    self.eval_field(whole, record, key)
                }
                _ => Vec::new(),
            };
        }
        // `request.user_app_id.CopyFrom(owner)`
        if let ([argument], Some(part)) = (arguments.as_slice(), path.last())
            && takes_record(method)
            && same_key(part, key)
        {
            let mut copied = self.eval_field(call.with(argument.value), record, part);
            let known = |it: &Value| !matches!(it.what, What::Outside(_));
            if copied.iter().any(known) {
                copied.retain(known);
            }
            return copied;
        }
        // `headers.update(Authorization=key)`
        let named = takes_record(method)
            .then(|| self.given(call, arguments, key, &record.context, &record.trail));
        named.flatten().unwrap_or_else(|| {
            let values: Vec<ExprId> = arguments.iter().map(|it| it.value).collect();
            self.setter(call, method, &values, record, key)
        })
    }

    /// Whether a record has a function of its own under a name.
    fn has_function(&self, record: &Value, name: &str) -> bool {
        let What::Node(at) = record.what else {
            return false;
        };
        let Some(Kind::Record(entries)) = self.kind_of(at) else {
            return false;
        };
        entries.iter().any(|entry| match entry {
            Entry::Field(key, value) if key == name => {
                matches!(self.kind_of(at.with(*value)), Some(Kind::Function(_)))
            }
            _ => false,
        })
    }

    /// What a function of the project gives to an object that it is passed:
    /// `Auth.sign(connection)`.
    pub(super) fn set_by_callee(
        &self,
        call: At,
        argument: &Slot,
        record: &Value,
        key: &str,
    ) -> Vec<Value> {
        let Some(Kind::Call(callee, _, _)) = self.kind_of(call) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for target in self.targets(call, call.with(*callee), &record.context) {
            let What::Function(file, function, receiver) = target.what else {
                continue;
            };
            let site = Site::direct(call, record.context.clone(), receiver);
            let inside = Value {
                context: record.context.with(file, function, Some(site)),
                ..record.clone()
            };
            found.extend(self.set_inside((file, function), argument, &inside, key));
        }
        found
    }

    /// What a function gives to what it is passed as that parameter.
    pub(super) fn set_inside(
        &self,
        (file, function): (FileId, FunctionId),
        argument: &Slot,
        record: &Value,
        key: &str,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let expr = facts.function(function).expr;
        let effects = || self.effects_on_parameter(file, function, argument);
        // A function may pass the object to itself.
        let set = self.once(At { file, expr }, || {
            self.deeper(|| self.field_of_effects(effects(), record, key))
        });
        set.flatten().unwrap_or_default()
    }
}
