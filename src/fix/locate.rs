//! From the places of a call back to the expressions that stand there.

use super::Work;
use super::names::definition_at;
use crate::facts::{Bound, Construct, Entry, ExprId, Facts, FunctionId, Kind, Piece};
use crate::flow::{At, Chunk, Context, Flow, HopRole, OutsideKind, Trail, Value, What};
use crate::source::{FileId, Span};

/// How many expressions are looked through for the texts behind one.
const MAX_LOOKED: usize = 200;
/// How many callers of callers are looked at for what they pass.
const MAX_CALLER_DEPTH: u32 = 4;

/// The first expression that has exactly this span and is of a wanted kind.
pub(super) fn expr_at(facts: &Facts, span: Span, wanted: impl Fn(&Kind) -> bool) -> Option<ExprId> {
    facts
        .exprs
        .iter()
        .zip(0..)
        .find(|(it, _)| it.span == span && wanted(&it.kind))
        .map(|(_, index)| ExprId(index))
}

/// Between the parentheses of a call: the first byte of the arguments and the one behind them.
pub(super) fn arguments_of(work: &Work<'_>, call: At) -> Option<(u32, u32)> {
    let facts = work.facts(call.file)?;
    let expr = facts.expr(call.expr);
    let Kind::Call(callee, arguments, construct) = &expr.kind else {
        return None;
    };
    if *construct == Construct::Element {
        return None;
    }
    let bytes = work.bytes(call.file);
    let from = facts.expr(*callee).span.end;
    let limit = arguments
        .first()
        .map_or(expr.span.end, |it| facts.expr(it.value).span.start);
    let open = memchr::memchr(b'(', bytes.get(from as usize..limit as usize)?)?;
    let close = expr.span.end.checked_sub(1)?;
    (bytes.get(close as usize) == Some(&b')')).then_some((from + open as u32 + 1, close))
}

/// Between the braces of a record: the first byte behind the opening one, and the closing one.
pub(super) fn entries_of(work: &Work<'_>, record: At) -> Option<(u32, u32)> {
    let span = work.facts(record.file)?.expr(record.expr).span;
    let bytes = work.bytes(record.file);
    let close = span.end.checked_sub(1)?;
    let braces =
        bytes.get(span.start as usize) == Some(&b'{') && bytes.get(close as usize) == Some(&b'}');
    braces.then_some((span.start + 1, close))
}

/// The literals that a text is put together from, in whatever way and file.
pub(super) fn texts_behind(work: &Work<'_>, start: At) -> Vec<At> {
    let flow = Flow::new(work.project);
    let mut open = vec![start];
    let mut seen = Vec::new();
    let mut found = Vec::new();
    while let Some(at) = open.pop() {
        if seen.contains(&at) || seen.len() > MAX_LOOKED {
            continue;
        }
        seen.push(at);
        let Some(facts) = work.facts(at.file) else {
            continue;
        };
        let sub = |expr: ExprId| At {
            file: at.file,
            expr,
        };
        match &facts.expr(at.expr).kind {
            Kind::Text(pieces) => {
                found.push(at);
                open.extend(pieces.iter().filter_map(|it| match it {
                    Piece::Hole(hole) => Some(sub(*hole)),
                    Piece::Text(_) => None,
                }));
            }
            Kind::Join(parts) | Kind::List(parts) | Kind::Choice(parts) => {
                open.extend(parts.iter().map(|it| sub(*it)));
            }
            Kind::Format(template, arguments) => {
                open.push(sub(*template));
                open.extend(arguments.iter().map(|it| sub(it.value)));
            }
            Kind::Same(inner) => open.push(sub(*inner)),
            Kind::Call(callee, arguments, _) => {
                open.extend(arguments.iter().map(|it| sub(it.value)));
                if let Kind::Member(object, _) = facts.expr(*callee).kind {
                    open.push(sub(object));
                }
                open.extend(defined(work, &flow, at));
            }
            Kind::Record(entries) => open.extend(entries.iter().filter_map(|it| match it {
                Entry::Field(key, value) if is_address(key) => Some(sub(*value)),
                _ => None,
            })),
            _ => open.extend(defined(work, &flow, at)),
        }
    }
    found.sort_unstable();
    found
}

fn is_address(key: &str) -> bool {
    matches!(
        key.to_ascii_lowercase().as_str(),
        "url"
            | "uri"
            | "path"
            | "host"
            | "hostname"
            | "baseurl"
            | "base_url"
            | "prefixurl"
            | "href"
    )
}

/// The expressions from which the values of a name come: each is where a value enters.
fn defined(work: &Work<'_>, flow: &Flow<'_>, at: At) -> Vec<At> {
    let mut found = Vec::new();
    for value in flow.eval(at, &Context::new(), &Trail::new()) {
        entered(work, flow, &value, 0, &mut found);
    }
    found.retain(|it| *it != at);
    found
}

fn entered(work: &Work<'_>, flow: &Flow<'_>, value: &Value, depth: u32, found: &mut Vec<At>) {
    match &value.what {
        What::Node(node) => found.push(*node),
        What::Api(api) => found.extend(api.at),
        What::Chunks(chunks) => found.extend(chunks.iter().filter_map(|it| match it {
            Chunk::Hole(value) => literal_of(work, value),
            Chunk::Text(_) => None,
        })),
        What::Text(_) => match literal_of(work, value) {
            Some(literal) => found.push(literal),
            None => found.extend(made_of(work, value, |it| matches!(it, Bound::Value(_)))),
        },
        What::Outside(it) if it.kind == OutsideKind::Parameter && depth < MAX_CALLER_DEPTH => {
            for passed in passed(work, flow, value) {
                entered(work, flow, &passed, depth + 1, found);
            }
        }
        _ => {}
    }
    found.extend(made_of(work, value, |it| matches!(it, Bound::Append(_))));
}

/// What callers pass for the parameter that a value stands for.
fn passed(work: &Work<'_>, flow: &Flow<'_>, value: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    for step in value.trail.from_source() {
        let file = step.place.file;
        let parameter = work
            .facts(file)
            .and_then(|it| parameter_at(it, step.place.span));
        if let Some((function, position)) = parameter {
            let passed = flow.passed(file, function, position);
            found.extend(passed.into_iter().flatten().flatten());
        }
    }
    found
}

/// The parameter that is bound to a name there: its function, and its position.
pub(super) fn parameter_at(facts: &Facts, span: Span) -> Option<(FunctionId, u32)> {
    let definitions = facts
        .scopes
        .iter()
        .flat_map(|it| it.names.values().flatten());
    definitions
        .into_iter()
        .find_map(|definition| match definition.value {
            Bound::Parameter(function, position) if definition.span == span => {
                Some((function, position))
            }
            _ => None,
        })
}

/// What the names on a value's way are made of, of those that have such a definition: one may grow
/// by one statement after another.
fn made_of(work: &Work<'_>, value: &Value, wanted: impl Fn(&Bound) -> bool) -> Vec<At> {
    let mut found = Vec::new();
    let steps = value.trail.from_source();
    for step in steps.filter(|it| it.role == HopRole::Bound) {
        let file = step.place.file;
        let Some(facts) = work.facts(file) else {
            continue;
        };
        let Some((scope, name, _)) = definition_at(facts, step.place.span) else {
            continue;
        };
        let definitions = &facts.scope(scope).names[&name];
        if definitions.iter().any(|it| wanted(&it.value)) {
            found.extend(definitions.iter().filter_map(|it| match it.value {
                Bound::Append(expr) | Bound::Value(expr) => Some(At { file, expr }),
                _ => None,
            }));
        }
    }
    found
}

/// The literal that a value entered by.
fn literal_of(work: &Work<'_>, value: &Value) -> Option<At> {
    let place = value.trail.from_source().next()?.place;
    let expr = expr_at(work.facts(place.file)?, place.span, |kind| {
        matches!(kind, Kind::Text(_))
    })?;
    Some(At {
        file: place.file,
        expr,
    })
}

/// Whether an expression is a call whose last name ends so.
pub(super) fn is_call_named(facts: &Facts, expr: ExprId, ends: &str) -> bool {
    let Kind::Call(callee, _, _) = &facts.expr(expr).kind else {
        return false;
    };
    match &facts.expr(*callee).kind {
        Kind::Name(name) | Kind::Member(_, name) => name.ends_with(ends),
        _ => false,
    }
}

/// The file and expression of a call's place.
pub(super) fn call_expr(work: &Work<'_>, file: FileId, span: Span) -> Option<At> {
    let facts = work.facts(file)?;
    let wanted = |kind: &Kind| matches!(kind, Kind::Call(..) | Kind::Record(_) | Kind::Member(..));
    Some(At {
        file,
        expr: expr_at(facts, span, wanted)?,
    })
}
