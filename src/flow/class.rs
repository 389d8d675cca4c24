//! Members of classes and their objects: methods, names of the body, fields, and what classes above
//! have.

use std::rc::Rc;

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::export::is_unknown;
use super::value::{Api, At, Context, HopRole, Object, OutsideKind, Site, Trail, Value, What};
use crate::facts::{Bound, ClassId, Definition, ExprId, Facts, FieldValue, FunctionId};
use crate::source::{FileId, Place};

/// How many classes upwards a member is looked for.
const MAX_BASES: u32 = 8;

/// A member that is asked for: of which object of the class, if of one, by which name, and where.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub object: Option<&'a Rc<Object>>,
    pub name: &'a SmolStr,
    pub at: At,
    pub context: &'a Context,
    pub trail: &'a Trail,
}

impl Flow<'_> {
    /// A member of an object of a class.
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
        let asked = Asked {
            object: Some(object),
            name,
            at,
            context,
            trail,
        };
        let own = self
            .deeper(|| self.own_member(object, name, trail))
            .flatten();
        if let Some(own) = own {
            return own;
        }
        let found = self
            .deeper(|| self.class_member(class, &asked, 0))
            .flatten();
        found.unwrap_or_else(|| {
            vec![self.outside(at, context, trail, OutsideKind::Unknown, name.clone())]
        })
    }

    /// A member of a class itself.
    pub(super) fn static_member(
        &self,
        file: FileId,
        class: ClassId,
        name: &SmolStr,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let asked = Asked {
            object: None,
            name,
            at,
            context,
            trail,
        };
        let found = self
            .deeper(|| self.class_member((file, class), &asked, 0))
            .flatten()
            .map(|it| self.of_class(it, (file, class)));
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

    /// Methods of a class as that class has them: they are given it.
    fn of_class(&self, members: Vec<Value>, (file, class): (FileId, ClassId)) -> Vec<Value> {
        let given = |mut member: Value| {
            if let What::Function(of, method, receiver @ None) = &mut member.what
                && self
                    .facts(*of)
                    .is_some_and(|it| it.is_class_method(*method))
            {
                let made = None;
                *receiver = Some(Rc::new(Object { file, class, made }));
            }
            member
        };
        members.into_iter().map(given).collect()
    }

    /// What a class has under a name, else those above it.
    fn class_member(
        &self,
        (file, class): (FileId, ClassId),
        asked: &Asked<'_>,
        depth: u32,
    ) -> Option<Vec<Value>> {
        let name = asked.name;
        let facts = self.facts(file)?;
        let definition = facts.class(class);
        let context = &self.inside(facts, file, class, asked.object, asked.context);
        let inner = &Asked { context, ..*asked };
        let mut found = Vec::new();
        let scope = facts.scope(definition.scope);
        let bound = scope.names.get(name).map_or(&[][..], Vec::as_slice);
        let method = |it: &&Definition| matches!(it.value, Bound::Function(_));
        // Where a field and a method may share a name, a call means the method.
        let called = facts.language.sees_fields() && self.is_called(asked.at);
        let calls_method = called && bound.iter().any(|it| method(&it));
        let fields = definition.fields.get(name).filter(|_| !calls_method);
        // The declared type says what a field holds where no value does.
        let declared = |it: &&FieldValue| it.value.is_none() && it.parameter.is_none();
        let fields = fields.map_or(&[][..], Vec::as_slice);
        let given = fields.iter().filter(|it| !declared(it));
        let typed = fields.iter().filter(declared);
        let follow = |field: &FieldValue, found: &mut Vec<Value>| {
            found.extend(self.field_value((file, class), field, inner));
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
            found.extend(self.class_name(file, bound, inner));
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
        self.inherited_member((file, class), asked, depth)
    }

    /// The member of the classes above one.
    pub(super) fn inherited_member(
        &self,
        (file, class): (FileId, ClassId),
        asked: &Asked<'_>,
        depth: u32,
    ) -> Option<Vec<Value>> {
        let facts = self.facts(file)?;
        let definition = facts.class(class);
        let parent = facts.scope(definition.scope).parent?;
        let here = At {
            file,
            expr: at_of(facts, class),
        };
        for base in &definition.bases {
            for value in self.type_named(here, parent, base, asked.context) {
                match value.what {
                    What::Class(base_file, base) if (base_file, base) != (file, class) => {
                        let found = self.class_member((base_file, base), asked, depth + 1);
                        if found.is_some() {
                            return found;
                        }
                    }
                    What::Api(api) => {
                        let path = format_smolstr!("{}().{}", api.path, asked.name);
                        let Asked {
                            at, context, trail, ..
                        } = *asked;
                        let api = self.made_of(api, (file, class), asked);
                        return Some(vec![self.library(at, context, trail, path, Some(api))]);
                    }
                    _ => {}
                }
            }
        }
        None
    }

    /// The object of a library's class that one of a class below was made as: by the call of the
    /// constructor above, or by its own construction.
    fn made_of(
        &self,
        api: Rc<Api>,
        (file, class): (FileId, ClassId),
        asked: &Asked<'_>,
    ) -> Rc<Api> {
        let (Some(object), Some(facts)) = (asked.object, self.facts(file)) else {
            return api;
        };
        if facts.language.is_constructor(asked.name) {
            return api;
        }
        let path = format_smolstr!("{}()", api.path);
        let by = |path, (at, context), base| {
            let at = Some(at);
            let base = Some(base);
            Rc::new(Api {
                path,
                at,
                context,
                base,
            })
        };
        let made = self.made_as(object, (file, class));
        let constructors = &facts.class(class).constructors;
        let above = constructors
            .iter()
            .find_map(|it| self.call_of_above(file, facts, *it, api.last()));
        match (made, above) {
            (Some(made), None) if constructors.is_empty() => by(path, made, api),
            (made, Some(above)) => {
                let context = made.as_ref().map_or(asked.context, |it| &it.1);
                let inside = self.inside(facts, file, class, asked.object, context);
                // What is done to the object later is done to what it was made as.
                let own = match made {
                    Some(made) => by(SmolStr::new("(object)"), made, api),
                    None => api,
                };
                by(path, (above, inside), own)
            }
            _ => api,
        }
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
            let site = Site::direct(made, made_in.clone(), object.cloned());
            inner = inner.with(file, constructor, Some(site));
        }
        inner
    }

    /// What the body of a class binds to a name.
    fn class_name(&self, file: FileId, bound: &Definition, asked: &Asked<'_>) -> Vec<Value> {
        let Asked {
            object,
            name,
            at,
            context,
            trail,
        } = *asked;
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
                    return self.got(file, function, &Asked { trail, ..*asked });
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

    /// What a method gives that is read like a field.
    fn got(&self, file: FileId, function: FunctionId, asked: &Asked<'_>) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let site = asked
            .object
            .map(|object| Site::direct(asked.at, asked.context.clone(), Some(object.clone())));
        let inner = asked.context.with(file, function, site);
        let returns = &facts.function(function).returns;
        returns
            .iter()
            .flat_map(|&expr| self.eval(At { file, expr }, &inner, asked.trail))
            .collect()
    }
}

/// An expression where a class stands, to look up the names of its bases from.
pub(super) fn at_of(facts: &Facts, class: ClassId) -> ExprId {
    let span = facts.class(class).span;
    let index = facts
        .exprs
        .partition_point(|expr| expr.span.start < span.start);
    ExprId(index.min(facts.exprs.len().saturating_sub(1)) as u32)
}
