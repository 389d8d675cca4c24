//! Requests that are a class of their own: its constructor tells that of the library the address,
//! its methods give the library the other parts.

use crate::clarifai::assemble::Reader;
use crate::facts::{Construct, ExprId, Facts, Kind};
use crate::flow::{At, Trail, Value};
use crate::source::Span;

/// The methods by which libraries ask a request for its parts.
const PARTS: [&str; 2] = ["getHeaders", "getBody"];

/// Whether a call of the constructor above may be one that makes a request: the class of a library
/// above is called like one.
pub(super) fn may_be(facts: &Facts, call: ExprId, sounds: impl Fn(&str) -> bool) -> bool {
    let class = facts.class_around(facts.expr(call).scope);
    class.is_some_and(|it| facts.class(it).bases.iter().any(|it| sounds(it)))
}

/// Whether a call is one of the constructor of a class of the project, which is read by itself.
pub(super) fn is_of_project(reader: &Reader<'_, '_>, call: At) -> bool {
    let facts = reader.facts;
    let class = facts.class_around(facts.expr(call.expr).scope);
    class.is_some_and(|it| reader.flow.extends_own(call.file, it))
}

/// The code that goes along with a request: the call, with the body of a class without a name, or
/// the class whose constructor it stands in.
pub(super) fn code_of(facts: &Facts, call: At) -> Span {
    let span = facts.expr(call.expr).span;
    if !calls_above(facts, call) {
        return span;
    }
    let class = facts.class_around(facts.expr(call.expr).scope);
    class.map_or(span, |it| facts.class(it).span)
}

/// What the methods of a request's class give as its parts.
pub(super) fn parts(reader: &Reader<'_, '_>, call: At) -> Vec<Value> {
    let facts = reader.facts;
    let made = matches!(facts.expr(call.expr).kind, Kind::Call(_, _, Construct::New));
    if !made && !calls_above(facts, call) {
        return Vec::new();
    }
    let code = code_of(facts, call);
    let asked = facts.functions.iter().filter(|it| {
        let named = it.name.as_deref().is_some_and(|it| PARTS.contains(&it));
        named && code.contains(it.span)
    });
    asked
        .flat_map(|it| &it.returns)
        .flat_map(|it| {
            let at = reader.at(*it);
            reader.flow.eval(at, reader.context, &Trail::new())
        })
        .collect()
}

fn calls_above(facts: &Facts, call: At) -> bool {
    let Kind::Call(callee, ..) = facts.expr(call.expr).kind else {
        return false;
    };
    matches!(facts.expr(callee).kind, Kind::Super)
}
