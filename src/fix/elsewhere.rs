//! Where else a credential goes: what is no call of Clarifai's may take a key where it takes no
//! token, and a token reaches more than a key.

use super::Work;
use super::census::Census;
use super::draft::Draft;
use super::imports::STANDARD;
use crate::clarifai::Hop;
use crate::facts::{ExprId, Facts, Kind, SignatureKind};
use crate::flow::{At, Context, Flow, Trail, Value};
use crate::source::Place;

/// What comes with Node, Java and Python, beside what Python's programs import first: nothing of
/// it cares for the kind of a credential.
const STANDARD_TOO: &[&str] = &[
    "assert", "crypto", "fs", "java", "javax", "path", "process", "util",
];

/// Those of them that send what they are given.
const SENDING: &[&str] = &["http", "https", "net", "socket", "urllib", "url"];

/// How long the name of what takes a credential may be in a message.
const MAX_NAME: usize = 40;

/// Names what is given the credential, too, whose source stands at `source`; `hops` are known ways
/// of it.
pub(super) fn look(work: &Work<'_>, census: &Census, source: At, hops: &[Hop], draft: &mut Draft) {
    let arrives = |place: Place| census.is_in_call(place);
    for stray in Flow::new(work.project).strays(source, &arrives) {
        let Some(facts) = work.facts(stray.file) else {
            continue;
        };
        let Kind::Call(callee, ..) = facts.expr(stray.expr).kind else {
            continue;
        };
        let place = work.project.place(stray);
        // It comes out again, and goes on to where the call goes.
        let known = |it: &Hop| it.place.file == place.file && it.place.span == place.span;
        if hops.iter().any(known) || is_harmless(work, facts, stray.with(callee)) {
            continue;
        }
        draft.assume(&format!(
            "`{}` takes a PAT, too",
            name_of(work, facts, stray.with(callee))
        ));
    }
}

/// What is called, in short.
fn name_of(work: &Work<'_>, facts: &Facts, callee: At) -> String {
    let text = work.text(work.project.place(callee));
    match &facts.expr(callee.expr).kind {
        Kind::Member(_, name) if text.len() > MAX_NAME || text.contains('\n') => name.to_string(),
        _ => text,
    }
}

/// Whether what is called only handles values, so that their kind does not matter to it.
fn is_harmless(work: &Work<'_>, facts: &Facts, callee: At) -> bool {
    let values = Flow::new(work.project).eval(callee, &Context::new(), &Trail::new());
    let mut paths = values.iter().filter_map(Value::api).map(|it| &it.path);
    let signatures = facts.language.signatures();
    paths.any(|path| {
        let path = path.strip_prefix("node:").unwrap_or(path);
        let mut parts = path.split(['.', '/']);
        let package = parts.next().unwrap_or_default();
        let standard = STANDARD.contains(&package) || STANDARD_TOO.contains(&package);
        let sends = SENDING.contains(&package) || parts.any(|it| SENDING.contains(&it));
        standard && !sends || signatures.find(path, SignatureKind::Request).is_some()
    }) || is_logging(facts, callee.expr)
}

/// Whether a method only writes down what it is given.
fn is_logging(facts: &Facts, callee: ExprId) -> bool {
    let name = match &facts.expr(callee).kind {
        Kind::Name(name) | Kind::Member(_, name) => name,
        _ => return false,
    };
    let signatures = facts.language.signatures();
    signatures.method(name, SignatureKind::Passive).is_some()
}
