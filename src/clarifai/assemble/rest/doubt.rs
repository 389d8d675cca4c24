//! Requests whose address or body does not tell all: what else says whether they are Clarifai's,
//! and whether they name an owner.

use super::{address as read_address, bodies, facets, holders, http_method, may_be_address};
use crate::clarifai::address;
use crate::clarifai::assemble::{Facets, Reader};
use crate::clarifai::{Given, Part};
use crate::facts::{Construct, ExprId, Kind, SignatureKind};
use crate::flow::{Api, At, Chunk, Effect, OutsideKind, Trail, Value, What};
use crate::language::Language;
use crate::language::methods::{keeps_keys, sets_by_name};

/// Whether what goes along with a request tells that it is the service's: an owner in the body as
/// only Clarifai has it, or a header as only Clarifai wants it.
pub(super) fn is_asked_as_clarifai(
    reader: &Reader<'_, '_>,
    facets: &Facets,
    holders: &[Value],
) -> bool {
    let owned = facets.owners.iter().any(|it| it.given() != Given::None);
    owned || holders.iter().any(|it| has_key_header(reader, it))
}

/// Whether nothing but an address is handed over: to a log, a cache, a stand-in of a test. (What
/// Java builds a request of is given the rest later.)
pub(super) fn is_bare(
    reader: &Reader<'_, '_>,
    call: At,
    facets: &Facets,
    holders: &[Value],
) -> bool {
    const SENT: [&str; 8] = [
        "headers",
        "authorization",
        "body",
        "data",
        "json",
        "method",
        "inputs",
        "user_app_id",
    ];
    let unproven = facets.credentials.iter().all(|it| it.place.is_none());
    if !unproven || reader.facts.language == Language::Java {
        return false;
    }
    let Kind::Call(_, arguments, _) = &reader.facts.expr(call.expr).kind else {
        return false;
    };
    let seen = arguments.iter().all(|argument| {
        let at = reader.at(argument.value);
        let values = reader.flow.eval(at, reader.context, &Trail::new());
        let unread = |it: &Value| matches!(it.what, What::Outside(_) | What::Api(_));
        !values.iter().any(unread)
    });
    let sends = |holder: &Value| {
        let known = !matches!(holder.what, What::Outside(_));
        known
            && SENT
                .iter()
                .any(|key| !reader.flow.field(holder, key).is_empty())
    };
    seen && !holders.iter().any(sends)
}

/// Whether an object has a header of the form `Key …`.
fn has_key_header(reader: &Reader<'_, '_>, holder: &Value) -> bool {
    let flow = reader.flow;
    let inner = flow.field(holder, "headers");
    let mut headers = flow.field(holder, "authorization");
    headers.extend(inner.iter().flat_map(|it| flow.field(it, "authorization")));
    headers.iter().flat_map(|it| flow.forms(it)).any(|form| {
        let first = form.first().and_then(Chunk::text);
        first.is_some_and(|it| it.starts_with("Key "))
    })
}

/// A request whose address only run time knows, under a name that says that it is Clarifai's
/// (`CLARIFAI_URL`): taken for a prediction if a credential goes along. The address may name the
/// owner, too.
pub(super) fn undisclosed(
    reader: &Reader<'_, '_>,
    call: At,
    callee: ExprId,
    target: &[Value],
) -> Option<Facets> {
    let Kind::Call(_, arguments, _) = &reader.facts.expr(call.expr).kind else {
        return None;
    };
    let address = arguments.iter().find_map(|argument| {
        if !may_be_address(reader.facts, argument.value, true) {
            return None;
        }
        let at = reader.at(argument.value);
        let values = reader.flow.eval(at, reader.context, &Trail::new());
        values.into_iter().find(is_address_of_clarifais)
    })?;
    let form = [
        Chunk::Text("https://api.clarifai.com/v2/models/".into()),
        Chunk::Hole(address),
        Chunk::Text("/outputs".into()),
    ];
    let address = read_address(&form, http_method(reader, callee), true)?;
    let mut found = facets(reader, call, &address, &holders(reader, call, target));
    found
        .credentials
        .iter()
        .any(|it| it.place.is_some())
        .then_some(())?;
    for owner in &mut found.owners {
        let unknown = || Some(Part::Dynamic("the address".to_owned()));
        owner.user_id = owner.user_id.take().or_else(unknown);
        owner.app_id = owner.app_id.take().or_else(unknown);
    }
    Some(found)
}

/// Whether a value comes from outside under a name such as `CLARIFAI_ENDPOINT`.
fn is_address_of_clarifais(value: &Value) -> bool {
    let What::Outside(outside) = &value.what else {
        return false;
    };
    matches!(
        outside.kind,
        OutsideKind::Environment | OutsideKind::Setting
    ) && address::is_named(&outside.name)
}

/// Whether a body goes along that is made where it cannot be looked into: it may name the owner.
/// A parameter of which no caller is in the project counts as what the code shows: nothing.
pub(super) fn has_opaque_body(reader: &Reader<'_, '_>, holders: &[Value]) -> bool {
    let opaque = |it: &Value| {
        matches!(&it.what, What::Outside(outside) if matches!(
            outside.kind,
            OutsideKind::Unknown | OutsideKind::Missing
        ))
    };
    holders.iter().any(|holder| {
        opaque(holder)
            || bodies(reader.facts.language).any(|key| {
                let bodies = reader.flow.field(holder, key);
                // What a library makes of it, and how a serializer names the fields of an
                // object, is not read.
                let made = |api: &Api| api.path.contains('(') && !is_written_out(reader, api);
                let unread = |it: &Value| {
                    opaque(it)
                        || matches!(it.what, What::Object(_))
                        || reader.flow.may_hide(it)
                        || it.api().is_some_and(|api| made(api))
                };
                bodies.iter().any(unread)
            })
    })
}

/// Whether a body goes along that is written out: what else the function around says is about
/// another request.
pub(super) fn shows_body(reader: &Reader<'_, '_>, holders: &[Value]) -> bool {
    let is_body = |it: &Value| {
        let written = it.api().is_some_and(|api| is_written_out(reader, api));
        written && !reader.flow.field(it, "inputs").is_empty()
    };
    holders.iter().any(|holder| {
        let mut given =
            bodies(reader.facts.language).flat_map(|key| reader.flow.field(holder, key));
        is_body(holder) || given.any(|it| is_body(&it))
    })
}

/// Whether an object of a library is a record whose keys the code writes out: `Map.of("inputs", …)`,
/// a `JSONObject` that is filled key by key.
fn is_written_out(reader: &Reader<'_, '_>, api: &Api) -> bool {
    let signatures = reader.facts.language.signatures();
    let pairs = api
        .base
        .as_ref()
        .is_some_and(|it| signatures.find(&it.path, SignatureKind::Pairs).is_some());
    let filled = || {
        let at = api.at.filter(|_| keeps_keys(&api.path))?;
        let effects = reader.flow.effects(at);
        let begun = matches!(reader.project().expr(at).map(|it| &it.kind),
            Some(Kind::Call(_, arguments, _)) if arguments.is_empty());
        let seen = effects.iter().all(|it| is_seen(reader, it));
        (begun && !effects.is_empty() && seen).then_some(())
    };
    pairs || filled().is_some() || is_chain_of_entries(reader, api)
}

/// Whether an object of a library is an empty record with a chain of entries:
/// `new JSONObject().put("inputs", …)`, and nothing that cannot be seen is added later.
fn is_chain_of_entries(reader: &Reader<'_, '_>, api: &Api) -> bool {
    let later = api.at.map_or_else(Vec::new, |it| reader.flow.effects(it));
    if !later.iter().all(|it| is_seen(reader, it)) {
        return false;
    }
    let mut entries = 0;
    for link in api.chain() {
        let Some(at) = link.at else { continue };
        let Some(Kind::Call(_, arguments, construct)) =
            reader.project().expr(at).map(|it| &it.kind)
        else {
            continue;
        };
        if *construct == Construct::New {
            return entries > 0 && arguments.is_empty() && keeps_keys(&link.path);
        }
        let method = link.last();
        let ([key, _], true) = (arguments.as_slice(), sets_by_name(method)) else {
            return false;
        };
        let keys = reader
            .flow
            .eval(at.with(key.value), reader.context, &Trail::new());
        if !keys.iter().any(|it| it.text().is_some()) {
            return false;
        }
        entries += 1;
    }
    false
}

/// Whether an effect on a record puts something in under a key that is known, or nothing at all.
fn is_seen(reader: &Reader<'_, '_>, effect: &Effect) -> bool {
    let Effect::Called { method, call, .. } = effect else {
        return true;
    };
    if matches!(method.as_str(), "putAll" | "update") {
        return false;
    }
    let Some(Kind::Call(_, arguments, _)) = reader.project().expr(*call).map(|it| &it.kind) else {
        return false;
    };
    let [key, _] = arguments.as_slice() else {
        return true;
    };
    let keys = reader
        .flow
        .eval(call.with(key.value), reader.context, &Trail::new());
    keys.iter().any(|it| it.text().is_some())
}
