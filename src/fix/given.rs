//! The owner that a call gives already: where its halves enter, where they are used.

use super::Work;
use super::locate::{arguments_of, call_expr, expr_at, is_call_named, parameter_at};
use crate::clarifai::endpoints;
use crate::clarifai::{Call, Client};
use crate::facts::{ExprId, Facts, Kind, Piece, Signature, SignatureKind, Slot};
use crate::flow::{At, Context, Flow, HopRole, OutsideKind, Trail, Value, What, same_key};
use crate::source::Place;

/// The keys under which the body of a request goes.
pub(super) const BODIES: &[&str] = &["body", "json", "data", "content", "payload", "form"];

/// How many parts of a chain are looked at.
const MAX_CHAIN: usize = 60;

/// One half of an owner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Half {
    /// The text, where it is known and the only one that is possible.
    pub(super) text: Option<String>,
    /// The literal.
    pub(super) enters: Option<Place>,
    /// The expression that gives it to the record, call or address.
    pub(super) used: Option<Place>,
}

/// The owner that a call gives by a record, by arguments, or in a body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Given {
    /// The expression that makes the record.
    pub(super) record: Option<At>,
    /// The expression that gives the record to the request.
    pub(super) used: Option<Place>,
    /// The user.
    pub(super) user: Half,
    /// The application.
    pub(super) app: Half,
    /// Whether it stands in a text of JSON, whose parts have no expressions of their own.
    pub(super) in_text: bool,
}

impl Given {
    /// Whether nothing is given.
    pub(super) const fn is_none(&self) -> bool {
        !self.in_text && self.used.is_none() && self.user.used.is_none() && self.app.used.is_none()
    }
}

/// The request that an RPC sends: the message or record, as far as it is one only.
pub(super) fn request(work: &Work<'_>, call: &Call) -> Option<Value> {
    let at = call_expr(work, call.place.file, call.place.span)?;
    let facts = work.facts(at.file)?;
    let first = match &facts.expr(at.expr).kind {
        Kind::Call(_, arguments, _) => arguments.iter().find(|it| {
            it.name
                .as_deref()
                .is_none_or(|it| matches!(it, "request" | "req"))
        }),
        _ => None,
    };
    let first = first.map(|it| at.with(it.value));
    if is_rpc(facts, at.expr) {
        return only_message(work, first?);
    }
    // The message itself, or a function that was made of the method of a stub.
    only_message(work, at)
        .filter(|it| made(work, it).is_some())
        .or_else(|| only_message(work, first?))
}

/// Whether an expression calls a method that is named like an RPC.
fn is_rpc(facts: &Facts, expr: ExprId) -> bool {
    let Kind::Call(callee, _, _) = facts.expr(expr).kind else {
        return false;
    };
    matches!(&facts.expr(callee).kind, Kind::Member(_, name)
        if !name.ends_with("Request") && name != "build" && endpoints::rpc(name).is_some())
}

/// The message or record that an expression holds, if it is one only.
fn only_message(work: &Work<'_>, at: At) -> Option<Value> {
    let flow = Flow::new(work.project);
    let mut values = flow.eval(at, &Context::new(), &Trail::new());
    values.retain(|it| matches!(it.what, What::Api(_) | What::Node(_)));
    (values.len() == 1).then(|| values.remove(0))
}

/// The call that makes a message, among those that fill it.
pub(super) fn made(work: &Work<'_>, request: &Value) -> Option<At> {
    match &request.what {
        What::Node(at) => Some(*at),
        What::Api(api) => api.chain().find_map(|link| {
            let at = link.at?;
            let path = link.path.strip_suffix("()")?;
            let is_call = work
                .project
                .expr(at)
                .is_some_and(|it| matches!(it.kind, Kind::Call(..)));
            let message = path
                .strip_suffix(".newBuilder")
                .unwrap_or(path)
                .ends_with("Request");
            (is_call && message).then_some(at)
        }),
        _ => None,
    }
}

/// The owner that a call gives.
pub(super) fn given(work: &Work<'_>, call: &Call) -> Given {
    let flow = Flow::new(work.project);
    match call.client {
        Client::Grpc | Client::NodeGrpc | Client::WebGrpc | Client::Utils => request(work, call)
            .map(|it| in_message(work, &flow, &it))
            .unwrap_or_default(),
        Client::Rest => in_body(work, &flow, call),
        _ => in_arguments(work, &flow, call),
    }
}

fn in_message(work: &Work<'_>, flow: &Flow<'_>, request: &Value) -> Given {
    let records = flow.field(request, "user_app_id");
    if records.is_empty() && matches!(request.what, What::Node(_)) {
        return Given::default();
    }
    if records.is_empty() {
        // `request.user_app_id.user_id = …`
        return Given {
            user: half(work, &flow.field(request, "user_id")),
            app: half(work, &flow.field(request, "app_id")),
            ..Given::default()
        };
    }
    record(work, flow, &records)
}

fn record(work: &Work<'_>, flow: &Flow<'_>, records: &[Value]) -> Given {
    let [only] = records else {
        return Given {
            used: records.first().and_then(used),
            ..Given::default()
        };
    };
    let record = match &only.what {
        What::Node(at) => Some(*at),
        What::Api(api) => api.at,
        _ => None,
    };
    Given {
        record,
        used: used(only),
        user: half(work, &flow.field(only, "user_id")),
        app: half(work, &flow.field(only, "app_id")),
        in_text: false,
    }
}

/// Where a value is put into a record, call or setter: the last such place on its way.
fn used(value: &Value) -> Option<Place> {
    let steps = value.trail.from_use();
    let stored = || steps.iter().filter(|it| it.role == HopRole::Stored);
    // A body is put into the options of a request in turn.
    let named = stored().find(|it| {
        let name = it.name.as_deref();
        name.is_some_and(|name| same_key(name, "user_app_id"))
    });
    named.or_else(|| stored().next()).map(|it| it.place)
}

fn half(work: &Work<'_>, values: &[Value]) -> Half {
    let possible: Vec<&Value> = values
        .iter()
        .filter(|it| !is_never_passed(work, it))
        .collect();
    let [only] = possible.as_slice() else {
        return Half {
            used: values.first().and_then(last_stored),
            ..Half::default()
        };
    };
    let enters = only.trail.from_source().next().map(|it| it.place);
    // The literal has to be the half, not a longer text that it stands in.
    let literal = enters.filter(|it| {
        let whole = |kind: &Kind| match kind {
            Kind::Text(pieces) => {
                matches!(pieces.as_slice(), [Piece::Text(text)] if Some(text.trim()) == only.text())
            }
            _ => false,
        };
        work.facts(it.file)
            .is_some_and(|facts| expr_at(facts, it.span, whole).is_some())
    });
    Half {
        text: only.text().map(str::to_owned),
        enters: literal,
        used: last_stored(only),
    }
}

/// Whether a value stands for what callers pass for a parameter, and none of them passes anything.
fn is_never_passed(work: &Work<'_>, value: &Value) -> bool {
    let What::Outside(outside) = &value.what else {
        return false;
    };
    if outside.kind != OutsideKind::Parameter {
        return false;
    }
    let flow = Flow::new(work.project);
    value.trail.from_source().any(|step| {
        let Some(facts) = work.facts(step.place.file) else {
            return false;
        };
        parameter_at(facts, step.place.span).is_some_and(|(function, position)| {
            facts.function(function).parameters[position as usize]
                .default
                .is_some()
                && is_left_to_default(&flow.passed(step.place.file, function, position))
        })
    })
}

/// Whether there are callers, and none of them passes anything.
fn is_left_to_default(passed: &[Option<Vec<Value>>]) -> bool {
    !passed.is_empty() && passed.iter().all(Option::is_none)
}

/// Where a half is put into its record, which is further from the use than where the record is
/// put into the request.
fn last_stored(value: &Value) -> Option<Place> {
    let steps = value.trail.from_use();
    let own = |name: &str| {
        let name: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        name.ends_with("userid") || name.ends_with("appid") && !name.ends_with("userappid")
    };
    steps
        .iter()
        .find(|it| it.role == HopRole::Stored && it.name.as_deref().is_some_and(own))
        .map(|it| it.place)
}

/// The calls of the chain that a call is part of, and the expression that the chain begins with.
pub(super) fn chain(work: &Work<'_>, call: &Call) -> (Vec<At>, Option<At>) {
    let Some(at) = call_expr(work, call.place.file, call.place.span) else {
        return (Vec::new(), None);
    };
    let Some(facts) = work.facts(at.file) else {
        return (Vec::new(), None);
    };
    let mut calls = Vec::new();
    let mut current = facts.chain_top(at.expr);
    for _ in 0..MAX_CHAIN {
        let here = At {
            file: at.file,
            expr: current,
        };
        current = match facts.expr(current).kind {
            Kind::Call(callee, _, _) => {
                calls.push(here);
                callee
            }
            Kind::Member(object, _) | Kind::Same(object) => object,
            _ => return (calls, Some(here)),
        };
    }
    (calls, None)
}

/// The arguments of calls, of those that are passed by keyword the wanted ones.
pub(super) fn arguments(work: &Work<'_>, calls: &[At], wanted: impl Fn(&str) -> bool) -> Vec<At> {
    let mut found = Vec::new();
    for call in calls {
        let Some(facts) = work.facts(call.file) else {
            continue;
        };
        if let Kind::Call(_, arguments, _) = &facts.expr(call.expr).kind {
            let arguments = arguments
                .iter()
                .filter(|it| it.name.as_deref().is_none_or(&wanted));
            found.extend(arguments.map(|it| call.with(it.value)));
        }
    }
    found
}

/// The records that may be the body of a REST request.
pub(super) fn bodies(work: &Work<'_>, flow: &Flow<'_>, call: &Call) -> Vec<Value> {
    let (calls, _) = chain(work, call);
    let mut found = Vec::new();
    for argument in arguments(work, &calls, |_| true) {
        for value in flow.eval(argument, &Context::new(), &Trail::new()) {
            for key in BODIES {
                found.extend(flow.field(&value, key));
            }
            found.push(value);
        }
    }
    found.retain(|it| !matches!(it.what, What::Text(_) | What::Outside(_)));
    found
}

/// The object that becomes the body of a request by `JSON.stringify`.
pub(super) fn stringified(work: &Work<'_>, call: &Call) -> Option<At> {
    let flow = Flow::new(work.project);
    bodies(work, &flow, call).iter().find_map(|value| {
        let What::Node(at) = value.what else {
            return None;
        };
        let facts = work.facts(at.file)?;
        let record = matches!(facts.expr(at.expr).kind, Kind::Record(_));
        let parent = facts.expr(at.expr).parent?;
        (record && is_call_named(facts, parent, "stringify")).then_some(at)
    })
}

fn in_body(work: &Work<'_>, flow: &Flow<'_>, call: &Call) -> Given {
    for body in bodies(work, flow, call) {
        let records = flow.field(&body, "user_app_id");
        if records.iter().any(|it| matches!(it.what, What::Data(..))) {
            return Given {
                in_text: true,
                ..Given::default()
            };
        }
        if !records.is_empty() {
            return record(work, flow, &records);
        }
    }
    Given::default()
}

/// The signature of the client's call, and the call that it is about: the call itself, or the
/// construction of the client.
pub(super) fn signed<'w>(work: &Work<'w>, call: &Call) -> Vec<(&'w Signature, At)> {
    let Some(at) = call_expr(work, call.place.file, call.place.span) else {
        return Vec::new();
    };
    let Some(facts) = work.facts(at.file) else {
        return Vec::new();
    };
    let signatures = facts.language.signatures();
    let flow = Flow::new(work.project);
    let mut found = Vec::new();
    let mut start = at;
    // The place of a call may go on behind it: `app.models.initModel(…).predict(…)`.
    for _ in 0..8 {
        let callee = match facts.expr(start.expr).kind {
            Kind::Call(callee, _, _) => callee,
            Kind::Member(object, _) => object,
            _ => break,
        };
        let values = flow.eval(
            At {
                file: at.file,
                expr: callee,
            },
            &Context::new(),
            &Trail::new(),
        );
        for api in values.iter().filter_map(Value::api) {
            let request = signatures.find(&api.path, SignatureKind::Request);
            if let Some(request) = request {
                found.push((request, start));
            }
            for link in api.chain() {
                let Some((made, base)) = link.at.zip(link.base.as_ref()) else {
                    continue;
                };
                if let Some(client) = signatures.find(&base.path, SignatureKind::Client) {
                    found.push((client, made));
                }
            }
        }
        if !found.is_empty() {
            break;
        }
        start = At {
            file: at.file,
            expr: callee,
        };
    }
    found
}

fn in_arguments(work: &Work<'_>, flow: &Flow<'_>, call: &Call) -> Given {
    let mut given = Given::default();
    for (signature, at) in signed(work, call) {
        if given.user.used.is_none() {
            given.user = argument(work, flow, at, &signature.slots("user"));
        }
        if given.app.used.is_none() {
            given.app = argument(work, flow, at, &signature.slots("app"));
        }
    }
    given
}

/// The half that an argument gives.
fn argument(work: &Work<'_>, flow: &Flow<'_>, call: At, slots: &[Slot]) -> Half {
    let mut half = half(work, &slot_values(flow, call, slots));
    // One that is passed by position has no name by which it would be found on the way.
    half.used = half
        .used
        .or_else(|| flow.slot(call, slots).map(|it| work.project.place(it)));
    half
}

/// The values of an argument; a keyword with a dot is a field of the argument.
pub(super) fn slot_values(flow: &Flow<'_>, call: At, slots: &[Slot]) -> Vec<Value> {
    let context = Context::new();
    for slot in slots {
        let found = match slot {
            Slot::Keyword(path) if path.contains('.') => {
                let (outer, inner) = path.split_once('.').unwrap_or((path, ""));
                let outer = [Slot::Keyword(outer.into())];
                let records = flow.slot_values(call, &outer, &context, &Trail::new());
                records
                    .iter()
                    .flat_map(|it| flow.field(it, inner))
                    .collect()
            }
            _ => flow.slot_values(call, std::slice::from_ref(slot), &context, &Trail::new()),
        };
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Whether all arguments of a call go by keyword, so that one more can come first.
pub(super) fn keywords_only(work: &Work<'_>, call: At) -> bool {
    let Some(facts) = work.facts(call.file) else {
        return false;
    };
    let Kind::Call(_, arguments, _) = &facts.expr(call.expr).kind else {
        return false;
    };
    arguments.iter().all(|it| it.name.is_some() || it.spread) && arguments_of(work, call).is_some()
}
