//! What goes along with a request: the values in which its headers and its body may be.

use super::{bodies, own_class};
use crate::clarifai::assemble::Reader;
use crate::clarifai::assemble::configured::configured;
use crate::facts::{ExprId, Kind};
use crate::flow::{Api, At, Effect, Trail, Value, What};

/// The values in which headers and body may be: the arguments, what the method is called on,
/// and the chain that the call is part of.
pub(super) fn holders(reader: &Reader<'_, '_>, call: At, target: &[Value]) -> Vec<Value> {
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
