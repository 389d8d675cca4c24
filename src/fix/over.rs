//! An owner for one call alone, where the body that names another one serves others, too: written
//! over it at the call, `{**BODY, "user_app_id": …}`.

use super::Work;
use super::census::Census;
use super::draft::Draft;
use super::given::{self, BODIES, made, request};
use super::locate::is_call_named;
use super::naming::Naming;
use super::style::{literal, quote_near};
use super::unused::only_value;
use crate::clarifai::{Call, Client};
use crate::facts::{Entry, ExprId, Facts, Kind, SignatureKind};
use crate::flow::{At, Context, Flow, Trail, Value, What, same_key};
use crate::language::Language;
use crate::rules::Target;
use crate::source::Place;

/// How many expressions lie at most between a call and the record that it is given.
const MAX_DEPTH: usize = 8;

/// Where an owner can be written over another one.
#[derive(Debug, Clone, Copy)]
enum Spot {
    /// Over a record as a whole: `BODY`.
    Whole(At),
    /// In a record, behind what is spread into it: `{**BASE, …}`.
    Behind(At),
}

/// Writes an owner over the one that a call is given; `None` if there is no place for it. `fresh`
/// makes the owner's record for a place.
pub(super) fn write(
    naming: &Naming<'_, '_>,
    draft: &mut Draft,
    fresh: impl FnOnce(Place, &mut Draft) -> Option<String>,
) -> Option<()> {
    let Naming {
        work,
        census,
        call,
        target,
        ..
    } = *naming;
    let search = Search {
        work,
        census,
        target,
    };
    let spot = starts(work, call)
        .into_iter()
        .find_map(|it| search.spot(it, 0))?;
    let (Spot::Whole(at) | Spot::Behind(at)) = spot;
    if work.language(at.file) == Language::Java {
        return None;
    }
    let place = work.project.place(at);
    let owner = fresh(place, draft)?;
    let is_python = work.language(at.file) == Language::Python;
    let key = match is_python {
        true => literal("user_app_id", quote_near(work, place)),
        false => "user_app_id".to_owned(),
    };
    match spot {
        Spot::Whole(_) => {
            let (open, close) = match is_python {
                true => ("{**", "}"),
                false => ("{ ...", " }"),
            };
            draft.insert(place.file, place.span.start, open.to_owned());
            let rest = format!(", {key}: {owner}{close}");
            draft.insert(place.file, place.span.end, rest);
        }
        Spot::Behind(_) => draft.insert(place.file, place.span.end, format!(", {key}: {owner}")),
    }
    Some(())
}

/// The expressions that may bring the owner to a call.
fn starts(work: &Work<'_>, call: &Call) -> Vec<At> {
    if call.client == Client::Rest {
        let (calls, _) = given::chain(work, call);
        return given::arguments(work, &calls, |_| true);
    }
    let message = request(work, call);
    message.and_then(|it| made(work, &it)).into_iter().collect()
}

struct Search<'a, 'p> {
    work: &'a Work<'p>,
    census: &'a Census,
    target: &'a Target,
}

impl Search<'_, '_> {
    /// Where the owner in an expression can be written over.
    fn spot(&self, at: At, depth: usize) -> Option<Spot> {
        let facts = self.work.facts(at.file)?;
        if depth > MAX_DEPTH || !self.census.serves_only(self.work, at, self.target) {
            return None;
        }
        let inside = |expr: ExprId| self.spot(at.with(expr), depth + 1);
        match &facts.expr(at.expr).kind {
            Kind::Same(inner) => inside(*inner),
            Kind::Record(entries) => self.in_record(at, entries, depth),
            Kind::Call(_, arguments, _) => {
                let spread = arguments.iter().filter(|it| it.spread && it.name.is_none());
                let mut spread = spread.map(|it| at.with(it.value));
                if let Some(found) = spread.find(|it| self.brings(*it)) {
                    return Some(Spot::Whole(found));
                }
                if let [only] = arguments.as_slice()
                    && self.hands_on(facts, at)
                {
                    return inside(only.value);
                }
                self.brings(at).then_some(Spot::Whole(at))
            }
            Kind::Name(_) if !self.brings(at) => inside(only_value(facts, at.expr)?),
            _ => self.brings(at).then_some(Spot::Whole(at)),
        }
    }

    fn in_record(&self, at: At, entries: &[Entry], depth: usize) -> Option<Spot> {
        let mut behind = None;
        for entry in entries {
            match entry {
                Entry::Field(key, _) if same_key(key, "user_app_id") => return None,
                Entry::Field(key, value) if BODIES.contains(&key.as_str()) => {
                    let found = self.spot(at.with(*value), depth + 1);
                    if found.is_some() {
                        return found;
                    }
                }
                Entry::Spread(value) if self.brings(at.with(*value)) => {
                    behind = Some(Spot::Behind(at.with(*value)));
                }
                _ => {}
            }
        }
        behind
    }

    /// Whether an expression is a record that names an owner.
    fn brings(&self, at: At) -> bool {
        let flow = Flow::new(self.work.project);
        let values = flow.eval(at, &Context::new(), &Trail::new());
        let is_record = |it: &Value| match it.what {
            What::Node(node) => self
                .work
                .project
                .expr(node)
                .is_some_and(|it| matches!(it.kind, Kind::Record(_))),
            _ => false,
        };
        !values.is_empty()
            && values.iter().all(is_record)
            && values
                .iter()
                .any(|it| !flow.field(it, "user_app_id").is_empty())
            && !self.is_text(at)
    }

    /// Whether an expression is a text that is made of a record.
    fn is_text(&self, at: At) -> bool {
        let Some(facts) = self.work.facts(at.file) else {
            return false;
        };
        let is = |expr| {
            ["stringify", "dumps"]
                .iter()
                .any(|it| is_call_named(facts, expr, it))
        };
        is(at.expr) || only_value(facts, at.expr).is_some_and(is)
    }

    /// Whether a call has the value of its argument.
    fn hands_on(&self, facts: &Facts, call: At) -> bool {
        let Kind::Call(callee, ..) = facts.expr(call.expr).kind else {
            return false;
        };
        let flow = Flow::new(self.work.project);
        let values = flow.eval(call.with(callee), &Context::new(), &Trail::new());
        let signatures = facts.language.signatures();
        let mut apis = values.iter().filter_map(Value::api);
        apis.any(|it| signatures.find(&it.path, SignatureKind::Same).is_some())
    }
}

/// The last spread over the keywords of a call that may hold one of these keys.
pub(super) fn spread_with(work: &Work<'_>, call: At, keys: &[&str]) -> Option<At> {
    let facts = work.facts(call.file)?;
    let Kind::Call(_, arguments, _) = &facts.expr(call.expr).kind else {
        return None;
    };
    let bytes = work.bytes(call.file);
    let over_keywords = |expr: ExprId| {
        let start = facts.expr(expr).span.start as usize;
        let before = bytes.get(..start).unwrap_or_default().trim_ascii_end();
        before.ends_with(b"**")
    };
    let spreads = arguments.iter().filter(|it| it.spread);
    spreads
        .map(|it| call.with(it.value))
        .filter(|it| over_keywords(it.expr) && may_hold(work, *it, keys))
        .last()
}

/// The last record spread into another one that may hold one of these keys.
pub(super) fn entry_with(work: &Work<'_>, record: At, keys: &[&str]) -> Option<At> {
    let Kind::Record(entries) = &work.facts(record.file)?.expr(record.expr).kind else {
        return None;
    };
    let spreads = entries.iter().filter_map(|it| match it {
        Entry::Spread(value) => Some(record.with(*value)),
        _ => None,
    });
    spreads.filter(|it| may_hold(work, *it, keys)).last()
}

/// Whether a record may hold one of these keys, as far as can be seen: it is not known to be made of
/// others alone.
fn may_hold(work: &Work<'_>, at: At, keys: &[&str]) -> bool {
    let flow = Flow::new(work.project);
    let values = flow.eval(at, &Context::new(), &Trail::new());
    let lacks = |value: &Value| {
        let What::Node(node) = value.what else {
            return false;
        };
        let Some(Kind::Record(entries)) = work.project.expr(node).map(|it| &it.kind) else {
            return false;
        };
        let plain = entries.iter().all(|it| matches!(it, Entry::Field(..)));
        plain && keys.iter().all(|it| flow.field(value, it).is_empty())
    };
    values.is_empty() || !values.iter().all(lacks)
}
