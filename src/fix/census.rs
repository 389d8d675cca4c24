//! What all calls of the project share: before a value is changed where it is defined, every call
//! that it reaches has to want that change.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::Work;
use super::address;
use super::given::{Given, given, stringified};
use super::locate::{call_expr, expr_at};
use super::names::{Kept, kept};
use crate::clarifai::{Call, Client};
use crate::facts::{ExprId, Facts, Imported, Kind, ScopeId};
use crate::flow::{At, Flow};
use crate::rules::Target;
use crate::source::{FileId, Place, Span};

/// What each call has, by its index.
#[derive(Debug, Default)]
pub(super) struct Census {
    given: Vec<Given>,
    goals: Vec<Option<Target>>,
    /// The literals of a call's address.
    addresses: Vec<Vec<At>>,
    /// The calls that have a record of an owner, a literal of an address or a body in common.
    sharing: FxHashMap<Shared, Vec<usize>>,
    /// The calls that a literal is half of the owner of, and where each uses it.
    halves: FxHashMap<Place, Vec<(usize, Option<Place>)>>,
    /// Where the calls stand.
    places: Vec<Place>,
    /// What of a file belongs to a call, or to where one is sent, by the call.
    parts: FxHashMap<FileId, Vec<(Span, usize)>>,
}

/// What several calls may have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Shared {
    Record(At),
    Literal(At),
    Body(At),
    /// Where the user of an owner is put into a record.
    User(Place),
}

impl Census {
    /// Looks at all calls. `goals` has the owner that each is to name, `None` where the one that
    /// it names, or its not naming any, stays.
    pub(super) fn take(work: &Work<'_>, calls: &[&Call], goals: Vec<Option<Target>>) -> Self {
        let looked: Vec<(Given, Vec<At>, Option<At>)> = calls
            .par_iter()
            .map(|call| {
                let given = address::given(work, call).unwrap_or_else(|| given(work, call));
                let body = (call.client == Client::Rest)
                    .then(|| stringified(work, call))
                    .flatten();
                (given, address::texts(work, call), body)
            })
            .collect();
        let mut census = Self {
            goals,
            places: calls.iter().map(|it| whole(work, it)).collect(),
            ..Self::default()
        };
        for (index, call) in calls.iter().enumerate() {
            for place in std::iter::once(&census.places[index]).chain(&call.sends) {
                let parts = census.parts.entry(place.file).or_default();
                parts.push((place.span, index));
            }
        }
        for (index, (given, texts, body)) in looked.into_iter().enumerate() {
            let literals = texts.iter().copied().map(Shared::Literal);
            let others = given.record.map(Shared::Record).into_iter();
            let user = given.user.used.map(Shared::User);
            let others = others.chain(body.map(Shared::Body)).chain(user);
            for shared in literals.chain(others) {
                census.sharing.entry(shared).or_default().push(index);
            }
            for half in [&given.user, &given.app] {
                if let Some(literal) = half.enters {
                    let users = census.halves.entry(literal).or_default();
                    users.push((index, half.used));
                }
            }
            census.given.push(given);
            census.addresses.push(texts);
        }
        census
    }

    /// The owner that a call gives.
    pub(super) fn given(&self, index: usize) -> &Given {
        &self.given[index]
    }

    /// Whether all calls that have something in common want the same owner.
    fn all_want(&self, target: &Target, shared: Shared) -> bool {
        let concerned = self.sharing.get(&shared).into_iter().flatten();
        concerned.into_iter().all(|it| self.wants(target, *it))
    }

    fn wants(&self, target: &Target, index: usize) -> bool {
        self.goals[index].as_ref() == Some(target)
    }

    /// Whether a literal may become another one: all calls whose owner it is a half of want the
    /// same, and nothing else uses it.
    pub(super) fn is_free(&self, work: &Work<'_>, literal: Place, target: &Target) -> bool {
        let halves = self.halves.get(&literal).map_or(&[][..], Vec::as_slice);
        let users: Vec<Place> = halves.iter().filter_map(|it| it.1).collect();
        if !halves.iter().all(|it| self.wants(target, it.0)) {
            return false;
        }
        let Some(facts) = work.facts(literal.file) else {
            return false;
        };
        let found = expr_at(facts, literal.span, |kind| matches!(kind, Kind::Text(_)));
        let Some(expr) = found else { return false };
        let at = At {
            file: literal.file,
            expr,
        };
        if !self.serves_only(work, at, target) {
            return false;
        }
        match kept(facts, expr) {
            Kept::Nowhere => {
                let inside = |it: &Place| it.file == literal.file && it.span.contains(literal.span);
                let parent = facts.expr(expr).parent;
                let calls: Vec<usize> = halves.iter().map(|it| it.0).collect();
                (users.iter().any(inside) || parent.is_some())
                    && parent.is_none_or(|it| self.record_is_theirs(work, literal.file, it, &calls))
            }
            // What is kept under the name of a parameter is no other file's business.
            kept @ Kept::Default(..) => Named::of(facts, literal.file, kept)
                .is_some_and(|it| it.is_used_only_in(facts, literal.file, &users)),
            kept => Named::of(facts, literal.file, kept)
                .is_some_and(|it| it.is_used_by_all(work, &users)),
        }
    }

    /// Whether the value of an expression gets to nothing but calls that want this owner.
    pub(super) fn serves_only(&self, work: &Work<'_>, at: At, target: &Target) -> bool {
        let arrives = |place: Place| {
            let mut calls = self.calls_around(place);
            calls.any(|index| self.wants(target, index))
        };
        Flow::new(work.project).strays(at, &arrives).is_empty()
    }

    /// The same for the expression that stands at a place.
    pub(super) fn serves_only_at(&self, work: &Work<'_>, place: Place, target: &Target) -> bool {
        let expr = work
            .facts(place.file)
            .and_then(|facts| expr_at(facts, place.span, |_| true));
        expr.is_some_and(|expr| {
            let file = place.file;
            self.serves_only(work, At { file, expr }, target)
        })
    }

    /// Whether a place is part of a call, or of where one is sent.
    pub(super) fn is_in_call(&self, place: Place) -> bool {
        self.calls_around(place).next().is_some()
    }

    /// The calls that a place is part of.
    fn calls_around(&self, place: Place) -> impl Iterator<Item = usize> {
        let parts = self.parts.get(&place.file).into_iter().flatten();
        let around = parts.filter(move |(span, _)| span.contains(place.span));
        around.map(|(_, index)| *index)
    }

    /// Whether the record that the halves of an owner are put into there is used by nothing but
    /// the calls that want this owner.
    pub(super) fn is_theirs(&self, work: &Work<'_>, user: Place, target: &Target) -> bool {
        let calls = self.sharing.get(&Shared::User(user));
        let calls = calls.map_or(&[][..], Vec::as_slice);
        let record = work.facts(user.file).and_then(|facts| {
            let expr = expr_at(facts, user.span, |_| true)?;
            facts.expr(expr).parent
        });
        calls.iter().all(|it| self.wants(target, *it))
            && self.serves_only_at(work, user, target)
            && record.is_none_or(|it| self.record_is_theirs(work, user.file, it, calls))
    }

    /// Whether a record, if it is kept under a name, is used by nothing but these calls.
    fn record_is_theirs(
        &self,
        work: &Work<'_>,
        file: FileId,
        record: ExprId,
        calls: &[usize],
    ) -> bool {
        let Some(facts) = work.facts(file) else {
            return false;
        };
        if !matches!(facts.expr(record).kind, Kind::Record(_)) {
            return true;
        }
        let named = match kept(facts, record) {
            // A record in a record is kept as that one is.
            Kept::Nowhere => {
                let around = facts.expr(record).parent;
                return around.is_none_or(|it| self.record_is_theirs(work, file, it, calls));
            }
            Kept::Default(..) => None,
            kept => Named::of(facts, file, kept),
        };
        let Some(named) = named else { return false };
        let theirs: Vec<Place> = calls
            .iter()
            .flat_map(|&index| {
                let given = &self.given[index];
                let own = [Some(self.places[index]), given.user.used, given.used];
                own.into_iter().flatten()
            })
            .collect();
        named.is_used_by_all(work, &theirs)
    }

    /// Whether all calls that are given an owner's record want the same owner.
    pub(super) fn record_is_free(&self, record: At, target: &Target) -> bool {
        self.all_want(target, Shared::Record(record))
    }

    /// Whether all calls whose address has a literal want the same owner.
    pub(super) fn address_is_free(&self, literal: At, target: &Target) -> bool {
        self.all_want(target, Shared::Literal(literal))
    }

    /// The name under which the literal of an address is kept, if it is used in more places than
    /// there are calls with it.
    pub(super) fn shared_name(&self, work: &Work<'_>, literal: At) -> Option<SmolStr> {
        let facts = work.facts(literal.file)?;
        let file = literal.file;
        let named = match kept(facts, literal.expr) {
            Kept::Default(..) => None,
            kept => Named::of(facts, file, kept),
        }?;
        let calls = self
            .sharing
            .get(&Shared::Literal(literal))
            .map_or(0, Vec::len);
        let uses = |(file, facts)| named.uses(facts, file).count();
        let used: usize = if work.is_mentioned_outside(file, &named.name) {
            work.project.files().map(uses).sum()
        } else {
            uses((file, facts))
        };
        (used > calls).then_some(named.name)
    }

    /// Whether all calls that send a body want the same owner.
    pub(super) fn body_is_free(&self, body: At, target: &Target) -> bool {
        self.all_want(target, Shared::Body(body))
    }

    /// The literals of a call's address.
    pub(super) fn address(&self, index: usize) -> &[At] {
        &self.addresses[index]
    }
}

/// Where a call stands: one over REST with all that its chain goes on with, such as its body.
fn whole(work: &Work<'_>, call: &Call) -> Place {
    if call.client != Client::Rest {
        return call.place;
    }
    let place = call_expr(work, call.place.file, call.place.span).and_then(|at| {
        let top = work.facts(at.file)?.chain_top(at.expr);
        Some(work.project.place(at.with(top)))
    });
    place.unwrap_or(call.place)
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
    /// The name that keeps a value, if it keeps no other one.
    fn of(facts: &Facts, file: FileId, kept: Kept) -> Option<Self> {
        let (name, span) = match kept {
            Kept::Name(scope, name) | Kept::Default(scope, name) => {
                let span = defined_once(facts, scope, &name)?;
                (name, span)
            }
            Kept::Field(name, span) => (name, span),
            Kept::Nowhere | Kept::Otherwise => return None,
        };
        Some(Self { name, file, span })
    }

    /// Whether everything of that name, in all files, is the definition, an import of it, or
    /// stands in one of these places.
    fn is_used_by_all(&self, work: &Work<'_>, places: &[Place]) -> bool {
        if !work.is_mentioned_outside(self.file, &self.name) {
            let facts = work.facts(self.file);
            return facts.is_some_and(|facts| self.is_used_only_in(facts, self.file, places));
        }
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
