//! Calls by a URL: whatever function is given an address of the service, with whatever headers
//! and body go along.

mod along;
mod credential;
mod doubt;
mod own_class;
mod owner;
mod shape;
mod url;

use along::holders;
use credential::credential;
use doubt::{has_opaque_body, is_asked_as_clarifai, is_bare, undisclosed};
use owner::{owner_in_url, owners_in_body};
use shape::may_be_address;
use url::{addresses, http_method, is_base};

pub(super) use shape::may_be;
pub(super) use url::{address, base_of, joined};

use super::body::{Segment, ServiceUrl};
use super::resource::{other, unresolved};
use super::{Facets, Reader};
use crate::clarifai::address;
use crate::clarifai::endpoints::Endpoint;
use crate::clarifai::{Client, CredentialKind, Given, Operation, Owner, Part, Resource, Standing};
use crate::facts::{ExprId, Kind, SignatureKind};
use crate::flow::{At, Trail, Value, What};
use crate::language::Language;
use crate::source::Place;

/// The keys under which a request's body goes.
const BODIES: &[&str] = &[
    "body",
    "json",
    "data",
    "content",
    "payload",
    "form",
    "post",
    "POST",
    "send",
    "write",
    "bodyValue",
    "entity",
    "setEntity",
    "method",
    "request",
    "writeBytes",
    "end",
];
/// The same, in the clients of Java.
const BODIES_OF_JAVA: &[&str] = &[
    "bodyString",
    "bodyByteArray",
    "stringBody",
    "jsonObjectBody",
    "applicationJsonBody",
    "sendJson",
    "sendJsonObject",
    "sendBuffer",
    "buildPost",
];
/// The header with the credential.
pub(super) const HEADER: &str = "authorization";
/// The key of the owner in a body.
const OWNER: &str = "user_app_id";
/// The keys under which a request's address goes, in a record of options.
const ADDRESSES: &[&str] = &["url", "uri", "hostname", "host", "path", "baseURL"];

/// The keys under which a request's body goes in the clients of a language.
fn bodies(language: Language) -> impl Iterator<Item = &'static str> {
    let more = match language {
        Language::Java => BODIES_OF_JAVA,
        _ => &[],
    };
    BODIES.iter().chain(more).copied()
}

/// An address, and where in the call it stands.
pub(super) struct Address {
    url: ServiceUrl,
    endpoint: Endpoint,
    /// Whether the address alone tells that it is the service's.
    certain: bool,
}

impl Address {
    /// Whether the address alone tells that it is the service's.
    pub(super) const fn is_certain(&self) -> bool {
        self.certain
    }
}

/// Reads a call as a request.
pub(super) fn read(reader: &Reader<'_, '_>, call: At) -> Vec<Facets> {
    let Kind::Call(callee, _, _) = reader.facts.expr(call.expr).kind else {
        return Vec::new();
    };
    let target = reader
        .flow
        .eval(reader.at(callee), reader.context, &Trail::new());
    if !is_request(reader, call, callee, &target) || asks_double(reader, callee, &target) {
        return Vec::new();
    }
    let addresses = addresses(reader, call, callee, &target);
    if addresses.is_empty() {
        return undisclosed(reader, call, callee, &target)
            .into_iter()
            .collect();
    }
    let mut found = Vec::new();
    let holders = holders(reader, call, &target);
    for address in &addresses {
        let facets = facets(reader, call, address, &holders);
        let certain = address.certain || is_asked_as_clarifai(reader, &facets, &holders);
        if certain && !is_bare(reader, call, &facets, &holders) {
            found.push(facets);
        }
    }
    found
}

/// Whether a call only tells a stand-in of a test what to expect or to answer.
fn asks_double(reader: &Reader<'_, '_>, callee: ExprId, target: &[Value]) -> bool {
    let signatures = reader.facts.language.signatures();
    let Kind::Member(object, name) = &reader.facts.expr(callee).kind else {
        return reader.is_double(target);
    };
    let mut root = *object;
    while let Kind::Member(object, _) | Kind::Call(object, ..) = reader.facts.expr(root).kind {
        root = object;
    }
    let roots = || {
        reader
            .flow
            .eval(reader.at(root), reader.context, &Trail::new())
    };
    signatures.method(name, SignatureKind::Double).is_some()
        || reader.is_double(target)
        || reader.is_double(&roots())
}

/// Whether a call is a request rather than a function of the project (which is looked into by
/// itself), a client that the queries know, or a handler of texts.
fn is_request(reader: &Reader<'_, '_>, call: At, callee: ExprId, target: &[Value]) -> bool {
    let signatures = reader.facts.language.signatures();
    if matches!(reader.facts.expr(callee).kind, Kind::Super) {
        return !own_class::is_of_project(reader, call);
    }
    // A task of the project is started, which is read by itself.
    if reader.flow.run(call).is_some() {
        return false;
    }
    if target
        .iter()
        .any(|it| matches!(it.what, What::Function(..) | What::Class(..)))
    {
        return false;
    }
    if let Kind::Member(object, _) = &reader.facts.expr(callee).kind
        && matches!(reader.facts.expr(*object).kind, Kind::Text(_))
    {
        return false;
    }
    !target.iter().filter_map(Value::api).any(|api| {
        let known = |kind| signatures.find(&api.path, kind).is_some();
        known(SignatureKind::Passive)
            || known(SignatureKind::Format)
            || known(SignatureKind::Pairs)
            || known(SignatureKind::Record)
            || known(SignatureKind::Request)
            || known(SignatureKind::Client)
            || signatures.exactly(&api.path, SignatureKind::Same).is_some()
            || signatures
                .find(&api.path, SignatureKind::Open)
                .is_some_and(is_base)
    })
}

pub(super) fn facets(
    reader: &Reader<'_, '_>,
    call: At,
    address: &Address,
    holders: &[Value],
) -> Facets {
    let endpoint = &address.endpoint;
    let resources = resources(reader, address);
    let mut owners = match owner_in_url(address) {
        Some(owner) => vec![owner],
        None => owners_in_body(reader, call, holders),
    };
    let place = place(reader, call);
    let credential = credential(reader, call, holders);
    let mut missing = Vec::new();
    let unnamed = owners.iter().all(|it| it.given() == Given::None);
    // With a credential of unknown kind an owner is wanted for what is Clarifai's only.
    let wanted = match credential.kind {
        CredentialKind::Pat => true,
        CredentialKind::ApiKey => false,
        CredentialKind::Unknown => {
            let theirs = |it: &Resource| it.standing == Standing::Clarifais;
            resources.iter().any(theirs)
        }
    };
    if unnamed && wanted && has_opaque_body(reader, holders) {
        missing.push("the body is made where it cannot be followed".to_owned());
        let part = || Some(Part::Dynamic("the body".to_owned()));
        owners = vec![Owner {
            user_id: part(),
            app_id: part(),
            ..Owner::default()
        }];
    }
    Facets {
        client: Client::Rest,
        place,
        operation: Operation {
            name: endpoint
                .rpc
                .map_or_else(|| "REST".to_owned(), |it| it.name.to_owned()),
            intent: endpoint.intent,
            pat_only: endpoint.pat_only,
        },
        credentials: vec![credential],
        resources,
        owners,
        sends: Vec::new(),
        missing,
    }
}

/// The call itself; for the address in a chain of a builder, the chain.
fn place(reader: &Reader<'_, '_>, call: At) -> Place {
    let span = reader.facts.expr(call.expr).span;
    let Kind::Call(callee, _, _) = reader.facts.expr(call.expr).kind else {
        return Place {
            file: call.file,
            span,
        };
    };
    let builder = match &reader.facts.expr(callee).kind {
        Kind::Member(_, name) => matches!(name.as_str(), "url" | "uri"),
        _ => false,
    };
    if builder {
        let top = reader.facts.chain_top(call.expr);
        return Place {
            file: call.file,
            span: reader.facts.expr(top).span,
        };
    }
    Place {
        file: call.file,
        span,
    }
}

fn resources(reader: &Reader<'_, '_>, address: &Address) -> Vec<Resource> {
    let endpoint = &address.endpoint;
    let Some(segment) = endpoint
        .id
        .and_then(|index| address.url.segments.get(index))
    else {
        return vec![other()];
    };
    let mut found = match segment {
        Segment::Text(id) if id.starts_with('{') || id.is_empty() => {
            vec![unresolved(endpoint.kind, None)]
        }
        Segment::Text(id) => vec![reader.listed(endpoint.kind, id, false)],
        Segment::Hole(value) => reader.resources(endpoint.kind, std::slice::from_ref(value), false),
        Segment::Mixed(text) => vec![unresolved(endpoint.kind, Some(format!("`{text}`")))],
    };
    let version = endpoint
        .version
        .and_then(|index| address.url.segments.get(index));
    if let Some(Segment::Text(version)) = version
        && found.iter().all(|it| it.id.is_none())
    {
        let known = reader.listed(endpoint.kind, version, false);
        if known.known_as.is_some() {
            found = vec![known];
        }
    }
    found
}
