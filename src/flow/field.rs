//! Fields: what a record has under a key, in whatever way the record was made: a literal,
//! keyword arguments, a chain of setters, statements that change it later, a text of JSON.

use std::rc::Rc;

use smol_str::SmolStr;

use super::bounded::Flow;
use super::value::{At, HopRole, Object, Value, What};
use crate::facts::{Entry, ExprId, FieldValue, Kind, Mark, Piece, Rest, SignatureKind, Slot};

impl Flow<'_> {
    /// The values that a record has under a key. Keys are compared without regard to case and
    /// punctuation, so that `user_id`, `userId` and `setUserId` are the same.
    #[must_use]
    pub fn field(&self, record: &Value, key: &str) -> Vec<Value> {
        match &record.what {
            What::Node(at) => {
                let mut found = self.node_field(*at, record, key);
                if found.is_empty() || self.is_record(*at) {
                    let later = self.effect_field(*at, record, key);
                    if !later.is_empty() {
                        found = later;
                    }
                }
                found
            }
            What::Api(api) => self.library_field(api, record, key),
            What::Arguments(call, from) => self.arguments_field(*call, *from, record, key),
            What::Object(object) => self.object_field(object, record, key),
            What::Data(data, holes) => self.data_field(data, holes, record, key),
            What::Row(_) => self.row_field(record, key),
            What::Text(_) | What::Chunks(_) => self.text_field(record, key),
            What::Module(file) => {
                let at = At {
                    file: *file,
                    expr: ExprId(0),
                };
                self.export(
                    *file,
                    &SmolStr::new(key),
                    at,
                    &record.context,
                    &record.trail,
                )
            }
            _ => Vec::new(),
        }
    }

    /// What an object of a class has under a key, as a serializer would write it.
    fn object_field(&self, object: &Rc<Object>, record: &Value, key: &str) -> Vec<Value> {
        let name = self.written_name(object, key);
        let at = At {
            file: object.file,
            expr: ExprId(0),
        };
        // A setter that is made for the class replaces what the field begins with.
        if self
            .facts(object.file)
            .is_some_and(|it| it.language.sees_fields())
        {
            let set = self.set_by_made_setter(object, record, &name);
            if !set.is_empty() {
                return set;
            }
        }
        let found = self.object_member(object, &name, at, &record.context, &record.trail);
        let known: Vec<Value> = found
            .into_iter()
            .filter(|it| match &it.what {
                What::Outside(outside) => outside.name != name,
                // A class above that is of a library may have whatever member.
                What::Api(api) => !api.path.ends_with(&format!("().{name}")),
                _ => true,
            })
            .collect();
        if known.iter().all(is_bare_type) {
            let set = self.set_by_made_setter(object, record, &name);
            if !set.is_empty() {
                return set;
            }
        }
        known
    }

    /// The name of the field that a serializer writes under a key: as an annotation of the field
    /// says, or as its words are joined there.
    fn written_name(&self, object: &Object, key: &str) -> SmolStr {
        let facts = self.facts(object.file);
        let Some(facts) = facts.filter(|it| it.language.sees_fields()) else {
            return SmolStr::new(key);
        };
        let fields = &facts.class(object.class).fields;
        let says = |mark: &Mark| {
            let argument = mark.arguments.first().map(|it| facts.expr(it.value));
            matches!(argument.map(|it| &it.kind), Some(Kind::Text(pieces))
                if matches!(pieces.as_slice(), [Piece::Text(text)] if same_key(text, key)))
        };
        let marked = |it: &Vec<FieldValue>| it.iter().any(|it| it.marks.iter().any(says));
        let mut alike: Vec<&SmolStr> = fields
            .iter()
            .filter(|(name, values)| same_key(name, key) || marked(values))
            .map(|(name, _)| name)
            .collect();
        alike.sort();
        alike
            .first()
            .map_or_else(|| SmolStr::new(key), |it| (*it).clone())
    }

    /// A field of a record that another one is made of, which may be that other one again.
    pub(super) fn inner_field(&self, record: &Value, key: &str) -> Vec<Value> {
        self.deeper(|| self.field(record, key)).unwrap_or_default()
    }

    /// What an expression is.
    pub(super) fn kind_of(&self, at: At) -> Option<&Kind> {
        self.project.expr(at).map(|expr| &expr.kind)
    }

    /// What an expression holds that stands under a key.
    pub(super) fn eval_field(&self, at: At, record: &Value, key: &str) -> Vec<Value> {
        let place = self.project.place(at);
        let trail = record
            .trail
            .then(place, HopRole::Stored, Some(SmolStr::new(key)));
        self.eval(at, &record.context, &trail)
    }

    /// What a record that is looked into has under a key.
    fn node_field(&self, at: At, record: &Value, key: &str) -> Vec<Value> {
        let sub = |expr| At {
            file: at.file,
            expr,
        };
        match self.kind_of(at) {
            Some(Kind::Record(entries)) => {
                // The last entry of a name counts.
                for entry in entries.iter().rev() {
                    let found = match entry {
                        Entry::Field(name, value) if same_key(name, key) => {
                            self.eval_field(sub(*value), record, name)
                        }
                        Entry::Computed(name, value) => {
                            let names = self.eval(sub(*name), &record.context, &record.trail);
                            if names_key(&names, key) {
                                self.eval_field(sub(*value), record, key)
                            } else {
                                Vec::new()
                            }
                        }
                        Entry::Spread(value) => self
                            .eval(sub(*value), &record.context, &record.trail)
                            .iter()
                            .flat_map(|it| self.inner_field(it, key))
                            .collect(),
                        Entry::Field(..) => Vec::new(),
                    };
                    if !found.is_empty() {
                        return found;
                    }
                }
                Vec::new()
            }
            Some(Kind::List(items)) => {
                if let Ok(position) = key.parse::<usize>() {
                    let item = items.get(position).copied();
                    return item
                        .map(|it| self.eval(sub(it), &record.context, &record.trail))
                        .unwrap_or_default();
                }
                self.pair_field(at, items, record, key)
            }
            Some(Kind::Text(_) | Kind::Join(_) | Kind::Format(..)) => self.text_field(record, key),
            Some(Kind::Call(..)) if self.is_row(record) => self.row_field(record, key),
            Some(Kind::Call(..)) => self.recorded_field(at, record, key),
            _ => Vec::new(),
        }
    }

    /// A list of pairs, as gRPC takes metadata: `[("authorization", …)]`.
    pub(super) fn pair_field(
        &self,
        at: At,
        items: &[ExprId],
        record: &Value,
        key: &str,
    ) -> Vec<Value> {
        for &item in items {
            for pair in self.eval(
                At {
                    file: at.file,
                    expr: item,
                },
                &record.context,
                &record.trail,
            ) {
                // `new BasicHeader("Authorization", …)`
                if matches!(pair.what, What::Api(_)) && self.is_pair(&pair) {
                    let found = self.inner_field(&pair, key);
                    if !found.is_empty() {
                        return found;
                    }
                }
                let What::Node(pair_at) = pair.what else {
                    continue;
                };
                let Some(Kind::List(parts)) = self.kind_of(pair_at) else {
                    continue;
                };
                let [name, value] = parts.as_slice() else {
                    continue;
                };
                let sub = |expr| At {
                    file: pair_at.file,
                    expr,
                };
                let names = self.eval(sub(*name), &pair.context, &pair.trail);
                if names_key(&names, key) {
                    return self.eval_field(sub(*value), &pair, key);
                }
            }
        }
        Vec::new()
    }

    /// Whether an object of a library is a key with its value.
    fn is_pair(&self, value: &Value) -> bool {
        let pair = || {
            let api = value.api()?;
            let signatures = self.facts(api.at?.file)?.language.signatures();
            signatures.find(&api.base.as_ref()?.path, SignatureKind::Pairs)
        };
        pair().is_some()
    }

    /// A tuple without its outer parentheres: `metadata=("authorization", key)`.
    #[must_use]
    pub fn flat_pair(&self, value: &Value, key: &str) -> Vec<Value> {
        let What::Node(at) = value.what else {
            return Vec::new();
        };
        let Some(Kind::List(parts)) = self.kind_of(at) else {
            return Vec::new();
        };
        let [name, second] = parts.as_slice() else {
            return Vec::new();
        };
        let sub = |expr| At {
            file: at.file,
            expr,
        };
        let names = self.eval(sub(*name), &value.context, &value.trail);
        if names_key(&names, key) {
            return self.eval_field(sub(*second), value, key);
        }
        Vec::new()
    }

    /// What the gathered arguments of a call have under a key.
    fn arguments_field(
        &self,
        call: At,
        from: Option<usize>,
        record: &Value,
        key: &str,
    ) -> Vec<Value> {
        let Some(Kind::Call(_, arguments, _)) = self.kind_of(call) else {
            return Vec::new();
        };
        let sub = |expr| At {
            file: call.file,
            expr,
        };
        if let Some(from) = from {
            let position = key.parse::<usize>().ok().map(|it| it + from);
            let handed = self.handed(call.file, arguments, &record.context);
            return position
                .and_then(|it| handed.get(it))
                .map(|it| self.eval(it.at, &it.context, &record.trail))
                .unwrap_or_default();
        }
        for argument in arguments.iter().rev() {
            if argument
                .name
                .as_ref()
                .is_some_and(|name| same_key(name, key))
            {
                return self.eval_field(sub(argument.value), record, key);
            }
            if argument.spread {
                for value in self.eval(sub(argument.value), &record.context, &record.trail) {
                    let found = self.inner_field(&value, key);
                    if !found.is_empty() {
                        return found;
                    }
                }
            }
        }
        self.gathered_field(call, record, key)
    }

    /// What a function gives to the keywords that it gathers: `fields.setdefault(…)`.
    fn gathered_field(&self, call: At, record: &Value, key: &str) -> Vec<Value> {
        let Some(Kind::Call(callee, _, _)) = self.kind_of(call) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for target in self.targets(call, call.with(*callee), &record.context) {
            let What::Function(file, function, _) = target.what else {
                continue;
            };
            let parameters = self.facts(file).map(|it| &it.function(function).parameters);
            let gathers = parameters
                .into_iter()
                .flatten()
                .find(|it| it.rest == Rest::Keywords);
            if let Some(parameter) = gathers {
                let argument = Slot::Keyword(parameter.name.clone());
                found.extend(self.set_by_callee(call, &argument, record, key));
            }
        }
        found
    }
}

/// Whether only the type of a value is known.
fn is_bare_type(value: &Value) -> bool {
    match &value.what {
        What::Object(object) => object.made.is_none(),
        What::Api(api) => api.base.is_none(),
        What::Outside(_) => true,
        _ => false,
    }
}

/// Whether two keys are the same but for case and punctuation.
#[must_use]
pub fn same_key(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> Vec<u8> {
        text.bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|it| it.to_ascii_lowercase())
            .collect()
    };
    one == other || letters(one) == letters(other)
}

/// Whether any of several values is the text of a key.
pub(super) fn names_key(names: &[Value], key: &str) -> bool {
    let is_it = |it: &Value| it.text().is_some_and(|it| same_key(it, key));
    names.iter().any(is_it)
}
