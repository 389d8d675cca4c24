//! Records that calls make: copies of others, which are filled later, and what a class or a library
//! makes of the arguments of a construction.

use std::rc::Rc;

use smol_str::SmolStr;

use super::bounded::Flow;
use super::effect::Effect;
use super::value::{At, Context, HopRole, Object, Trail, Value, What};
use crate::facts::{
    Argument, Bound, ClassId, ExprId, Facts, FieldValue, FunctionId, Kind, Signature, SignatureKind,
};
use crate::language::methods::keeps_keys;
use crate::source::FileId;

/// How many classes upwards the fields of a construction are looked for.
const MAX_BASES: u32 = 8;

impl Flow<'_> {
    // --- records of calls ----------------------------------------------------------

    /// What a call gives that makes a record. Where it copies one and nothing sets the copy apart,
    /// that is the record itself.
    pub(super) fn recorded(
        &self,
        at: At,
        callee: At,
        signature: &Signature,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let copied = match signature.get("value") {
            Some(_) => self.handed_on(at, callee, signature, context, trail),
            None => Vec::new(),
        };
        let node = || self.plain(at, context, trail, What::Node(at));
        if copied.is_empty() {
            return vec![node()];
        }
        if !self.has_own_entries(at) {
            return copied;
        }
        let (records, mut found): (Vec<Value>, Vec<Value>) =
            copied.into_iter().partition(|it| self.may_be_record(it));
        if !records.is_empty() {
            found.push(node());
        }
        found
    }

    /// Whether a call that copies a record gives the copy entries of its own, or statements
    /// change it later.
    fn has_own_entries(&self, call: At) -> bool {
        let entries = match self.project.expr(call).map(|it| &it.kind) {
            Some(Kind::Call(_, arguments, _)) => {
                arguments.iter().any(|it| it.name.is_some() || it.spread)
            }
            _ => false,
        };
        entries || !self.effects(call).is_empty()
    }

    /// Whether a node that is looked into is a record: a literal, or the call that makes one.
    #[must_use]
    pub fn is_record(&self, at: At) -> bool {
        match self.project.expr(at).map(|it| &it.kind) {
            Some(Kind::Record(_)) => true,
            Some(Kind::Call(callee, ..)) => self
                .record_signature(at, *callee, &Context::new())
                .is_some(),
            _ => false,
        }
    }

    fn may_be_record(&self, value: &Value) -> bool {
        match &value.what {
            What::Node(at) => !self.is_textual(value) && !self.is_list(*at),
            What::Text(_) | What::Chunks(_) | What::Nothing | What::Function(..) => false,
            _ => true,
        }
    }

    /// Whether a node that is looked into is a list that is written out.
    pub(super) fn is_list(&self, at: At) -> bool {
        let expr = self.project.expr(at);
        expr.is_some_and(|it| matches!(it.kind, Kind::List(_)))
    }

    /// What the call of a record has under a key: its own entries before those that it copies.
    pub(super) fn recorded_field(&self, call: At, record: &Value, key: &str) -> Vec<Value> {
        let Some(Kind::Call(callee, arguments, _)) = self.project.expr(call).map(|it| &it.kind)
        else {
            return Vec::new();
        };
        if let Some(found) = self.given(call, arguments, key, &record.context, &record.trail) {
            return found;
        }
        let Some((signature, target)) = self.record_signature(call, *callee, &record.context)
        else {
            return Vec::new();
        };
        if let Some(names) = signature.get("through")
            && let Some(class) = target.as_ref().and_then(|it| it.api()).and_then(|it| it.at)
        {
            let names = self.names_at(class, names, &record.context);
            let position = position_of(key, &names);
            let argument = position.and_then(|it| positional(arguments).nth(it));
            return argument.map_or_else(Vec::new, |it| {
                self.stored(call.with(it.value), key, &record.context, &record.trail)
            });
        }
        let sources = match signature.get("value") {
            Some(_) => {
                let callee = call.with(*callee);
                self.handed_on(call, callee, signature, &record.context, &record.trail)
            }
            None => Vec::new(),
        };
        sources
            .iter()
            .flat_map(|it| self.inner_field(it, key))
            .collect()
    }

    /// What is known of a call as one that makes a record, and what it calls.
    pub(super) fn record_signature(
        &self,
        call: At,
        callee: ExprId,
        context: &Context,
    ) -> Option<(&'static Signature, Option<Value>)> {
        let facts = self.facts(call.file)?;
        let signatures = facts.language.signatures();
        let targets = self.eval(call.with(callee), context, &Trail::new());
        let by_path = targets.into_iter().find_map(|target| {
            let path = target.api()?.path.clone();
            let signature = signatures.find(&path, SignatureKind::Record)?;
            Some((signature, Some(target)))
        });
        by_path.or_else(|| {
            let Kind::Member(_, method) = &facts.expr(callee).kind else {
                return None;
            };
            let signature = signatures.method(method, SignatureKind::Record)?;
            Some((signature, None))
        })
    }

    /// The names in a list, or in a text with blanks or commas, that a call is given:
    /// `namedtuple("Owner", "user app")`.
    fn names_at(&self, call: At, slots: &str, context: &Context) -> Vec<SmolStr> {
        let slots = crate::facts::slots_of(slots);
        let mut names = Vec::new();
        for value in self.slot_values(call, &slots, context, &Trail::new()) {
            if let Some(text) = value.text() {
                let parts = text.split([' ', ',']).filter(|it| !it.is_empty());
                names.extend(parts.map(SmolStr::new));
            }
            for item in self.elements_of(&value) {
                let first = match item.text() {
                    Some(text) => Some(SmolStr::new(text)),
                    // `NamedTuple("Owner", [("user", str)])`
                    None => {
                        let first = self.field(&item, "0");
                        first.iter().find_map(Value::text).map(SmolStr::new)
                    }
                };
                names.extend(first);
            }
        }
        names
    }

    /// What a call is given under a key: by keyword, or in a record that is spread.
    pub(super) fn given(
        &self,
        call: At,
        arguments: &[Argument],
        key: &str,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let named = |it: &&Argument| {
            it.name
                .as_deref()
                .is_some_and(|it| super::same_key(it, key))
        };
        if let Some(argument) = arguments.iter().rev().find(named) {
            return Some(self.stored(call.with(argument.value), key, context, trail));
        }
        let spread = arguments.iter().rev().filter(|it| it.spread);
        spread
            .flat_map(|it| self.eval(call.with(it.value), context, trail))
            .map(|mut it| {
                // What stands in a file of data has no place in the code that names it.
                if matches!(it.what, What::Data(..)) {
                    let name = Some(SmolStr::new(key));
                    it.trail = it
                        .trail
                        .then(self.project.place(call), HopRole::Stored, name);
                }
                self.inner_field(&it, key)
            })
            .find(|it| !it.is_empty())
    }

    fn stored(&self, at: At, key: &str, context: &Context, trail: &Trail) -> Vec<Value> {
        let place = self.project.place(at);
        let trail = trail.then(place, HopRole::Stored, Some(SmolStr::new(key)));
        self.eval(at, context, &trail)
    }

    /// Whether a record may have entries that the code does not show, because it takes those of
    /// something that cannot be looked into.
    #[must_use]
    pub fn may_hide(&self, record: &Value) -> bool {
        self.deeper(|| self.hides(record)).unwrap_or(true)
    }

    fn hides(&self, record: &Value) -> bool {
        let spread = |at: At, parts: &[ExprId]| {
            parts.iter().any(|part| {
                let values = self.eval(at.with(*part), &record.context, &Trail::new());
                values.is_empty() || values.iter().any(|it| self.is_closed(it))
            })
        };
        let at = match &record.what {
            What::Node(at) => Some(*at),
            What::Api(api) => api.at,
            What::Arguments(call, None) => Some(*call),
            _ => None,
        };
        let Some(at) = at else { return false };
        match self.project.expr(at).map(|it| &it.kind) {
            Some(Kind::Record(entries)) => {
                let parts: Vec<ExprId> = entries
                    .iter()
                    .filter_map(|entry| match entry {
                        crate::facts::Entry::Spread(value) => Some(*value),
                        _ => None,
                    })
                    .collect();
                spread(at, &parts)
            }
            Some(Kind::Call(callee, arguments, _)) => {
                let parts: Vec<ExprId> = arguments
                    .iter()
                    .filter(|it| it.spread)
                    .map(|it| it.value)
                    .collect();
                let copied = match record.what {
                    What::Node(_) => self.record_signature(at, *callee, &record.context),
                    _ => None,
                };
                let copied = copied.filter(|it| it.0.get("value").is_some());
                let sources = copied.map_or_else(Vec::new, |(signature, _)| {
                    let callee = at.with(*callee);
                    self.handed_on(at, callee, signature, &record.context, &Trail::new())
                });
                spread(at, &parts) || sources.iter().any(|it| self.is_closed(it))
            }
            _ => false,
        }
    }

    /// Whether a value cannot be looked into, or has such a part. A parameter of which no caller
    /// is in the project counts as what the code shows: nothing.
    fn is_closed(&self, value: &Value) -> bool {
        use super::value::OutsideKind::{Missing, Unknown};
        match &value.what {
            What::Outside(outside) => matches!(outside.kind, Missing | Unknown),
            What::Api(api) if !keeps_keys(&api.path) => true,
            _ => self.may_hide(value),
        }
    }

    // --- objects of classes without a constructor ------------------------------------

    /// The member of an object that a statement behind its construction gave it, or that the
    /// construction was given where the class has no constructor of its own.
    pub(super) fn own_member(
        &self,
        object: &Rc<Object>,
        name: &SmolStr,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let (made, made_in) = object.made.as_ref()?;
        let mut later = Vec::new();
        for effect in self.effects(*made) {
            if let Effect::Assigned { path, key, value } = effect
                && path.is_empty()
                && key == *name
            {
                let set = self.once(value, || self.stored(value, name, made_in, trail));
                later.extend(set.unwrap_or_default());
            }
        }
        if !later.is_empty() {
            return Some(later);
        }
        let Some(Kind::Call(_, arguments, _)) = self.project.expr(*made).map(|it| &it.kind) else {
            return None;
        };
        let class = (object.file, object.class);
        if arguments.is_empty() || !self.is_filled_by_name(class, name, 0) {
            return None;
        }
        if let Some(found) = self.given(*made, arguments, name, made_in, trail) {
            return Some(found);
        }
        let components = self.components(class, 0);
        let position = position_of(name, &components)?;
        // A constructor that is made for the fields takes them all.
        let made_for_fields = self.facts(object.file)?.language.sees_fields();
        if made_for_fields && arguments.len() != components.len() {
            return None;
        }
        let argument = positional(arguments).nth(position)?;
        Some(self.stored(made.with(argument.value), name, made_in, trail))
    }

    /// Whether a construction fills the fields of a class from arguments of the same names: it
    /// has no constructor, nor do the classes above it, and nothing else gives the field a value.
    fn is_filled_by_name(&self, (file, class): (FileId, ClassId), name: &str, depth: u32) -> bool {
        let Some(facts) = self.facts(file) else {
            return false;
        };
        let definition = facts.class(class);
        let names = &facts.scope(definition.scope).names;
        let method = names
            .get(name)
            .is_some_and(|it| it.iter().any(|it| matches!(it.value, Bound::Function(_))));
        let completes = |id: &FunctionId| {
            let name = facts.function(*id).name.as_deref();
            name.is_some_and(|it| facts.language.completes_constructor(it))
        };
        let plain = definition.constructors.iter().all(completes)
            && definition.fields.get(name).is_none_or(|values| {
                facts.language.sees_fields() && values.iter().all(is_only_declared)
            })
            && !method;
        plain
            && depth < MAX_BASES
            && self
                .bases_of(file, facts, class)
                .into_iter()
                .all(|base| self.is_filled_by_name(base, name, depth + 1))
    }

    /// The fields that a construction fills by position: those declared with a type, or by a call
    /// that declares fields, the ones of the classes above first.
    fn components(&self, (file, class): (FileId, ClassId), depth: u32) -> Vec<SmolStr> {
        let Some(facts) = self.facts(file).filter(|_| depth < MAX_BASES) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for base in self.bases_of(file, facts, class) {
            found.extend(self.components(base, depth + 1));
        }
        let definition = facts.class(class);
        let mut own: Vec<(u32, &SmolStr)> = Vec::new();
        for (name, definitions) in &facts.scope(definition.scope).names {
            let Some(first) = definitions.first() else {
                continue;
            };
            let declared = match first.value {
                _ if definition.components.contains(name) => true,
                Bound::Value(value) => self.declares_field(facts, At { file, expr: value }),
                // Who has no constructor, and is given arguments all the same, has one made for
                // its fields.
                Bound::Field(_) => {
                    let values = definition.fields.get(name);
                    facts.language.sees_fields()
                        && definition.constructors.is_empty()
                        && values.is_some_and(|it| it.first().is_some_and(is_only_declared))
                }
                _ => false,
            };
            if declared {
                own.push((first.span.start, name));
            }
        }
        own.sort_unstable();
        for (_, name) in own {
            if !found.contains(name) {
                found.push(name.clone());
            }
        }
        found
    }

    /// Whether an expression is a call that declares a field of a class: `attr.ib()`.
    fn declares_field(&self, facts: &Facts, at: At) -> bool {
        let Kind::Call(callee, _, _) = facts.expr(at.expr).kind else {
            return false;
        };
        let signatures = facts.language.signatures();
        let targets = self.eval(at.with(callee), &Context::new(), &Trail::new());
        let mut paths = targets.iter().filter_map(Value::api);
        paths.any(|it| signatures.find(&it.path, SignatureKind::Field).is_some())
    }

    /// The value that a call gives to the field that it declares, as far as it says one.
    pub(super) fn field_default(
        &self,
        at: At,
        callee: At,
        signature: &Signature,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let default = self.slot_values(at, &signature.slots("default"), context, trail);
        if !default.is_empty() {
            return default;
        }
        let factories = self.slot_values(at, &signature.slots("value"), context, trail);
        let construct = crate::facts::Construct::No;
        factories
            .iter()
            .flat_map(|it| self.result(at, callee, it, construct, context, trail))
            .collect()
    }

    /// The classes of the project right above a class.
    pub(super) fn bases_of(
        &self,
        file: FileId,
        facts: &Facts,
        class: ClassId,
    ) -> Vec<(FileId, ClassId)> {
        let definition = facts.class(class);
        let Some(scope) = facts.scope(definition.scope).parent else {
            return Vec::new();
        };
        let at = At {
            file,
            expr: super::class::at_of(facts, class),
        };
        let mut found = Vec::new();
        for base in &definition.bases {
            for value in self.type_named(at, scope, base, &Context::new()) {
                if let What::Class(base_file, base) = value.what
                    && (base_file, base) != (file, class)
                {
                    found.push((base_file, base));
                }
            }
        }
        found
    }
}

/// Whether a field is declared there, and gets no value.
fn is_only_declared(field: &FieldValue) -> bool {
    field.value.is_none() && field.parameter.is_none()
}

/// The position of the field of that name, or the position that the name is.
fn position_of(key: &str, names: &[SmolStr]) -> Option<usize> {
    let position = key.parse().ok().filter(|it| *it < names.len());
    position.or_else(|| names.iter().position(|it| it == key))
}

/// The positional arguments up to the first one that is spread.
fn positional(arguments: &[Argument]) -> impl Iterator<Item = &Argument> {
    let plain = arguments.iter().filter(|it| it.name.is_none());
    plain.take_while(|it| !it.spread)
}
