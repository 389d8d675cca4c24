//! Calls by an RPC: a stub's method with a request message, and the credential in metadata.

use rustc_hash::FxHashSet;

use super::owner::hidden_owner;
use super::resource::other;
use super::{Facets, Reader};
use crate::clarifai::catalogue::CLARIFAI_APP;
use crate::clarifai::endpoints::{self, Rpc};
use crate::clarifai::{
    Basis, Client, Credential, CredentialKind, Intent, Owner, Resource, ResourceKind, Standing,
};
use crate::facts::{Argument, Construct, ExprId, Facts, Kind, Piece, SignatureKind, Slot};
use crate::flow::{Api, At, Context, Effect, Trail, Value, What, same_key};
use crate::language::Language;
use crate::language::methods::calls_on_object;
use crate::source::{FileId, Place};

/// How many texts that name RPCs are looked at in one file.
const MAX_NAMED: usize = 64;

/// RPCs whose names other services have, too: they count only with a message of Clarifai's.
fn is_common(name: &str) -> bool {
    ![
        "Model",
        "Workflow",
        "Concept",
        "Annotation",
        "Searches",
        "Inputs",
        "ModelOutputs",
    ]
    .iter()
    .any(|part| name.contains(part))
}

/// The RPC that a call may be of, by the method's name.
pub(super) fn rpc_of(facts: &Facts, call: ExprId) -> Option<&'static Rpc> {
    let Kind::Call(callee, arguments, Construct::No) = &facts.expr(call).kind else {
        return None;
    };
    let Kind::Member(_, name) = &facts.expr(*callee).kind else {
        return None;
    };
    if name.ends_with("Request") || arguments.is_empty() {
        return None;
    }
    endpoints::rpc(name)
}

/// The request messages that a file makes, with the RPC that each is for.
pub(super) fn messages(facts: &Facts, file: FileId) -> Vec<(At, &'static Rpc)> {
    let mut found = Vec::new();
    for &call in facts.calls.iter().filter(|_| !facts.generated) {
        let Kind::Call(callee, _, construct) = &facts.expr(call).kind else {
            continue;
        };
        let name = match &facts.expr(*callee).kind {
            Kind::Member(object, name) if name == "newBuilder" => match &facts.expr(*object).kind {
                Kind::Name(name) | Kind::Member(_, name) => name,
                _ => continue,
            },
            Kind::Name(name) | Kind::Member(_, name) => name,
            _ => continue,
        };
        let _ = construct;
        // `ParseDict({…}, Request())`: an empty message that is filled from the record.
        let filled = facts.expr(call).parent.is_some_and(|parent| {
            matches!(&facts.expr(parent).kind, Kind::Call(callee, ..)
                if matches!(&facts.expr(*callee).kind, Kind::Name(it) | Kind::Member(_, it) if it.as_str() == "ParseDict" || it.as_str() == "Parse"))
        });
        if filled || is_expected(facts, call) {
            continue;
        }
        if name.ends_with("Request")
            && let Some(rpc) = endpoints::rpc(name)
            && !is_common(rpc.name)
        {
            found.push((At { file, expr: call }, rpc));
        }
    }
    found
}

/// Whether a test only expects a message: `stub.PostModelOutputs.assert_called_once_with(…)`.
fn is_expected(facts: &Facts, message: ExprId) -> bool {
    let top = facts.chain_top(message);
    let signatures = facts.language.signatures();
    facts.expr(top).parent.is_some_and(|parent| {
        let Kind::Call(callee, ..) = facts.expr(parent).kind else {
            return false;
        };
        matches!(&facts.expr(callee).kind, Kind::Member(_, method)
            if signatures.method(method, SignatureKind::Double).is_some())
    })
}

/// The RPCs whose methods a file hands about under other names:
/// `const ask = promisify(stub.PostModelOutputs.bind(stub))`.
pub(super) fn handed_about(facts: &Facts) -> Vec<&'static Rpc> {
    let plain = |id: &ExprId| {
        let expr = facts.expr(*id);
        let called = expr.parent.is_some_and(
            |parent| matches!(facts.expr(parent).kind, Kind::Call(callee, ..) if callee == *id),
        );
        matches!(expr.kind, Kind::Member(..)) && !called
    };
    let mut found: Vec<&'static Rpc> = facts
        .mentions
        .iter()
        .filter(|(name, _)| name.ends_with("Outputs") || name.ends_with("Results"))
        .filter(|(_, ids)| ids.iter().any(plain))
        .filter_map(|(name, _)| endpoints::rpc(name))
        .collect();
    found.sort_by_key(|rpc| rpc.name);
    found.dedup_by_key(|rpc| rpc.name);
    found
}

/// The RPCs that a file names in texts, where it calls methods by keys: `stub[method](…)`.
pub(super) fn named_in_texts(facts: &Facts) -> Vec<&'static Rpc> {
    if !facts.calls.iter().any(|call| is_keyed_call(facts, *call)) {
        return Vec::new();
    }
    let named = facts.exprs.iter().filter_map(|expr| match &expr.kind {
        Kind::Text(pieces) => match pieces.as_slice() {
            [Piece::Text(name)] => endpoints::rpc(name).filter(|rpc| rpc.name == name.as_str()),
            _ => None,
        },
        _ => None,
    });
    let mut found: Vec<&'static Rpc> = named.take(MAX_NAMED).collect();
    found.sort_by_key(|rpc| rpc.name);
    found.dedup_by_key(|rpc| rpc.name);
    found
}

/// Whether a call is one of a method by a key.
pub(super) fn is_keyed_call(facts: &Facts, call: ExprId) -> bool {
    matches!(&facts.expr(call).kind, Kind::Call(callee, arguments, Construct::No)
        if !arguments.is_empty() && matches!(facts.expr(*callee).kind, Kind::Index(..)))
}

/// Whether a call is one of a plain name, or of a function by its method: `ask.call(stub, …)`.
pub(super) fn is_named_call(facts: &Facts, call: ExprId) -> bool {
    matches!(&facts.expr(call).kind, Kind::Call(callee, arguments, Construct::No)
        if !arguments.is_empty()
            && (matches!(facts.expr(*callee).kind, Kind::Name(_))
                || by_method(facts, *callee, arguments).is_some()))
}

/// The function that is called by a method of it, and its arguments: those behind its object.
fn by_method<'f>(
    facts: &'f Facts,
    callee: ExprId,
    arguments: &'f [Argument],
) -> Option<(ExprId, &'f [Argument])> {
    match &facts.expr(callee).kind {
        Kind::Member(function, name) if calls_on_object(name) && arguments.len() > 1 => {
            Some((*function, &arguments[1..]))
        }
        _ => None,
    }
}

/// What a method is called on, and its name; for a method under another name, what it was taken
/// from.
fn stub_of(reader: &Reader<'_, '_>, callee: ExprId, rpc: &Rpc) -> Option<(Vec<Value>, String)> {
    if let Kind::Member(stub, method) = &reader.facts.expr(callee).kind
        && endpoints::rpc(method).is_some()
    {
        let at = reader.at(*stub);
        let stubs = reader.flow.eval(at, reader.context, &Trail::new());
        return Some((stubs, method.to_string()));
    }
    if let Kind::Index(stub, key) = reader.facts.expr(callee).kind {
        let at = |expr| {
            reader
                .flow
                .eval(reader.at(expr), reader.context, &Trail::new())
        };
        let named = at(key).iter().any(|it| it.text() == Some(rpc.name));
        return named.then(|| (at(stub), rpc.name.to_owned()));
    }
    let values = reader
        .flow
        .eval(reader.at(callee), reader.context, &Trail::new());
    values.iter().filter_map(Value::api).find_map(|api| {
        let method = api.last();
        let same = endpoints::rpc(method).is_some_and(|it| it.name == rpc.name);
        let base = api.base.clone().filter(|_| same)?;
        let what = What::Api(base);
        let stub = Value {
            what,
            context: reader.context.clone(),
            trail: Trail::new(),
        };
        Some((vec![stub], method.to_owned()))
    })
}

/// Reads a call of an RPC.
pub(super) fn read(
    reader: &Reader<'_, '_>,
    call: At,
    rpc: &'static Rpc,
    consumed: &mut FxHashSet<At>,
) -> Vec<Facets> {
    let Kind::Call(callee, arguments, _) = &reader.facts.expr(call.expr).kind else {
        return Vec::new();
    };
    let direct = (*callee, arguments.as_slice());
    let (callee, arguments) = by_method(reader.facts, *callee, arguments).unwrap_or(direct);
    let Some((stubs, method)) = stub_of(reader, callee, rpc) else {
        return Vec::new();
    };
    let first = arguments.iter().find(|it| {
        it.name
            .as_deref()
            .is_none_or(|name| matches!(name, "request" | "req"))
    });
    let Some(first) = first else {
        return Vec::new();
    };
    let requests = match first.spread {
        false => reader
            .flow
            .eval(reader.at(first.value), reader.context, &Trail::new()),
        // `method(*args, **kwargs)`: what is forwarded.
        true => reader
            .flow
            .slot_values(call, &[Slot::Position(0)], reader.context, &Trail::new()),
    };
    // A client that the queries know is read as such.
    let known = |it: &Value| {
        let signatures = reader.facts.language.signatures();
        it.api().is_some_and(|api| {
            let path = format!("{}.{method}", api.path);
            signatures.exactly(&path, SignatureKind::Request).is_some()
        })
    };
    if stubs.iter().any(known) {
        return Vec::new();
    }
    let requests = first_of_stream(reader, requests, consumed);
    if is_stood_in(reader, callee, &stubs) || stubs.iter().any(|it| is_written(reader, it, &method))
    {
        for request in &requests {
            consumed.extend(built_at(reader, request));
            consumed.extend(chain_calls(request));
        }
        return Vec::new();
    }
    if !is_clarifais(reader, rpc, &method, &requests, &stubs) {
        return Vec::new();
    }
    let client = client_of(reader, &stubs);
    let others = arguments.iter().filter(|it| it.value != first.value);
    let metadata: Vec<Value> = others
        .filter(|it| it.name.as_deref().is_none_or(|name| name == "metadata"))
        .flat_map(|it| metadata_in(reader, it))
        .collect();
    let credential = credential(reader, client, &metadata, &stubs);
    let send = reader.project().place(call);
    let mut found = Vec::new();
    for request in &requests {
        let built = built_at(reader, request);
        consumed.extend(built);
        consumed.extend(chain_calls(request));
        for copied in copied_into(reader, request) {
            consumed.extend(built_at(reader, &copied));
            consumed.extend(chain_calls(&copied));
        }
        let place = match built.map(|at| reader.project().place(at)) {
            Some(place) if place.file != send.file || !send.span.contains(place.span) => place,
            _ => send,
        };
        let mut facets = message(reader, client, rpc, request);
        facets.place = place;
        facets.credentials = vec![credential.clone()];
        facets.sends = if place == send {
            Vec::new()
        } else {
            vec![send]
        };
        found.push(facets);
    }
    found
}

/// The messages that requests begin with: of a stream the first names what all are about.
fn first_of_stream(
    reader: &Reader<'_, '_>,
    requests: Vec<Value>,
    consumed: &mut FxHashSet<At>,
) -> Vec<Value> {
    let mut found = Vec::new();
    for request in requests {
        let Some(rows) = reader.flow.messages_in(&request) else {
            found.push(request);
            continue;
        };
        for message in rows.iter().flatten() {
            consumed.extend(built_at(reader, message));
            consumed.extend(chain_calls(message));
        }
        found.extend(rows.into_iter().next().unwrap_or_default());
    }
    found
}

/// The messages that a request is filled with: `request.CopyFrom(template)`.
fn copied_into(reader: &Reader<'_, '_>, request: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    for made in chain_calls(request) {
        for effect in reader.flow.effects(made) {
            let Effect::Called { path, method, call } = effect else {
                continue;
            };
            if path.is_empty() && matches!(method.as_str(), "CopyFrom" | "MergeFrom" | "mergeFrom")
            {
                let first = [Slot::Position(0)];
                let context = &request.context;
                found.extend(
                    reader
                        .flow
                        .slot_values(call, &first, context, &Trail::new()),
                );
            }
        }
    }
    found
}

/// Whether the object that an RPC is asked of answers by itself, in a test: a stand-in, or a service
/// that the project implements.
fn is_stood_in(reader: &Reader<'_, '_>, callee: ExprId, stubs: &[Value]) -> bool {
    let implements = |value: &Value| {
        let What::Object(object) = &value.what else {
            return false;
        };
        let facts = reader.project().facts(object.file);
        facts.is_some_and(|facts| {
            let bases = &facts.class(object.class).bases;
            bases
                .iter()
                .any(|it| it.ends_with("Servicer") || it.ends_with("ImplBase"))
        })
    };
    let target = || {
        reader
            .flow
            .eval(reader.at(callee), reader.context, &Trail::new())
    };
    stubs.iter().any(implements) || reader.is_double(stubs) || reader.is_double(&target())
}

/// The metadata that an argument is, or that the keywords have which are spread over the call.
fn metadata_in(reader: &Reader<'_, '_>, argument: &Argument) -> Vec<Value> {
    let values = reader
        .flow
        .eval(reader.at(argument.value), reader.context, &Trail::new());
    if !argument.spread {
        return values;
    }
    values
        .iter()
        .flat_map(|it| reader.flow.field(it, "metadata"))
        .collect()
}

/// Reads a message of which nothing tells who sends it.
pub(super) fn read_message(reader: &Reader<'_, '_>, at: At, rpc: &'static Rpc) -> Vec<Facets> {
    let top = reader.facts.chain_top(at.expr);
    let requests = reader
        .flow
        .eval(reader.at(top), reader.context, &Trail::new());
    let Some(request) = requests.first() else {
        return Vec::new();
    };
    if !message_is_clarifais(request) {
        return Vec::new();
    }
    let client = client_of(reader, &[]);
    let mut facets = message(reader, client, rpc, request);
    facets.place = reader.project().place(reader.at(top));
    facets.credentials = vec![nearby_credential(reader, client)];
    facets
        .missing
        .push("no place was found that sends this request".to_owned());
    vec![facets]
}

/// The facts that a request message holds.
fn message(reader: &Reader<'_, '_>, client: Client, rpc: &'static Rpc, request: &Value) -> Facets {
    let record = matches!(request.what, What::Data(..) | What::Arguments(..))
        || matches!(request.what, What::Node(at) if reader.is_record(at));
    let mut owner_records = reader.flow.field(request, "user_app_id");
    // The first message of an upload says what the others are for.
    if owner_records.is_empty() && rpc.name.ends_with("Upload") {
        let configs = reader.flow.field(request, "upload_config");
        let inside = configs
            .iter()
            .flat_map(|it| reader.flow.field(it, "user_app_id"));
        owner_records = inside.collect();
    }
    let mut owners = reader.owners_in(&owner_records);
    // `request.user_app_id.user_id = …`; in a record the halves would stand beside the id, where
    // the service does not look.
    if owner_records.is_empty() && record {
        let hidden = reader.flow.may_hide(request);
        owners = vec![if hidden {
            hidden_owner()
        } else {
            Owner::default()
        }];
    } else if owner_records.is_empty() {
        let users = reader.flow.field(request, "user_id");
        let apps = reader.flow.field(request, "app_id");
        let unseen = users.is_empty() && apps.is_empty();
        owners = if unseen && reader.flow.may_hide(request) {
            vec![hidden_owner()]
        } else if unseen {
            vec![Owner::default()]
        } else {
            reader.owners(&users, &apps)
        };
    }
    // An iterator of requests, a message that a helper of a library makes.
    let unknown_message = !record && !message_is_clarifais(request);
    let mut missing = Vec::new();
    if unknown_message {
        missing.push("the request is made where it cannot be followed".to_owned());
        let place = None;
        let part = Some(crate::clarifai::Part::Dynamic("the request".to_owned()));
        owners = vec![Owner {
            user_id: part.clone(),
            app_id: part,
            place,
            client_default: false,
        }];
    }
    Facets {
        client,
        place: Place {
            file: reader.file,
            span: crate::source::Span::new(0, 0),
        },
        operation: rpc.operation(),
        credentials: Vec::new(),
        resources: resources(reader, rpc, request),
        owners,
        sends: Vec::new(),
        missing,
    }
}

fn resources(reader: &Reader<'_, '_>, rpc: &Rpc, request: &Value) -> Vec<Resource> {
    let Some(field) = rpc.id_field else {
        return nested(reader, rpc, request).unwrap_or_else(|| vec![other()]);
    };
    let values = reader.flow.field(request, field);
    let mut found = reader.resources(rpc.kind, &values, false);
    // A version of a model identifies the model, where the id does not.
    if let Some(version) = rpc.version_field
        && found.iter().all(|it| it.known_as.is_none())
    {
        let versions = reader.flow.field(request, version);
        let versions = reader.resources(rpc.kind, &versions, false);
        if let Some(known) = versions.into_iter().find(|it| it.known_as.is_some())
            && found.iter().all(|it| it.id.is_none())
        {
            found = vec![known];
        }
    }
    found
}

/// A concept that the query of a search names as Clarifai's: by a known id, or with app `main`
/// and no user, as the app's own query has it.
fn nested(reader: &Reader<'_, '_>, rpc: &Rpc, request: &Value) -> Option<Vec<Resource>> {
    if rpc.intent != Intent::Search {
        return None;
    }
    let built = built_at(reader, request)?;
    let facts = reader.project().facts(built.file)?;
    let whole = facts.expr(built.expr).span;
    let inside = (0..)
        .zip(&facts.exprs)
        .filter(|(_, expr)| whole.contains(expr.span));
    inside
        .filter_map(|(index, expr)| match &expr.kind {
            Kind::Name(_) => concept_named(
                reader,
                At {
                    file: built.file,
                    expr: ExprId(index),
                },
            ),
            kind => concept_in(reader, facts, kind),
        })
        .next()
        .map(|it| vec![it])
}

/// The concept that a name in a search holds.
fn concept_named(reader: &Reader<'_, '_>, name: At) -> Option<Resource> {
    reader
        .flow
        .eval(name, reader.context, &Trail::new())
        .iter()
        .find_map(|value| {
            let at = match &value.what {
                What::Node(at) => *at,
                What::Api(api) => api.at?,
                _ => return None,
            };
            let facts = reader.project().facts(at.file)?;
            concept_in(reader, facts, &facts.expr(at.expr).kind)
        })
}

/// The concept of Clarifai's that a record or message is.
fn concept_in(reader: &Reader<'_, '_>, facts: &Facts, kind: &Kind) -> Option<Resource> {
    let fields: Vec<(&str, ExprId)> = match kind {
        Kind::Record(entries) => entries
            .iter()
            .filter_map(|entry| match entry {
                crate::facts::Entry::Field(name, value) => Some((name.as_str(), *value)),
                _ => None,
            })
            .collect(),
        Kind::Call(_, arguments, _) => arguments
            .iter()
            .filter_map(|it| Some((it.name.as_deref()?, it.value)))
            .collect(),
        _ => return None,
    };
    let text = |wanted: &str| {
        let (_, value) = fields.iter().find(|(name, _)| same_key(name, wanted))?;
        match &facts.expr(*value).kind {
            Kind::Text(pieces) => match pieces.as_slice() {
                [crate::facts::Piece::Text(text)] => Some(text.as_str()),
                _ => None,
            },
            _ => None,
        }
    };
    let id = text("id").or_else(|| text("name"));
    let known = text("id").map(|id| reader.listed(ResourceKind::Concept, id, false));
    if let Some(known) = known.filter(|it| it.standing == Standing::Clarifais) {
        return Some(known);
    }
    let of_main = text("app_id") == Some(CLARIFAI_APP) && text("user_id").is_none();
    (of_main && id.is_some()).then(|| Resource {
        kind: ResourceKind::Concept,
        standing: Standing::Clarifais,
        id: id.map(str::to_owned),
        ..other()
    })
}

// --- whose RPC is it? ------------------------------------------------------------

fn is_clarifais(
    reader: &Reader<'_, '_>,
    rpc: &Rpc,
    method: &str,
    requests: &[Value],
    stubs: &[Value],
) -> bool {
    if requests.iter().any(message_is_clarifais) || stubs.iter().any(value_is_clarifais) {
        return true;
    }
    // `GetModel` and the like of another service, or a getter that is called so.
    let lower = method.starts_with(|it: char| it.is_ascii_lowercase());
    if is_common(rpc.name) || lower {
        return false;
    }
    let mentions = reader
        .facts
        .imports
        .iter()
        .any(|it| it.module.contains("clarifai"));
    let specific = rpc.name.ends_with("Outputs") || rpc.name.ends_with("Results");
    specific || mentions
}

/// Whether an object only stands in for a stub: it is a record that has the method written out.
fn is_written(reader: &Reader<'_, '_>, stub: &Value, method: &str) -> bool {
    let written = |it: &Value| matches!(it.what, What::Function(..));
    matches!(stub.what, What::Node(_)) && reader.flow.field(stub, method).iter().any(written)
}

fn message_is_clarifais(value: &Value) -> bool {
    let Some(api) = value.api() else { return false };
    api.chain().any(|link| {
        let path = link.path.trim_end_matches("()");
        let path = path.strip_suffix(".newBuilder").unwrap_or(path);
        let name = path.rsplit('.').next().unwrap_or(path);
        name.ends_with("Request") && endpoints::rpc(name).is_some()
    })
}

fn value_is_clarifais(value: &Value) -> bool {
    value.api().is_some_and(|api| {
        api.chain().any(|link| {
            link.path.contains("larifai")
                || link.path.contains("V2Grpc")
                || link.path.contains("V2Stub")
        })
    })
}

fn client_of(reader: &Reader<'_, '_>, stubs: &[Value]) -> Client {
    if !reader.facts.language.is_script() {
        let utils = stubs
            .iter()
            .filter_map(Value::api)
            .any(|api| api.chain().any(|link| link.path.contains("create_stub")));
        return if utils { Client::Utils } else { Client::Grpc };
    }
    let web = reader
        .facts
        .imports
        .iter()
        .any(|it| it.module.starts_with("clarifai-web-grpc"))
        || stubs
            .iter()
            .filter_map(Value::api)
            .any(|api| api.path.starts_with("clarifai-web-grpc"));
    if web {
        Client::WebGrpc
    } else {
        Client::NodeGrpc
    }
}

// --- the credential ----------------------------------------------------------------

fn credential(
    reader: &Reader<'_, '_>,
    client: Client,
    metadata: &[Value],
    stubs: &[Value],
) -> Credential {
    for value in metadata {
        let mut headers = reader.flow.field(value, "authorization");
        if headers.is_empty() {
            headers = reader.flow.flat_pair(value, "authorization");
        }
        if !headers.is_empty() {
            return reader.header_credential(client, &headers);
        }
        let session = reader.flow.field(value, "x-clarifai-session-token");
        if !session.is_empty() {
            return session_token(reader, client, &session);
        }
    }
    for stub in stubs {
        if let Some(found) = attached(reader, client, stub) {
            return found;
        }
    }
    for value in metadata {
        if matches!(&value.what, What::Outside(_)) {
            return reader.credential(client, std::slice::from_ref(value));
        }
    }
    if client == Client::Utils {
        return reader.no_credential(client);
    }
    nearby_credential(reader, client)
}

/// A session token acts like a user.
fn session_token(reader: &Reader<'_, '_>, client: Client, values: &[Value]) -> Credential {
    Credential {
        kind: CredentialKind::Pat,
        basis: Basis::Outright,
        evidence: "a session token acts like a user".to_owned(),
        ..reader.credential(client, values)
    }
}

/// The credential that was given to the stub itself: `stub.withCallCredentials(…)`.
fn attached(reader: &Reader<'_, '_>, client: Client, stub: &Value) -> Option<Credential> {
    let signatures = reader.facts.language.signatures();
    stub.api()?.chain().find_map(|link| {
        let call = link.at?;
        let base = link.base.as_ref()?;
        let attach = signatures.find(&base.path, SignatureKind::Attach);
        if let Some(attach) = attach {
            let slots = attach.slots("credential");
            let given = reader
                .flow
                .slot_values(call, &slots, &link.context, &Trail::new());
            return given.iter().find_map(|value| {
                in_header(reader, client, value)
                    .or_else(|| set_by_own(reader, client, value, call, &link.context))
                    .or_else(|| constructed(reader, client, value))
            });
        }
        let auth = signatures.find(&base.path, SignatureKind::Client)?;
        let through =
            reader
                .flow
                .slot_values(call, &auth.slots("through"), &link.context, &Trail::new());
        through
            .iter()
            .find_map(|value| constructed(reader, client, value))
    })
}

/// The credential that an interceptor of the project puts into what goes along.
fn set_by_own(
    reader: &Reader<'_, '_>,
    client: Client,
    value: &Value,
    call: At,
    context: &Context,
) -> Option<Credential> {
    let own = matches!(value.what, What::Object(_) | What::Function(..));
    let set =
        own.then(|| super::intercept::set_by(reader, value, call, context, super::rest::HEADER))?;
    (!set.is_empty()).then(|| reader.header_credential(client, &set))
}

/// The credential in metadata that go with every call.
fn in_header(reader: &Reader<'_, '_>, client: Client, value: &Value) -> Option<Credential> {
    value.api()?;
    let headers = reader.flow.field(value, "authorization");
    (!headers.is_empty()).then(|| reader.header_credential(client, &headers))
}

/// The credential that an object of credentials was made with.
fn constructed(reader: &Reader<'_, '_>, client: Client, value: &Value) -> Option<Credential> {
    let signatures = reader.facts.language.signatures();
    let Some(api) = value.api() else {
        return Some(reader.credential(client, std::slice::from_ref(value)));
    };
    api.chain().find_map(|link: &Api| {
        let base = link.base.as_ref()?;
        let auth = signatures.find(&base.path, SignatureKind::Client)?;
        let slots = auth.slots("credential");
        let values = reader
            .flow
            .slot_values(link.at?, &slots, &link.context, &Trail::new());
        if values.is_empty() && client == Client::Grpc && reader.facts.language == Language::Java {
            return Some(Credential {
                kind: CredentialKind::ApiKey,
                basis: Basis::Client,
                evidence: "`ClarifaiCallCredentials` reads `CLARIFAI_API_KEY`".to_owned(),
                place: link.at.map(|at| reader.project().place(at)),
                ..reader.no_credential(client)
            });
        }
        Some(reader.credential(client, &values))
    })
}

/// The only credential of the file, for a call whose own was not found.
fn nearby_credential(reader: &Reader<'_, '_>, client: Client) -> Credential {
    let mut found: Vec<Credential> = Vec::new();
    for index in 0..reader.facts.exprs.len() {
        let id = ExprId(index as u32);
        if !matches!(
            reader.facts.expr(id).kind,
            Kind::List(_) | Kind::Record(_) | Kind::Call(..)
        ) {
            continue;
        }
        let Some(value) = authorization_at(reader, id) else {
            continue;
        };
        let credential = reader.header_credential(client, &[value]);
        if !found.iter().any(|it| it.kind == credential.kind) {
            found.push(credential);
        }
    }
    match found.as_slice() {
        [only] => only.clone(),
        _ => reader.no_credential(client),
    }
}

/// The value beside the text `authorization`: in a pair, a record, or a setter's arguments.
fn authorization_at(reader: &Reader<'_, '_>, id: ExprId) -> Option<Value> {
    let is_name = |id: ExprId| {
        matches!(&reader.facts.expr(id).kind, Kind::Text(pieces) if matches!(pieces.as_slice(),
            [crate::facts::Piece::Text(text)] if text.eq_ignore_ascii_case("authorization")))
    };
    let value = match &reader.facts.expr(id).kind {
        Kind::List(items) => match items.as_slice() {
            [name, value] if is_name(*name) => *value,
            _ => return None,
        },
        Kind::Record(entries) => entries.iter().find_map(|entry| match entry {
            crate::facts::Entry::Field(name, value)
                if name.eq_ignore_ascii_case("authorization") =>
            {
                Some(*value)
            }
            _ => None,
        })?,
        Kind::Call(_, arguments, _) => match arguments.as_slice() {
            [name, value] if is_name(name.value) => value.value,
            _ => return None,
        },
        _ => return None,
    };
    reader
        .flow
        .eval(reader.at(value), reader.context, &Trail::new())
        .into_iter()
        .next()
}

// --- where the message is built ----------------------------------------------------

fn built_at(reader: &Reader<'_, '_>, request: &Value) -> Option<At> {
    match &request.what {
        What::Api(api) => {
            let at = api.at?;
            let facts = reader.project().facts(at.file)?;
            Some(At {
                file: at.file,
                expr: facts.chain_top(at.expr),
            })
        }
        What::Node(at) => Some(*at),
        _ => None,
    }
}

/// The calls in the chain that made a message.
fn chain_calls(request: &Value) -> Vec<At> {
    let Some(api) = request.api() else {
        return Vec::new();
    };
    api.chain().filter_map(|link| link.at).collect()
}
