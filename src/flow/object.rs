//! Objects of which the class is known: the one around, and those that a type names.

use std::rc::Rc;

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::reach::lookup;
use super::value::{At, Context, Object, Trail, Value, What};
use crate::facts::{Bound, ClassId, ScopeId, ScopeKind};
use crate::language::Language;

impl Flow<'_> {
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
        match facts.record_around(scope) {
            Some(record) => vec![self.plain(at, context, trail, What::Node(at.with(record)))],
            None => vec![self.unknown(at, context, trail)],
        }
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
                    // `const Base = require("./base")`
                    Bound::Value(_) | Bound::Part(..) if facts.language.holds_classes() => self
                        .deeper(|| self.bound(at, &first, it, &[], context, &trail))
                        .unwrap_or_default(),
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
}
