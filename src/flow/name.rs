//! Names: what a name is bound to where it is used.

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::reach::{branch_at, is_certain, is_own_beginning, lookup, reaching};
use super::value::{At, Context, HopRole, OutsideKind, Trail, Value, What};
use crate::facts::{Bound, Definition, Facts, Imported, Step};
use crate::language::Language;
use crate::source::Place;

impl Flow<'_> {
    /// What a name holds.
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
            Some((scope, definitions)) if is_own_beginning(facts, expr, scope, definitions) => {
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
    pub(super) fn bound(
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

    /// A part of a value, by the steps to it; the default where it has none.
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

    /// A text that a name had, with another one joined to its end.
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

    /// A name that nothing in the file binds.
    pub(super) fn global(
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
        if facts.language.is_script()
            && let Some(found) = self.of_page(at, name, context, trail)
        {
            return found;
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
}
