//! Putting calls together: where does a program ask Clarifai for something, and with what?
//!
//! There are three ways to ask: by an RPC (`grpc`), by a client whose names the queries know
//! (`client`), and by a URL (`rest`). Each finds its places and reads the facts of a call
//! there under a context; this module goes through the contexts. A call in a helper is read
//! once for each of the helper's callers, so that the key of one caller never meets the model of
//! another.

mod body;
mod client;
mod configured;
mod created;
mod credential;
mod declared;
mod grpc;
mod intercept;
mod owner;
mod resource;
mod rest;

use rustc_hash::FxHashSet;

pub(crate) use client::may_be_handed_client;
pub use created::{OwnResources, created};
pub use intercept::Interceptors;

use super::names::Names;
use super::{Call, Client, Credential, Operation, Owner, Resource};
use crate::facts::{Facts, FunctionId, ScopeKind, SignatureKind};
use crate::flow::{Api, At, Context, Flow, Open, OutsideKind, Project, Trail, Value, What};
use crate::source::{FileId, Place};

/// In how many contexts one place is read.
const MAX_CONTEXTS: usize = 64;
/// How many callers of callers are looked at.
const MAX_CALLER_DEPTH: u32 = 6;
/// How many steps the following of values may take for one place, in all contexts together.
const MAX_STEPS: u32 = 40_000;
/// How many of these, as long as nothing tells that the place asks for anything at all: where one
/// does, that shows after some hundreds as a rule, and after 5,000 at most in what was measured.
const MAX_BLIND_STEPS: u32 = 6_000;
/// How many readings of each fact count.
const MAX_ALTERNATIVES: usize = 6;

/// What is known of the project beyond a single call.
#[derive(Debug, Default)]
pub struct Known {
    /// What this code base calls its credentials.
    pub names: Names,
    /// The models and workflows that are one's own.
    pub own: OwnResources,
    /// What is put on instances that requests are made with.
    pub interceptors: std::sync::Arc<Interceptors>,
}

/// A place that asks Clarifai for something, with every reading of it.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The place.
    pub place: Place,
    /// The readings: for each credential and resource that are possible, the owners that are.
    /// Of the owners the best counts, since a program that gives several chooses the fitting one
    /// as a rule; of all else the worst does.
    pub readings: Vec<Vec<Call>>,
}

/// The facts of a call under one context, each with its alternatives.
#[derive(Debug)]
struct Facets {
    client: Client,
    place: Place,
    operation: Operation,
    credentials: Vec<Credential>,
    resources: Vec<Resource>,
    owners: Vec<Owner>,
    sends: Vec<Place>,
    missing: Vec<String>,
}

/// What a way to ask needs to read a place.
struct Reader<'a, 'p> {
    flow: &'a Flow<'p>,
    context: &'a Context,
    facts: &'p Facts,
    known: &'a Known,
    file: FileId,
}

impl<'p> Reader<'_, 'p> {
    fn project(&self) -> &'p Project {
        self.flow.project
    }

    /// Whether a node that is looked into is a record: a literal, or the call that makes one.
    fn is_record(&self, at: At) -> bool {
        self.flow.is_record(at)
    }

    /// A call as an object with all that it is given.
    fn whole(&self, call: At) -> Value {
        let api = Api {
            path: "()".into(),
            at: Some(call),
            context: self.context.clone(),
            base: None,
        };
        Value {
            what: What::Api(std::rc::Rc::new(api)),
            context: self.context.clone(),
            trail: Trail::new(),
        }
    }

    /// Whether an object stands in for another one in a test.
    fn is_double(&self, values: &[Value]) -> bool {
        let signatures = self.facts.language.signatures();
        let known = |name: &str| signatures.exactly(name, SignatureKind::Double).is_some();
        values.iter().any(|value| match &value.what {
            What::Api(api) => {
                let ends = api.path.match_indices(['.', '(']).map(|(at, _)| at);
                let mut parts = ends.chain([api.path.len()]).map(|at| &api.path[..at]);
                parts.any(known)
            }
            What::Outside(outside) => {
                outside.kind == OutsideKind::Parameter && known(&outside.name)
            }
            _ => false,
        })
    }

    fn at(&self, expr: crate::facts::ExprId) -> At {
        At {
            file: self.file,
            expr,
        }
    }
}

/// A place that may ask for something, and the way in which it would.
#[derive(Debug, Clone, Copy)]
enum Way {
    Rpc(&'static super::endpoints::Rpc),
    Client,
    Rest,
    Declared,
}

/// The places of a file that ask Clarifai for something, in the order of the text.
///
/// `consumed` gets the gRPC messages that were seen to be sent.
#[must_use]
pub fn candidates(
    project: &Project,
    file: FileId,
    known: &Known,
    consumed: &mut FxHashSet<At>,
) -> Vec<Candidate> {
    let Some(facts) = project.facts(file) else {
        return Vec::new();
    };
    let mut found: Vec<Candidate> = Vec::new();
    for (at, way) in places(project, facts, file) {
        let candidate = explore(project, at, known, |reader| match way {
            Way::Rpc(rpc) => grpc::read(reader, at, rpc, consumed),
            Way::Client => client::read(reader, at),
            Way::Rest => rest::read(reader, at),
            Way::Declared => declared::read(reader, at),
        });
        merge(&mut found, candidate);
    }
    found
}

/// The gRPC messages of a file that nothing in the project was seen to send.
#[must_use]
pub fn unsent(
    project: &Project,
    file: FileId,
    known: &Known,
    consumed: &FxHashSet<At>,
) -> Vec<Candidate> {
    let Some(facts) = project.facts(file) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (at, rpc) in grpc::messages(facts, file) {
        if !consumed.contains(&at) {
            let candidate = explore(project, at, known, |reader| {
                grpc::read_message(reader, at, rpc)
            });
            merge(&mut found, candidate);
        }
    }
    found
}

fn places(project: &Project, facts: &Facts, file: FileId) -> Vec<(At, Way)> {
    let mut found = Vec::new();
    if facts.generated {
        return found;
    }
    let handed = grpc::handed_about(facts);
    let keyed = grpc::named_in_texts(facts);
    for &expr in &facts.calls {
        if !keyed.is_empty() && grpc::is_keyed_call(facts, expr) {
            found.extend(keyed.iter().map(|rpc| (At { file, expr }, Way::Rpc(rpc))));
        }
        if !handed.is_empty() && grpc::is_named_call(facts, expr) {
            found.extend(handed.iter().map(|rpc| (At { file, expr }, Way::Rpc(rpc))));
        }
        let at = At { file, expr };
        if let Some(rpc) = grpc::rpc_of(facts, expr) {
            found.push((at, Way::Rpc(rpc)));
            // Older clients have methods of the same names.
            if client::may_be(facts, expr) {
                found.push((at, Way::Client));
            }
        } else {
            if client::may_be(facts, expr) {
                found.push((at, Way::Client));
            }
            if declared::may_be(project, facts, expr) {
                found.push((at, Way::Declared));
            }
            if project.may_address(file) && rest::may_be(facts, expr) {
                found.push((at, Way::Rest));
            }
        }
    }
    for expr in client::accessors(facts) {
        found.push((At { file, expr }, Way::Client));
    }
    found
}

/// Reads a place in every context that matters to it.
fn explore(
    project: &Project,
    at: At,
    known: &Known,
    mut read: impl FnMut(&Reader<'_, '_>) -> Vec<Facets>,
) -> Vec<Candidate> {
    let Some(facts) = project.facts(at.file) else {
        return Vec::new();
    };
    let mut found: Vec<Candidate> = Vec::new();
    let mut open: Vec<(Context, u32)> = vec![(Context::new(), 0)];
    let mut contexts = 0;
    let mut left = MAX_STEPS;
    // What is read where much is open still, in case that there is too much to settle all of it.
    let mut vague: Option<(Vec<Facets>, Context)> = None;
    while let Some((context, depth)) = open.pop() {
        contexts += 1;
        let blind = found.is_empty() && vague.is_none();
        let least = if blind {
            MAX_STEPS - MAX_BLIND_STEPS
        } else {
            0
        };
        if contexts > MAX_CONTEXTS || left <= least {
            open.push((context, depth));
            break;
        }
        let mut look = |flow: &Flow<'_>| {
            read(&Reader {
                flow,
                context: &context,
                facts,
                known,
                file: at.file,
            })
        };
        let mut flow = Flow::with_budget(project, left - least);
        let mut read = look(&flow);
        left = flow.left() + least;
        // What asks for something is worth all that is left.
        if least > 0 && flow.exhausted() && !read.is_empty() {
            flow = Flow::with_budget(project, left);
            read = look(&flow);
            left = flow.left();
        }
        let touched = flow.take_touched();
        let next = touched.into_iter().find(|it| !context.settles(*it));
        let forks = next.map_or_else(Vec::new, |it| forks(&flow, &context, it, depth));
        // There is a limit to what may be assumed at once.
        if forks.iter().any(|it| it.0.depth() > context.depth()) {
            open.extend(forks.into_iter().rev());
            if vague.is_none() && !read.is_empty() {
                vague = Some((read, context));
            }
            continue;
        }
        let exhausted = flow.exhausted();
        for facets in read {
            merge(
                &mut found,
                vec![combine(facets, facts, &context, project, exhausted)],
            );
        }
    }
    if found.is_empty() && !open.is_empty() {
        let (read, context) = vague.unwrap_or_default();
        let all = read.into_iter();
        let each = all.map(|it| combine(it, facts, &context, project, true));
        merge(&mut found, each.collect());
    }
    found
}

/// The contexts in which something is settled that was open.
fn forks(flow: &Flow<'_>, context: &Context, open: Open, depth: u32) -> Vec<(Context, u32)> {
    match open {
        Open::Function(file, function) => {
            let sites = callers_outside(flow, file, function, depth);
            if sites.is_empty() {
                return vec![(context.with(file, function, None), depth)];
            }
            let assumed = |site| (context.with(file, function, Some(site)), depth + 1);
            sites.into_iter().map(assumed).collect()
        }
        Open::Class(file, class) => flow
            .possible_objects(file, class)
            .into_iter()
            .map(|object| (context.with_object(file, class, object), depth))
            .collect(),
        Open::Element(variable, count) => (0..count)
            .map(|position| (context.with_element(variable, position), depth))
            .collect(),
    }
}

/// The callers of a function that do not stand in it.
fn callers_outside(
    flow: &Flow<'_>,
    file: FileId,
    function: FunctionId,
    depth: u32,
) -> Vec<crate::flow::Site> {
    if depth >= MAX_CALLER_DEPTH {
        return Vec::new();
    }
    let mut sites = flow.callers(file, function);
    sites.retain(|site| {
        let Some(facts) = flow.project.facts(site.call.file) else {
            return false;
        };
        let scope = facts.expr(site.call.expr).scope;
        let inside = facts
            .scopes_from(scope)
            .any(|(_, scope)| scope.kind == ScopeKind::Function(function));
        site.call.file != file || !inside
    });
    sites
}

/// All combinations of the alternatives of a reading.
fn combine(
    facets: Facets,
    facts: &Facts,
    context: &Context,
    project: &Project,
    exhausted: bool,
) -> Candidate {
    let callers: Vec<Place> = context
        .sites()
        .into_iter()
        .map(|at| project.place(at))
        .collect();
    let cases = context.cases();
    let cases: Vec<(Place, u32)> = cases
        .into_iter()
        .map(|(at, which)| (project.place(at), which))
        .collect();
    let mut missing = facets.missing;
    if exhausted {
        missing.push("the values were too entangled to follow all of them".to_owned());
    }
    let mut readings = Vec::new();
    for credential in facets.credentials.iter().take(MAX_ALTERNATIVES) {
        for resource in facets.resources.iter().take(MAX_ALTERNATIVES) {
            let with_owner = |owner: &Owner| Call {
                client: facets.client,
                language: facts.language,
                place: facets.place,
                operation: facets.operation.clone(),
                credential: credential.clone(),
                resource: resource.clone(),
                owner: owner.clone(),
                sends: facets.sends.clone(),
                callers: callers.clone(),
                cases: cases.clone(),
                ambiguous: exhausted,
                missing: missing.clone(),
            };
            readings.push(
                facets
                    .owners
                    .iter()
                    .take(MAX_ALTERNATIVES)
                    .map(with_owner)
                    .collect(),
            );
        }
    }
    Candidate {
        place: facets.place,
        readings,
    }
}

/// Adds readings to those of the same place.
fn merge(found: &mut Vec<Candidate>, more: Vec<Candidate>) {
    for candidate in more {
        match found.iter_mut().find(|it| it.place == candidate.place) {
            Some(known) => known.readings.extend(candidate.readings),
            None => found.push(candidate),
        }
    }
}
