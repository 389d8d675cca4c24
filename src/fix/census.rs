//! What all calls of the project share: before a value is changed where it is defined, every call
//! that it reaches has to want that change.

use smol_str::SmolStr;

use super::Work;
use super::address;
use super::given::{Given, given};
use super::locate::expr_at;
use super::owner::stringified;
use super::rename::{Kept, kept};
use crate::clarifai::{Call, Client};
use crate::facts::{Facts, Imported, Kind, ScopeId};
use crate::flow::At;
use crate::rules::Target;
use crate::source::{FileId, Place, Span};

/// What each call has, by its index.
#[derive(Debug, Default)]
pub(super) struct Census {
    given: Vec<Given>,
    goals: Vec<Option<Target>>,
    /// The literals of a call's address.
    addresses: Vec<Vec<At>>,
    bodies: Vec<Option<At>>,
}

impl Census {
    /// Looks at all calls. `goals` has the owner that each is to name, `None` where the one that
    /// it names, or its not naming any, stays.
    pub(super) fn take(work: &Work<'_>, calls: &[&Call], goals: Vec<Option<Target>>) -> Self {
        let mut census = Self {
            goals,
            ..Self::default()
        };
        for call in calls {
            let in_address = address::given(work, call);
            census
                .given
                .push(in_address.unwrap_or_else(|| given(work, call)));
            census.addresses.push(address::texts(work, call));
            let rest = call.client == Client::Rest;
            census
                .bodies
                .push(if rest { stringified(work, call) } else { None });
        }
        census
    }

    /// The owner that a call gives.
    pub(super) fn given(&self, index: usize) -> &Given {
        &self.given[index]
    }

    fn all_want<'a>(
        &'a self,
        target: &Target,
        concerned: impl Iterator<Item = usize> + 'a,
    ) -> bool {
        let mut concerned = concerned;
        concerned.all(|index| self.goals[index].as_ref() == Some(target))
    }

    /// Whether a literal may become another one: all calls whose owner it is a half of want the
    /// same, and nothing else uses it.
    pub(super) fn is_free(&self, work: &Work<'_>, literal: Place, target: &Target) -> bool {
        let mut users = Vec::new();
        let mut concerned = Vec::new();
        for (index, given) in self.given.iter().enumerate() {
            for half in [&given.user, &given.app] {
                if half.enters == Some(literal) {
                    concerned.push(index);
                    users.extend(half.used);
                }
            }
        }
        if !self.all_want(target, concerned.into_iter()) {
            return false;
        }
        let Some(facts) = work.facts(literal.file) else {
            return false;
        };
        let found = expr_at(facts, literal.span, |kind| matches!(kind, Kind::Text(_)));
        let Some(expr) = found else { return false };
        match kept(facts, expr) {
            Kept::Nowhere => {
                let inside = |it: &Place| it.file == literal.file && it.span.contains(literal.span);
                users.iter().any(inside) || facts.expr(expr).parent.is_some()
            }
            // What is kept under the name of a parameter is no other file's business.
            Kept::Default(scope, name) => defined_once(facts, scope, &name).is_some_and(|span| {
                let name = Named {
                    name,
                    file: literal.file,
                    span,
                };
                name.is_used_only_in(facts, literal.file, &users)
            }),
            Kept::Name(scope, name) => defined_once(facts, scope, &name).is_some_and(|span| {
                let name = Named {
                    name,
                    file: literal.file,
                    span,
                };
                name.is_used_by_all(work, &users)
            }),
            Kept::Field(name, span) => {
                let name = Named {
                    name,
                    file: literal.file,
                    span,
                };
                name.is_used_by_all(work, &users)
            }
            Kept::Otherwise => false,
        }
    }

    /// Whether all calls that are given an owner's record want the same owner.
    pub(super) fn record_is_free(&self, record: At, target: &Target) -> bool {
        let same = |given: &Given| given.record == Some(record);
        let concerned = self
            .given
            .iter()
            .enumerate()
            .filter(|(_, it)| same(it))
            .map(|it| it.0);
        self.all_want(target, concerned)
    }

    /// The calls whose address has a literal.
    fn with_address(&self, literal: At) -> impl Iterator<Item = usize> + '_ {
        let all = self.addresses.iter().enumerate();
        all.filter(move |(_, texts)| texts.contains(&literal))
            .map(|it| it.0)
    }

    /// Whether all calls whose address has a literal want the same owner.
    pub(super) fn address_is_free(&self, literal: At, target: &Target) -> bool {
        self.all_want(target, self.with_address(literal))
    }

    /// The name under which the literal of an address is kept, if it is used in more places than
    /// there are calls with it.
    pub(super) fn shared_name(&self, work: &Work<'_>, literal: At) -> Option<SmolStr> {
        let facts = work.facts(literal.file)?;
        let (name, span) = match kept(facts, literal.expr) {
            Kept::Name(scope, name) => {
                let span = defined_once(facts, scope, &name)?;
                (name, span)
            }
            Kept::Field(name, span) => (name, span),
            _ => return None,
        };
        let file = literal.file;
        let named = Named { name, file, span };
        let files = work.project.files();
        let uses: usize = files
            .map(|(file, facts)| named.uses(facts, file).count())
            .sum();
        (uses > self.with_address(literal).count()).then_some(named.name)
    }

    /// Whether all calls that send a body want the same owner.
    pub(super) fn body_is_free(&self, body: At, target: &Target) -> bool {
        let same = |it: &Option<At>| *it == Some(body);
        let concerned = self
            .bodies
            .iter()
            .enumerate()
            .filter(|(_, it)| same(it))
            .map(|it| it.0);
        self.all_want(target, concerned)
    }

    /// The literals of a call's address.
    pub(super) fn address(&self, index: usize) -> &[At] {
        &self.addresses[index]
    }
}

/// The definition of a name, if it is the only one in its scope.
fn defined_once(facts: &Facts, scope: ScopeId, name: &str) -> Option<Span> {
    match facts.scope(scope).names.get(name)?.as_slice() {
        [only] => Some(only.span),
        _ => None,
    }
}

/// A name, and where it is defined.
struct Named {
    name: SmolStr,
    file: FileId,
    span: Span,
}

impl Named {
    /// Whether everything of that name, in all files, is the definition, an import of it, or
    /// stands in one of these places.
    fn is_used_by_all(&self, work: &Work<'_>, places: &[Place]) -> bool {
        work.project.files().all(|(file, facts)| {
            let hidden = facts.imports.iter().any(|it| {
                matches!(&it.what, Imported::Name(name) if *name == self.name)
                    && it.local != self.name
            });
            !hidden && self.is_used_only_in(facts, file, places)
        })
    }

    /// The same for one file.
    fn is_used_only_in(&self, facts: &Facts, file: FileId, places: &[Place]) -> bool {
        self.uses(facts, file).all(|span| {
            places
                .iter()
                .any(|it| it.file == file && it.span.contains(span))
        })
    }

    /// Where whatever has that name stands in a file, but for the definition and imports.
    fn uses<'a>(&'a self, facts: &'a Facts, file: FileId) -> impl Iterator<Item = Span> + 'a {
        let mentions = facts.mentions.get(&self.name).into_iter().flatten();
        mentions.map(|it| facts.expr(*it).span).filter(move |span| {
            let defines = file == self.file && self.span.contains(*span);
            !defines && !facts.imports.iter().any(|it| it.span.contains(*span))
        })
    }
}
