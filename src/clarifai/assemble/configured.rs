//! What a library is told once for all its objects of a type: `HttpModule.register({ baseURL })`.

use super::Reader;
use crate::facts::SignatureKind;
use crate::flow::{At, Context, Trail, Value, What};

/// How many calls that may tell it are looked at.
const MAX_CALLS: usize = 16;

/// The records of options that were given for what a method is called on.
pub(super) fn configured(reader: &Reader<'_, '_>, target: &[Value]) -> Vec<Value> {
    let signatures = reader.facts.language.signatures();
    if !signatures.any(SignatureKind::Configured) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for link in target
        .iter()
        .filter_map(Value::api)
        .flat_map(|it| it.chain())
    {
        let Some(signature) = signatures.exactly(&link.path, SignatureKind::Configured) else {
            continue;
        };
        let module = link.path.rsplit_once('.').map_or("", |it| it.0);
        let names = signature.get("through").unwrap_or_default().split(' ');
        let calls = names.flat_map(|name| reader.project().calls_of(name));
        let told = calls
            .take(MAX_CALLS)
            .filter(|it| is_of(reader, *it, module));
        for call in nearest(reader, told.collect()) {
            let slots = signature.slots("value");
            let given = reader
                .flow
                .slot_values(call, &slots, &Context::new(), &Trail::new());
            found.extend(given.into_iter().flat_map(|it| made(reader, it)));
        }
    }
    found
}

/// What the files tell that import the one at hand; where these are several, what those in its
/// folder do.
fn nearest(reader: &Reader<'_, '_>, mut calls: Vec<At>) -> Vec<At> {
    let folder = |file| {
        let path = reader.project().sources().get(file).display.as_str();
        path.rsplit_once('/').map_or("", |it| it.0)
    };
    let dependents = reader.project().dependents(reader.file);
    calls.retain(|it| dependents.contains(&it.file));
    if calls.len() > 1 {
        calls.retain(|it| folder(it.file) == folder(reader.file));
    }
    calls
}

/// Whether a call is one of something of a module.
fn is_of(reader: &Reader<'_, '_>, call: At, module: &str) -> bool {
    let Some(callee) = reader.project().callee(call) else {
        return false;
    };
    let values = reader.flow.eval(callee, &Context::new(), &Trail::new());
    let mut paths = values.iter().filter_map(Value::api).map(|it| &it.path);
    paths.any(|path| {
        path.strip_prefix(module)
            .is_some_and(|it| it.starts_with('.'))
    })
}

/// A record, or what a function makes as such.
fn made(reader: &Reader<'_, '_>, value: Value) -> Vec<Value> {
    let What::Function(file, function, _) = value.what else {
        return vec![value];
    };
    let facts = reader.project().facts(file);
    let returns = facts.map_or(&[][..], |it| it.function(function).returns.as_slice());
    let values = returns.iter().map(|&expr| {
        let at = At { file, expr };
        reader.flow.eval(at, &value.context, &Trail::new())
    });
    values.flatten().collect()
}
