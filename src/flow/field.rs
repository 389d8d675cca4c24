//! Fields: what a record has under a key, in whatever way the record was made: a literal,
//! keyword arguments, a chain of setters, statements that change it later, a text of JSON.

use std::rc::Rc;

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::effect::Effect;
use super::value::{Api, At, Chunk, Handing, HopRole, Object, Site, Value, What};
use crate::facts::{
    Bound, Construct, Entry, ExprId, FieldValue, FunctionId, Kind, Mark, Piece, Rest,
    SignatureKind, Slot,
};
use crate::language::methods::{keeps_keys, makes_part, set_by, sets_by_name, takes_record};
use crate::source::FileId;

/// How many links of a chain lie between a name and what it is the beginning of.
const MAX_ROOT: u32 = 4;

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
            What::Object(object) => {
                let name = self.written_name(object, key);
                let at = At {
                    file: object.file,
                    expr: ExprId(0),
                };
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
            What::Data(data, holes) => {
                let value = match data.as_ref() {
                    serde_json::Value::Object(fields) => fields
                        .iter()
                        .find(|(name, _)| same_key(name, key))
                        .map(|(_, it)| it),
                    serde_json::Value::Array(items) => key
                        .parse::<usize>()
                        .ok()
                        .and_then(|position| items.get(position)),
                    _ => None,
                };
                value
                    .map(|it| self.data_value(it, holes, record))
                    .unwrap_or_default()
            }
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

    /// What a setter that the class of an object does not write out itself gives to a field.
    fn set_by_made_setter(&self, object: &Object, record: &Value, name: &SmolStr) -> Vec<Value> {
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

    /// A field of a record that another one is made of, which may be that other one again.
    pub(super) fn inner_field(&self, record: &Value, key: &str) -> Vec<Value> {
        self.deeper(|| self.field(record, key)).unwrap_or_default()
    }

    fn kind_of(&self, at: At) -> Option<&Kind> {
        self.project.expr(at).map(|expr| &expr.kind)
    }

    fn eval_field(&self, at: At, record: &Value, key: &str) -> Vec<Value> {
        let place = self.project.place(at);
        let trail = record
            .trail
            .then(place, HopRole::Stored, Some(SmolStr::new(key)));
        self.eval(at, &record.context, &trail)
    }

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
                            if names
                                .iter()
                                .any(|it| it.text().is_some_and(|it| same_key(it, key)))
                            {
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
    fn pair_field(&self, at: At, items: &[ExprId], record: &Value, key: &str) -> Vec<Value> {
        for &item in items {
            for pair in self.eval(
                At {
                    file: at.file,
                    expr: item,
                },
                &record.context,
                &record.trail,
            ) {
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
                if names
                    .iter()
                    .any(|it| it.text().is_some_and(|it| same_key(it, key)))
                {
                    return self.eval_field(sub(*value), &pair, key);
                }
            }
        }
        Vec::new()
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
        if names
            .iter()
            .any(|it| it.text().is_some_and(|it| same_key(it, key)))
        {
            return self.eval_field(sub(*second), value, key);
        }
        Vec::new()
    }

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

    // --- objects of libraries --------------------------------------------------------

    /// What was given to an object of a library: to its constructor, to a setter in the chain that
    /// made it, or later.
    fn library_field(&self, api: &Rc<Api>, record: &Value, key: &str) -> Vec<Value> {
        for link in api.chain() {
            let Some(at) = link.at else { continue };
            let record = Value {
                what: record.what.clone(),
                context: link.context.clone(),
                trail: record.trail.clone(),
            };
            let later = self.effect_field(at, &record, key);
            if !later.is_empty() {
                return later;
            }
            let pairs = link.base.as_ref().and_then(|base| {
                let signatures = self.facts(at.file)?.language.signatures();
                signatures.find(&base.path, SignatureKind::Pairs)
            });
            let found = match pairs {
                Some(_) => self.pairs_field(at, &record, key),
                None => self.call_field(at, &record, key),
            };
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// What a call has under a key whose arguments are keys and values in turn, or such pairs.
    fn pairs_field(&self, call: At, record: &Value, key: &str) -> Vec<Value> {
        let Some(Kind::Call(_, arguments, _)) = self.kind_of(call) else {
            return Vec::new();
        };
        for pair in arguments.chunks(2) {
            let names = self.eval(call.with(pair[0].value), &record.context, &record.trail);
            let named = names
                .iter()
                .any(|it| it.text().is_some_and(|it| same_key(it, key)));
            if let [_, value] = pair
                && named
            {
                return self.eval_field(call.with(value.value), record, key);
            }
        }
        let records = arguments
            .iter()
            .flat_map(|it| self.eval(call.with(it.value), &record.context, &record.trail))
            .filter(|it| matches!(it.what, What::Api(_)));
        records.flat_map(|it| self.inner_field(&it, key)).collect()
    }

    /// What one call gives to a record: its keywords, the fields of the record that it takes, or,
    /// if it is a setter of that name, its argument.
    fn call_field(&self, call: At, record: &Value, key: &str) -> Vec<Value> {
        let Some(facts) = self.facts(call.file) else {
            return Vec::new();
        };
        let Some(Kind::Call(callee, arguments, construct)) = self.kind_of(call) else {
            return Vec::new();
        };
        let sub = |expr| At {
            file: call.file,
            expr,
        };
        for argument in arguments {
            if argument
                .name
                .as_ref()
                .is_some_and(|name| same_key(name, key))
            {
                return self.eval_field(sub(argument.value), record, key);
            }
        }
        if let Some(found) = self.positional_field(call, *callee, record, key) {
            return found;
        }
        let method = match &facts.expr(*callee).kind {
            Kind::Member(_, name) => Some(name.as_str()),
            _ => None,
        };
        let values: Vec<ExprId> = arguments.iter().map(|it| it.value).collect();
        if let Some(method) = method {
            let found = self.setter(call, method, &values, record, key);
            if !found.is_empty() {
                return found;
            }
        }
        // A list of pairs fills a map.
        for argument in arguments {
            if let Some(Kind::List(items)) = self.kind_of(sub(argument.value)) {
                let found = self.pair_field(call, items, record, key);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        // Only what makes an object takes a record of its fields; the last one counts.
        let joins = method == Some("assign");
        // A new container may begin with what another one has.
        let copies = *construct == Construct::New
            && super::project::last_name(facts, &facts.expr(*callee).kind)
                .is_some_and(|it| keeps_keys(&it));
        for argument in arguments.iter().rev() {
            let at = sub(argument.value);
            let literal = matches!(self.kind_of(at), Some(Kind::Record(_) | Kind::Name(_)))
                || (joins || copies) && matches!(self.kind_of(at), Some(Kind::Call(..)));
            if argument.name.is_none() && (literal || argument.spread) {
                for value in self.eval(at, &record.context, &record.trail) {
                    let found = match value.what {
                        What::Node(node) if self.is_record(node) => self.inner_field(&value, key),
                        What::Data(..) | What::Arguments(..) => self.inner_field(&value, key),
                        What::Api(ref api) if copies && keeps_keys(&api.path) => {
                            self.inner_field(&value, key)
                        }
                        _ => Vec::new(),
                    };
                    if !found.is_empty() {
                        return found;
                    }
                }
            }
        }
        Vec::new()
    }

    /// The argument at the position that a signature gives to a field.
    fn positional_field(
        &self,
        call: At,
        callee: ExprId,
        record: &Value,
        key: &str,
    ) -> Option<Vec<Value>> {
        let facts = self.facts(call.file)?;
        let last = super::project::last_name(facts, &facts.expr(callee).kind)?;
        let signature = facts
            .language
            .signatures()
            .method(&last, SignatureKind::Fields)?;
        let fields = signature.get("fields")?;
        let position = fields
            .split_whitespace()
            .position(|name| same_key(name, key))?;
        let Some(Kind::Call(_, arguments, _)) = self.kind_of(call) else {
            return None;
        };
        let handed = self.handed(call.file, arguments, &record.context);
        let it = handed.get(position)?;
        let place = self.project.place(it.at);
        let trail = record
            .trail
            .then(place, HopRole::Stored, Some(SmolStr::new(key)));
        Some(self.eval(it.at, &it.context, &trail))
    }

    /// What a setter gives: `.setUserId(x)`, `.header("Authorization", x)`, `.update({…})`.
    fn setter(
        &self,
        call: At,
        method: &str,
        values: &[ExprId],
        record: &Value,
        key: &str,
    ) -> Vec<Value> {
        let sub = |expr| At {
            file: call.file,
            expr,
        };
        match values {
            [only] => {
                if same_setter(method, key) {
                    return self.eval_field(sub(*only), record, key);
                }
                if takes_record(method) {
                    return self
                        .eval(sub(*only), &record.context, &record.trail)
                        .iter()
                        .flat_map(|it| match it.what {
                            // `.headers(headers -> headers.set(…))`
                            What::Function(file, function, _) => {
                                self.set_inside((file, function), &Slot::Position(0), record, key)
                            }
                            _ => self.inner_field(it, key),
                        })
                        .collect();
                }
                Vec::new()
            }
            // Several may be set at once: `.headers("Accept", x, "Authorization", y)`.
            [_, _, ..] if sets_by_name(method) => {
                for pair in values.chunks_exact(2) {
                    let names = self.eval(sub(pair[0]), &record.context, &record.trail);
                    if names
                        .iter()
                        .any(|it| it.text().is_some_and(|it| same_key(it, key)))
                    {
                        return self.eval_field(sub(pair[1]), record, key);
                    }
                    // Each pair of a record is set in turn.
                    if names.iter().all(|it| it.text().is_none())
                        && let Some(all) = self.gone_through(sub(pair[0]))
                    {
                        let records = self.eval(all, &record.context, &record.trail);
                        return records
                            .iter()
                            .flat_map(|it| self.inner_field(it, key))
                            .collect();
                    }
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// What a loop goes through of which an expression is the key: `headers` in
    /// `for (String name : headers.keySet()) request.header(name, headers.get(name))`.
    fn gone_through(&self, key: At) -> Option<At> {
        let facts = self.facts(key.file)?;
        let mut root = key.expr;
        for _ in 0..MAX_ROOT {
            root = match facts.expr(root).kind {
                Kind::Member(object, _) => object,
                Kind::Call(callee, ..) => callee,
                _ => break,
            };
        }
        let expr = facts.expr(root);
        let Kind::Name(name) = &expr.kind else {
            return None;
        };
        let (_, definitions) = super::name::lookup(facts, expr.scope, name)?;
        let through = definitions.iter().find_map(|it| match it.value {
            Bound::Value(value) | Bound::Part(value, ..) => match facts.expr(value).kind {
                Kind::Element(container) => Some(container),
                _ => None,
            },
            // `headers.forEach((name, value) => …)`
            Bound::Parameter(function, _) => {
                let given = facts.expr(facts.function(function).expr).parent?;
                match facts.expr(given).kind {
                    Kind::Call(callee, ..) => Some(callee),
                    _ => None,
                }
            }
            _ => None,
        })?;
        // `headers.entrySet()`, `headers.forEach(…)`, `headers`.
        let object = |at: ExprId| match facts.expr(at).kind {
            Kind::Member(object, _) => Some(object),
            _ => None,
        };
        let through = object(through).unwrap_or(through);
        let read = match &facts.expr(through).kind {
            Kind::Call(callee, arguments, _) if arguments.is_empty() => object(*callee),
            _ => None,
        };
        Some(key.with(read.unwrap_or(through)))
    }

    /// What later statements give to the object that an expression made. A setting of a part of
    /// it (`session.headers.update(…)`) counts as one of the object.
    fn effect_field(&self, made: At, record: &Value, key: &str) -> Vec<Value> {
        self.field_of_effects(self.effects(made), record, key)
    }

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
                    let Some(Kind::Call(_, arguments, _)) = self.kind_of(call) else {
                        continue;
                    };
                    // `body.putObject("user_app_id").put(…)`: what goes on is about the part.
                    if let [name] = arguments.as_slice()
                        && makes_part(&method)
                        && path.is_empty()
                    {
                        let names =
                            self.eval(call.with(name.value), &record.context, &record.trail);
                        let named = |it: &Value| it.text().is_some_and(|it| same_key(it, key));
                        if names.iter().any(named)
                            && let Some(facts) = self.facts(call.file)
                        {
                            let whole = call.with(facts.chain_top(call.expr));
                            found.extend(self.eval_field(whole, record, key));
                        }
                        continue;
                    }
                    // `request.user_app_id.CopyFrom(owner)`
                    if let ([argument], Some(part)) = (arguments.as_slice(), path.last())
                        && takes_record(&method)
                        && same_key(part, key)
                    {
                        let copied = self.eval_field(call.with(argument.value), record, part);
                        let known = |it: &Value| !matches!(it.what, What::Outside(_));
                        let any = copied.iter().any(known);
                        found.extend(copied.into_iter().filter(|it| !any || known(it)));
                        continue;
                    }
                    // `headers.update(Authorization=key)`
                    let named = takes_record(&method)
                        .then(|| self.given(call, arguments, key, &record.context, &record.trail));
                    if let Some(named) = named.flatten() {
                        found.extend(named);
                        continue;
                    }
                    let values: Vec<ExprId> = arguments.iter().map(|it| it.value).collect();
                    found.extend(self.setter(call, &method, &values, record, key));
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
    fn set_by_callee(&self, call: At, argument: &Slot, record: &Value, key: &str) -> Vec<Value> {
        let Some(Kind::Call(callee, _, _)) = self.kind_of(call) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for target in self.targets(call, call.with(*callee), &record.context) {
            let What::Function(file, function, receiver) = target.what else {
                continue;
            };
            let site = Site {
                call,
                context: record.context.clone(),
                receiver,
                open: false,
                handing: Handing::Direct,
            };
            let inside = Value {
                context: record.context.with(file, function, Some(site)),
                ..record.clone()
            };
            found.extend(self.set_inside((file, function), argument, &inside, key));
        }
        found
    }

    /// What a function gives to what it is passed as that parameter.
    fn set_inside(
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

    // --- texts and data ----------------------------------------------------------------

    /// A field of the JSON that a text holds.
    fn text_field(&self, record: &Value, key: &str) -> Vec<Value> {
        self.forms(record)
            .iter()
            .filter_map(|form| self.parse_json(form, record))
            .flat_map(|data| self.field(&data, key))
            .collect()
    }

    /// Reads a text as JSON. A hole inside of quotes becomes part of the text there, one outside
    /// becomes a value.
    #[must_use]
    pub fn parse_json(&self, form: &[Chunk], record: &Value) -> Option<Value> {
        let mut text = String::new();
        let mut holes = Vec::new();
        for chunk in form {
            match (chunk.text(), chunk) {
                (Some(part), _) => text.push_str(part),
                (None, Chunk::Text(_)) => {}
                (None, Chunk::Hole(value)) => {
                    let quoted = text.chars().filter(|it| *it == '"').count() % 2 == 1;
                    let mark = format!("\u{1}{}\u{1}", holes.len());
                    text.push_str(&if quoted { mark } else { format!("\"{mark}\"") });
                    holes.push(value.clone());
                }
            }
        }
        if !text.trim_start().starts_with(['{', '[']) {
            return None;
        }
        // The marks are control characters, which JSON forbids in a text: escape them first.
        let text = text.replace('\u{1}', "\\u0001");
        let data: serde_json::Value = serde_json::from_str(text.trim()).ok()?;
        Some(Value {
            what: What::Data(Rc::new(data), Rc::new(holes)),
            context: record.context.clone(),
            trail: record.trail.clone(),
        })
    }

    /// A part of data as a value.
    pub(super) fn data_value(
        &self,
        data: &serde_json::Value,
        holes: &Rc<Vec<Value>>,
        from: &Value,
    ) -> Vec<Value> {
        let text = match data {
            serde_json::Value::String(text) => SmolStr::new(text),
            serde_json::Value::Number(number) => format_smolstr!("{number}"),
            serde_json::Value::Null => return Vec::new(),
            other => {
                let what = What::Data(Rc::new(other.clone()), holes.clone());
                return vec![Value {
                    what,
                    ..from.clone()
                }];
            }
        };
        let parts: Vec<&str> = text.split('\u{1}').collect();
        if parts.len() == 1 {
            return vec![Value {
                what: What::Text(text),
                ..from.clone()
            }];
        }
        let chunk = |(index, part): (usize, &&str)| {
            if index % 2 == 0 {
                return (!part.is_empty()).then(|| Chunk::Text(SmolStr::new(part)));
            }
            let hole = part.parse::<usize>().ok()?;
            holes.get(hole).cloned().map(Chunk::Hole)
        };
        let chunks: Vec<Chunk> = parts.iter().enumerate().filter_map(chunk).collect();
        match chunks.as_slice() {
            [Chunk::Hole(value)] => vec![value.clone()],
            _ => vec![self.chunks(chunks, &from.context, &from.trail)],
        }
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

/// Whether a method sets what stands under a key.
fn same_setter(method: &str, key: &str) -> bool {
    // `headers.setBearerAuth(token)`
    let bearer = same_key(method, "setBearerAuth") || same_key(method, "bearerAuth");
    same_key(method, key)
        || set_by(method).is_some_and(|bare| same_key(bare, key))
        || bearer && same_key(key, "authorization")
}
