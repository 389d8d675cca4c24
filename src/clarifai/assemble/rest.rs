//! Calls by a URL: whatever function is given an address of the service, with whatever headers
//! and body go along.

mod doubt;
mod own_class;

use doubt::{has_opaque_body, is_asked_as_clarifai, is_bare, shows_body, undisclosed};

use super::body::{Segment, ServiceUrl, names_other_host, segment_part, service_url};
use super::configured::configured;
use super::intercept::{intercepted, set_by, set_by_functions};
use super::resource::{other, unresolved};
use super::{Facets, Reader};
use crate::clarifai::address;
use crate::clarifai::endpoints::{self, Endpoint};
use crate::clarifai::{
    Basis, Client, Credential, CredentialKind, Given, Operation, Owner, Part, Resource,
    ResourceKind, Standing,
};
use crate::facts::{
    Argument, Bound, Construct, Entry, ExprId, Facts, FunctionId, Imported, Kind, Signature,
    SignatureKind, Slot,
};
use crate::flow::{Api, At, Context, Effect, Handing, Site, Trail, Value, What};
use crate::language::Language;
use crate::source::{FileId, Place};

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

/// Whether a call may be a request: it has an argument that may be an address, and is none of
/// the calls that only handle texts.
pub(super) fn may_be(facts: &Facts, call: ExprId) -> bool {
    let Kind::Call(callee, arguments, construct) = &facts.expr(call).kind else {
        return false;
    };
    if *construct == Construct::Element {
        return false;
    }
    let signatures = facts.language.signatures();
    let name = match &facts.expr(*callee).kind {
        // `rp(…)` sends, as its module is called `request-promise`.
        Kind::Name(name) => module_of(facts, name).unwrap_or(name).as_str(),
        Kind::Member(_, name) => {
            if signatures.method(name, SignatureKind::Open).is_some() {
                return true;
            }
            let joins = signatures
                .method(name, SignatureKind::Joined)
                .is_some_and(|it| it.get("value").is_some());
            if joins || signatures.method(name, SignatureKind::Passive).is_some() {
                return false;
            }
            name.as_str()
        }
        // `getattr(requests, verb)(…)`
        Kind::Call(reader, ..) => match &facts.expr(*reader).kind {
            Kind::Name(name) if signatures.exactly(name, SignatureKind::Member).is_some() => "send",
            _ => return false,
        },
        // `super(Method.POST, url, …)`
        Kind::Super if own_class::may_be(facts, call, sounds_like_sending) => "request",
        _ => return false,
    };
    let passive = signatures.exactly(name, SignatureKind::Passive).is_some()
        || signatures.exactly(name, SignatureKind::Same).is_some()
        || signatures.exactly(name, SignatureKind::Record).is_some();
    let sends = sounds_like_sending(name);
    // An object that is made of an address (an error, an event) asks nobody.
    if *construct == Construct::New && !sends {
        return false;
    }
    // `uri(builder -> builder.path("/v2/…").build(id))`
    let template = signatures.method(name, SignatureKind::Template).is_some();
    let made = |it: &Argument| template && matches!(facts.expr(it.value).kind, Kind::Function(_));
    !passive
        && arguments
            .iter()
            .any(|it| may_be_address(facts, it.value, sends) || made(it))
}

/// The module that a name of the file stands for as a whole.
fn module_of<'f>(facts: &'f Facts, name: &str) -> Option<&'f smol_str::SmolStr> {
    let [definition] = facts.scopes.first()?.names.get(name)?.as_slice() else {
        return None;
    };
    match definition.value {
        Bound::Import(index) => {
            let import = facts.imports.get(index as usize)?;
            let whole = matches!(import.what, Imported::Module | Imported::Default);
            whole.then_some(&import.module)
        }
        Bound::Value(value) => {
            let Kind::Call(callee, arguments, _) = &facts.expr(value).kind else {
                return None;
            };
            let required = matches!(&facts.expr(*callee).kind, Kind::Name(it) if it == "require");
            let Kind::Text(pieces) = &facts.expr(arguments.first()?.value).kind else {
                return None;
            };
            match pieces.as_slice() {
                [crate::facts::Piece::Text(text)] if required => Some(text),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a function is called as one that sends requests is. Any other counts only if an
/// address stands in the call itself: to follow each argument of each call would cost more than
/// all the rest.
fn sounds_like_sending(name: &str) -> bool {
    const PARTS: [&str; 27] = [
        "fetch",
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "request",
        "ajax",
        "open",
        "axios",
        "http",
        "url",
        "uri",
        "exchange",
        "call",
        "send",
        "api",
        "got",
        "agent",
        "needle",
        "ky",
        "execute",
        "unirest",
        "predict",
        "newbuilder",
        "target",
        "connect",
    ];
    let name = name.to_ascii_lowercase();
    PARTS.iter().any(|part| name.contains(part))
}

/// Whether an argument may be an address. `followed` says that names count, too.
fn may_be_address(facts: &Facts, expr: ExprId, followed: bool) -> bool {
    match &facts.expr(expr).kind {
        // Nothing is added to a base address that is the whole one.
        Kind::Text(pieces) if pieces.is_empty() => followed,
        Kind::Text(pieces) => pieces.iter().any(|piece| match piece {
            crate::facts::Piece::Text(text) => address::is_part(text) || followed && text == "/",
            crate::facts::Piece::Hole(_) => followed,
        }),
        Kind::Join(parts) => {
            followed || parts.iter().any(|part| may_be_address(facts, *part, false))
        }
        Kind::Number(_)
        | Kind::Nothing
        | Kind::Function(_)
        | Kind::List(_)
        | Kind::Class(_)
        | Kind::This
        | Kind::Not(_)
        | Kind::Other => false,
        // `URI.create("https://…")`
        Kind::Call(_, arguments, _) => {
            followed
                || arguments
                    .iter()
                    .any(|it| may_be_address(facts, it.value, false))
        }
        Kind::Record(entries) => followed || entries.iter().any(|it| gives_address(facts, it)),
        // A constant of the same file is as good as the text itself.
        Kind::Name(name) => followed || names_address(facts, name),
        _ => followed,
    }
}

/// Whether an entry of a record of options is an address that stands there.
fn gives_address(facts: &Facts, entry: &Entry) -> bool {
    let Entry::Field(name, value) = entry else {
        return false;
    };
    let told = matches!(
        facts.expr(*value).kind,
        Kind::Text(_) | Kind::Join(_) | Kind::Name(_)
    );
    told && ADDRESSES.contains(&name.as_str()) && may_be_address(facts, *value, false)
}

/// Whether a name of that spelling is bound to a text with part of an address somewhere.
fn names_address(facts: &Facts, name: &str) -> bool {
    facts.scopes.iter().any(|scope| {
        scope.names.get(name).is_some_and(|definitions| {
            definitions.iter().any(|definition| match definition.value {
                Bound::Value(value) => holds_address(facts, value),
                Bound::Field(class) => {
                    let values = facts.class(class).fields.get(name).into_iter().flatten();
                    values
                        .filter_map(|it| it.value)
                        .any(|value| holds_address(facts, value))
                }
                _ => false,
            })
        })
    })
}

/// Whether a text, or one of those that it is joined of, has part of an address. Names in it are
/// not followed: they may lead back here.
fn holds_address(facts: &Facts, value: ExprId) -> bool {
    let has = |expr: ExprId| match &facts.expr(expr).kind {
        Kind::Text(pieces) => pieces.iter().any(|piece| match piece {
            crate::facts::Piece::Text(text) => address::is_part(text),
            crate::facts::Piece::Hole(_) => false,
        }),
        _ => false,
    };
    match &facts.expr(value).kind {
        Kind::Join(parts) => parts.iter().any(|it| has(*it)),
        _ => has(value),
    }
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

// --- the address -------------------------------------------------------------------

fn addresses(reader: &Reader<'_, '_>, call: At, callee: ExprId, target: &[Value]) -> Vec<Address> {
    let Kind::Call(_, arguments, _) = &reader.facts.expr(call.expr).kind else {
        return Vec::new();
    };
    let base = base_of(reader, target)
        .or_else(|| default_base(reader, callee))
        .or_else(|| configured_base(reader, target));
    let mut forms = Vec::new();
    let signatures = reader.facts.language.signatures();
    let opens = match &reader.facts.expr(callee).kind {
        Kind::Member(object, name) => signatures
            .method(name, SignatureKind::Open)
            .filter(|it| !is_base(it))
            .and(Some(*object)),
        _ => None,
    };
    if let Some(object) = opens {
        let at = reader.at(object);
        let values = reader.flow.eval(at, reader.context, &Trail::new());
        forms.extend(values.iter().flat_map(|it| address_forms(reader, it)));
    }
    let opened = !forms.is_empty();
    let template = match &reader.facts.expr(callee).kind {
        Kind::Member(_, name) => signatures.method(name, SignatureKind::Template),
        _ => None,
    };
    let through = sent_through(reader, call, callee, target);
    forms.extend(through.iter().flat_map(|it| address_forms(reader, it)));
    let own = !opened && through.is_empty();
    for argument in arguments.iter().filter(|_| own) {
        if let Kind::Function(made) = reader.facts.expr(argument.value).kind
            && template.is_some()
        {
            forms.extend(put_together(reader, made));
        }
        if !may_be_address(reader.facts, argument.value, true) {
            continue;
        }
        for value in argument_values(reader, argument) {
            forms.extend(address_forms(reader, &value));
        }
    }
    if template.is_some() {
        forms = forms
            .into_iter()
            .flat_map(|form| expanded(reader, form, arguments))
            .collect();
    }
    let behind = variables_behind(reader, call);
    if !behind.is_empty() {
        forms = forms
            .into_iter()
            .flat_map(|it| {
                let (file, context) = (reader.file, reader.context);
                reader
                    .flow
                    .fill_form(it, &behind, file, context, &Trail::new())
            })
            .collect();
    }
    let method = http_method(reader, callee);
    let mut found: Vec<Address> = Vec::new();
    let elsewhere = forms.iter().any(|it| names_other_host(it));
    for form in forms {
        let mut whole = form.clone();
        if service_url(&form).is_none_or(|it| !it.host)
            && let Some(base) = &base
        {
            whole = joined(base, &form);
        }
        found.extend(address(&whole, method, base.is_some()));
    }
    // `os.environ.get("BASE", "http://localhost:9000")`: where the host that the code shows is
    // another one, the host that it does not show is so, too.
    if elsewhere {
        found.retain(|it| !it.url.open);
    }
    found.truncate(4);
    found
}

/// The addresses that a method of the project makes of that of a call which comes to be one of it:
/// `session.post("/x")`, where the session's class has its own `request`.
fn sent_through(reader: &Reader<'_, '_>, call: At, callee: ExprId, target: &[Value]) -> Vec<Value> {
    let signatures = reader.facts.language.signatures();
    let mut sends = target.iter().filter_map(Value::api);
    let sends = sends.find_map(|api| signatures.find(&api.path, SignatureKind::Sends));
    let (Some(sends), Kind::Member(object, _)) = (sends, &reader.facts.expr(callee).kind) else {
        return Vec::new();
    };
    let (flow, context) = (reader.flow, reader.context);
    let through = sends.get("through").unwrap_or_default();
    let before = sends.get("with").and_then(|it| it.parse().ok());
    let mut found = Vec::new();
    for object in flow.eval(reader.at(*object), context, &Trail::new()) {
        let What::Object(receiver) = &object.what else {
            continue;
        };
        for method in flow.field(&object, through) {
            let What::Function(file, function, _) = method.what else {
                continue;
            };
            let site = Site {
                call,
                context: context.clone(),
                receiver: Some(receiver.clone()),
                open: false,
                handing: Handing::Ahead(before.unwrap_or_default()),
            };
            let inside = context.with(file, function, Some(site));
            for sent in flow.calls_above(file, function, through) {
                found.extend(flow.slot_values(sent, &sends.slots("url"), &inside, &Trail::new()));
            }
        }
    }
    found
}

/// What later links of a chain put into the address: `post("…/{id}/outputs").routeParam("id", id)`.
fn variables_behind(reader: &Reader<'_, '_>, call: At) -> Vec<Argument> {
    let facts = reader.facts;
    let signatures = facts.language.signatures();
    let mut found = Vec::new();
    let mut at = call.expr;
    while let Some(member) = facts.expr(at).parent
        && let Kind::Member(_, name) = &facts.expr(member).kind
        && let Some(link) = facts.expr(member).parent
        && let Kind::Call(callee, arguments, _) = &facts.expr(link).kind
        && *callee == member
    {
        at = link;
        let ([key, value], Some(_)) = (
            arguments.as_slice(),
            signatures.method(name, SignatureKind::Variable),
        ) else {
            continue;
        };
        let key = reader.at(key.value);
        let keys = reader.flow.eval(key, reader.context, &Trail::new());
        let Some(key) = keys.iter().find_map(Value::text) else {
            continue;
        };
        let name = Some(key.into());
        found.push(Argument {
            name,
            ..value.clone()
        });
    }
    found
}

/// What an argument may be, or what it is spread to.
fn argument_values(reader: &Reader<'_, '_>, argument: &Argument) -> Vec<Value> {
    let flow = reader.flow;
    let handed = match argument.spread {
        true => flow.handed(reader.file, std::slice::from_ref(argument), reader.context),
        false => Vec::new(),
    };
    if handed.is_empty() {
        return flow.eval(reader.at(argument.value), reader.context, &Trail::new());
    }
    let values = handed.iter();
    values
        .flat_map(|it| flow.eval(it.at, &it.context, &Trail::new()))
        .collect()
}

/// The paths that a function puts together with the builder which it is given.
fn put_together(reader: &Reader<'_, '_>, function: FunctionId) -> Vec<Vec<crate::flow::Chunk>> {
    let facts = reader.facts;
    let signatures = facts.language.signatures();
    let mut found = Vec::new();
    for &returned in &facts.function(function).returns {
        let mut links = Vec::new();
        let mut at = returned;
        while let Kind::Call(callee, arguments, _) = &facts.expr(at).kind
            && let Kind::Member(object, name) = &facts.expr(*callee).kind
        {
            links.push((name, arguments));
            at = *object;
        }
        let mut forms: Vec<Vec<crate::flow::Chunk>> = Vec::new();
        for (name, arguments) in links.into_iter().rev() {
            let joins = signatures.method(name, SignatureKind::Joined);
            if joins.is_some_and(|it| it.get("value").is_some()) {
                let parts = arguments.iter().map(|it| reader.at(it.value));
                let parts = parts.filter_map(|it| {
                    let texts = reader.flow.text_of(it, reader.context, &Trail::new());
                    texts.into_iter().next()
                });
                for part in parts {
                    forms = match forms.pop() {
                        Some(begun) => vec![joined(&begun, &part)],
                        None => vec![part],
                    };
                }
            } else if joins.is_none() && !arguments.is_empty() {
                // What it is built with fills the variables.
                forms = forms
                    .into_iter()
                    .flat_map(|it| {
                        reader.flow.fill_form(
                            it,
                            arguments,
                            reader.file,
                            reader.context,
                            &Trail::new(),
                        )
                    })
                    .collect();
            }
        }
        found.extend(forms);
    }
    found
}

/// The address that a text is: with Clarifai's host, or a path that hardly another service has.
/// `based` says that it is told where such paths go.
pub(super) fn address(
    form: &[crate::flow::Chunk],
    method: Option<&str>,
    based: bool,
) -> Option<Address> {
    let url = service_url(form)?;
    let endpoint = endpoint_of(&url, method)?;
    let certain = url.host || is_certain(&url, &endpoint, based);
    // Behind a proxy: `/api/v2/models/…/outputs`.
    let possible = certain || url.relative && asks(&url, &endpoint);
    possible.then_some(Address {
        url,
        endpoint,
        certain,
    })
}

/// An address with its variables, `{id}`, taken from the last arguments or from a map among them.
fn expanded(
    reader: &Reader<'_, '_>,
    form: Vec<crate::flow::Chunk>,
    arguments: &[Argument],
) -> Vec<Vec<crate::flow::Chunk>> {
    let texts = form.iter().filter_map(crate::flow::Chunk::text);
    let variables = texts.map(|it| it.matches('{').count()).sum::<usize>();
    if variables == 0 {
        return vec![form];
    }
    // The first argument is the address itself, unless there is nothing else.
    let from = arguments.len().saturating_sub(variables).max(1);
    let last = arguments.get(from..).unwrap_or_default();
    reader
        .flow
        .fill_form(form, last, reader.file, reader.context, &Trail::new())
}

/// The readings of an argument as an address: a text, or a record that has one.
fn address_forms(reader: &Reader<'_, '_>, value: &Value) -> Vec<Vec<crate::flow::Chunk>> {
    let record = matches!(value.what, What::Data(..))
        || matches!(value.what, What::Node(at) if reader.is_record(at));
    if !record {
        let opaque = !matches!(value.what, What::Text(_) | What::Chunks(_) | What::Node(_));
        return if opaque {
            Vec::new()
        } else {
            reader.flow.forms(value)
        };
    }
    let field = |key: &str| -> Vec<Vec<crate::flow::Chunk>> {
        reader
            .flow
            .field(value, key)
            .iter()
            .flat_map(|it| reader.flow.forms(it))
            .collect()
    };
    let [urls, uris, hostnames, hosts, paths, bases] =
        [0, 1, 2, 3, 4, 5].map(|index| field(ADDRESSES[index]));
    let hosts: Vec<_> = hostnames.into_iter().chain(hosts).chain(bases).collect();
    let paths: Vec<_> = paths.into_iter().chain(urls.clone()).collect();
    let mut found: Vec<_> = urls.into_iter().chain(uris).collect();
    for host in &hosts {
        for path in &paths {
            found.push(joined(host, path));
        }
    }
    found
}

pub(super) fn joined(
    base: &[crate::flow::Chunk],
    path: &[crate::flow::Chunk],
) -> Vec<crate::flow::Chunk> {
    use crate::flow::Chunk;
    let ends = base
        .last()
        .and_then(Chunk::text)
        .is_some_and(|text| text.ends_with('/'));
    let begins = path
        .first()
        .and_then(Chunk::text)
        .is_some_and(|text| text.starts_with('/'));
    let mut whole = base.to_vec();
    if !ends && !begins {
        whole.push(Chunk::Text("/".into()));
    }
    whole.extend_from_slice(path);
    if ends && begins {
        // One slash is enough.
        let at = base.len();
        if let Some(text) = whole.get(at).and_then(Chunk::text) {
            whole[at] = Chunk::Text(text.trim_start_matches('/').into());
        }
    }
    whole
}

/// Whether a call that opens an address gives the base of later requests, rather than asking.
fn is_base(open: &Signature) -> bool {
    !open.slots("url").contains(&Slot::Receiver)
}

/// The base address of the object that a request is made on: `axios.create({ baseURL })`.
pub(super) fn base_of(
    reader: &Reader<'_, '_>,
    target: &[Value],
) -> Option<Vec<crate::flow::Chunk>> {
    let signatures = reader.facts.language.signatures();
    target.iter().filter_map(Value::api).find_map(|api| {
        api.chain().find_map(|link| {
            let base = link.base.as_ref()?;
            let open = signatures.find(&base.path, SignatureKind::Open);
            let open = open.filter(|it| is_base(it))?;
            let slots = open.slots("url");
            let values = reader
                .flow
                .slot_values(link.at?, &slots, &link.context, &Trail::new());
            let value = values.first()?;
            reader.flow.forms(value).into_iter().next()
        })
    })
}

/// The base address that the library is given for all objects of the type.
fn configured_base(reader: &Reader<'_, '_>, target: &[Value]) -> Option<Vec<crate::flow::Chunk>> {
    let records = configured(reader, target);
    let bases = records
        .iter()
        .flat_map(|it| reader.flow.field(it, "baseURL"));
    bases.flat_map(|it| reader.flow.forms(&it)).next()
}

/// The base address that the library is given for all requests: `axios.defaults.baseURL = …`.
fn default_base(reader: &Reader<'_, '_>, callee: ExprId) -> Option<Vec<crate::flow::Chunk>> {
    let root = root_name(reader.facts, callee)?;
    let (file, expr) = global_value(reader, "baseurl", &root)?;
    reader
        .flow
        .text_of(At { file, expr }, &Context::new(), &Trail::new())
        .into_iter()
        .next()
}

/// Whether a path without Clarifai's host is the service's all the same.
fn is_certain(url: &ServiceUrl, endpoint: &Endpoint, based: bool) -> bool {
    let owned = endpoint.user.is_some() && endpoint.app.is_some();
    !url.proxied && asks(url, endpoint) && (owned || url.open || based)
}

/// Whether a path ends as one that asks a model or workflow.
fn asks(url: &ServiceUrl, endpoint: &Endpoint) -> bool {
    let text = |index: usize| match url.segments.get(index) {
        Some(Segment::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let last = (0..url.segments.len()).rev().find_map(text);
    matches!(last, Some("outputs" | "results"))
        && matches!(endpoint.kind, ResourceKind::Model | ResourceKind::Workflow)
}

fn endpoint_of(url: &ServiceUrl, method: Option<&str>) -> Option<Endpoint> {
    let words: Vec<Option<&str>> = url
        .segments
        .iter()
        .map(|segment| match segment {
            Segment::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    if words.iter().all(|it| it.is_none_or(str::is_empty)) {
        return None;
    }
    endpoints::rest(&words, method).filter(|it| !it.openai)
}

fn http_method(reader: &Reader<'_, '_>, callee: ExprId) -> Option<&'static str> {
    let name = match &reader.facts.expr(callee).kind {
        Kind::Name(name) | Kind::Member(_, name) => name.to_ascii_lowercase(),
        _ => return None,
    };
    match name.as_str() {
        "post" | "postforobject" | "postforentity" => Some("POST"),
        "get" | "getforobject" | "getforentity" => Some("GET"),
        "put" => Some("PUT"),
        "patch" => Some("PATCH"),
        "delete" => Some("DELETE"),
        _ => None,
    }
}

// --- what goes along -----------------------------------------------------------------

/// The values in which headers and body may be: the arguments, what the method is called on,
/// and the chain that the call is part of.
fn holders(reader: &Reader<'_, '_>, call: At, target: &[Value]) -> Vec<Value> {
    let Kind::Call(_, arguments, _) = &reader.facts.expr(call.expr).kind else {
        return Vec::new();
    };
    let mut found = Vec::new();
    found.push(reader.whole(call));
    for argument in arguments {
        let values = reader
            .flow
            .eval(reader.at(argument.value), reader.context, &Trail::new());
        found.extend(
            values
                .into_iter()
                .filter(|it| !matches!(it.what, What::Text(_))),
        );
    }
    found.extend(target.iter().filter(|it| it.api().is_some()).cloned());
    let top = reader.facts.chain_top(call.expr);
    if top != call.expr {
        let values = reader
            .flow
            .eval(reader.at(top), reader.context, &Trail::new());
        let made: Vec<Value> = values.into_iter().filter(|it| it.api().is_some()).collect();
        // Where nobody knows what the chain begins with, each link tells what it is given.
        let links_of = |it: &Api| it.at == Some(reader.at(top)) && it.base.is_some();
        let whole = |it: &Value| it.api().is_some_and(|it| links_of(it));
        if !made.iter().any(whole) {
            found.extend(links(reader, call));
        }
        found.extend(made);
    }
    found.extend(sent_with(reader, top));
    found.extend(own_class::parts(reader, call));
    found.extend(configured(reader, target));
    found
}

/// The later links of the chain that a call is part of.
fn links(reader: &Reader<'_, '_>, call: At) -> Vec<Value> {
    let facts = reader.facts;
    let mut found = Vec::new();
    let mut at = call.expr;
    while let Some(member) = facts.expr(at).parent
        && let Kind::Member(..) = facts.expr(member).kind
        && let Some(link) = facts.expr(member).parent
        && matches!(facts.expr(link).kind, Kind::Call(callee, ..) if callee == member)
    {
        at = link;
        found.push(reader.whole(reader.at(link)));
    }
    found
}

/// A request that is made first and sent later: `client.execute(request, headers)`,
/// `client.newCall(request)`.
fn sent_with(reader: &Reader<'_, '_>, top: ExprId) -> Vec<Value> {
    let mut found = Vec::new();
    for effect in reader.flow.effects(reader.at(top)) {
        match effect {
            Effect::Called { method, call, .. }
                if bodies(reader.facts.language).any(|it| it == method) =>
            {
                let Kind::Call(_, arguments, _) = &reader.facts.expr(call.expr).kind else {
                    continue;
                };
                for argument in arguments {
                    let at = reader.at(argument.value);
                    found.extend(reader.flow.eval(at, reader.context, &Trail::new()));
                }
            }
            Effect::Passed { call, .. } => found.extend(sender(reader, call.expr)),
            Effect::Called { .. } | Effect::Assigned { .. } => {}
        }
    }
    found.extend(
        reader
            .facts
            .expr(top)
            .parent
            .map(|it| sender(reader, it))
            .into_iter()
            .flatten(),
    );
    found
}

/// The library's object whose method a request is passed to.
fn sender(reader: &Reader<'_, '_>, call: ExprId) -> Vec<Value> {
    let Kind::Call(callee, ..) = reader.facts.expr(call).kind else {
        return Vec::new();
    };
    let Kind::Member(object, _) = reader.facts.expr(callee).kind else {
        return Vec::new();
    };
    let mut found = reader
        .flow
        .eval(reader.at(object), reader.context, &Trail::new());
    found.retain(|it| it.api().is_some());
    found
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

fn owner_in_url(address: &Address) -> Option<Owner> {
    let segment = |index: Option<usize>| {
        index
            .and_then(|index| address.url.segments.get(index))
            .and_then(segment_part)
    };
    let owner = Owner {
        user_id: segment(address.endpoint.user),
        app_id: segment(address.endpoint.app),
        place: None,
        client_default: false,
    };
    // What belongs to a user, `/users/{user_id}/apps`, names no app.
    let whole = owner.app_id.is_some() || address.endpoint.app.is_none();
    (owner.user_id.is_some() && whole).then_some(owner)
}

fn owners_in_body(reader: &Reader<'_, '_>, call: At, holders: &[Value]) -> Vec<Owner> {
    for holder in holders {
        let mut records = reader.flow.field(holder, "user_app_id");
        for body in bodies(reader.facts.language) {
            if !records.is_empty() {
                break;
            }
            for inner in reader.flow.field(holder, body) {
                records.extend(reader.flow.field(&inner, "user_app_id"));
            }
        }
        if !records.is_empty() {
            return reader.owners_in(&records);
        }
    }
    for holder in holders {
        let records = intercepted(reader, holder, OWNER);
        if !records.is_empty() {
            return reader.owners_in(&records);
        }
    }
    in_any_text(reader, call)
        .filter(|_| !shows_body(reader, holders))
        .unwrap_or_else(|| vec![Owner::default()])
}

/// The owner in the same function that cannot be followed to the request: in what is written to a
/// stream.
fn in_any_text(reader: &Reader<'_, '_>, call: At) -> Option<Vec<Owner>> {
    let facts = reader.facts;
    let around = facts.function_around(facts.expr(call.expr).scope);
    let inside = (0..)
        .zip(&facts.exprs)
        .filter(|(_, expr)| facts.function_around(expr.scope) == around);
    for (index, expr) in inside {
        let Kind::Text(pieces) = &expr.kind else {
            continue;
        };
        let record = match pieces.as_slice() {
            [crate::facts::Piece::Text(text)] if text == "user_app_id" => {
                beside(facts, ExprId(index))
            }
            _ => {
                let names = pieces.iter().any(|piece| {
                    matches!(piece, crate::facts::Piece::Text(text)
                        if text.contains("user_app_id") && text.contains(['{', ':']))
                });
                names.then(|| whole_of(facts, ExprId(index)))
            }
        };
        let Some(record) = record else { continue };
        let values = reader
            .flow
            .eval(reader.at(record), &Context::new(), &Trail::new());
        // What is put under the key is the owner itself.
        let records: Vec<Value> = if facts.expr(record).span.contains(expr.span) {
            let records = values.iter();
            records
                .flat_map(|it| reader.flow.field(it, "user_app_id"))
                .collect()
        } else {
            values
        };
        if !records.is_empty() {
            return Some(reader.owners_in(&records));
        }
        // It names an owner, in a text that is no whole JSON.
        let part = Some(Part::Dynamic("the body of the request".to_owned()));
        let place = Some(Place {
            file: reader.file,
            span: expr.span,
        });
        return Some(vec![Owner {
            user_id: part.clone(),
            app_id: part,
            place,
            client_default: false,
        }]);
    }
    None
}

/// The whole of what is joined or put together around a text.
fn whole_of(facts: &Facts, text: ExprId) -> ExprId {
    let mut whole = text;
    while let Some(parent) = facts.expr(whole).parent
        && matches!(
            facts.expr(parent).kind,
            Kind::Join(_) | Kind::Format(..) | Kind::Same(_)
        )
    {
        whole = parent;
    }
    whole
}

/// What a call puts under a key that is one of its arguments: `body.put("user_app_id", owner)`.
fn beside(facts: &Facts, key: ExprId) -> Option<ExprId> {
    let Kind::Call(_, arguments, _) = &facts.expr(facts.expr(key).parent?).kind else {
        return None;
    };
    let at = arguments.iter().position(|it| it.value == key)?;
    Some(arguments.get(at + 1)?.value)
}

// --- the credential ------------------------------------------------------------------

fn credential(reader: &Reader<'_, '_>, call: At, holders: &[Value]) -> Credential {
    for holder in holders {
        let mut headers = reader.flow.field(holder, "authorization");
        if headers.is_empty() {
            for inner in reader.flow.field(holder, "headers") {
                headers.extend(reader.flow.field(&inner, "authorization"));
                // `headers: { common: { Authorization: … } }`, by axios those of all methods.
                for common in reader.flow.field(&inner, "common") {
                    headers.extend(reader.flow.field(&common, "authorization"));
                }
            }
        }
        if headers.is_empty() {
            headers = intercepted(reader, holder, HEADER);
        }
        // `auth=KeyAuth(key)`: an object that signs the request.
        if headers.is_empty() {
            let signers = reader.flow.field(holder, "auth");
            let own = signers
                .iter()
                .filter(|it| matches!(it.what, What::Object(_)));
            headers = own
                .flat_map(|it| set_by(reader, it, call, reader.context, HEADER))
                .collect();
        }
        if !headers.is_empty() {
            return reader.header_credential(Client::Rest, &headers);
        }
        for inner in reader.flow.field(holder, "headers") {
            let session = reader.flow.field(&inner, "x-clarifai-session-token");
            if !session.is_empty() {
                return Credential {
                    kind: CredentialKind::Pat,
                    basis: Basis::Outright,
                    evidence: "a session token acts like a user".to_owned(),
                    ..reader.credential(Client::Rest, &session)
                };
            }
        }
    }
    if let Some(found) = global_default(reader, call) {
        return found;
    }
    // A function that goes along sets it: `beforeSend`, the body of a request's class.
    let span = own_class::code_of(reader.facts, call);
    let set = set_by_functions(reader, span, HEADER);
    if !set.is_empty() {
        return reader.header_credential(Client::Rest, &set);
    }
    // Headers that are given, but not to be looked into.
    for holder in holders {
        let opaque = reader
            .flow
            .field(holder, "headers")
            .into_iter()
            .filter(|it| matches!(it.what, What::Outside(_)))
            .collect::<Vec<_>>();
        if !opaque.is_empty() {
            return reader.credential(Client::Rest, &opaque);
        }
    }
    reader.no_credential(Client::Rest)
}

/// `axios.defaults.headers.common["Authorization"] = …`, anywhere in the project.
fn global_default(reader: &Reader<'_, '_>, call: At) -> Option<Credential> {
    let Kind::Call(callee, _, _) = &reader.facts.expr(call.expr).kind else {
        return None;
    };
    let root = root_name(reader.facts, *callee)?;
    let (file, assignment) = global_value(reader, "authorization", &root)?;
    let at = At {
        file,
        expr: assignment,
    };
    let values = reader.flow.eval(at, &Context::new(), &Trail::new());
    Some(reader.header_credential(Client::Rest, &values))
}

/// A value that a file of the project gives to a default of a library: `axios.defaults.… = …`.
fn global_value(reader: &Reader<'_, '_>, member: &str, root: &str) -> Option<(FileId, ExprId)> {
    reader
        .project()
        .assigned(member)
        .find_map(|(file, facts, assignment)| {
            let same = facts.language.shares_modules_with(reader.facts.language)
                && root_name(facts, assignment.object).as_deref() == Some(root);
            same.then_some((file, assignment.value))
        })
}

fn root_name(facts: &Facts, expr: ExprId) -> Option<String> {
    let mut at = expr;
    for _ in 0..16 {
        match &facts.expr(at).kind {
            Kind::Name(name) => return Some(name.to_string()),
            Kind::Member(object, _) | Kind::Index(object, _) => at = *object,
            Kind::Call(callee, _, _) => at = *callee,
            Kind::Same(inner) => at = *inner,
            _ => return None,
        }
    }
    None
}
