//! Names: what a name is bound to where it is used, and what parameters are.

use std::rc::Rc;

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::value::{
    Api, At, Context, Handing, HopRole, Object, Open, OutsideKind, Site, Trail, Value, What,
};
use crate::facts::{
    Bound, ClassId, Construct, Definition, Expr, Facts, FunctionId, Import, Imported, Kind, Rest,
    ScopeId, ScopeKind, SignatureKind, Step,
};
use crate::language::Language;
use crate::source::{FileId, Place};

impl Flow<'_> {
    pub(super) fn eval_name(
        &self,
        at: At,
        name: &SmolStr,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(at.file) else {
            return Vec::new();
        };
        let expr = facts.expr(at.expr);
        match lookup(facts, expr.scope, name) {
            // `declare const Clarifai: any`: a page puts it there.
            Some((
                _,
                [
                    Definition {
                        value: Bound::Declared(annotation),
                        ..
                    },
                ],
            )) if facts.language.is_script()
                && annotation.as_deref().is_none_or(|it| it == "any") =>
            {
                self.global(at, facts, name, context, trail)
            }
            Some((scope, definitions)) => {
                let chosen = match self.methods_or_fields(at, facts, definitions) {
                    Some(apart) => apart,
                    None => reaching(facts, expr, scope, definitions),
                };
                let mut found = Vec::new();
                for (index, definition) in chosen.iter().enumerate() {
                    let earlier = &chosen[index + 1..];
                    found.extend(self.bound(at, name, definition, earlier, context, trail));
                    // What it was before is the beginning of what it is now, not another value.
                    let grows = matches!(definition.value, Bound::Append(_));
                    if grows && is_certain(facts, definition, branch_at(facts, expr.span.start)) {
                        break;
                    }
                }
                found
            }
            None => self.global(at, facts, name, context, trail),
        }
    }

    /// Where fields and methods may share a name: the methods, in a call, else the fields. `None`
    /// where the name means only one of both, and once.
    fn methods_or_fields<'f>(
        &self,
        at: At,
        facts: &Facts,
        definitions: &'f [Definition],
    ) -> Option<Vec<&'f Definition>> {
        let method = |it: &&Definition| matches!(it.value, Bound::Function(_));
        if !facts.language.sees_fields()
            || definitions.len() < 2
            || !definitions.iter().any(|it| method(&it))
        {
            return None;
        }
        let called = self.is_called(at);
        let chosen: Vec<&Definition> = definitions
            .iter()
            .filter(|it| method(it) == called)
            .collect();
        (!chosen.is_empty()).then_some(chosen)
    }

    /// What a definition gives to a name. `earlier` are the definitions before it, latest first.
    fn bound(
        &self,
        at: At,
        name: &SmolStr,
        definition: &Definition,
        earlier: &[&Definition],
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let place = Place {
            file: at.file,
            span: definition.span,
        };
        let trail = &trail.then(place, HopRole::Bound, Some(name.clone()));
        let value_at = |expr| At {
            file: at.file,
            expr,
        };
        match &definition.value {
            Bound::Value(value) => self.eval(value_at(*value), context, trail),
            Bound::Part(value, steps, default) => self.part(
                value_at(*value),
                steps,
                default.map(value_at),
                context,
                trail,
            ),
            Bound::Append(value) => {
                self.appended(at, name, value_at(*value), earlier, context, trail)
            }
            Bound::Parameter(function, position) => {
                self.parameter(at.file, *function, *position, at, context, trail)
            }
            Bound::Function(function) => {
                vec![self.plain(at, context, trail, What::Function(at.file, *function, None))]
            }
            Bound::Class(class) => {
                vec![self.plain(at, context, trail, What::Class(at.file, *class))]
            }
            Bound::Import(index) => self.facts(at.file).map_or_else(Vec::new, |facts| {
                self.imported(at, &facts.imports[*index as usize], context, trail)
            }),
            Bound::Receiver(_) => self.this(at, context, trail),
            Bound::Field(class) => {
                let object = self.own_object(at, *class, context);
                self.object_member(&object, name, at, context, trail)
            }
            Bound::Declared(annotation) => self
                .typed(at, annotation.as_ref(), context, trail)
                .into_iter()
                .collect(),
            Bound::Opaque => vec![self.unknown(at, context, trail)],
        }
    }

    pub(super) fn part(
        &self,
        value: At,
        steps: &[Step],
        default: Option<At>,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let mut values = self.eval(value, context, trail);
        for step in steps {
            values = match step {
                Step::Key(key) => self.members(&values, key, value, false, context, trail),
                Step::Position(position) => {
                    let key = format_smolstr!("{position}");
                    self.members(&values, &key, value, false, context, trail)
                }
                // What is left still has the members that were not taken.
                Step::Rest => values,
            };
        }
        if let Some(default) = default {
            values.retain(|it| !matches!(it.what, What::Nothing));
            let known = values.iter().any(|it| {
                !matches!(&it.what, What::Outside(outside) if outside.kind == OutsideKind::Unknown)
            });
            if !known {
                values = self.eval(default, context, trail);
            }
        }
        values
    }

    fn appended(
        &self,
        at: At,
        name: &SmolStr,
        value: At,
        earlier: &[&Definition],
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some((first, rest)) = earlier.split_first() else {
            return self.eval(value, context, trail);
        };
        let mut found = Vec::new();
        for before in self.bound(at, name, first, rest, context, trail) {
            for begun in self.forms(&before) {
                for end in self.text_of(value, context, trail) {
                    let whole = begun.iter().chain(&end).cloned().collect();
                    found.push(self.chunks(whole, context, trail));
                }
            }
        }
        found.truncate(4);
        found
    }

    // --- parameters ----------------------------------------------------------------

    fn parameter(
        &self,
        file: FileId,
        function: FunctionId,
        position: u32,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let Some(parameter) = facts.function(function).parameters.get(position as usize) else {
            return vec![self.unknown(at, context, trail)];
        };
        // A setter may be marked itself, instead of its only parameter.
        let setter = &facts.function(function).marks;
        let only = facts.function(function).parameters.len() == 1;
        let marks = [&parameter.marks, setter];
        let marked = marks
            .iter()
            .take(1 + usize::from(only))
            .find_map(|marks| self.marked(marks, at, context, trail));
        if let Some(marked) = marked {
            return vec![marked];
        }
        match context.site(file, function) {
            Some(Some(site)) => {
                let site = site.clone();
                let found = self.argument(&site, file, function, position, context, trail);
                if let Some(found) = found {
                    // A test that passes a stand-in does not tell what the framework puts in.
                    let annotation = parameter.annotation.as_ref();
                    if found.iter().all(|it| self.is_stand_in(it)) {
                        let provided =
                            self.provided(at, annotation, &parameter.marks, context, trail);
                        if !provided.is_empty() {
                            return provided;
                        }
                    }
                    return found;
                }
            }
            Some(None) => {}
            None => {
                if let Some(found) =
                    self.callback_parameter(file, function, position, context, trail)
                {
                    return found;
                }
                self.touch(Open::Function(file, function));
            }
        }
        let mut found = Vec::new();
        if let Some(default) = parameter.default {
            found.extend(self.eval(
                At {
                    file,
                    expr: default,
                },
                context,
                trail,
            ));
        }
        if context.site(file, function).is_none_or(|it| it.is_none()) {
            found.extend(self.marked_default(file, setter, &parameter.name, context, trail));
        }
        let annotation = parameter.annotation.as_ref();
        let provided = self.provided(at, annotation, &parameter.marks, context, trail);
        if !provided.is_empty() {
            found.extend(provided);
        } else if let Some(typed) = self.typed(at, annotation, context, trail)
            && matches!(typed.what, What::Api(_) | What::Object(_))
        {
            found.push(typed);
        } else if context.site(file, function).is_none_or(|site| {
            // What else is passed to a function that a call only prepares is not seen.
            let partly =
                |it: &Site| !matches!(it.handing, Handing::Direct) && parameter.default.is_none();
            site.is_none_or(partly)
        }) {
            let kind = OutsideKind::Parameter;
            found.push(self.outside(at, context, trail, kind, parameter.name.clone()));
        }
        found
    }

    /// Whether a value is of a declared type and nothing else is known of it, or made by a library
    /// of which nothing is known: by one for tests.
    fn is_stand_in(&self, value: &Value) -> bool {
        match &value.what {
            What::Api(api) => {
                let signatures = |link: &Api| {
                    let facts = self.facts(link.at?.file)?;
                    Some(facts.language.signatures())
                };
                let double = |link: &Api| {
                    signatures(link)
                        .is_some_and(|it| it.find(&link.path, SignatureKind::Double).is_some())
                };
                let known = |link: &Api| {
                    signatures(link)
                        .is_none_or(|it| it.knows(&link.path) || it.is_about(&link.path))
                };
                let typed = api.base.is_none() && !api.path.contains('(');
                typed || api.chain().any(double) || !api.chain().any(known)
            }
            What::Outside(outside) => matches!(
                outside.kind,
                OutsideKind::Unknown | OutsideKind::Parameter | OutsideKind::Missing
            ),
            _ => false,
        }
    }

    /// What a call passes for a parameter; `None` where it passes nothing.
    pub(super) fn argument(
        &self,
        site: &Site,
        file: FileId,
        function: FunctionId,
        position: u32,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let outer = site.outer(context);
        if let Handing::Callback(mention) = site.handing {
            return self.handed_argument(mention, position, &outer, trail);
        }
        let facts = self.facts(file)?;
        let parameter = facts.function(function).parameters.get(position as usize)?;
        let call_facts = self.facts(site.call.file)?;
        let Kind::Call(_, arguments, construct) = &call_facts.expr(site.call.expr).kind else {
            return None;
        };
        let name = Some(parameter.name.clone()).filter(|it| !it.starts_with('('));
        let gathered = |what| {
            let trail = trail.then(self.project.place(site.call), HopRole::Passed, name.clone());
            Some(vec![Value {
                what,
                context: outer.clone(),
                trail,
            }])
        };
        match parameter.rest {
            Rest::Keywords => return gathered(What::Arguments(site.call, None)),
            Rest::Positional => {
                return gathered(What::Arguments(site.call, Some(position as usize)));
            }
            Rest::No if *construct == Construct::Element => {
                return gathered(What::Arguments(site.call, None));
            }
            Rest::No => {}
        }
        let passed = |expr| {
            let at = At {
                file: site.call.file,
                expr,
            };
            let trail = trail.then(self.project.place(at), HopRole::Passed, name.clone());
            self.eval(at, &outer, &trail)
        };
        if let Handing::Listed(signature) = site.handing {
            let position = format_smolstr!("{position}");
            let found: Vec<Value> = signature
                .slots("through")
                .iter()
                .flat_map(|it| self.slot_values(site.call, std::slice::from_ref(it), &outer, trail))
                .flat_map(|it| {
                    let named = self.field(&it, &parameter.name);
                    let placed = self.field(&it, &position);
                    named.into_iter().chain(placed)
                })
                .collect();
            return (!found.is_empty()).then_some(found);
        }
        let keyword = arguments
            .iter()
            .find(|it| it.name.as_ref() == Some(&parameter.name));
        if let Some(argument) = keyword {
            return Some(passed(argument.value));
        }
        let position = position as usize + self.offset(site, file, function);
        if let Some(handed) = self.handed(site.call.file, arguments, &outer).get(position) {
            let place = self.project.place(handed.at);
            let trail = trail.then(place, HopRole::Passed, name.clone());
            let values = self.eval(handed.at, &handed.context, &trail);
            return Some(match site.handing {
                Handing::Elements(_) => self.elements(&values, handed.at, &outer, &trail),
                _ => values,
            });
        }
        for argument in arguments.iter().filter(|it| it.spread) {
            for value in passed(argument.value) {
                let found = self.field(&value, &parameter.name);
                if !found.is_empty() {
                    return Some(found);
                }
            }
        }
        None
    }

    /// At which argument of a call those for a function begin.
    fn offset(&self, site: &Site, file: FileId, function: FunctionId) -> usize {
        match site.handing {
            Handing::Behind(from) | Handing::Elements(from) => from,
            Handing::Listed(_) | Handing::Callback(_) => 0,
            Handing::Direct => usize::from(self.names_object(site.call, file, function)),
        }
    }

    /// The parameter of a function that is itself an argument: `.then(model => …)` gets what
    /// the promise holds, `.map(id => …)` the elements of the list.
    fn callback_parameter(
        &self,
        file: FileId,
        function: FunctionId,
        position: u32,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let facts = self.facts(file)?;
        let expr = facts.expr(facts.function(function).expr);
        let call = At {
            file,
            expr: expr.parent?,
        };
        self.callback_argument(call, position, context, trail)
    }

    // --- objects ---------------------------------------------------------------------

    /// The object whose method or class body an expression stands in.
    pub(super) fn this(&self, at: At, context: &Context, trail: &Trail) -> Vec<Value> {
        let Some(facts) = self.facts(at.file) else {
            return Vec::new();
        };
        let scope = facts.expr(at.expr).scope;
        if let Some(class) = facts.class_around(scope) {
            let object = self.own_object(at, class, context);
            return vec![self.plain(at, context, trail, What::Object(object))];
        }
        // A method of a record.
        for (_, scope) in facts.scopes_from(scope) {
            let ScopeKind::Function(function) = scope.kind else {
                continue;
            };
            let expr = facts.expr(facts.function(function).expr);
            let record = expr
                .parent
                .filter(|it| matches!(facts.expr(*it).kind, Kind::Record(_)));
            if let Some(record) = record {
                let node = At {
                    file: at.file,
                    expr: record,
                };
                return vec![self.plain(at, context, trail, What::Node(node))];
            }
        }
        vec![self.unknown(at, context, trail)]
    }

    /// The object of a class as one of its methods sees it: the one that the assumed call is
    /// made on, else any.
    pub(super) fn own_object(&self, at: At, class: ClassId, context: &Context) -> Rc<Object> {
        let any = || {
            Rc::new(Object {
                file: at.file,
                class,
                made: None,
            })
        };
        let Some(facts) = self.facts(at.file) else {
            return any();
        };
        let scope = facts.expr(at.expr).scope;
        let assumed = facts.scopes_from(scope).find_map(|(_, scope)| {
            let ScopeKind::Function(function) = scope.kind else {
                return None;
            };
            context.site(at.file, function)??.receiver.clone()
        });
        assumed.unwrap_or_else(any)
    }

    /// A value of which only the type is known.
    pub(super) fn typed(
        &self,
        at: At,
        annotation: Option<&SmolStr>,
        context: &Context,
        trail: &Trail,
    ) -> Option<Value> {
        let annotation = annotation?;
        let facts = self.facts(at.file)?;
        let scope = facts.expr(at.expr).scope;
        for value in self.type_named(at, scope, annotation, context) {
            match value.what {
                What::Class(file, class) => {
                    let object = Rc::new(Object {
                        file,
                        class,
                        made: None,
                    });
                    return Some(self.plain(at, context, trail, What::Object(object)));
                }
                // A plain type of the language says nothing.
                What::Api(api) if api.path.contains('.') => {
                    let path = format_smolstr!("{}()", api.path);
                    return Some(self.library(at, context, trail, path, None));
                }
                _ => {}
            }
        }
        None
    }

    /// What the name of a type means in a scope.
    pub(super) fn type_named(
        &self,
        at: At,
        scope: ScopeId,
        name: &str,
        context: &Context,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(at.file) else {
            return Vec::new();
        };
        let trail = Trail::new();
        if facts.language == Language::Java
            && name.contains('.')
            && let Some((file, class)) = self.project.modules().class(name)
        {
            return vec![self.plain(at, context, &trail, What::Class(file, class))];
        }
        let mut parts = name.split('.').map(SmolStr::new);
        let Some(first) = parts.next() else {
            return Vec::new();
        };
        let mut values = match lookup(facts, scope, &first) {
            Some((_, definitions)) => definitions
                .iter()
                .flat_map(|it| match &it.value {
                    Bound::Class(class) => {
                        vec![self.plain(at, context, &trail, What::Class(at.file, *class))]
                    }
                    Bound::Import(index) => {
                        self.imported(at, &facts.imports[*index as usize], context, &trail)
                    }
                    _ => Vec::new(),
                })
                .collect(),
            None => self.global(at, facts, &first, context, &trail),
        };
        for part in parts {
            values = self.members(&values, &part, at, false, context, &trail);
        }
        values
    }

    // --- imports ----------------------------------------------------------------------

    pub(super) fn imported(
        &self,
        at: At,
        import: &Import,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(at.file) else {
            return Vec::new();
        };
        if facts.language == Language::Java {
            return self.imported_java(at, import, context, trail);
        }
        // A copy of a client's package in the project is the client all the same.
        let known = match &import.what {
            Imported::Name(name) if import.level == 0 => {
                let path = format_smolstr!("{}.{name}", import.module);
                facts.language.signatures().knows(&path)
            }
            _ => false,
        };
        let file = self.project.resolve(at.file, &import.module, import.level);
        if let Some(file) = file.filter(|file| *file != at.file && !known) {
            let trail = &trail.then(
                Place {
                    file: at.file,
                    span: import.span,
                },
                HopRole::Imported,
                Some(import.local.clone()),
            );
            let found = match &import.what {
                Imported::Module | Imported::All => {
                    vec![self.plain(at, context, trail, What::Module(file))]
                }
                Imported::Default => self.default_export(file, at, context, trail),
                Imported::Name(name) => self.export(file, name, at, context, trail),
            };
            if !found.is_empty() {
                return found;
            }
        }
        if let Imported::Name(name) = &import.what
            && facts.language == Language::Python
        {
            // `from package import module`.
            let module = match import.module.as_str() {
                "" => name.clone(),
                package => format_smolstr!("{package}.{name}"),
            };
            let file = self.project.resolve(at.file, &module, import.level);
            if let Some(file) = file.filter(|file| *file != at.file) {
                return vec![self.plain(at, context, trail, What::Module(file))];
            }
        }
        if import.module.ends_with(".json")
            && let Some(data) = self.data_at(at, &import.module, context, trail)
        {
            return match &import.what {
                Imported::Name(name) => self.field(&data, name),
                _ => vec![data],
            };
        }
        if import.level > 0 || import.module.starts_with('.') {
            let name = match &import.what {
                Imported::Name(name) => name.clone(),
                _ => import.local.clone(),
            };
            return vec![self.outside(at, context, trail, OutsideKind::Missing, name)];
        }
        let path = match &import.what {
            Imported::Name(name) => format_smolstr!("{}.{name}", import.module),
            _ => import.module.clone(),
        };
        vec![self.library(at, context, trail, path, None)]
    }

    fn imported_java(
        &self,
        at: At,
        import: &Import,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Imported::Name(name) = &import.what else {
            return Vec::new();
        };
        let modules = self.project.modules();
        let full = format_smolstr!("{}.{name}", import.module);
        if let Some((file, class)) = modules.class(&full) {
            return vec![self.plain(at, context, trail, What::Class(file, class))];
        }
        // A static import: the member of a class.
        if let Some((file, class)) = modules.class(&import.module) {
            return self.static_member(file, class, name, at, context, trail);
        }
        vec![self.library(at, context, trail, full, None)]
    }

    /// A name that nothing in the file binds.
    fn global(
        &self,
        at: At,
        facts: &Facts,
        name: &SmolStr,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let modules = self.project.modules();
        if facts.language == Language::Java {
            let full = match facts.package.as_str() {
                "" => name.clone(),
                package => format_smolstr!("{package}.{name}"),
            };
            if let Some((file, class)) = modules.class(&full) {
                return vec![self.plain(at, context, trail, What::Class(file, class))];
            }
        }
        if let Some(found) = self.inherited(at, facts, name, context, trail) {
            return found;
        }
        for import in facts.imports.iter().filter(|it| it.what == Imported::All) {
            let found = self.star_imported(at, facts, import, name, context, trail);
            if !found.is_empty() {
                return found;
            }
        }
        vec![self.library(at, context, trail, name.clone(), None)]
    }

    /// A field that a class above this one has, where methods see fields as plain names.
    fn inherited(
        &self,
        at: At,
        facts: &Facts,
        name: &SmolStr,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        if !facts.language.sees_fields() {
            return None;
        }
        let class = facts.class_around(facts.expr(at.expr).scope)?;
        if facts.class(class).bases.is_empty() {
            return None;
        }
        let object = self.own_object(at, class, context);
        let found = self.object_member(&object, name, at, context, trail);
        let known = found.iter().any(|it| match &it.what {
            What::Outside(outside) => outside.kind != OutsideKind::Unknown,
            // A class above that is of a library may have whatever member.
            What::Api(api) => !api.path.ends_with(&format!("().{name}")),
            _ => true,
        });
        known.then_some(found)
    }

    /// A name that `from module import *` or `import package.*` may have brought.
    fn star_imported(
        &self,
        at: At,
        facts: &Facts,
        import: &Import,
        name: &SmolStr,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let modules = self.project.modules();
        let full = format_smolstr!("{}.{name}", import.module);
        if facts.language == Language::Java {
            if let Some((file, class)) = modules.class(&full) {
                return vec![self.plain(at, context, trail, What::Class(file, class))];
            }
            if let Some((file, class)) = modules.class(&import.module) {
                return self.static_member(file, class, name, at, context, trail);
            }
        } else if let Some(file) = self.project.resolve(at.file, &import.module, import.level)
            && file != at.file
        {
            return self.export(file, name, at, context, trail);
        }
        let signatures = facts.language.signatures();
        if signatures.knows(&full) || signatures.is_about(&format!("{full}()")) {
            return vec![self.library(at, context, trail, full, None)];
        }
        Vec::new()
    }
}

/// The scope that binds a name as seen from a scope, and its definitions.
pub(super) fn lookup<'f>(
    facts: &'f Facts,
    from: ScopeId,
    name: &str,
) -> Option<(ScopeId, &'f [Definition])> {
    let sees_fields = facts.language.sees_fields();
    facts.scopes_from(from).find_map(|(id, scope)| {
        // The names of a class body are seen by the body itself, not by the methods in it.
        if matches!(scope.kind, ScopeKind::Class(_)) && id != from && !sees_fields {
            return None;
        }
        scope
            .names
            .get(name)
            .map(|definitions| (id, definitions.as_slice()))
    })
}

/// The definitions that an expression may see, the latest first.
fn reaching<'f>(
    facts: &Facts,
    expr: &Expr,
    scope: ScopeId,
    definitions: &'f [Definition],
) -> Vec<&'f Definition> {
    if let [only] = definitions {
        return vec![only];
    }
    let same_function = facts.function_around(expr.scope) == facts.function_around(scope);
    let use_branch = branch_at(facts, expr.span.start);
    let mut found = Vec::new();
    for definition in definitions.iter().rev() {
        let own_value = match definition.value {
            Bound::Value(value) | Bound::Append(value) | Bound::Part(value, ..) => {
                facts.expr(value).span.contains(expr.span)
            }
            _ => false,
        };
        let later = definition.span.start >= expr.span.start;
        if same_function && (later || own_value) {
            continue;
        }
        if same_function && excluded(facts, definition.branch, use_branch) {
            continue;
        }
        found.push(definition);
        if is_certain(facts, definition, use_branch)
            && !matches!(definition.value, Bound::Append(_))
        {
            break;
        }
    }
    if found.is_empty() {
        // In a loop, or hoisted: what comes later may have been before.
        found.extend(definitions.iter().rev());
    }
    if found
        .iter()
        .any(|it| !matches!(it.value, Bound::Declared(_)))
    {
        found.retain(|it| !matches!(it.value, Bound::Declared(_)));
    }
    found
}

/// Whether a use cannot be reached but through a definition before it.
fn is_certain(facts: &Facts, definition: &Definition, use_branch: Option<u32>) -> bool {
    definition
        .branch
        .is_none_or(|branch| is_inside(facts, use_branch, branch))
}

/// The innermost branch around an offset.
pub(super) fn branch_at(facts: &Facts, offset: u32) -> Option<u32> {
    let after = facts
        .branches
        .partition_point(|(span, _)| span.start <= offset);
    let mut at = after.checked_sub(1).map(|it| it as u32);
    while let Some(id) = at {
        let (span, parent) = facts.branches.get(id as usize)?;
        if offset < span.end {
            return Some(id);
        }
        at = *parent;
    }
    None
}

/// Whether the branch `inner` is `outer` or lies in it.
fn is_inside(facts: &Facts, inner: Option<u32>, outer: u32) -> bool {
    let mut at = inner;
    while let Some(id) = at {
        if id == outer {
            return true;
        }
        at = facts
            .branches
            .get(id as usize)
            .and_then(|(_, parent)| *parent);
    }
    false
}

/// Whether two branches exclude each other: they part at a fork.
fn excluded(facts: &Facts, one: Option<u32>, other: Option<u32>) -> bool {
    let path = |from: Option<u32>| {
        let mut path = Vec::new();
        let mut at = from;
        while let Some(id) = at {
            path.push(id);
            at = facts
                .branches
                .get(id as usize)
                .and_then(|(_, parent)| *parent);
        }
        path.reverse();
        path
    };
    let (one, other) = (path(one), path(other));
    let common = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    common > 0
        && one.len() > common
        && other.len() > common
        && facts.forks.contains_key(&one[common - 1])
}
