//! Calls by a client whose names the queries know.

use super::body::model_url;
use super::owner::hidden_owner;
use super::resource::other;
use super::{Facets, Reader};
use crate::clarifai::catalogue::{self, is_raw_id};
use crate::clarifai::{
    Basis, Client, Credential, CredentialKind, Given, Intent, Operation, Owner, Part, Resource,
    ResourceKind, Standing,
};
use crate::facts::{
    Construct, Expr, ExprId, Facts, Holder, Kind, ScopeKind, Signature, SignatureKind,
};
use crate::flow::{Api, At, Trail, Value, What};
use crate::source::Place;

/// Whether the last name of a call is that of some request.
pub(super) fn may_be(facts: &Facts, call: ExprId) -> bool {
    let Kind::Call(callee, _, construct) = &facts.expr(call).kind else {
        return false;
    };
    if *construct == Construct::Element {
        return false;
    }
    let signatures = facts.language.signatures();
    match &facts.expr(*callee).kind {
        Kind::Name(name) => {
            // Under another name, an import may be what a query knows.
            signatures.may_ask(name)
                || facts.imports.iter().any(|it| {
                    it.local == *name
                        && (signatures.has_root(&it.module)
                            || name.starts_with(|it: char| it.is_ascii_uppercase()))
                })
        }
        Kind::Member(object, name) => {
            signatures.may_ask(name)
                || catalogue::accessor(name).is_some()
                || facts.language.is_constructor(name)
                || object_name(facts, *object).is_some_and(|it| signatures.may_ask(it))
        }
        _ => false,
    }
}

/// Whether some call in a file is named like a request of a client that the file may be handed:
/// `models.predict`.
pub(crate) fn may_be_handed_client(facts: &Facts) -> bool {
    facts.calls.iter().any(|&call| {
        let Kind::Call(callee, ..) = &facts.expr(call).kind else {
            return false;
        };
        let Kind::Member(object, name) = &facts.expr(*callee).kind else {
            return false;
        };
        object_name(facts, *object).is_some_and(|object| {
            let tail = format!("{object}.{name}");
            facts.language.signatures().by_tail(&tail).is_some()
        })
    })
}

fn object_name(facts: &Facts, object: ExprId) -> Option<&str> {
    match &facts.expr(object).kind {
        Kind::Name(name) | Kind::Member(_, name) => Some(name),
        Kind::Call(callee, _, _) => match &facts.expr(*callee).kind {
            Kind::Name(name) | Kind::Member(_, name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// The members that may stand for a resource without a call: `app.public_models.food_model`.
pub(super) fn accessors(facts: &Facts) -> Vec<ExprId> {
    let signatures = facts.language.signatures();
    let mut found = Vec::new();
    for (index, expr) in facts.exprs.iter().enumerate() {
        let Kind::Member(object, name) = &expr.kind else {
            continue;
        };
        let id = ExprId(index as u32);
        let called = expr.parent.is_some_and(
            |parent| matches!(facts.expr(parent).kind, Kind::Call(callee, _, _) if callee == id),
        );
        if !called
            && object_name(facts, *object).is_some_and(|it| signatures.may_ask(it))
            && catalogue::accessor(name).is_some()
        {
            found.push(id);
        }
    }
    found
}

/// A request that was recognised.
struct Asked<'s> {
    signature: &'s Signature,
    /// What is called, or the accessor itself.
    api: Option<Value>,
    call: Option<At>,
    accessor: Option<String>,
    /// Whether only the shape of the call tells.
    loose: Loose,
}

/// Why only the shape of a call tells whose it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Loose {
    /// The object is known.
    No,
    /// It was not found.
    Open,
    /// It is something that a library was given elsewhere: ids that other services may have, too,
    /// tell nothing then.
    Kept,
}

/// Reads a call or an accessor.
pub(super) fn read(reader: &Reader<'_, '_>, at: At) -> Vec<Facets> {
    let asked = recognise(reader, at);
    asked
        .into_iter()
        .filter_map(|asked| facets(reader, at, &asked))
        .take(4)
        .collect()
}

fn recognise<'s>(reader: &Reader<'_, '_>, at: At) -> Vec<Asked<'s>> {
    let signatures = reader.facts.language.signatures();
    let (callee, call) = match reader.facts.expr(at.expr).kind {
        Kind::Call(callee, _, _) => (callee, Some(at)),
        _ => (at.expr, None),
    };
    let mut found = Vec::new();
    for value in reader
        .flow
        .eval(reader.at(callee), reader.context, &Trail::new())
    {
        let Some(api) = value.api() else { continue };
        if let Some(signature) = signatures.find(&api.path, SignatureKind::Accessor)
            && catalogue::accessor(api.last()).is_some()
            && !only_names(reader, at)
            && !is_left(reader.facts, at.expr)
        {
            let accessor = Some(api.last().to_owned());
            found.push(Asked {
                signature,
                api: Some(value.clone()),
                call,
                accessor,
                loose: Loose::No,
            });
        } else if call.is_some()
            && let Some(signature) = signatures.find(&api.path, SignatureKind::Request)
        {
            found.push(Asked {
                signature,
                api: Some(value.clone()),
                call,
                accessor: None,
                loose: Loose::No,
            });
        }
    }
    if found.is_empty() {
        found.extend(loosely(reader, callee, call));
    }
    found
}

/// Whether of what stands for a model only the id is read, for a request that names it.
fn only_names(reader: &Reader<'_, '_>, at: At) -> bool {
    let facts = reader.facts;
    let parent = |id: ExprId| facts.expr(id).parent;
    let Some(member) = parent(at.expr) else {
        return false;
    };
    let Kind::Member(_, name) = &facts.expr(member).kind else {
        return false;
    };
    let given = parent(member).and_then(parent);
    let given = given.is_some_and(|it| matches!(facts.expr(it).kind, Kind::Call(..)));
    given && reads_id(name)
}

/// Whether what stands for a model is kept in a function under a name that nothing reads: then it
/// asks for nothing.
fn is_left(facts: &Facts, model: ExprId) -> bool {
    let unread = |holder: &Holder| {
        let Holder::Name(scope, name) = holder else {
            return false;
        };
        let scope = facts.scope(*scope);
        let definitions = scope.names.get(name).map_or(&[][..], Vec::as_slice);
        // The name of the accessor itself may be the same.
        let own = facts.expr(model).span;
        let reads = |it: &Expr| {
            matches!(&it.kind, Kind::Name(read) if read == name)
                && !own.contains(it.span)
                && !definitions.iter().any(|known| known.span == it.span)
        };
        scope.kind != ScopeKind::Module && !facts.exprs.iter().any(reads)
    };
    let holders = facts.holders.get(&model);
    holders.is_some_and(|it| !it.is_empty() && it.iter().all(unread))
}

/// Whether a member of what stands for a model is its id.
fn reads_id(name: &str) -> bool {
    matches!(name, "id" | "getId" | "model_id" | "getModelId" | "modelID")
}

/// A call on an object that is not to be found (a client that is commented out, or passed in from
/// nowhere), recognised by its shape: `….models.predict(Clarifai.GENERAL_MODEL, …)`.
fn loosely<'s>(reader: &Reader<'_, '_>, callee: ExprId, call: Option<At>) -> Option<Asked<'s>> {
    let facts = reader.facts;
    let signatures = facts.language.signatures();
    let Kind::Member(object, name) = &facts.expr(callee).kind else {
        return None;
    };
    let group = object_name(facts, *object)?;
    let root = match facts.expr(*object).kind {
        Kind::Member(root, _) => root,
        Kind::Call(inner, _, _) => match facts.expr(inner).kind {
            Kind::Member(root, _) => root,
            _ => return None,
        },
        _ => return None,
    };
    let roots = reader
        .flow
        .eval(reader.at(root), reader.context, &Trail::new());
    let open = roots.iter().all(|it| match &it.what {
        What::Outside(_) | What::Nothing => true,
        What::Api(api) => api.base.is_none() && !api.path.contains(['.', '(']),
        _ => false,
    });
    // `inject("clarifai")`, `container.resolve("vision")`: what a library was given before.
    let given = |it: &Value| matches!(&it.what, What::Api(api) if !signatures.is_about(&api.path));
    let kept = !open && roots.iter().all(given);
    if !(open || kept && call.is_some()) {
        return None;
    }
    if let Some(call) = call
        && let Some(signature) = signatures.by_tail(&format!("{group}.{name}"))
    {
        return Some(Asked {
            signature,
            api: None,
            call: Some(call),
            accessor: None,
            loose: if kept { Loose::Kept } else { Loose::Open },
        });
    }
    if kept {
        return None;
    }
    catalogue::accessor(name)?;
    // The group may be read by a getter: `getDefaultModels().foodModel()`.
    let group = group.strip_prefix("get").unwrap_or(group);
    let signature = signatures
        .iter()
        .find(|(path, it)| {
            it.kind == SignatureKind::Accessor
                && path.trim_end_matches("()").rsplit('.').next() == Some(group)
        })
        .map(|(_, it)| it)?;
    Some(Asked {
        signature,
        api: None,
        call,
        accessor: Some(name.to_string()),
        loose: Loose::Open,
    })
}

fn facets(reader: &Reader<'_, '_>, at: At, asked: &Asked<'_>) -> Option<Facets> {
    let signature = asked.signature;
    let mut client = Client::from_name(signature.get("client")?)?;
    let kind = resource_kind(signature.get("resource").unwrap_or_default());
    let api = asked.api.as_ref().and_then(Value::api);
    let made = made_by(reader, asked);
    if let Some(made) = &made
        && made.dead
    {
        client = Client::V1;
    }
    if !applies(reader, signature, asked, made.as_ref()) {
        return None;
    }
    let (url_resources, url_owners) = by_url(reader, kind, signature, asked);
    let mut resources = match &asked.accessor {
        Some(name) => vec![accessor_resource(name)?],
        None if url_resources.is_empty() => asked_resources(reader, kind, signature, asked),
        None => url_resources,
    };
    if signature.get("lookup") == Some("predicted") {
        resources = predicted(reader, signature, asked);
    }
    // The shape alone says too little; an id or a constant of Clarifai's beside it does not.
    let tells = |it: &Resource| {
        let id = it.id.as_deref();
        it.standing == Standing::Clarifais
            && id.is_some_and(|it| asked.loose == Loose::Open || is_raw_id(it))
    };
    if asked.loose != Loose::No && !resources.iter().any(tells) {
        return None;
    }
    let owners = if url_owners.is_empty() {
        owners(reader, client, signature, asked)
    } else {
        url_owners
    };
    let mut credential = credential(reader, client, signature, asked, made.as_ref(), &owners);
    let mut missing = Vec::new();
    if asked.loose != Loose::No {
        if credential.basis == Basis::Client {
            credential.basis = Basis::Name;
            credential.evidence = format!("calls of this shape are those of {}", client.name());
        }
        missing.push("the client that this is called on was not found".to_owned());
    }
    Some(Facets {
        client,
        place: whole_place(reader, at),
        operation: Operation {
            name: operation_name(reader, at, api.map(|it| it.path.as_str())),
            intent: intent(signature.get("intent").unwrap_or("predict")),
            pat_only: false,
        },
        credentials: vec![credential],
        resources,
        owners,
        sends: Vec::new(),
        missing,
    })
}

/// Whether a signature that is about a client of many services is about Clarifai here.
fn applies(
    reader: &Reader<'_, '_>,
    signature: &Signature,
    asked: &Asked<'_>,
    made: Option<&Made<'_>>,
) -> bool {
    let Some(call) = asked.call else { return true };
    match signature.get("when") {
        Some("litellm") => values(reader, signature, "url", call)
            .iter()
            .any(|it| it.text().is_some_and(|it| it.starts_with("clarifai/"))),
        Some("openai") => {
            let mut bases = Vec::new();
            if let Some(made) = made {
                let slots = made.signature.slots("url");
                bases =
                    reader
                        .flow
                        .slot_values(made.call, &slots, &made.api.context, &Trail::new());
            }
            bases.extend(values_named(reader, call, "base_url"));
            bases.extend(values_named(reader, call, "openai_api_base"));
            bases
                .iter()
                .flat_map(|it| reader.flow.forms(it))
                .any(|form| {
                    form.iter()
                        .any(|it| it.text().is_some_and(|text| text.contains("clarifai")))
                })
        }
        _ => true,
    }
}

fn values_named(reader: &Reader<'_, '_>, call: At, name: &str) -> Vec<Value> {
    let slots = [crate::facts::Slot::Keyword(name.into())];
    reader
        .flow
        .slot_values(call, &slots, reader.context, &Trail::new())
}

/// The values of an argument; a keyword with a dot is a field of the argument.
fn values(reader: &Reader<'_, '_>, signature: &Signature, key: &str, call: At) -> Vec<Value> {
    slot_values(reader, signature, key, call, reader.context)
}

fn slot_values(
    reader: &Reader<'_, '_>,
    signature: &Signature,
    key: &str,
    call: At,
    context: &crate::flow::Context,
) -> Vec<Value> {
    for slot in signature.slots(key) {
        let found = match &slot {
            crate::facts::Slot::Keyword(path) if path.contains('.') => {
                let (outer, inner) = path.split_once('.').unwrap_or((path, ""));
                let outer = [crate::facts::Slot::Keyword(outer.into())];
                let records = reader
                    .flow
                    .slot_values(call, &outer, context, &Trail::new());
                records
                    .iter()
                    .flat_map(|it| reader.flow.field(it, inner))
                    .collect()
            }
            _ => reader
                .flow
                .slot_values(call, std::slice::from_ref(&slot), context, &Trail::new()),
        };
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

// --- the resource --------------------------------------------------------------------

fn asked_resources(
    reader: &Reader<'_, '_>,
    kind: ResourceKind,
    signature: &Signature,
    asked: &Asked<'_>,
) -> Vec<Resource> {
    if kind == ResourceKind::Other {
        return vec![other()];
    }
    let by_name = matches!(signature.get("lookup"), Some("name" | "search"));
    let Some(call) = asked.call else {
        return vec![other()];
    };
    let values = values(reader, signature, "id", call);
    let values: Vec<Value> = values
        .into_iter()
        .filter(|it| !matches!(it.what, What::Nothing))
        .flat_map(|it| created_id(reader, &it).unwrap_or_else(|| vec![it]))
        .collect();
    // `client.predict(model.id())`: the id of what an accessor stands for.
    let read: Vec<Resource> = values
        .iter()
        .filter_map(|it| id_of_accessor(reader, it))
        .collect();
    if !read.is_empty() {
        return read;
    }
    if values.is_empty()
        && let Some(default) = signature.get("default")
    {
        return vec![reader.listed(kind, default, true)];
    }
    reader.resources(kind, &values, by_name)
}

/// The id that was given to the call which created what a value stands for.
fn created_id(reader: &Reader<'_, '_>, value: &Value) -> Option<Vec<Value>> {
    let signatures = reader.facts.language.signatures();
    let found = value.api()?.chain().find_map(|link| {
        let made = signatures.find(&link.base.as_ref()?.path, SignatureKind::Request)?;
        let creates = made.get("also") == Some("creates");
        let call = link.at.filter(|_| creates)?;
        Some(slot_values(reader, made, "id", call, &link.context))
    })?;
    (!found.is_empty()).then_some(found)
}

fn accessor_resource(name: &str) -> Option<Resource> {
    let entry = catalogue::accessor(name)?;
    Some(Resource {
        kind: ResourceKind::Model,
        id: Some(entry.id.to_owned()),
        known_as: entry.known_as().map(str::to_owned),
        standing: Standing::Clarifais,
        place: None,
        unresolved_from: None,
    })
}

/// The resource whose id a value is, if it is read from an accessor of a client: `model.id()`.
fn id_of_accessor(reader: &Reader<'_, '_>, value: &Value) -> Option<Resource> {
    let signatures = reader.facts.language.signatures();
    let api = value.api()?;
    let reads_id = reads_id(api.last());
    api.chain().filter(|_| reads_id).skip(1).find_map(|link| {
        signatures.find(&link.path, SignatureKind::Accessor)?;
        accessor_resource(link.last())
    })
}

/// A search by a concept that is predicted: with Clarifai's general model, as a rule. One by an
/// image names no concept.
fn predicted(reader: &Reader<'_, '_>, signature: &Signature, asked: &Asked<'_>) -> Vec<Resource> {
    let Some(call) = asked.call else {
        return vec![other()];
    };
    let values = values(reader, signature, "id", call);
    let mut names = Vec::new();
    for value in &values {
        match &value.what {
            What::Text(text) => names.push(text.to_string()),
            What::Node(_) | What::Data(..) => {
                for concept in reader.flow.field(value, "concept") {
                    let id = reader.flow.field(&concept, "id");
                    let name = reader.flow.field(&concept, "name");
                    let found = id.iter().chain(&name).find_map(Value::text);
                    names.push(found.unwrap_or_default().to_owned());
                }
            }
            _ => {}
        }
    }
    let Some(name) = names.into_iter().next() else {
        return vec![other()];
    };
    // A name that is not in the list may well be that of a concept of one's own.
    let known = reader.listed(ResourceKind::Concept, &name, true);
    let is_id = known.standing == Standing::Clarifais || name.starts_with("ai_");
    if !name.is_empty() && !is_id {
        return vec![other()];
    }
    vec![Resource {
        kind: ResourceKind::Concept,
        id: (!name.is_empty()).then_some(name),
        known_as: None,
        standing: Standing::Clarifais,
        place: None,
        unresolved_from: None,
    }]
}

/// The resource and owner in a model's URL: `https://clarifai.com/clarifai/main/models/…`.
fn by_url(
    reader: &Reader<'_, '_>,
    kind: ResourceKind,
    signature: &Signature,
    asked: &Asked<'_>,
) -> (Vec<Resource>, Vec<Owner>) {
    let (mut resources, mut owners) = (Vec::new(), Vec::new());
    let Some(call) = asked.call.filter(|_| signature.get("url").is_some()) else {
        return (resources, owners);
    };
    for value in values(reader, signature, "url", call) {
        for form in reader.flow.forms(&value) {
            let found = model_url(&form);
            let place = value.trail.from_source().next().map(|step| step.place);
            let id = match &found.id {
                Some(Part::Literal(id)) => Resource {
                    place,
                    ..reader.listed(kind, id, false)
                },
                Some(Part::Dynamic(from)) => super::resource::unresolved(kind, Some(from.clone())),
                None => super::resource::unresolved(kind, Some(super::owner::word(&value))),
            };
            resources.push(id);
            let bare = found.user.is_none() && found.id.is_none();
            if bare && let Some(text) = value.text() {
                // A model's plain id where an address is wanted: it names no owner.
                resources.push(reader.listed(kind, text, false));
                owners.push(Owner {
                    place,
                    ..Owner::default()
                });
                continue;
            }
            let mut owner = Owner {
                user_id: found.user,
                app_id: found.app,
                place,
                client_default: true,
            };
            if owner.given() == Given::None && !matches!(value.what, What::Text(_)) {
                // A URL that only run time knows names an owner, whichever.
                let part = Part::Dynamic(super::owner::word(&value));
                owner.user_id = Some(part.clone());
                owner.app_id = Some(part);
            }
            owners.push(owner);
        }
    }
    (resources, owners)
}

// --- the owner -------------------------------------------------------------------------

fn owners(
    reader: &Reader<'_, '_>,
    client: Client,
    signature: &Signature,
    asked: &Asked<'_>,
) -> Vec<Owner> {
    let client_default = matches!(client, Client::Sdk | Client::Utils | Client::LangChain);
    let mut users = Vec::new();
    let mut apps = Vec::new();
    if let Some(call) = asked.call {
        users = values(reader, signature, "user", call);
        apps = values(reader, signature, "app", call);
    }
    let api = asked.api.as_ref().and_then(Value::api);
    for link in api.into_iter().flat_map(|api| api.chain()) {
        let (Some(call), Some(base)) = (link.at, &link.base) else {
            continue;
        };
        let signatures = reader.facts.language.signatures();
        let Some(auth) = signatures.find(&base.path, SignatureKind::Client) else {
            continue;
        };
        if users.is_empty() {
            users = slot_values(reader, auth, "user", call, &link.context);
        }
        if apps.is_empty() {
            apps = slot_values(reader, auth, "app", call, &link.context);
        }
    }
    let call = asked.call.filter(|_| users.is_empty() && apps.is_empty());
    let hides = |call| reader.flow.may_hide(&reader.whole(call));
    let mut found = match call {
        Some(call) if signature.get("user").is_some() && hides(call) => vec![hidden_owner()],
        _ => reader.owners(&users, &apps),
    };
    for owner in &mut found {
        owner.client_default = client_default;
    }
    found
}

// --- the credential ----------------------------------------------------------------------

/// The construction of the client that a call is made on.
struct Made<'a> {
    signature: &'a Signature,
    call: At,
    api: Api,
    dead: bool,
}

fn made_by<'a>(reader: &Reader<'_, '_>, asked: &Asked<'_>) -> Option<Made<'a>> {
    let api = asked.api.as_ref().and_then(Value::api);
    let mut starts: Vec<Value> = asked.api.iter().cloned().collect();
    if let Some(call) = asked.call
        && asked.signature.get("through").is_some()
    {
        starts.extend(values(reader, asked.signature, "through", call));
    }
    let _ = api;
    starts.iter().filter_map(Value::api).find_map(|api| {
        api.chain().find_map(|link| {
            let base = link.base.as_ref()?;
            let signatures = reader.facts.language.signatures();
            let signature = signatures.find(&base.path, SignatureKind::Client)?;
            let call = link.at?;
            // `User(pat=…).app(…)` names an application and takes the credential from further up.
            let only_owner =
                signature.get("app").is_some() && signature.get("credential").is_none();
            if only_owner {
                return None;
            }
            Some(Made {
                signature,
                call,
                api: Api {
                    path: link.path.clone(),
                    at: link.at,
                    context: link.context.clone(),
                    base: link.base.clone(),
                },
                dead: is_dead(reader, signature, call),
            })
        })
    })
}

/// Whether a client is built in the way of the OAuth time: with id and secret.
fn is_dead(reader: &Reader<'_, '_>, signature: &Signature, call: At) -> bool {
    let Some(count) = signature
        .get("dead")
        .and_then(|it| it.parse::<usize>().ok())
    else {
        return false;
    };
    let Some(facts) = reader.project().facts(call.file) else {
        return false;
    };
    let Kind::Call(_, arguments, _) = &facts.expr(call.expr).kind else {
        return false;
    };
    let named = |name: &str| arguments.iter().any(|it| it.name.as_deref() == Some(name));
    let positional = arguments.iter().filter(|it| it.name.is_none()).count();
    // The fourth positional argument is the key in Python.
    (positional >= count && positional < 4 && !named("api_key"))
        || (named("app_id") && named("app_secret"))
        || (!arguments.is_empty()
            && reader.facts.language.is_script()
            && !values_named(reader, call, "clientId").is_empty())
}

fn credential(
    reader: &Reader<'_, '_>,
    client: Client,
    signature: &Signature,
    asked: &Asked<'_>,
    made: Option<&Made<'_>>,
    owners: &[Owner],
) -> Credential {
    let mut found = Vec::new();
    let mut slots = signature.slots("credential");
    if let Some(call) = asked.call {
        found = values(reader, signature, "credential", call);
    }
    if found.is_empty()
        && let Some(made) = made
    {
        slots = made.signature.slots("credential");
        found = slot_values(
            reader,
            made.signature,
            "credential",
            made.call,
            &made.api.context,
        );
        // `const options = {apiKey}; new App(options)` is found by field; a whole object that
        // is not there is a value as well.
        if found.is_empty() {
            let first = [crate::facts::Slot::Position(0)];
            found = reader
                .flow
                .slot_values(made.call, &first, &made.api.context, &Trail::new())
                .into_iter()
                .filter(|it| matches!(it.what, What::Outside(_)))
                .collect();
        }
    }
    // The secret of a client of the OAuth time.
    if found.is_empty()
        && let Some(made) = made.filter(|it| it.dead)
    {
        let secret = crate::facts::slots_of("app_secret clientSecret 1");
        let context = &made.api.context;
        found = reader
            .flow
            .slot_values(made.call, &secret, context, &Trail::new());
    }
    let mut credential = match found.as_slice() {
        [] => reader.no_credential(client),
        found => reader.credential_in(client, found, &slots),
    };
    if credential.place.is_none() {
        credential.place = made.map(|it| reader.project().place(it.call));
    }
    if client == Client::LegacyJavaScript {
        legacy_script(reader, &mut credential, made, owners);
    }
    credential
}

/// The legacy JavaScript client takes either kind: a key by default, a PAT where the owner is
/// given or a name says so.
fn legacy_script(
    reader: &Reader<'_, '_>,
    credential: &mut Credential,
    made: Option<&Made<'_>>,
    owners: &[Owner],
) {
    let with_owner = owners.iter().any(|it| it.given() != Given::None);
    let session = made.is_some_and(|made| {
        let slots = [crate::facts::Slot::Keyword("sessionToken".into())];
        !reader
            .flow
            .slot_values(made.call, &slots, &made.api.context, &Trail::new())
            .is_empty()
    });
    if with_owner || session {
        credential.kind = CredentialKind::Pat;
        credential.basis = Basis::Outright;
        "the client is given a user and an app, as a PAT needs them"
            .clone_into(&mut credential.evidence);
    } else if credential.kind != CredentialKind::Pat {
        credential.kind = CredentialKind::ApiKey;
        credential.basis = Basis::Client;
        "`new Clarifai.App({ apiKey })` without an owner takes an API key"
            .clone_into(&mut credential.evidence);
    }
}

// --- small things --------------------------------------------------------------------------

/// The expression to report: the whole of the chain around the call, as far as it is still about
/// the resource; not a callback behind it.
fn whole_place(reader: &Reader<'_, '_>, at: At) -> Place {
    let facts = reader.facts;
    let mut span = facts.expr(at.expr).span;
    let mut current = at.expr;
    while let Some(parent) = facts.expr(current).parent {
        match &facts.expr(parent).kind {
            Kind::Member(object, name)
                if *object == current && (name.starts_with("predict") || name == "withInputs") => {}
            Kind::Call(callee, _, Construct::No) if *callee == current && current != at.expr => {
                span = span.cover(facts.expr(parent).span);
            }
            Kind::Call(callee, _, Construct::No) if *callee == current => {}
            _ => break,
        }
        current = parent;
    }
    Place {
        file: reader.file,
        span,
    }
}

fn operation_name(reader: &Reader<'_, '_>, at: At, path: Option<&str>) -> String {
    let path = path.unwrap_or_default();
    let tail = path.rsplit("().").next().unwrap_or(path);
    if !tail.is_empty() {
        let parts: Vec<&str> = tail.rsplit('.').take(2).collect();
        return parts.into_iter().rev().collect::<Vec<_>>().join(".");
    }
    match &reader.facts.expr(at.expr).kind {
        Kind::Call(callee, _, _) => match &reader.facts.expr(*callee).kind {
            Kind::Name(name) | Kind::Member(_, name) => name.to_string(),
            _ => String::new(),
        },
        Kind::Member(_, name) => name.to_string(),
        _ => String::new(),
    }
}

fn resource_kind(word: &str) -> ResourceKind {
    match word {
        "model" => ResourceKind::Model,
        "workflow" => ResourceKind::Workflow,
        "concept" => ResourceKind::Concept,
        _ => ResourceKind::Other,
    }
}

fn intent(word: &str) -> Intent {
    match word {
        "predict" => Intent::Predict,
        "read" => Intent::Read,
        "write" => Intent::Write,
        "search" => Intent::Search,
        "list" => Intent::List,
        _ => Intent::Other,
    }
}
