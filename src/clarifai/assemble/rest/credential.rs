//! The credential of a request: in what goes along, in what an interceptor or a default of the
//! library puts in.

use super::HEADER;
use super::own_class;
use crate::clarifai::assemble::Reader;
use crate::clarifai::assemble::intercept::{intercepted, set_by, set_by_functions};
use crate::clarifai::{Basis, Client, Credential, CredentialKind};
use crate::facts::{ExprId, Facts, Kind};
use crate::flow::{At, Context, Trail, Value, What};
use crate::source::FileId;

/// The credential of a request, by the nearest of the ways in which it may be given.
pub(super) fn credential(reader: &Reader<'_, '_>, call: At, holders: &[Value]) -> Credential {
    for holder in holders {
        let mut headers = reader.flow.field(holder, "authorization");
        if headers.is_empty() {
            for inner in reader.flow.field(holder, "headers") {
                headers.extend(reader.flow.field(&inner, "authorization"));
                // `headers: { common: { Authorization: … } }`, by axios those of all methods.
                for common in reader.flow.field(&inner, "common") {
                    headers.extend(reader.flow.field(&common, "authorization"));
                }
            }
        }
        if headers.is_empty() {
            headers = intercepted(reader, holder, HEADER);
        }
        // `auth=KeyAuth(key)`: an object that signs the request.
        if headers.is_empty() {
            let signers = reader.flow.field(holder, "auth");
            let own = signers
                .iter()
                .filter(|it| matches!(it.what, What::Object(_)));
            headers = own
                .flat_map(|it| set_by(reader, it, call, reader.context, HEADER))
                .collect();
        }
        if !headers.is_empty() {
            return reader.header_credential(Client::Rest, &headers);
        }
        for inner in reader.flow.field(holder, "headers") {
            let session = reader.flow.field(&inner, "x-clarifai-session-token");
            if !session.is_empty() {
                return Credential {
                    kind: CredentialKind::Pat,
                    basis: Basis::Outright,
                    evidence: "a session token acts like a user".to_owned(),
                    ..reader.credential(Client::Rest, &session)
                };
            }
        }
    }
    if let Some(found) = global_default(reader, call) {
        return found;
    }
    // A function that goes along sets it: `beforeSend`, the body of a request's class.
    let span = own_class::code_of(reader.facts, call);
    let set = set_by_functions(reader, span, HEADER);
    if !set.is_empty() {
        return reader.header_credential(Client::Rest, &set);
    }
    // Headers that are given, but not to be looked into.
    for holder in holders {
        let opaque = reader
            .flow
            .field(holder, "headers")
            .into_iter()
            .filter(|it| matches!(it.what, What::Outside(_)))
            .collect::<Vec<_>>();
        if !opaque.is_empty() {
            return reader.credential(Client::Rest, &opaque);
        }
    }
    reader.no_credential(Client::Rest)
}

/// `axios.defaults.headers.common["Authorization"] = …`, anywhere in the project.
fn global_default(reader: &Reader<'_, '_>, call: At) -> Option<Credential> {
    let Kind::Call(callee, _, _) = &reader.facts.expr(call.expr).kind else {
        return None;
    };
    let root = root_name(reader.facts, *callee)?;
    let (file, assignment) = global_value(reader, "authorization", &root)?;
    let at = At {
        file,
        expr: assignment,
    };
    let values = reader.flow.eval(at, &Context::new(), &Trail::new());
    Some(reader.header_credential(Client::Rest, &values))
}

/// A value that a file of the project gives to a default of a library: `axios.defaults.… = …`.
pub(super) fn global_value(
    reader: &Reader<'_, '_>,
    member: &str,
    root: &str,
) -> Option<(FileId, ExprId)> {
    reader
        .project()
        .assigned(member)
        .find_map(|(file, facts, assignment)| {
            let same = facts.language.shares_modules_with(reader.facts.language)
                && root_name(facts, assignment.object).as_deref() == Some(root);
            same.then_some((file, assignment.value))
        })
}

pub(super) fn root_name(facts: &Facts, expr: ExprId) -> Option<String> {
    let mut at = expr;
    for _ in 0..16 {
        match &facts.expr(at).kind {
            Kind::Name(name) => return Some(name.to_string()),
            Kind::Member(object, _) | Kind::Index(object, _) => at = *object,
            Kind::Call(callee, _, _) => at = *callee,
            Kind::Same(inner) => at = *inner,
            _ => return None,
        }
    }
    None
}
