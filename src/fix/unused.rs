//! Statements that only served what a rewrite took away: `model = app.models.get(…)`,
//! `app = ClarifaiApp(…)`, the import, the key. They go, line by line, where that is certain.

use smol_str::SmolStr;

use super::Work;
use super::draft::Draft;
use super::lines::{line_of, removed, whole_lines};
use super::names::{binding, is_seen_outside};
use crate::clarifai::legacy_python::{MODULE, PACKAGE};
use crate::facts::{Bound, Definition, ExprId, Facts, Imported, Kind, Piece, ScopeId};
use crate::flow::{At, Context, Flow, OutsideKind, Trail, What};
use crate::source::{FileId, Place, Span};

/// How often what became unused is looked for anew.
const MAX_ROUNDS: usize = 8;

/// What goes, and what of it stands again in the code that takes its place.
#[derive(Debug, Default)]
pub(super) struct Going {
    /// The places that go.
    pub(super) gone: Vec<Place>,
    /// The places in them that are carried over.
    pub(super) kept: Vec<Place>,
}

/// The same for one file.
struct Spans {
    gone: Vec<Span>,
    kept: Vec<Span>,
}

impl Spans {
    /// Whether whatever stands there goes.
    fn goes(&self, span: Span) -> bool {
        let inside = |list: &[Span]| list.iter().any(|it| it.contains(span));
        inside(&self.gone) && !inside(&self.kept)
    }
}

/// Removes what nothing uses once the places in `going` are gone; what goes is added there. `served`
/// are values that are known to be of no use by themselves.
pub(super) fn remove(work: &Work<'_>, going: &mut Going, served: &[Place], draft: &mut Draft) {
    let mut files: Vec<FileId> = going.gone.iter().map(|it| it.file).collect();
    files.sort_unstable();
    files.dedup();
    for file in files {
        let Some(facts) = work.facts(file) else {
            continue;
        };
        let mut statements: Vec<Span> = Vec::new();
        for _ in 0..MAX_ROUNDS {
            let spans = Spans {
                gone: spans_in(&going.gone, file),
                kept: spans_in(&going.kept, file),
            };
            let idle = spans_in(served, file);
            let mut more = names(work, file, facts, &spans, &idle);
            more.extend(fields(work, file, facts, &spans, &idle));
            more.extend(imports(work, file, facts, &spans));
            more.retain(|it| !statements.contains(it));
            if more.is_empty() {
                break;
            }
            going
                .gone
                .extend(more.iter().map(|&span| Place { file, span }));
            statements.append(&mut more);
        }
        statements.sort();
        statements.dedup();
        for (span, text) in removed(work.bytes(file), &statements) {
            draft.replace(Place { file, span }, text);
        }
    }
}

fn spans_in(places: &[Place], file: FileId) -> Vec<Span> {
    let own = places.iter().filter(|it| it.file == file);
    own.map(|it| it.span).collect()
}

/// Statements that bind names which nothing mentions outside of `gone`, but did inside.
fn names(work: &Work<'_>, file: FileId, facts: &Facts, going: &Spans, idle: &[Span]) -> Vec<Span> {
    let mut found = Vec::new();
    for (scope, index) in facts.scopes.iter().zip(0..) {
        for (name, definitions) in &scope.names {
            // What was rewritten where it is made is used from there.
            let rewritten = definitions.iter().any(|it| match it.value {
                Bound::Value(value) => going.gone.contains(&facts.expr(value).span),
                _ => false,
            });
            if !rewritten && is_unused(work, file, facts, ScopeId(index), name, definitions, going)
            {
                let statements: Option<Vec<Span>> = definitions
                    .iter()
                    .map(|it| match it.value {
                        Bound::Value(value) => statement(work, file, facts, it.span, value, idle),
                        _ => None,
                    })
                    .collect();
                found.extend(statements.into_iter().flatten());
            }
        }
    }
    found
}

/// Whether all mentions of a name are gone; one that was never used stays.
fn is_unused(
    work: &Work<'_>,
    file: FileId,
    facts: &Facts,
    scope: ScopeId,
    name: &SmolStr,
    definitions: &[Definition],
    going: &Spans,
) -> bool {
    let mut used = false;
    for &mention in facts.mentions.get(name).into_iter().flatten() {
        let expr = facts.expr(mention);
        if !matches!(expr.kind, Kind::Name(_)) || binding(facts, expr.scope, name) != Some(scope) {
            continue;
        }
        if definitions.iter().any(|it| it.span.contains(expr.span)) {
            continue;
        }
        if !going.goes(expr.span) {
            return false;
        }
        used = true;
    }
    used && !is_seen_outside(work, file, facts, scope, name)
}

/// Statements that set fields which nothing reads outside of `gone`, but did inside.
fn fields(work: &Work<'_>, file: FileId, facts: &Facts, going: &Spans, idle: &[Span]) -> Vec<Span> {
    let mut found = Vec::new();
    for class in &facts.classes {
        for (name, values) in &class.fields {
            let mentions = facts.mentions.get(name).into_iter().flatten();
            let (mut used, mut known) = (false, true);
            for &mention in mentions {
                let span = facts.expr(mention).span;
                if going.goes(span) {
                    used = true;
                } else if !is_target(facts, mention) {
                    known = false;
                }
            }
            if !used || !known || is_seen_outside(work, file, facts, class.scope, name) {
                continue;
            }
            let statements: Option<Vec<Span>> = values
                .iter()
                .map(|it| statement(work, file, facts, it.span, it.value?, idle))
                .collect();
            found.extend(statements.into_iter().flatten());
        }
    }
    found
}

/// Whether a name or member is what a value is given to.
pub(super) fn is_target(facts: &Facts, expr: ExprId) -> bool {
    let span = facts.expr(expr).span;
    let named = facts
        .scopes
        .iter()
        .flat_map(|it| it.names.values().flatten())
        .any(|it| it.span == span);
    let fields = || {
        facts
            .classes
            .iter()
            .flat_map(|it| it.fields.values().flatten())
    };
    named || fields().any(|it| it.span.start == span.start)
}

/// The one value that a name has.
pub(super) fn only_value(facts: &Facts, name: ExprId) -> Option<ExprId> {
    let expr = facts.expr(name);
    let Kind::Name(text) = &expr.kind else {
        return None;
    };
    let scope = binding(facts, expr.scope, text)?;
    match facts.scope(scope).names[text].as_slice() {
        [
            Definition {
                value: Bound::Value(value),
                ..
            },
        ] => Some(*value),
        _ => None,
    }
}

/// From the name to the value, if the statement is nothing but that and the value nothing that
/// has to happen.
fn statement(
    work: &Work<'_>,
    file: FileId,
    facts: &Facts,
    target: Span,
    value: ExprId,
    idle: &[Span],
) -> Option<Span> {
    let span = facts.expr(value).span;
    let whole = Span::new(target.start.min(span.start), span.end.max(target.end));
    (idle.contains(&span) || is_idle(work, file, facts, value)).then_some(())?;
    whole_lines(work.bytes(file), whole)
}

/// Whether a value is a text, comes from outside, or is part of the client.
fn is_idle(work: &Work<'_>, file: FileId, facts: &Facts, value: ExprId) -> bool {
    if let Kind::Text(pieces) = &facts.expr(value).kind {
        return pieces.iter().all(|it| matches!(it, Piece::Text(_)));
    }
    let flow = Flow::new(work.project);
    let at = At { file, expr: value };
    let values = flow.eval(at, &Context::new(), &Trail::new());
    values.iter().all(|it| match &it.what {
        What::Api(api) => api.path.starts_with(MODULE),
        What::Outside(outside) => outside.kind == OutsideKind::Environment,
        What::Text(_) => true,
        _ => false,
    })
}

/// Import statements of the client all of whose names are gone.
fn imports(work: &Work<'_>, file: FileId, facts: &Facts, going: &Spans) -> Vec<Span> {
    let bytes = work.bytes(file);
    let mut lines: Vec<(Span, bool)> = Vec::new();
    for import in facts.imports.iter().filter(|it| it.level == 0) {
        let first = import.module.split('.').next();
        let own = first == Some(PACKAGE);
        let named = own && import.what != Imported::All;
        let Some(line) = line_of(bytes, import.span) else {
            continue;
        };
        let without = Spans {
            gone: [going.gone.as_slice(), &[line]].concat(),
            kept: going.kept.clone(),
        };
        let unused = named && import_is_unused(work, file, facts, &import.local, &without);
        match lines.iter_mut().find(|it| it.0 == line) {
            Some(known) => known.1 &= unused,
            None => lines.push((line, unused)),
        }
    }
    let one_line = |it: &Span| {
        let text = bytes.get(it.range()).unwrap_or_default().trim_ascii_start();
        let begins = text.starts_with(b"from ") || text.starts_with(b"import ");
        begins && !text.contains(&b'(') && !text.contains(&b'\\') && !text.contains(&b';')
    };
    let unused = lines.into_iter().filter(|it| it.1).map(|it| it.0);
    unused.filter(one_line).collect()
}

fn import_is_unused(
    work: &Work<'_>,
    file: FileId,
    facts: &Facts,
    name: &SmolStr,
    going: &Spans,
) -> bool {
    // A dotted import is used by its first part.
    let first = name.split('.').next().unwrap_or(name);
    let inside = |it: &ExprId| {
        let expr = facts.expr(*it);
        !matches!(expr.kind, Kind::Name(_)) || going.goes(expr.span)
    };
    let mentions = facts.mentions.get(first).into_iter().flatten();
    mentions.into_iter().all(inside) && !is_seen_outside_by_import(work, file, first)
}

/// Whether another file takes the name from this one.
fn is_seen_outside_by_import(work: &Work<'_>, file: FileId, name: &str) -> bool {
    let stem = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.split('.').next().unwrap_or(name).to_owned()
    };
    let own = stem(&work.project.sources().get(file).display);
    let takes = |its: &Facts| {
        its.imports.iter().any(|it| {
            it.module.ends_with(own.as_str())
                && (it.what == Imported::All
                    || matches!(&it.what, Imported::Name(taken) if taken == name))
        })
    };
    let importing = work.importing(&own).iter();
    importing
        .filter(|other| **other != file)
        .any(|other| work.facts(*other).is_some_and(takes))
}
