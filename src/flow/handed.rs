//! Functions that are handed to others instead of being called: `ids.map(ask)`, `ask.call(x, id)`;
//! and the lists that such calls make.

use smol_str::SmolStr;

use super::bounded::Flow;
use super::effect::Effect;
use super::value::{Api, At, Context, Handing, HopRole, Open, Site, Trail, Value, What};
use crate::facts::{Entry, ExprId, Facts, FunctionId, Kind, Signature, SignatureKind, Slot};
use crate::language::methods::{calls_for_each, calls_on_object};
use crate::source::FileId;

/// How many rows of a table are told apart.
const MAX_ROWS: usize = 12;

impl Flow<'_> {
    /// The mentions of a name in a file that hand what it means to a call.
    pub(super) fn handed_in(&self, file: FileId, name: &str) -> Vec<At> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let mentions = facts.mentions.get(name).into_iter().flatten();
        let handed = mentions.filter(|id| receiving_call(facts, **id).is_some());
        handed.map(|id| At { file, expr: *id }).collect()
    }

    /// Whether a mention hands a function to a call.
    pub(super) fn calls_back(
        &self,
        mention: At,
        file: FileId,
        function: FunctionId,
    ) -> Option<Site> {
        let facts = self.facts(mention.file)?;
        let (call, way) = receiving_call(facts, mention.expr)?;
        // Who else is handed a function (a server its handler) passes what nobody knows.
        let name = last_name(facts, call)?;
        let known = calls_for_each(&name) || name == "then";
        // Where signatures say what calls functions, nothing else does.
        let told = facts.language.signatures().any(SignatureKind::Calls);
        if way == Handed::Callback && (told || !known) {
            return None;
        }
        let values = self.eval(mention, &Context::new(), &Trail::new());
        values.iter().find_map(|value| match &value.what {
            What::Function(of, found, receiver) if (*of, *found) == (file, function) => {
                Some(Site {
                    call: mention.with(call),
                    context: Context::new(),
                    receiver: receiver.clone(),
                    open: true,
                    handing: Handing::Callback(mention),
                })
            }
            _ => None,
        })
    }

    /// What a function gets as a parameter that a mention hands to a call.
    pub(super) fn handed_argument(
        &self,
        mention: At,
        position: u32,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let facts = self.facts(mention.file)?;
        let (call, way) = receiving_call(facts, mention.expr)?;
        let Kind::Call(_, arguments, _) = &facts.expr(call).kind else {
            return None;
        };
        match way {
            Handed::Callback => {
                self.callback_argument(mention.with(call), position, context, trail)
            }
            // The first argument is the object.
            Handed::Called => {
                let argument = arguments.get(position as usize + 1)?;
                let at = mention.with(argument.value);
                let trail = trail.then(self.project.place(at), HopRole::Passed, None);
                Some(self.eval(at, context, &trail))
            }
        }
    }

    /// What a call gives to a function that it is handed: `.then(model => …)` gets what the
    /// promise holds, `.map(id => …)` the elements of the list.
    pub(super) fn callback_argument(
        &self,
        call: At,
        position: u32,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let facts = self.facts(call.file)?;
        let Kind::Call(callee, _, _) = &facts.expr(call.expr).kind else {
            return None;
        };
        let Kind::Member(object, method) = &facts.expr(*callee).kind else {
            return None;
        };
        let object = call.with(*object);
        // `models.forEach((name, id) -> …)`
        if method == "forEach" {
            let entries = self.entry_argument(object, position, context, trail);
            if !entries.is_empty() {
                return Some(entries);
            }
        }
        if position != 0 {
            return None;
        }
        match method.as_str() {
            "then" => Some(self.eval(object, context, trail)),
            method if calls_for_each(method) => {
                let containers = self.eval(object, context, trail);
                let known = |it: &Value| match &it.what {
                    What::Node(_) => true,
                    What::Api(api) => self.entries_of(api, trail).is_some(),
                    _ => false,
                };
                let known = containers.iter().any(known);
                known.then(|| self.elements(&containers, object, context, trail))
            }
            _ => None,
        }
    }

    /// The keys, or the values, that are put into a container of a library.
    fn entry_argument(
        &self,
        object: At,
        position: u32,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let containers = self.eval(object, context, trail);
        let entries = containers.iter().filter_map(Value::api).flat_map(|api| {
            let found = self.once(object, || self.entries_put(api));
            found.unwrap_or_default()
        });
        let wanted = entries.filter_map(|(key, value)| match position {
            0 => Some(key),
            1 => Some(value),
            _ => None,
        });
        wanted
            .flat_map(|at| self.eval(at, context, trail))
            .collect()
    }

    /// What a promise holds that a function made: `promise.then(value => …)`, `list.map(make)`.
    pub(super) fn made_by_callback(
        &self,
        call: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(Kind::Call(_, arguments, _)) = self.project.expr(call).map(|it| &it.kind) else {
            return Vec::new();
        };
        let Some(first) = arguments.first() else {
            return Vec::new();
        };
        let handed = call.with(first.value);
        let mut found = Vec::new();
        for value in self.eval(handed, context, &Trail::new()) {
            let What::Function(file, function, receiver) = value.what else {
                continue;
            };
            let Some(facts) = self.facts(file) else {
                continue;
            };
            let site = Site {
                call,
                context: context.clone(),
                receiver,
                open: false,
                handing: Handing::Callback(handed),
            };
            let inner = context.with(file, function, Some(site));
            for &expr in &facts.function(function).returns {
                found.extend(self.eval(At { file, expr }, &inner, trail));
            }
        }
        found
    }

    /// The elements of a list that is written out, or that a call makes of another one. Of a table
    /// the row that is assumed.
    pub(super) fn node_elements(
        &self,
        node: At,
        container: &Value,
        context: &Context,
    ) -> Vec<Value> {
        if matches!(
            self.project.expr(node).map(|it| &it.kind),
            Some(Kind::Call(..))
        ) {
            let made =
                self.deeper(|| self.made_by_callback(node, &container.context, &container.trail));
            return made.unwrap_or_default();
        }
        let mut items = self.items(node);
        let has_parts = |at: &At| {
            let kind = self.project.expr(*at).map(|it| &it.kind);
            matches!(kind, Some(Kind::Record(_) | Kind::List(_) | Kind::Call(..)))
        };
        if (2..=MAX_ROWS).contains(&items.len()) && items.iter().any(has_parts) {
            match context.element(node) {
                Some(row) => items = items.get(row).copied().into_iter().collect(),
                None => self.touch(Open::Element(node, items.len())),
            }
        }
        items
            .into_iter()
            .flat_map(|item| self.eval(item, &container.context, &container.trail))
            .collect()
    }

    /// The pairs of key and value of the record that a call takes apart: `Object.entries(record)`.
    pub(super) fn entries_of(&self, api: &Api, trail: &Trail) -> Option<Vec<Value>> {
        let (call, base) = (api.at?, api.base.as_ref()?);
        let signatures = self.facts(call.file)?.language.signatures();
        let signature = signatures.exactly(&base.path, SignatureKind::Entries)?;
        let records = self.slot_values(call, &signature.slots("value"), &api.context, trail);
        let mut found = Vec::new();
        for record in records {
            let What::Node(node) = record.what else {
                continue;
            };
            let Some(Kind::Record(entries)) = self.project.expr(node).map(|it| &it.kind) else {
                continue;
            };
            for entry in entries {
                let Entry::Field(key, value) = entry else {
                    continue;
                };
                let values = self.eval(node.with(*value), &record.context, &record.trail);
                found.extend(values.into_iter().map(|value| self.pair(key, value)));
            }
        }
        Some(found)
    }

    /// What elements of a page provide for those inside of them: `<Faces.Provider value={client}>`
    /// for `useContext(Faces)`.
    pub(super) fn provided_around(
        &self,
        at: At,
        signature: &Signature,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let (Some(through), Some(name)) = (signature.get("through"), signature.get("name")) else {
            return Vec::new();
        };
        let slot = [Slot::Keyword(SmolStr::new(name))];
        let mut found = Vec::new();
        for given in self.slot_values(at, &signature.slots("value"), context, &Trail::new()) {
            let Some(made) = given.api().and_then(|api| api.at) else {
                continue;
            };
            for effect in self.effects(made) {
                if let Effect::Called { path, method, call } = effect
                    && path.is_empty()
                    && method == through
                {
                    found.extend(self.slot_values(call, &slot, &Context::new(), trail));
                }
            }
        }
        found
    }

    /// A key and a value as a list of two.
    fn pair(&self, key: &SmolStr, value: Value) -> Value {
        let (context, trail) = (value.context.clone(), value.trail.clone());
        // The second part stands for the hole behind its number.
        let data = serde_json::json!([key.as_str(), "\u{1}0\u{1}"]);
        Value {
            what: What::Data(std::rc::Rc::new(data), std::rc::Rc::new(vec![value])),
            context,
            trail,
        }
    }
}

/// The last part of the name that a call calls.
fn last_name(facts: &Facts, call: ExprId) -> Option<SmolStr> {
    let Kind::Call(callee, ..) = facts.expr(call).kind else {
        return None;
    };
    super::project::last_name(facts, &facts.expr(callee).kind)
}

/// How a function reaches a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Handed {
    /// As an argument.
    Callback,
    /// As the object of `call` or `bind`.
    Called,
}

/// The call that gets what an expression means without calling it.
fn receiving_call(facts: &Facts, mention: ExprId) -> Option<(ExprId, Handed)> {
    let parent = facts.expr(mention).parent?;
    match &facts.expr(parent).kind {
        Kind::Call(callee, arguments, _) if *callee != mention => {
            let handed = arguments.iter().any(|it| it.value == mention);
            handed.then_some((parent, Handed::Callback))
        }
        Kind::Member(object, name)
            if *object == mention && (calls_on_object(name) || name == "bind") =>
        {
            let call = facts.expr(parent).parent?;
            let called =
                matches!(facts.expr(call).kind, Kind::Call(callee, ..) if callee == parent);
            called.then_some((call, Handed::Called))
        }
        _ => None,
    }
}
