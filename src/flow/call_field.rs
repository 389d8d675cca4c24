//! What a call gives to the record that it makes or is called on: an object of a library, by its
//! constructor and the chain of its setters.

use std::rc::Rc;

use smol_str::SmolStr;

use super::bounded::Flow;
use super::field::{names_key, same_key};
use super::project::last_name;
use super::reach::lookup;
use super::value::{Api, At, HopRole, Value, What};
use crate::facts::{Bound, Construct, ExprId, Kind, SignatureKind, Slot};
use crate::language::methods::{keeps_keys, set_by, sets_beside, sets_by_name, takes_record};

/// How many links of a chain lie between a name and what it is the beginning of.
const MAX_ROOT: u32 = 4;

impl Flow<'_> {
    /// What was given to an object of a library: to its constructor, to a setter in the chain that
    /// made it, or later.
    pub(super) fn library_field(&self, api: &Rc<Api>, record: &Value, key: &str) -> Vec<Value> {
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
            let named = names_key(&names, key);
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
        let Some(Kind::Call(callee, arguments, _)) = self.kind_of(call) else {
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
        self.taken_field(call, record, key)
    }

    /// What a call has of the records that it takes: only what makes an object takes such, and the
    /// last one counts.
    fn taken_field(&self, call: At, record: &Value, key: &str) -> Vec<Value> {
        let Some(facts) = self.facts(call.file) else {
            return Vec::new();
        };
        let Some(Kind::Call(callee, arguments, construct)) = self.kind_of(call) else {
            return Vec::new();
        };
        let callee = &facts.expr(*callee).kind;
        let joins = matches!(callee, Kind::Member(_, method) if method == "assign");
        // A new container may begin with what another one has.
        let copies = *construct == Construct::New
            && last_name(facts, callee).is_some_and(|it| keeps_keys(&it));
        for argument in arguments.iter().rev() {
            let at = call.with(argument.value);
            let literal = matches!(self.kind_of(at), Some(Kind::Record(_) | Kind::Name(_)))
                || (joins || copies) && matches!(self.kind_of(at), Some(Kind::Call(..)));
            if argument.name.is_some() || !(literal || argument.spread) {
                continue;
            }
            for value in self.eval(at, &record.context, &record.trail) {
                let is_record = match &value.what {
                    What::Node(node) => self.is_record(*node),
                    What::Data(..) | What::Arguments(..) => true,
                    What::Api(api) => copies && keeps_keys(&api.path),
                    _ => false,
                };
                let found = is_record.then(|| self.inner_field(&value, key));
                if let Some(found) = found.filter(|it| !it.is_empty()) {
                    return found;
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
        let last = last_name(facts, &facts.expr(callee).kind)?;
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
    pub(super) fn setter(
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
                    if names_key(&names, key) {
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
            // What is set stands beside what tells more of it: `.method("POST", body)`.
            [_, _, ..] if sets_beside(method) && same_setter(method, key) => values
                .iter()
                .flat_map(|it| self.eval_field(sub(*it), record, key))
                .collect(),
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
        let (_, definitions) = lookup(facts, expr.scope, name)?;
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
}

/// Whether a method sets what stands under a key.
pub(super) fn same_setter(method: &str, key: &str) -> bool {
    // `headers.setBearerAuth(token)`
    let bearer = same_key(method, "setBearerAuth") || same_key(method, "bearerAuth");
    same_key(method, key)
        || set_by(method).is_some_and(|bare| same_key(bare, key))
        || bearer && same_key(key, "authorization")
}
