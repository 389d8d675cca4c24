//! The addresses that a request may go to: the parts that the call and the objects before it give,
//! put together.

use super::credential::{global_value, root_name};
use super::{ADDRESSES, Address, may_be_address};
use crate::clarifai::ResourceKind;
use crate::clarifai::assemble::Reader;
use crate::clarifai::assemble::body::{Segment, ServiceUrl, names_other_host, service_url};
use crate::clarifai::assemble::configured::configured;
use crate::clarifai::endpoints::{self, Endpoint};
use crate::facts::{Argument, ExprId, FunctionId, Kind, Signature, SignatureKind, Slot};
use crate::flow::{At, Context, Handing, Site, Trail, Value, What};

/// The addresses of the service that a call may go to.
pub(super) fn addresses(
    reader: &Reader<'_, '_>,
    call: At,
    callee: ExprId,
    target: &[Value],
) -> Vec<Address> {
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
pub(in crate::clarifai::assemble) fn address(
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

pub(in crate::clarifai::assemble) fn joined(
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
pub(super) fn is_base(open: &Signature) -> bool {
    !open.slots("url").contains(&Slot::Receiver)
}

/// The base address of the object that a request is made on: `axios.create({ baseURL })`.
pub(in crate::clarifai::assemble) fn base_of(
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

pub(super) fn http_method(reader: &Reader<'_, '_>, callee: ExprId) -> Option<&'static str> {
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
