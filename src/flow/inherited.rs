//! Classes above and below: what an object was made with as one of a class above, and which class
//! below an object is of that a class above speaks of.

use std::rc::Rc;

use smol_str::SmolStr;

use super::bounded::Flow;
use super::class::Asked;
use super::reach::lookup;
use super::value::{At, Context, Object, Open, OutsideKind, Site, Trail, Value, What};
use crate::facts::{Bound, ClassId, Facts, FunctionId, Kind};
use crate::source::FileId;

/// How many classes lie between an object's class and one above.
const MAX_LEVELS: u32 = 8;

impl Flow<'_> {
    /// Whether an expression is the object of a method as one of the class above.
    pub(super) fn is_super(&self, at: At) -> bool {
        let expr = self.project.expr(at);
        expr.is_some_and(|it| matches!(it.kind, Kind::Super))
    }

    /// The member of the classes above the one around: `super().__init__`.
    pub(super) fn super_member(
        &self,
        at: At,
        name: &SmolStr,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let class = self
            .facts(at.file)
            .and_then(|facts| facts.class_around(facts.expr(at.expr).scope));
        let found = class.and_then(|class| {
            let object = self.own_object(at, class, context);
            let asked = Asked {
                object: Some(&object),
                name,
                at,
                context,
                trail,
            };
            self.deeper(|| self.inherited_member((at.file, class), &asked, 0))
                .flatten()
        });
        let found = found.unwrap_or_else(|| {
            vec![self.outside(at, context, trail, OutsideKind::Unknown, name.clone())]
        });
        found
            .into_iter()
            .map(|it| self.constructing(it, at, name))
            .collect()
    }

    /// The constructor of a class of a library as what constructs its objects: the class.
    fn constructing(&self, value: Value, at: At, name: &str) -> Value {
        let constructor = self
            .facts(at.file)
            .is_some_and(|it| it.language.is_constructor(name));
        match value.api().and_then(|it| it.base.clone()) {
            Some(class) if constructor => Value {
                what: What::Api(class),
                ..value
            },
            _ => value,
        }
    }

    /// The call, and its context, that made an object as one of a class: the construction itself,
    /// or the call by which the constructor of a class below calls that of the one above.
    pub(super) fn made_as(
        &self,
        object: &Rc<Object>,
        wanted: (FileId, ClassId),
    ) -> Option<(At, Context)> {
        let (call, context) = object.made.clone()?;
        let class = (object.file, object.class);
        self.made_above(object, class, wanted, (call, context), 0)
    }

    fn made_above(
        &self,
        object: &Rc<Object>,
        (file, class): (FileId, ClassId),
        wanted: (FileId, ClassId),
        (call, context): (At, Context),
        depth: u32,
    ) -> Option<(At, Context)> {
        if (file, class) == wanted {
            return Some((call, context));
        }
        let facts = self.facts(file).filter(|_| depth < MAX_LEVELS)?;
        for (base_file, base) in self.bases_of(file, facts, class) {
            let mut made = Some((call, context.clone()));
            for &constructor in &facts.class(class).constructors {
                let name = &self.facts(base_file)?.class(base).name;
                made = self
                    .call_of_above(file, facts, constructor, name)
                    .map(|above| {
                        let site = Site::direct(call, context.clone(), Some(object.clone()));
                        (above, context.with(file, constructor, Some(site)))
                    });
                if made.is_some() {
                    break;
                }
            }
            let Some(made) = made else { continue };
            let found = self.made_above(object, (base_file, base), wanted, made, depth + 1);
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// The call in a constructor that calls the one of a class above.
    pub(super) fn call_of_above(
        &self,
        file: FileId,
        facts: &Facts,
        constructor: FunctionId,
        base: &str,
    ) -> Option<At> {
        self.spend(facts.calls.len());
        let inside = facts.calls_in(facts.function(constructor).span);
        let mut above = inside.filter(|call| {
            let Kind::Call(callee, ..) = facts.expr(*call).kind else {
                return false;
            };
            match &facts.expr(callee).kind {
                Kind::Super => true,
                Kind::Member(object, name) if facts.language.is_constructor(name) => {
                    match &facts.expr(*object).kind {
                        Kind::Super => true,
                        Kind::Name(name) | Kind::Member(_, name) => name == base,
                        _ => false,
                    }
                }
                _ => false,
            }
        });
        above.next().map(|expr| At { file, expr })
    }

    /// The calls in a method of the one above it of that name: `super().request(…)`.
    #[must_use]
    pub fn calls_above(&self, file: FileId, method: FunctionId, name: &str) -> Vec<At> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let inside = facts.calls_in(facts.function(method).span);
        let above = inside.filter(|call| {
            let Kind::Call(callee, ..) = facts.expr(*call).kind else {
                return false;
            };
            match &facts.expr(callee).kind {
                Kind::Member(object, called) => {
                    called == name && matches!(facts.expr(*object).kind, Kind::Super)
                }
                _ => false,
            }
        });
        above.map(|expr| At { file, expr }).collect()
    }

    /// Whether a call of a constructor names the object as its first argument:
    /// `Base.__init__(self, …)`.
    pub(super) fn names_object(&self, call: At, file: FileId, function: FunctionId) -> bool {
        let Some(facts) = self.facts(call.file) else {
            return false;
        };
        let of_class = self
            .facts(file)
            .is_some_and(|it| it.function(function).class.is_some());
        let Kind::Call(callee, ..) = facts.expr(call.expr).kind else {
            return false;
        };
        match &facts.expr(callee).kind {
            Kind::Member(object, name) => {
                of_class
                    && facts.language.names_receiver()
                    && facts.language.is_constructor(name)
                    && !matches!(facts.expr(*object).kind, Kind::Super)
            }
            _ => false,
        }
    }

    /// An object as one of the class below that is assumed for it. Where nothing is assumed, it is
    /// noted that classes below have their own for a name.
    pub(super) fn assumed(
        &self,
        object: &Rc<Object>,
        name: &SmolStr,
        context: &Context,
    ) -> Rc<Object> {
        if object.made.is_some() {
            return object.clone();
        }
        if let Some(assumed) = context.object(object.file, object.class) {
            return assumed.clone();
        }
        let open = Open::Class(object.file, object.class);
        let below = self.below(object.file, object.class);
        if below.iter().any(|it| self.defines(*it, name)) {
            self.touch(open);
        }
        object.clone()
    }

    /// An object as one of the class below that is assumed for it. Where nothing is assumed and there
    /// are such, it is noted.
    pub(super) fn one_below(&self, object: &Rc<Object>, context: &Context) -> Rc<Object> {
        if let Some(assumed) = context.object(object.file, object.class) {
            return assumed.clone();
        }
        if !self.below(object.file, object.class).is_empty() {
            self.touch(Open::Class(object.file, object.class));
        }
        object.clone()
    }

    /// The objects that one of a class may be of which nothing else is known: of each class below
    /// that has none below itself, and of the class itself if the project makes such.
    #[must_use]
    pub fn possible_objects(&self, file: FileId, class: ClassId) -> Vec<Rc<Object>> {
        let mut classes = self.below(file, class);
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let name = &facts.class(class).name;
        let made = self
            .project
            .files()
            .any(|(it, _)| !self.project.calls_named(it, name).is_empty());
        if made || self.is_registered((file, class)) {
            classes.push((file, class));
        }
        let object = |(file, class)| {
            Rc::new(Object {
                file,
                class,
                made: None,
            })
        };
        classes.into_iter().map(object).collect()
    }

    /// Whether a class is handed to a function of the project that may make objects of it later, as
    /// an annotation: `@register("clarifai")`.
    fn is_registered(&self, (file, class): (FileId, ClassId)) -> bool {
        let Some(facts) = self.facts(file) else {
            return false;
        };
        let at = At {
            file,
            expr: super::class::at_of(facts, class),
        };
        let scope = facts.expr(at.expr).scope;
        let handed = |name: &SmolStr| {
            let (_, definitions) = lookup(facts, scope, name)?;
            let context = Context::new();
            definitions.iter().find(|it| match it.value {
                Bound::Function(_) => true,
                Bound::Import(index) => {
                    let import = &facts.imports[index as usize];
                    let found = self.imported(at, import, &context, &Trail::new());
                    found.iter().any(|it| matches!(it.what, What::Function(..)))
                }
                _ => false,
            })
        };
        let marks = &facts.class(class).marks;
        marks.iter().any(|it| handed(&it.name).is_some())
    }

    /// Whether a class itself has something under a name.
    pub(super) fn defines(&self, (file, class): (FileId, ClassId), name: &SmolStr) -> bool {
        self.facts(file).is_some_and(|facts| {
            let definition = facts.class(class);
            definition.fields.contains_key(name)
                || facts.scope(definition.scope).names.contains_key(name)
        })
    }
}
