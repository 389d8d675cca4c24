//! Members: of objects, classes, modules and libraries.

use std::rc::Rc;

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::value::{
    At, Context, Handing, HopRole, Object, Outside, OutsideKind, Site, Trail, Value, What,
};
use crate::facts::{
    Bound, ClassId, Definition, Exported, Facts, FieldValue, Imported, Kind, Mark, ScopeId,
    SignatureKind, Slot,
};
use crate::language::Language;
use crate::source::{FileId, Place};

/// How many classes upwards a member is looked for.
const MAX_BASES: u32 = 8;

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
        match &object.what {
            // `require("x").default`, `{ default: X }`: the module itself, as far as we know.
            What::Api(api)
                if name == "default"
                    && api.base.is_none()
                    && self
                        .facts(at.file)
                        .is_some_and(|it| it.language.is_script()) =>
            {
                vec![object.clone()]
            }
            What::Api(api) if let Some(kept) = self.kept_in(api, &name, context, trail) => kept,
            // `window.Clarifai`: the same as without.
            What::Api(api) if api.base.is_none() && self.is_global_object(at, &api.path) => {
                vec![self.library(at, context, trail, name, None)]
            }
            What::Api(api) => {
                let path = format_smolstr!("{}.{name}", api.path);
                if let Some(module) = self.imported_module(at, &path) {
                    return vec![self.plain(at, context, trail, What::Module(module))];
                }
                let outside = self.facts(at.file).and_then(|facts| {
                    facts
                        .language
                        .signatures()
                        .find(&path, SignatureKind::Outside)
                });
                if let Some(outside) = outside
                    && !called
                    && outside.get("name").is_none()
                {
                    let configured = self.configured(at, outside, &name, trail);
                    if !configured.is_empty() {
                        return configured;
                    }
                    let options = self.option_defaults(api, &name, trail);
                    let kind = match outside.get("kind") {
                        Some("environment") => OutsideKind::Environment,
                        _ => OutsideKind::Setting,
                    };
                    let known = self.setting_value(at, &name, context, trail);
                    let known =
                        known.unwrap_or_else(|| self.outside(at, context, trail, kind, name));
                    return std::iter::once(known).chain(options).collect();
                }
                vec![self.library(at, context, trail, path, Some(api.clone()))]
            }
            What::Object(one) => self.object_member(one, &name, at, context, trail),
            // `Outer.this`
            What::Class(file, class) if name == "this" && *file == at.file => {
                let object = self.own_object(at, *class, context);
                vec![self.plain(at, context, trail, What::Object(object))]
            }
            What::Class(file, class) => {
                self.static_member(*file, *class, &name, at, context, trail)
            }
            What::Module(file) => {
                let found = self.export(*file, &name, at, context, trail);
                if found.is_empty()
                    && let Some(module) = self.module_below(*file, &name)
                {
                    return vec![self.plain(at, context, trail, What::Module(module))];
                }
                if found.is_empty() {
                    let module = self.external_name(*file);
                    let path = format_smolstr!("{module}.{name}");
                    return vec![self.library(at, context, trail, path, None)];
                }
                found
            }
            What::Outside(outside) => {
                // A setting of an object that is not there is known by its own name.
                let mut value = object.clone();
                value.what = What::Outside(Rc::new(Outside {
                    kind: outside.kind,
                    name: name.clone(),
                }));
                value.trail = value
                    .trail
                    .then(self.project.place(at), HopRole::Stored, Some(name));
                vec![value]
            }
            _ if called && self.is_textual(object) => vec![self.unknown(at, context, trail)],
            // A list has methods, and no fields that others set.
            What::Node(node)
                if called
                    && self
                        .project
                        .expr(*node)
                        .is_some_and(|it| matches!(it.kind, Kind::List(_))) =>
            {
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
                vec![self.outside(at, context, trail, OutsideKind::Unknown, name)]
            }
        }
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

    /// The module of the project that a file imports under a dotted name, `import lib.conf`.
    fn imported_module(&self, at: At, path: &str) -> Option<FileId> {
        let facts = self.facts(at.file)?;
        let named = facts.scope(ScopeId(0)).names.contains_key(path);
        if !named || facts.language.signatures().has_root(path) {
            return None;
        }
        let file = self.project.resolve(at.file, path, 0)?;
        (file != at.file).then_some(file)
    }

    /// The module in the package that a file is the beginning of.
    fn module_below(&self, package: FileId, name: &str) -> Option<FileId> {
        let facts = self.facts(package)?;
        let display = &self.project.sources().get(package).display;
        if !facts.language.is_package(display)
            || facts
                .language
                .signatures()
                .has_root(&self.external_name(package))
        {
            return None;
        }
        let file = self.project.resolve(package, name, 1)?;
        (file != package).then_some(file)
    }

    /// The name by which a module of the project that shadows a package would be known.
    fn external_name(&self, file: FileId) -> SmolStr {
        let display = self.project.sources().get(file).display.as_str();
        let package = self
            .facts(file)
            .is_some_and(|it| it.language.is_package(display));
        let path = match display.rsplit_once('/') {
            Some((folder, _)) if package => folder,
            _ => display,
        };
        SmolStr::new(super::module::stem(path))
    }

    // --- objects and classes -------------------------------------------------------

    pub(super) fn object_member(
        &self,
        object: &Rc<Object>,
        name: &SmolStr,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let object = &self.assumed(object, name, context);
        let class = (object.file, object.class);
        let own = self
            .deeper(|| self.own_member(object, name, trail))
            .flatten();
        if let Some(own) = own {
            return own;
        }
        let found = self
            .deeper(|| self.class_member(class, Some(object), name, at, context, trail, 0))
            .flatten();
        found.unwrap_or_else(|| {
            vec![self.outside(at, context, trail, OutsideKind::Unknown, name.clone())]
        })
    }

    pub(super) fn static_member(
        &self,
        file: FileId,
        class: ClassId,
        name: &SmolStr,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let found = self
            .deeper(|| self.class_member((file, class), None, name, at, context, trail, 0))
            .flatten();
        // What an annotation has made, a builder as a rule.
        let marked =
            |facts: &&Facts| facts.language.sees_fields() && !facts.class(class).marks.is_empty();
        if found.is_none()
            && let Some(facts) = self.facts(file).filter(marked)
        {
            let path = format_smolstr!("{}.{name}", facts.class(class).name);
            return vec![self.library(at, context, trail, path, None)];
        }
        found.unwrap_or_else(|| {
            vec![self.outside(at, context, trail, OutsideKind::Unknown, name.clone())]
        })
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the state of one bounded descent"
    )]
    fn class_member(
        &self,
        (file, class): (FileId, ClassId),
        object: Option<&Rc<Object>>,
        name: &SmolStr,
        at: At,
        context: &Context,
        trail: &Trail,
        depth: u32,
    ) -> Option<Vec<Value>> {
        let facts = self.facts(file)?;
        let definition = facts.class(class);
        let inner = self.inside(facts, file, class, object, context);
        let mut found = Vec::new();
        let scope = facts.scope(definition.scope);
        let bound = scope.names.get(name).map_or(&[][..], Vec::as_slice);
        let method = |it: &&Definition| matches!(it.value, Bound::Function(_));
        // Where a field and a method may share a name, a call means the method.
        let called = facts.language.sees_fields() && self.is_called(at);
        let calls_method = called && bound.iter().any(|it| method(&it));
        let fields = definition.fields.get(name).filter(|_| !calls_method);
        // The declared type says what a field holds where no value does.
        let declared = |it: &&FieldValue| it.value.is_none() && it.parameter.is_none();
        let fields = fields.map_or(&[][..], Vec::as_slice);
        let given = fields.iter().filter(|it| !declared(it));
        let typed = fields.iter().filter(declared);
        let follow = |field: &FieldValue, found: &mut Vec<Value>| {
            found.extend(self.field_value(file, class, name, field, at, &inner, trail));
        };
        given.for_each(|it| follow(it, &mut found));
        if !found
            .iter()
            .any(|it| matches!(it.what, What::Api(_) | What::Object(_)))
        {
            typed.for_each(|it| follow(it, &mut found));
        }
        let reads_field = facts.language.sees_fields() && !called && !fields.is_empty();
        for bound in bound.iter().filter(|it| !reads_field || !method(it)) {
            found.extend(self.class_name(file, object, name, bound, at, &inner, trail));
        }
        if !found.is_empty() {
            let known = |it: &Value| !is_unknown(it);
            if found.iter().any(known) {
                found.retain(known);
            }
            return Some(found);
        }
        if depth > MAX_BASES {
            return None;
        }
        self.inherited_member((file, class), object, name, at, context, trail, depth)
    }

    /// The member of the classes above one.
    #[expect(
        clippy::too_many_arguments,
        reason = "the state of one bounded descent"
    )]
    pub(super) fn inherited_member(
        &self,
        (file, class): (FileId, ClassId),
        object: Option<&Rc<Object>>,
        name: &SmolStr,
        at: At,
        context: &Context,
        trail: &Trail,
        depth: u32,
    ) -> Option<Vec<Value>> {
        let facts = self.facts(file)?;
        let definition = facts.class(class);
        let parent = facts.scope(definition.scope).parent?;
        for base in &definition.bases {
            for value in self.type_named(
                At {
                    file,
                    expr: at_of(facts, class),
                },
                parent,
                base,
                context,
            ) {
                match value.what {
                    What::Class(base_file, base) if (base_file, base) != (file, class) => {
                        let found = self.class_member(
                            (base_file, base),
                            object,
                            name,
                            at,
                            context,
                            trail,
                            depth + 1,
                        );
                        if found.is_some() {
                            return found;
                        }
                    }
                    What::Api(api) => {
                        let path = format_smolstr!("{}().{name}", api.path);
                        return Some(vec![self.library(at, context, trail, path, Some(api))]);
                    }
                    _ => {}
                }
            }
        }
        None
    }

    /// Whether an expression is what a call calls.
    pub(super) fn is_called(&self, at: At) -> bool {
        let parent = self
            .project
            .expr(at)
            .and_then(|it| self.project.expr(at.with(it.parent?)));
        parent.is_some_and(|it| matches!(it.kind, Kind::Call(callee, ..) if callee == at.expr))
    }

    /// The context inside an object: the call that made it is assumed for its constructors.
    fn inside(
        &self,
        facts: &Facts,
        file: FileId,
        class: ClassId,
        object: Option<&Rc<Object>>,
        context: &Context,
    ) -> Context {
        let Some((made, made_in)) = object.and_then(|it| self.made_as(it, (file, class))) else {
            return context.clone();
        };
        let mut inner = context.clone();
        for &constructor in &facts.class(class).constructors {
            let receiver = object.cloned();
            let site = Site {
                call: made,
                context: made_in.clone(),
                receiver,
                open: false,
                handing: Handing::Direct,
            };
            inner = inner.with(file, constructor, Some(site));
        }
        inner
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a field, and where it is asked for"
    )]
    fn field_value(
        &self,
        file: FileId,
        class: ClassId,
        name: &SmolStr,
        field: &FieldValue,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let place = Place {
            file,
            span: field.span,
        };
        let trail = &trail.then(place, HopRole::Stored, Some(name.clone()));
        if let Some(marked) = self.marked(&field.marks, at, context, trail) {
            return vec![marked];
        }
        if let Some(double) = self.double(file, &field.marks) {
            return vec![self.library(at, context, trail, double, None)];
        }
        if let Some(value) = field.value {
            let expr = At { file, expr: value };
            // The value is its own field: `self.key = self.key or …`.
            return self.eval(expr, context, trail);
        }
        if let Some(filled) = self.filled_field(file, class, name, field, context, trail) {
            return vec![filled];
        }
        if let Some((function, position)) = field.parameter {
            let name = self.facts(file).and_then(|facts| {
                facts
                    .function(function)
                    .parameters
                    .get(position as usize)
                    .map(|it| it.name.clone())
            });
            let Some(facts) = self.facts(file) else {
                return Vec::new();
            };
            let expr = At {
                file,
                expr: facts.function(function).expr,
            };
            return match name {
                Some(name) => self.parameter_named(expr, function, &name, context, trail),
                None => Vec::new(),
            };
        }
        let class_expr = self.facts(file).map(|facts| At {
            file,
            expr: inside_of(facts, class),
        });
        let Some(expr) = class_expr else {
            return Vec::new();
        };
        let annotation = field.annotation.as_ref();
        let provided = self.provided(expr, annotation, &field.marks, context, trail);
        if !provided.is_empty() {
            return provided;
        }
        let typed = self.typed(expr, annotation, context, trail);
        typed.into_iter().collect()
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a name of a class, and where it is asked for"
    )]
    fn class_name(
        &self,
        file: FileId,
        object: Option<&Rc<Object>>,
        name: &SmolStr,
        bound: &crate::facts::Definition,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let place = Place {
            file,
            span: bound.span,
        };
        let trail = &trail.then(place, HopRole::Stored, Some(name.clone()));
        match bound.value {
            Bound::Function(function) => {
                if facts.function(function).getter {
                    let site = object.map(|object| Site {
                        call: at,
                        context: context.clone(),
                        receiver: Some(object.clone()),
                        open: false,
                        handing: Handing::Direct,
                    });
                    let inner = context.with(file, function, site);
                    let returns = &facts.function(function).returns;
                    return returns
                        .iter()
                        .flat_map(|&expr| self.eval(At { file, expr }, &inner, trail))
                        .collect();
                }
                let what = What::Function(file, function, object.cloned());
                vec![self.plain(at, context, trail, what)]
            }
            Bound::Class(class) => vec![self.plain(at, context, trail, What::Class(file, class))],
            Bound::Value(value) => self.eval(At { file, expr: value }, context, trail),
            // `USER, APP = "…", "…"`
            Bound::Part(value, ref steps, default) => {
                let at = |expr| At { file, expr };
                self.part(at(value), steps, default.map(at), context, trail)
            }
            _ => Vec::new(),
        }
    }

    /// The annotation that says that a test fills something with a stand-in.
    fn double(&self, file: FileId, marks: &[Mark]) -> Option<SmolStr> {
        let signatures = self.facts(file)?.language.signatures();
        marks.iter().find_map(|mark| {
            let path = format_smolstr!("@{}", mark.name);
            signatures.exactly(&path, SignatureKind::Double)?;
            Some(path)
        })
    }

    /// The setting that a framework puts into a field, as an annotation of its class says:
    /// `@ConfigurationProperties("clarifai")`.
    fn filled_field(
        &self,
        file: FileId,
        class: ClassId,
        name: &SmolStr,
        field: &FieldValue,
        context: &Context,
        trail: &Trail,
    ) -> Option<Value> {
        let facts = self.facts(file)?;
        let made = |(function, _)| matches!(context.site(file, function), Some(Some(_)));
        if field.parameter.is_some_and(made) {
            return None;
        }
        let signatures = facts.language.signatures();
        let prefix = facts.class(class).marks.iter().find_map(|mark| {
            let path = format_smolstr!("@{}", mark.name.rsplit('.').next()?);
            signatures.exactly(&path, SignatureKind::Settings)?;
            let argument = mark.arguments.first()?;
            self.eval(
                At {
                    file,
                    expr: argument.value,
                },
                &Context::new(),
                &Trail::new(),
            )
            .first()?
            .text()
            .map(SmolStr::new)
        })?;
        let at = At {
            file,
            expr: at_of(facts, class),
        };
        let setting = format_smolstr!("{prefix}.{name}");
        let known = self.setting_value(at, &setting, context, trail);
        let outside = || self.outside(at, context, trail, OutsideKind::Setting, setting.clone());
        Some(known.unwrap_or_else(outside))
    }

    fn parameter_named(
        &self,
        function_expr: At,
        function: crate::facts::FunctionId,
        name: &SmolStr,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(function_expr.file) else {
            return Vec::new();
        };
        // Any expression inside the function sees the parameter; its own serves as the place.
        let scope = facts.function(function).scope;
        let inside = facts.exprs.iter().position(|expr| {
            matches!(&expr.kind, Kind::Name(it) if it == name)
                && facts.scopes_from(expr.scope).any(|(id, _)| id == scope)
        });
        match inside {
            Some(index) => {
                let at = At {
                    file: function_expr.file,
                    expr: crate::facts::ExprId(index as u32),
                };
                self.eval_name(at, name, context, trail)
            }
            None => self.parameter_value(function_expr, function, name, context, trail),
        }
    }

    /// `@Value("${clarifai.key}")`: a setting that the framework puts in.
    pub(super) fn marked(
        &self,
        marks: &[Mark],
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Option<Value> {
        let facts = self.facts(at.file)?;
        let signatures = facts.language.signatures();
        marks.iter().find_map(|mark| {
            let path = format_smolstr!("@{}", mark.name);
            let signature = signatures.exactly(&path, SignatureKind::Outside)?;
            let argument = mark.arguments.first()?;
            let name =
                facts
                    .exprs
                    .get(argument.value.index())
                    .and_then(|expr| match &expr.kind {
                        Kind::Text(pieces) => match pieces.first()? {
                            crate::facts::Piece::Text(text) => Some(text.clone()),
                            crate::facts::Piece::Hole(_) => None,
                        },
                        _ => None,
                    })?;
            let name = name.trim_start_matches("${").trim_end_matches('}');
            let (name, default) = name.split_once(':').unwrap_or((name, ""));
            let name = SmolStr::new(name);
            let kind = match signature.get("kind") {
                Some("environment") => OutsideKind::Environment,
                _ => OutsideKind::Setting,
            };
            let known = self.setting_value(at, &name, context, trail);
            let default = || {
                let trail = trail.then(self.project.place(at), HopRole::Stored, Some(name.clone()));
                let what = What::Text(SmolStr::new(default));
                (!default.is_empty()).then(|| self.plain(at, context, &trail, what))
            };
            let outside = || self.outside(at, context, trail, kind, name.clone());
            Some(known.or_else(default).unwrap_or_else(outside))
        })
    }

    // --- modules -------------------------------------------------------------------

    /// What a module gives under a name.
    pub(super) fn export(
        &self,
        file: FileId,
        name: &SmolStr,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        self.deeper(|| self.export_of(file, name, at, context, trail))
            .unwrap_or_default()
    }

    fn export_of(
        &self,
        file: FileId,
        name: &SmolStr,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        if facts.language == Language::Python {
            return self.module_name(file, name, at, context, trail);
        }
        let mut found = Vec::new();
        for export in facts.exports.iter().filter(|it| it.name == *name) {
            found.extend(self.exported(file, &export.what, at, context, trail));
        }
        for (_, value) in facts.exports_named.iter().filter(|(key, _)| key == name) {
            found.extend(self.eval(At { file, expr: *value }, &Context::new(), trail));
        }
        if found.is_empty() {
            for &value in &facts.exports_whole {
                let values = self.eval(At { file, expr: value }, &Context::new(), trail);
                for value in values {
                    if matches!(
                        value.what,
                        What::Node(_) | What::Object(_) | What::Class(..) | What::Api(_)
                    ) {
                        found.extend(self.members(&[value], name, at, false, context, trail));
                    }
                }
            }
        }
        if found.is_empty() {
            for export in facts.exports.iter().filter(|it| it.name == "*") {
                if let Exported::From(module, _) = &export.what {
                    let target = self.project.resolve(file, module, 0);
                    if let Some(target) = target.filter(|it| *it != file) {
                        found.extend(self.bounded_export(target, name, at, context, trail));
                    }
                }
            }
        }
        // What is set later counts, not the empty text that was there before, even if it is not known.
        if found.iter().any(is_unknown) {
            found.retain(|it| !is_unknown(it) && it.text() != Some(""));
        }
        found
    }

    fn bounded_export(
        &self,
        file: FileId,
        name: &SmolStr,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        // `export *` may run in a circle; the length of the trail bounds it.
        if trail.from_source().count() > 24 {
            return Vec::new();
        }
        let place = Place {
            file,
            span: crate::source::Span::new(0, 0),
        };
        let trail = trail.then(place, HopRole::Imported, Some(name.clone()));
        self.export(file, name, at, context, &trail)
    }

    fn exported(
        &self,
        file: FileId,
        what: &Exported,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        match what {
            Exported::Local(name) => self.module_name(file, name, at, context, trail),
            Exported::Value(value) => self.eval(At { file, expr: *value }, &Context::new(), trail),
            Exported::From(module, name) => {
                let target = self.project.resolve(file, module, 0);
                match (target, name) {
                    (Some(target), Some(name)) if target != file && name == "default" => {
                        self.default_export(target, at, context, trail)
                    }
                    (Some(target), Some(name)) if target != file => {
                        self.bounded_export(target, name, at, context, trail)
                    }
                    (Some(target), None) if target != file => {
                        vec![self.plain(at, context, trail, What::Module(target))]
                    }
                    (None, name) if !module.starts_with('.') => {
                        let path = match name {
                            Some(name) if name != "default" => format_smolstr!("{module}.{name}"),
                            _ => module.clone(),
                        };
                        vec![self.library(at, context, trail, path, None)]
                    }
                    _ => Vec::new(),
                }
            }
        }
    }

    pub(super) fn default_export(
        &self,
        file: FileId,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for export in facts
            .exports
            .iter()
            .filter(|it| it.name == "default" || it.name == "=")
        {
            found.extend(self.exported(file, &export.what, at, context, trail));
        }
        if found.is_empty() {
            found = self.whole_module(file, at, context, trail);
        }
        found
    }

    /// What `require` gives of a module of the project.
    fn whole_module(&self, file: FileId, at: At, context: &Context, trail: &Trail) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for &value in &facts.exports_whole {
            found.extend(self.eval(At { file, expr: value }, &Context::new(), trail));
        }
        if found.is_empty() || !facts.exports_named.is_empty() {
            found.push(self.plain(at, context, trail, What::Module(file)));
        }
        found
    }

    /// A name bound at the top of a module, as others see it.
    fn module_name(
        &self,
        file: FileId,
        name: &SmolStr,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let scope = facts.scope(crate::facts::ScopeId(0));
        if let Some(definitions) = scope.names.get(name) {
            return self.module_values(file, facts, name, definitions, context, trail);
        }
        for import in facts.imports.iter().filter(|it| it.what == Imported::All) {
            let target = self.project.resolve(file, &import.module, import.level);
            if let Some(target) = target.filter(|it| *it != file) {
                let found = self.bounded_export(target, name, at, context, trail);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    fn module_values(
        &self,
        file: FileId,
        facts: &Facts,
        name: &SmolStr,
        definitions: &[crate::facts::Definition],
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let mut found = Vec::new();
        let context = &context.clone();
        for definition in definitions.iter().rev() {
            let place = Place {
                file,
                span: definition.span,
            };
            let trail = &trail.then(place, HopRole::Bound, Some(name.clone()));
            let whole = At {
                file,
                expr: crate::facts::ExprId(0),
            };
            match &definition.value {
                Bound::Value(value) | Bound::Append(value) => {
                    found.extend(self.eval(At { file, expr: *value }, &Context::new(), trail));
                }
                Bound::Part(value, steps, default) => {
                    let at = |expr| At { file, expr };
                    let default = default.map(at);
                    found.extend(self.part(at(*value), steps, default, &Context::new(), trail));
                }
                Bound::Function(function) => {
                    let what = What::Function(file, *function, None);
                    found.push(self.plain(whole, context, trail, what));
                }
                Bound::Class(class) => {
                    found.push(self.plain(whole, context, trail, What::Class(file, *class)));
                }
                Bound::Import(index) => {
                    let import = &facts.imports[*index as usize];
                    found.extend(self.imported(whole, import, &Context::new(), trail));
                }
                _ => {}
            }
            if definition.branch.is_none() && !found.is_empty() {
                break;
            }
        }
        found
    }

    /// `require("…")` and `import("…")`.
    pub(super) fn required(&self, at: At, context: &Context, trail: &Trail) -> Option<Vec<Value>> {
        let facts = self.facts(at.file)?;
        let argument = self.slot(at, &[crate::facts::Slot::Position(0)])?;
        let module = self.eval(argument, context, &Trail::new());
        let module = SmolStr::new(module.first()?.text()?);
        let file = self.project.resolve(at.file, &module, 0);
        if let Some(file) = file.filter(|it| *it != at.file) {
            let trail = trail.then(self.project.place(at), HopRole::Imported, None);
            let mut found = self.whole_module(file, at, context, &trail);
            // A module with exports in the new form, seen by `require`.
            if facts.language.is_script()
                && self.facts(file).is_some_and(|it| !it.exports.is_empty())
                && !found.iter().any(|it| matches!(it.what, What::Module(_)))
            {
                found.push(self.plain(at, context, &trail, What::Module(file)));
            }
            return Some(found);
        }
        if let Some(data) = self.data_at(at, &module, context, trail) {
            return Some(vec![data]);
        }
        if module.starts_with('.') {
            let name = SmolStr::new(super::module::stem(&module));
            return Some(vec![self.outside(
                at,
                context,
                trail,
                OutsideKind::Missing,
                name,
            )]);
        }
        Some(vec![self.library(at, context, trail, module, None)])
    }
}

fn is_unknown(value: &Value) -> bool {
    matches!(&value.what, What::Outside(it) if it.kind == OutsideKind::Unknown)
}

/// An expression where a class stands, to look up the names of its bases from.
pub(super) fn at_of(facts: &Facts, class: ClassId) -> crate::facts::ExprId {
    let span = facts.class(class).span;
    let index = facts
        .exprs
        .partition_point(|expr| expr.span.start < span.start);
    crate::facts::ExprId(index.min(facts.exprs.len().saturating_sub(1)) as u32)
}

/// An expression in the body of a class, which sees the classes in it, too.
fn inside_of(facts: &Facts, class: ClassId) -> crate::facts::ExprId {
    let (span, body) = (facts.class(class).span, facts.class(class).scope);
    let first = at_of(facts, class);
    let inside = facts.exprs[first.index().min(facts.exprs.len())..]
        .iter()
        .take_while(|expr| expr.span.start < span.end)
        .position(|expr| facts.scopes_from(expr.scope).any(|(id, _)| id == body));
    inside.map_or(first, |it| crate::facts::ExprId(first.0 + it as u32))
}
