//! What keeps a value: names, fields, parameters, and what a function returns.

use smol_str::SmolStr;

use super::path::{Into, deeper, part};
use super::{Onward, Stop};
use crate::facts::{Bound, ClassId, Facts, FunctionId, Holder, Kind, ScopeId, ScopeKind};
use crate::flow::callers::MAX_CALLERS;
use crate::flow::reach::lookup;
use crate::flow::value::{At, Handing, What};
use crate::source::FileId;

impl<'p> Onward<'_, 'p> {
    /// Names, fields and parameters that have the value.
    pub(super) fn kept(&mut self, facts: &'p Facts, stop: &Stop) {
        let At { file, expr } = stop.at;
        for holder in facts.holders.get(&expr).into_iter().flatten() {
            match holder {
                Holder::Name(scope, name) => self.named(file, facts, *scope, name, &stop.path),
                Holder::Field(class, name) => self.field(file, *class, name, &stop.path),
            }
        }
        for (function, index) in facts.functions.iter().zip(0..) {
            for (parameter, position) in function.parameters.iter().zip(0..) {
                if parameter.default == Some(expr) {
                    self.parameter(file, FunctionId(index), position, &stop.path);
                }
            }
        }
    }

    /// Every mention of a name.
    pub(super) fn named(
        &mut self,
        file: FileId,
        facts: &'p Facts,
        scope: ScopeId,
        name: &SmolStr,
        path: &[Into],
    ) {
        for &mention in facts.mentions.get(name).into_iter().flatten() {
            let expr = facts.expr(mention);
            let is_it = matches!(expr.kind, Kind::Name(_))
                && lookup(facts, expr.scope, name).is_some_and(|it| it.0 == scope);
            if is_it {
                self.go(
                    At {
                        file,
                        expr: mention,
                    },
                    path.to_vec(),
                );
            }
        }
        match facts.scope(scope).kind {
            ScopeKind::Module => self.seen_outside(file, facts, name, path),
            ScopeKind::Class(class) => self.field(file, class, name, path),
            ScopeKind::Function(_) | ScopeKind::Block => {}
        }
    }

    /// Every mention of a field, in whatever file may have an object of the class.
    pub(super) fn field(&mut self, file: FileId, class: ClassId, name: &SmolStr, path: &[Into]) {
        let key = (file, class, name.clone(), path.to_vec());
        if !self.fields.insert(key) {
            return;
        }
        for other in self.flow.project.dependents(file) {
            let Some(facts) = self.facts(other) else {
                continue;
            };
            for &mention in facts.mentions.get(name).into_iter().flatten() {
                let at = At {
                    file: other,
                    expr: mention,
                };
                let is_it = match &facts.expr(mention).kind {
                    Kind::Member(object, _) => self.may_be_of(at.with(*object), facts, file, class),
                    Kind::Name(_) if facts.language.sees_fields() => {
                        match lookup(facts, facts.expr(mention).scope, name) {
                            Some((scope, _)) => {
                                other == file && facts.scope(scope).kind == ScopeKind::Class(class)
                            }
                            None => true,
                        }
                    }
                    _ => false,
                };
                if is_it {
                    self.go(at, path.to_vec());
                }
            }
        }
    }

    /// Whether an object may be of a class: it is not known to be anything else.
    fn may_be_of(&self, object: At, facts: &Facts, file: FileId, class: ClassId) -> bool {
        if matches!(facts.expr(object.expr).kind, Kind::This | Kind::Super) && object.file == file {
            return facts.class_around(facts.expr(object.expr).scope) == Some(class)
                || facts.classes.len() > 1;
        }
        let values = self.eval(object);
        values.is_empty()
            || values.iter().any(|it| match &it.what {
                What::Outside(_) | What::Class(..) | What::Nothing => true,
                What::Object(of) => {
                    (of.file, of.class) == (file, class) || !self.is_plain(of.file, of.class)
                }
                What::Api(api) => !api.path.contains('.'),
                _ => false,
            })
    }

    /// Whether a class has no other one above it.
    pub(super) fn is_plain(&self, file: FileId, class: ClassId) -> bool {
        self.facts(file)
            .is_some_and(|it| it.class(class).bases.is_empty())
    }

    /// The mentions of a parameter in its function, and of the field that it fills.
    pub(super) fn parameter(
        &mut self,
        file: FileId,
        function: FunctionId,
        position: u32,
        path: &[Into],
    ) {
        let Some(facts) = self.facts(file) else {
            return;
        };
        let its = facts.function(function);
        if let Some(parameter) = its.parameters.get(position as usize) {
            self.named(file, facts, its.scope, &parameter.name, path);
        }
        for (class, index) in facts.classes.iter().zip(0..) {
            for (name, values) in &class.fields {
                if values
                    .iter()
                    .any(|it| it.parameter == Some((function, position)))
                {
                    self.field(file, ClassId(index), name, path);
                }
            }
        }
    }

    /// Names for parts of it: `const { key } = settings`, `user, app = OWNER`.
    pub(super) fn taken_apart(&mut self, facts: &'p Facts, stop: &Stop) {
        let At { file, expr } = stop.at;
        for (scope, index) in facts.scopes.iter().zip(0..) {
            for (name, definitions) in &scope.names {
                for definition in definitions {
                    let path = match &definition.value {
                        Bound::Part(of, steps, _) if *of == expr => part(&stop.path, steps),
                        Bound::Part(_, _, Some(default)) if *default == expr => {
                            Some(stop.path.clone())
                        }
                        Bound::Append(of) if *of == expr => Some(stop.path.clone()),
                        _ => None,
                    };
                    if let Some(path) = path {
                        self.named(file, facts, ScopeId(index), name, &path);
                    }
                }
            }
        }
    }

    /// `object.key = value`.
    pub(super) fn assigned(&mut self, facts: &'p Facts, stop: &Stop) {
        let At { file, expr } = stop.at;
        for assignment in facts.assignments.iter().filter(|it| it.value == expr) {
            let key = assignment.key.clone().map_or(Into::Any, Into::Key);
            let path = deeper(&stop.path, key);
            self.put_into(
                At {
                    file,
                    expr: assignment.object,
                },
                path,
            );
        }
    }

    /// Callers get what a function returns.
    pub(super) fn returned(&mut self, facts: &'p Facts, stop: &Stop) {
        let At { file, expr } = stop.at;
        for (function, index) in facts.functions.iter().zip(0..) {
            if !function.returns.contains(&expr) {
                continue;
            }
            let callers = self.flow.callers(file, FunctionId(index));
            if function.getter
                && let (Some(class), Some(name)) = (function.class, &function.name)
            {
                self.field(file, class, name, &stop.path);
            } else if callers.is_empty() || callers.len() >= MAX_CALLERS {
                self.strays.push(stop.at);
            }
            for site in callers {
                let path = match site.handing {
                    Handing::Direct => stop.path.clone(),
                    // A list or promise of what the function returns.
                    _ => deeper(&stop.path, Into::Any),
                };
                self.go(site.call, path);
            }
        }
    }
}
