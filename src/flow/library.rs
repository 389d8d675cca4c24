//! Calls of libraries: what signatures say that they give.

use std::rc::Rc;

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::value::{Api, At, Context, OutsideKind, Trail, Value, What};
use crate::facts::{Construct, Kind, Signature, SignatureKind, Slot};
use crate::language::methods::keeps_keys;

impl Flow<'_> {
    /// The result of a call of a library.
    pub(super) fn library_result(
        &self,
        at: At,
        callee: At,
        api: &Rc<Api>,
        construct: Construct,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        if self.facts(at.file).is_none() {
            return Vec::new();
        }
        if matches!(api.path.as_str(), "require" | "import")
            && let Some(found) = self.required(at, context, trail)
        {
            return found;
        }
        let known = self
            .made_by_library(at, callee, api, construct, context, trail)
            .or_else(|| self.handed_by_library(at, callee, api, construct, context, trail))
            .or_else(|| self.one_of(at, api.last(), context, trail))
            .or_else(|| self.built_text(at, callee, &api.path, context, trail))
            .or_else(|| self.spliced_text(at, api.last(), context, trail));
        if let Some(found) = known {
            return found;
        }
        let path = format_smolstr!("{}()", api.path);
        vec![self.library(at, context, trail, path, Some(api.clone()))]
    }

    /// What a library is known to make or to read from outside.
    fn made_by_library(
        &self,
        at: At,
        callee: At,
        api: &Rc<Api>,
        construct: Construct,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let facts = self.facts(at.file)?;
        let signatures = facts.language.signatures();
        if let Some(outside) = signatures.find(&api.path, SignatureKind::Outside)
            && outside.get("name").is_some()
            && self.reads_setting(at, outside)
        {
            return Some(self.read_outside(at, outside, api.last(), context, trail));
        }
        if let Some(data) = signatures.find(&api.path, SignatureKind::Data)
            && let Some(found) = self.read_data(at, data, context, trail)
        {
            return Some(vec![found]);
        }
        if let Some(made) = signatures.find(&api.path, SignatureKind::Made) {
            let classes = self.slot_values(at, &made.slots("value"), context, trail);
            let class = |it: &Value| matches!(it.what, What::Class(..));
            if let Some(class) = classes.iter().find(|it| class(it)) {
                return Some(self.result(at, callee, class, construct, context, trail));
            }
        }
        if let Some(read) = signatures.exactly(&api.path, SignatureKind::Member)
            && let Some(found) = self.member_read(at, read, context, trail)
        {
            return Some(found);
        }
        // `new URL(path, base)`; with one argument alone it hands that on.
        if let Some(joined) = signatures.exactly(&api.path, SignatureKind::Spliced)
            && joined.get("through").is_none()
            && let Some(found) = self.address_joined(at, &joined.slots("value"), context, trail)
        {
            return Some(found);
        }
        if let Some(known) = signatures.find(&api.path, SignatureKind::Type) {
            let path = SmolStr::new(known.get("type").unwrap_or_default());
            return Some(vec![self.library(
                at,
                context,
                trail,
                path,
                Some(api.clone()),
            )]);
        }
        if signatures.find(&api.path, SignatureKind::Result).is_some() {
            let made = self.made_by_callback(at, context, trail);
            if !made.is_empty() {
                return Some(made);
            }
        }
        None
    }

    /// The member that a call reads by its name: `getattr(settings, "KEY", None)`.
    fn member_read(
        &self,
        at: At,
        signature: &Signature,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let objects = self.slot_values(at, &signature.slots("value"), context, &Trail::new());
        let names = self.slot_values(at, &signature.slots("name"), context, &Trail::new());
        let mut found = Vec::new();
        for name in names.iter().filter_map(Value::text) {
            found.extend(self.members(&objects, name, at, false, context, trail));
        }
        if found.is_empty() {
            return None;
        }
        found.extend(self.slot_values(at, &signature.slots("default"), context, trail));
        Some(found)
    }

    /// What a library is known to give of that which it is given.
    fn handed_by_library(
        &self,
        at: At,
        callee: At,
        api: &Rc<Api>,
        construct: Construct,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let facts = self.facts(at.file)?;
        let signatures = facts.language.signatures();
        // A constructor of the project's own time may share its name with a method that hands on
        // its value; only a signature for the very name counts then.
        let same = match construct {
            Construct::No => signatures.find(&api.path, SignatureKind::Same),
            _ => signatures.exactly(&api.path, SignatureKind::Same),
        };
        if let Some(same) = same {
            let found = match &api.base {
                // The object is known already: to look again would double the work at each link
                // of a chain.
                Some(object) if same.slots("value").contains(&Slot::Receiver) => {
                    vec![self.plain(at, context, trail, What::Api(object.clone()))]
                }
                _ => self.handed_on(at, callee, same, context, trail),
            };
            if !found.is_empty() {
                return Some(found);
            }
        }
        if let Some(view) = signatures.find(&api.path, SignatureKind::View) {
            return Some(self.viewed(at, callee, view, context, trail));
        }
        if let Some(record) = signatures.find(&api.path, SignatureKind::Record) {
            return Some(self.recorded(at, callee, record, context, trail));
        }
        if let Some(field) = signatures.find(&api.path, SignatureKind::Field) {
            let found = self.field_default(at, callee, field, context, trail);
            if !found.is_empty() {
                return Some(found);
            }
        }
        if let Some(context_of) = signatures.find(&api.path, SignatureKind::Context) {
            let found = self.provided_around(at, context_of, context, trail);
            if !found.is_empty() {
                return Some(found);
            }
        }
        None
    }

    /// The result of a call of which only the method's name is known.
    pub(super) fn unknown_result(
        &self,
        at: At,
        callee: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(at.file) else {
            return Vec::new();
        };
        if let Kind::Member(object, name) = &facts.expr(callee.expr).kind {
            let signatures = facts.language.signatures();
            let outside = signatures.method(name, SignatureKind::Outside);
            let conditional = |it: &&Signature| it.get("when").is_some();
            if let Some(outside) = outside.filter(conditional)
                && self.reads_setting(at, outside)
            {
                return self.read_outside(at, outside, name, context, trail);
            }
            if let Some(same) = signatures.method(name, SignatureKind::Same) {
                return self.handed_on(at, callee, same, context, trail);
            }
            if let Some(view) = signatures.method(name, SignatureKind::View) {
                return self.viewed(at, callee, view, context, trail);
            }
            if let Some(record) = signatures.method(name, SignatureKind::Record) {
                return self.recorded(at, callee, record, context, trail);
            }
            if let Some(outside) = outside.filter(|it| !conditional(it)) {
                return self.read_outside(at, outside, name, context, trail);
            }
            if let Some(found) = self.one_of(at, name, context, trail) {
                return found;
            }
            let method = format_smolstr!("*.{name}");
            let built = self
                .built_text(at, callee, &method, context, trail)
                .or_else(|| self.spliced_text(at, name, context, trail));
            if let Some(found) = built {
                return found;
            }
            if matches!(name.as_str(), "format" | "formatted") {
                let object = At {
                    file: at.file,
                    expr: *object,
                };
                return self.formatted(at, object, context, trail);
            }
        }
        vec![self.unknown(at, context, trail)]
    }

    /// One of the elements of a list, as a method of it gives: `list.find(…)`.
    fn one_of(&self, at: At, method: &str, context: &Context, trail: &Trail) -> Option<Vec<Value>> {
        let signatures = self.facts(at.file)?.language.signatures();
        let element = signatures.method(method, SignatureKind::Element)?;
        let list = self.slot(at, &element.slots("value"))?;
        let containers = self.eval(list, context, trail);
        let lists = |it: &Value| matches!(it.what, What::Node(_) | What::Data(..));
        let lists: Vec<Value> = containers.into_iter().filter(lists).collect();
        (!lists.is_empty()).then(|| self.elements(&lists, at, context, trail))
    }

    /// Whether a call reads a setting where only one that gives a default does: by a name, and not
    /// a template that the default would be put into.
    fn reads_setting(&self, at: At, signature: &Signature) -> bool {
        if signature.get("when") != Some("default") {
            return true;
        }
        let names = self.slot_values(at, &signature.slots("name"), &Context::new(), &Trail::new());
        let template = |it: &Value| it.text().is_some_and(|it| it.contains(['/', '%', ' ']));
        self.slot(at, &signature.slots("default")).is_some() && !names.iter().any(template)
    }

    /// A read of the environment or a setting: its name, and the default that the code gives.
    fn read_outside(
        &self,
        at: At,
        signature: &Signature,
        last: &str,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let kind = match signature.get("kind") {
            Some("environment") => OutsideKind::Environment,
            _ => OutsideKind::Setting,
        };
        let mut names = Vec::new();
        for value in self.slot_values(at, &signature.slots("name"), context, &Trail::new()) {
            names.extend(value.text().map(SmolStr::new));
        }
        if names.is_empty() {
            names.push(SmolStr::new(last));
        }
        let mut found: Vec<Value> = names
            .into_iter()
            .map(|name| {
                self.setting_value(at, &name, context, trail)
                    .unwrap_or_else(|| self.outside(at, context, trail, kind, name))
            })
            .collect();
        found.extend(self.slot_values(at, &signature.slots("default"), context, trail));
        found
    }

    /// The value that a call hands on, of its object or of an argument.
    pub(super) fn handed_on(
        &self,
        at: At,
        callee: At,
        signature: &Signature,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let mut slots = signature.slots("value");
        if signature.get("prefer") == Some("text") {
            let holds = |it: &Value| match &it.what {
                What::Api(api) => keeps_keys(&api.path),
                What::Outside(_) => false,
                _ => true,
            };
            let first = slots.iter().position(|slot| {
                let values = self.slot_values(at, std::slice::from_ref(slot), context, trail);
                values.iter().any(holds)
            });
            if let Some(first) = first {
                slots = vec![slots[first].clone()];
            }
        }
        if slots.contains(&Slot::Receiver) {
            let Some(facts) = self.facts(at.file) else {
                return Vec::new();
            };
            let Kind::Member(object, _) = facts.expr(callee.expr).kind else {
                return Vec::new();
            };
            return self.eval(
                At {
                    file: at.file,
                    expr: object,
                },
                context,
                trail,
            );
        }
        self.slot_values(at, &slots, context, trail)
    }
}
