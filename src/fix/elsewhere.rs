//! Where else a credential goes: what a package that is not seen does with it, nobody can tell.

use super::Work;
use super::draft::Draft;
use super::imports::STANDARD;
use super::locate::is_call_named;
use super::names::{binding, definition_at};
use crate::clarifai::names::kind_of_name;
use crate::clarifai::{Call, Hop};
use crate::facts::{Expr, ExprId, Facts, Kind, Piece};
use crate::flow::{At, Context, Flow, HopRole, Trail, Value};
use crate::source::Place;

/// What comes with Node, Java and Python, beside what Python's programs import first: nothing of
/// it cares for the kind of a credential.
const STANDARD_TOO: &[&str] = &["assert", "crypto", "fs", "java", "javax", "path", "util"];

/// Names the functions and classes of other packages that are given the credential, too, by a name
/// on its way.
pub(super) fn look(work: &Work<'_>, call: &Call, draft: &mut Draft) {
    // Headers and the like have names, too, and go to where the call goes.
    let holds_credential = |it: &&Hop| {
        matches!(it.role, HopRole::Bound | HopRole::Stored)
            && it.name.as_deref().and_then(kind_of_name).is_some()
    };
    for hop in call.credential.hops.iter().filter(holds_credential) {
        let file = hop.place.file;
        let Some(facts) = work.facts(file) else {
            continue;
        };
        let Some((scope, name, _)) = definition_at(facts, hop.place.span) else {
            continue;
        };
        let mentions = facts.mentions.get(&name).into_iter().flatten();
        let own =
            mentions.filter(|it| binding(facts, facts.expr(**it).scope, &name) == Some(scope));
        for callee in own.filter_map(|it| given_to(facts, *it)) {
            let span = facts.expr(callee).span;
            let of_call = call.place.file == file && call.place.span.contains(span);
            if !of_call && is_unseen(work, At { file, expr: callee }) {
                let text = work.text(Place { file, span });
                draft.assume(&format!("`{text}` takes a PAT, too"));
            }
        }
    }
}

/// What is called with an expression as an argument.
fn given_to(facts: &Facts, expr: ExprId) -> Option<ExprId> {
    let parent = facts.expr(expr).parent?;
    match &facts.expr(parent).kind {
        Kind::Call(callee, arguments, _) if arguments.iter().any(|it| it.value == expr) => {
            Some(*callee)
        }
        _ => None,
    }
}

/// Whether an expression is a function or class of a package that is neither part of the project
/// nor known.
fn is_unseen(work: &Work<'_>, callee: At) -> bool {
    let Some(facts) = work.facts(callee.file) else {
        return false;
    };
    let values = Flow::new(work.project).eval(callee, &Context::new(), &Trail::new());
    let paths = values.iter().filter_map(Value::api).map(|it| &it.path);
    // Methods of what a package makes are too many to be told apart: most only keep a value.
    let mut direct = paths.filter(|it| !it.contains("()"));
    direct.any(|path| {
        let package = path.split('.').next().unwrap_or_default();
        let package = package.strip_prefix("node:").unwrap_or(package);
        let standard = STANDARD.contains(&package) || STANDARD_TOO.contains(&package);
        !standard && brings_in(facts, package) && !facts.language.signatures().knows(path)
    })
}

/// Whether a file takes something of a package.
fn brings_in(facts: &Facts, package: &str) -> bool {
    let first = |module: &str| module.split('.').next() == Some(package);
    let required = |it: &Expr| {
        let is_name = matches!(&it.kind, Kind::Text(pieces)
            if matches!(pieces.as_slice(), [Piece::Text(text)] if first(text)));
        is_name
            && it
                .parent
                .is_some_and(|it| is_call_named(facts, it, "require"))
    };
    facts.imports.iter().any(|it| first(&it.module)) || facts.exprs.iter().any(required)
}
