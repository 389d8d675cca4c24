//! Members: each kind of object to what knows its members.

use std::rc::Rc;

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::value::{Api, At, Context, HopRole, Outside, OutsideKind, Trail, Value, What};
use crate::facts::{Kind, Signature, SignatureKind, Slot};
use crate::source::FileId;

impl Flow<'_> {
    /// A member of any of several values.
    pub(super) fn members(
        &self,
        objects: &[Value],
        name: &str,
        at: At,
        called: bool,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let mut found = Vec::new();
        for object in objects {
            found.extend(self.member(object, name, at, called, context, trail));
        }
        found
    }

    /// A member of a value.
    fn member(
        &self,
        object: &Value,
        name: &str,
        at: At,
        called: bool,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let name = SmolStr::new(name);
        let open = match &object.what {
            What::Outside(outside) => outside.kind == OutsideKind::Unknown,
            What::Api(api) => api.base.is_none(),
            _ => false,
        };
        if open && let Some(found) = self.of_namespace(at, &name, context, trail) {
            return found;
        }
        match &object.what {
            // `require("x").default`, `{ default: X }`: the module itself, as far as we know.
            What::Api(api) if name == "default" && api.base.is_none() && self.is_script(at) => {
                vec![object.clone()]
            }
            What::Api(api) => self.library_member(api, name, at, called, context, trail),
            What::Object(one) => self.object_member(one, &name, at, context, trail),
            // `Outer.this`
            What::Class(file, class) if name == "this" && *file == at.file => {
                let object = self.own_object(at, *class, context);
                vec![self.plain(at, context, trail, What::Object(object))]
            }
            What::Class(file, class) => {
                self.static_member(*file, *class, &name, at, context, trail)
            }
            What::Module(file) => self.module_member(*file, &name, at, context, trail),
            What::Outside(outside) => {
                // A setting of an object that is not there is known by its own name.
                let mut value = object.clone();
                value.what = What::Outside(Rc::new(Outside {
                    kind: outside.kind,
                    name: name.clone(),
                }));
                let place = self.project.place(at);
                // Its name is nearer to the use than that of what it is read of.
                let nearer = trail.then(place, HopRole::Stored, Some(name));
                value.trail = value.trail.begun_by(trail, nearer).out_of(place);
                vec![value]
            }
            _ if called && self.is_textual(object) => vec![self.unknown(at, context, trail)],
            // A list has methods, and no fields that others set.
            What::Node(node) if called && self.is_list(*node) => {
                vec![self.outside(at, context, trail, OutsideKind::Unknown, name)]
            }
            // `url.href` is the address that `url` is.
            _ if !called && self.is_textual(object) && self.hands_on(at, &name) => {
                vec![object.clone()]
            }
            // The value of an enumeration's constant, which is known as the constant itself.
            What::Text(_) if name == "value" => vec![object.clone()],
            _ => {
                let mut object = object.clone();
                let place = self.project.place(at);
                object.trail = trail.then(place, HopRole::Stored, Some(name.clone()));
                let found = self.field(&object, &name);
                if !found.is_empty() {
                    return found;
                }
                self.of_namespace(at, &name, context, trail)
                    .unwrap_or_else(|| {
                        vec![self.outside(at, context, trail, OutsideKind::Unknown, name)]
                    })
            }
        }
    }

    /// A member of something of a library.
    fn library_member(
        &self,
        api: &Rc<Api>,
        name: SmolStr,
        at: At,
        called: bool,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        if let Some(kept) = self.kept_in(api, &name, context, trail) {
            return kept;
        }
        // `window.Clarifai`: the same as without.
        if api.base.is_none() && self.is_global_object(at, &api.path) {
            return self.of_global_object(at, &name, context, trail);
        }
        let path = format_smolstr!("{}.{name}", api.path);
        if let Some(module) = self.imported_module(at, &path) {
            return vec![self.plain(at, context, trail, What::Module(module))];
        }
        let outside = self.facts(at.file).and_then(|facts| {
            let signatures = facts.language.signatures();
            signatures.find(&path, SignatureKind::Outside)
        });
        if let Some(outside) = outside
            && !called
            && outside.get("name").is_none()
        {
            return self.setting_member(api, outside, name, at, context, trail);
        }
        vec![self.library(at, context, trail, path, Some(api.clone()))]
    }

    /// A member of the object that all global names are members of.
    fn of_global_object(
        &self,
        at: At,
        name: &SmolStr,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let put = self.of_page(at, name, context, trail);
        put.unwrap_or_else(|| vec![self.library(at, context, trail, name.clone(), None)])
    }

    /// What a setting that is a member of a library's object holds.
    fn setting_member(
        &self,
        api: &Rc<Api>,
        outside: &Signature,
        name: SmolStr,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let configured = self.configured(at, api, outside, &name, trail);
        if !configured.is_empty() {
            return configured;
        }
        let options = self.option_defaults(api, &name, trail);
        let kind = match outside.get("kind") {
            Some("environment") => OutsideKind::Environment,
            _ => OutsideKind::Setting,
        };
        let known = self.setting_value(at, &name, context, trail);
        let known = known.unwrap_or_else(|| self.outside(at, context, trail, kind, name));
        std::iter::once(known).chain(options).collect()
    }

    /// A member of a module: what it exports, or a module in the package that it is.
    fn module_member(
        &self,
        file: FileId,
        name: &SmolStr,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let found = self.export(file, name, at, context, trail);
        if !found.is_empty() {
            return found;
        }
        if let Some(module) = self.module_below(file, name) {
            return vec![self.plain(at, context, trail, What::Module(module))];
        }
        let module = self.external_name(file);
        let path = format_smolstr!("{module}.{name}");
        vec![self.library(at, context, trail, path, None)]
    }

    /// Whether an expression is what a call calls.
    pub(super) fn is_called(&self, at: At) -> bool {
        let parent = self
            .project
            .expr(at)
            .and_then(|it| self.project.expr(at.with(it.parent?)));
        parent.is_some_and(|it| matches!(it.kind, Kind::Call(callee, ..) if callee == at.expr))
    }

    /// Whether a place is in a script.
    fn is_script(&self, at: At) -> bool {
        self.facts(at.file)
            .is_some_and(|it| it.language.is_script())
    }

    /// Whether a name means, in the language of that place, the object that all names are members of.
    fn is_global_object(&self, at: At, name: &str) -> bool {
        let language = self.facts(at.file).map(|it| it.language);
        language.is_some_and(|it| it.global_objects().contains(&name))
    }

    /// Whether a member of that name is known to have the value of its object.
    fn hands_on(&self, at: At, name: &str) -> bool {
        let signatures = self.facts(at.file).map(|it| it.language.signatures());
        let same = signatures.and_then(|it| it.method(name, SignatureKind::Same));
        same.is_some_and(|it| it.slots("value").contains(&Slot::Receiver))
    }
}
