//! Whom a request names as the owner: in its address, or in its body.

use super::doubt::shows_body;
use super::{Address, OWNER, bodies};
use crate::clarifai::assemble::Reader;
use crate::clarifai::assemble::body::segment_part;
use crate::clarifai::assemble::intercept::intercepted;
use crate::clarifai::{Owner, Part};
use crate::facts::{ExprId, Facts, Kind};
use crate::flow::{At, Context, Trail, Value};
use crate::source::Place;

/// The owner that the path names: `/users/{user_id}/apps/{app_id}/`.
pub(super) fn owner_in_url(address: &Address) -> Option<Owner> {
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

pub(super) fn owners_in_body(reader: &Reader<'_, '_>, call: At, holders: &[Value]) -> Vec<Owner> {
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
