//! What a class leaves open and others fill in: methods that subclasses answer, values of a type
//! that a framework puts in.

use std::rc::Rc;

use smol_str::SmolStr;

use super::bounded::Flow;
use super::value::{At, Context, Object, Trail, Value, What};
use crate::facts::{
    Bound, ClassId, Facts, Function, FunctionId, Imported, Kind, Mark, Piece, SignatureKind,
};
use crate::source::FileId;

/// How many subclasses are asked for their answer.
const MAX_SUBCLASSES: usize = 12;

impl Flow<'_> {
    /// What the methods of subclasses return that stand for one which returns nothing itself.
    pub(super) fn answers(
        &self,
        at: At,
        (file, function): (FileId, FunctionId),
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let function = facts.function(function);
        let (Some(class), Some(name)) = (function.class, &function.name) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (file, class) in self.subclasses(file, class) {
            let receiver = Rc::new(Object {
                file,
                class,
                made: None,
            });
            for answer in self.methods(file, class, name) {
                let receiver = Some(receiver.clone());
                let values = self.deeper(|| self.returned(at, answer, receiver, context, trail));
                found.extend(values.unwrap_or_default());
            }
        }
        found
    }

    /// What a framework puts in where a value of a type is asked for: the results of the functions
    /// that are declared to provide it.
    pub(super) fn provided(
        &self,
        at: At,
        annotation: Option<&SmolStr>,
        marks: &[Mark],
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let providers = self.project.providers();
        let (Some(wanted), Some(facts)) = (annotation, self.facts(at.file)) else {
            return Vec::new();
        };
        let last = |name: &str| name.rsplit('.').next().map(str::to_owned);
        let called = qualified(facts, marks);
        let mut found = Vec::new();
        for &(file, function) in providers {
            let Some(other) = self.facts(file) else {
                continue;
            };
            let provider = other.function(function);
            if by_name(other, &provider.marks).is_some() {
                continue;
            }
            let Some(made) = provider.annotation.as_ref() else {
                continue;
            };
            if last(made) != last(wanted) {
                continue;
            }
            // Of several the one counts that is called so, itself or by an annotation.
            let is = |name: &SmolStr| {
                provider.name.as_ref() == Some(name) || is_marked(other, provider, name)
            };
            if called.is_some_and(|name| !is(name)) {
                continue;
            }
            let there = At {
                file,
                expr: provider.expr,
            };
            let ours = self.type_named(at, facts.expr(at.expr).scope, wanted, context);
            let theirs = self.type_named(there, provider.scope, made, context);
            let same = |one: &Value, two: &Value| {
                same_type(one, two) || by_star(facts, one, two) || by_star(other, two, one)
            };
            if !ours.iter().any(|it| theirs.iter().any(|two| same(it, two))) {
                continue;
            }
            let inner = context.with(file, function, None);
            let values = self.once(there, || {
                let each = provider.returns.iter();
                each.flat_map(|&expr| self.eval(At { file, expr }, &inner, trail))
                    .collect::<Vec<_>>()
            });
            found.extend(values.into_iter().flatten());
        }
        found
    }

    /// Whether an annotation says which of several values is put in, and a function provides one
    /// that is called so.
    pub(super) fn is_provided_as(&self, facts: &Facts, mark: &Mark) -> bool {
        let Some(name) = qualified(facts, std::slice::from_ref(mark)) else {
            return false;
        };
        let mut providers = self.project.providers().iter();
        providers.any(|&(file, function)| {
            self.facts(file)
                .is_some_and(|it| is_marked(it, it.function(function), name))
        })
    }

    /// Whether a class of the project stands right above one.
    #[must_use]
    pub fn extends_own(&self, file: FileId, class: ClassId) -> bool {
        self.facts(file)
            .is_some_and(|it| !self.bases_of(file, it, class).is_empty())
    }

    /// What a framework puts in for a parameter by its name: the result of the function of that
    /// name, the one of the same file before others.
    pub(super) fn provided_by_name(
        &self,
        (file, function): (FileId, FunctionId),
        name: &SmolStr,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let facts = self.facts(file)?;
        let asking = facts.function(function);
        let provides = |it: &&(FileId, FunctionId)| {
            self.facts(it.0).is_some_and(|other| {
                let provider = other.function(it.1);
                let asks = by_name(other, &provider.marks).is_some_and(|begins| {
                    let is_one = asking
                        .name
                        .as_ref()
                        .is_some_and(|it| it.starts_with(begins));
                    is_one || by_name(facts, &asking.marks).is_some()
                });
                asks && provider.name.as_ref() == Some(name) && *it != &(file, function)
            })
        };
        let all: Vec<_> = self.project.providers().iter().filter(provides).collect();
        let own = all.iter().find(|it| it.0 == file);
        let (file, function) = **own.or_else(|| all.first())?;
        let provider = self.facts(file)?.function(function);
        let expr = provider.expr;
        let inner = context.with(file, function, None);
        self.once(At { file, expr }, || {
            let each = provider.returns.iter();
            each.flat_map(|&expr| self.eval(At { file, expr }, &inner, trail))
                .collect()
        })
    }

    /// The classes of the project below a class, the nearest first.
    pub(super) fn below(&self, file: FileId, class: ClassId) -> Vec<(FileId, ClassId)> {
        let mut found = Vec::new();
        let mut open = vec![(file, class)];
        while let Some(above) = open.pop() {
            for below in self.subclasses(above.0, above.1) {
                if found.len() < MAX_SUBCLASSES && !found.contains(&below) {
                    found.push(below);
                    open.push(below);
                }
            }
        }
        found
    }

    /// The classes of the project right below a class.
    fn subclasses(&self, file: FileId, class: ClassId) -> Vec<(FileId, ClassId)> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let candidates = self.project.extending(&facts.class(class).name);
        self.spend(candidates.len());
        let is_below = |(other_file, below): (FileId, ClassId)| {
            let other = self.facts(other_file)?;
            if !other.language.shares_modules_with(facts.language) {
                return None;
            }
            let bases = self.bases_of(other_file, other, below);
            bases
                .contains(&(file, class))
                .then_some((other_file, below))
        };
        let below = candidates.iter().copied().filter_map(is_below);
        below.take(MAX_SUBCLASSES).collect()
    }

    /// The methods of a class under a name.
    fn methods(&self, file: FileId, class: ClassId, name: &SmolStr) -> Vec<(FileId, FunctionId)> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let scope = facts.scope(facts.class(class).scope);
        let bound = scope.names.get(name).into_iter().flatten();
        bound
            .filter_map(|it| match it.value {
                Bound::Function(function) => Some((file, function)),
                _ => None,
            })
            .collect()
    }
}

/// How the names of those begin for whom an annotation provides by name.
fn by_name(facts: &Facts, marks: &[Mark]) -> Option<&'static str> {
    let signatures = facts.language.signatures();
    marks.iter().find_map(|mark| {
        let provided = signatures.exactly(&format!("@{}", mark.name), SignatureKind::Provided)?;
        provided.get("through").and(provided.get("with"))
    })
}

fn same_type(one: &Value, other: &Value) -> bool {
    match (&one.what, &other.what) {
        (What::Class(file, class), What::Class(other_file, other_class)) => {
            (file, class) == (other_file, other_class)
        }
        (What::Api(one), What::Api(other)) => one.path == other.path,
        _ => false,
    }
}

/// Whether a name of a library that a file may have by `import package.*` is that of another file,
/// which says in full whose it is.
fn by_star(facts: &Facts, short: &Value, full: &Value) -> bool {
    let (What::Api(short), What::Api(full)) = (&short.what, &full.what) else {
        return false;
    };
    let Some(package) = full
        .path
        .strip_suffix(short.path.as_str())
        .and_then(|it| it.strip_suffix('.'))
    else {
        return false;
    };
    let all = |it: &&crate::facts::Import| it.what == Imported::All;
    facts
        .imports
        .iter()
        .filter(all)
        .any(|it| it.module == package)
}

/// Whether an annotation of a function says that what it makes is called so.
fn is_marked(facts: &Facts, function: &Function, name: &SmolStr) -> bool {
    let mut marks = function.marks.iter();
    marks.any(|it| text_of(facts, it) == Some(name))
}

/// What an annotation says that a value is called which is asked for.
fn qualified<'f>(facts: &'f Facts, marks: &[Mark]) -> Option<&'f SmolStr> {
    let signatures = facts.language.signatures();
    marks.iter().find_map(|mark| {
        signatures.exactly(&format!("@{}", mark.name), SignatureKind::Qualifier)?;
        text_of(facts, mark)
    })
}

/// The text that is an annotation's first argument.
fn text_of<'f>(facts: &'f Facts, mark: &Mark) -> Option<&'f SmolStr> {
    match &facts.expr(mark.arguments.first()?.value).kind {
        Kind::Text(pieces) => match pieces.as_slice() {
            [Piece::Text(text)] => Some(text),
            _ => None,
        },
        _ => None,
    }
}
