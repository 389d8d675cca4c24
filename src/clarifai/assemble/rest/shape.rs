//! What may be a request by its shape: names that sound like sending, arguments that may hold an
//! address. Only these calls are followed.

use super::ADDRESSES;
use super::own_class;
use crate::clarifai::address;
use crate::facts::{
    Argument, Bound, Construct, Entry, ExprId, Facts, Imported, Kind, SignatureKind,
};

/// Whether a call may be a request: it has an argument that may be an address, and is none of
/// the calls that only handle texts.
pub(in crate::clarifai::assemble) fn may_be(facts: &Facts, call: ExprId) -> bool {
    let Kind::Call(callee, arguments, construct) = &facts.expr(call).kind else {
        return false;
    };
    if *construct == Construct::Element {
        return false;
    }
    let signatures = facts.language.signatures();
    let name = match &facts.expr(*callee).kind {
        // `rp(…)` sends, as its module is called `request-promise`.
        Kind::Name(name) => module_of(facts, name).unwrap_or(name).as_str(),
        Kind::Member(_, name) => {
            if signatures.method(name, SignatureKind::Open).is_some() {
                return true;
            }
            let joins = signatures
                .method(name, SignatureKind::Joined)
                .is_some_and(|it| it.get("value").is_some());
            if joins || signatures.method(name, SignatureKind::Passive).is_some() {
                return false;
            }
            name.as_str()
        }
        // `getattr(requests, verb)(…)`
        Kind::Call(reader, ..) => match &facts.expr(*reader).kind {
            Kind::Name(name) if signatures.exactly(name, SignatureKind::Member).is_some() => "send",
            _ => return false,
        },
        // `super(Method.POST, url, …)`
        Kind::Super if own_class::may_be(facts, call, sounds_like_sending) => "request",
        _ => return false,
    };
    let passive = signatures.exactly(name, SignatureKind::Passive).is_some()
        || signatures.exactly(name, SignatureKind::Same).is_some()
        || signatures.exactly(name, SignatureKind::Record).is_some();
    let sends = sounds_like_sending(name);
    // An object that is made of an address (an error, an event) asks nobody.
    if *construct == Construct::New && !sends {
        return false;
    }
    // `uri(builder -> builder.path("/v2/…").build(id))`
    let template = signatures.method(name, SignatureKind::Template).is_some();
    let made = |it: &Argument| template && matches!(facts.expr(it.value).kind, Kind::Function(_));
    !passive
        && arguments
            .iter()
            .any(|it| may_be_address(facts, it.value, sends) || made(it))
}

/// The module that a name of the file stands for as a whole.
fn module_of<'f>(facts: &'f Facts, name: &str) -> Option<&'f smol_str::SmolStr> {
    let [definition] = facts.scopes.first()?.names.get(name)?.as_slice() else {
        return None;
    };
    match definition.value {
        Bound::Import(index) => {
            let import = facts.imports.get(index as usize)?;
            let whole = matches!(import.what, Imported::Module | Imported::Default);
            whole.then_some(&import.module)
        }
        Bound::Value(value) => {
            let Kind::Call(callee, arguments, _) = &facts.expr(value).kind else {
                return None;
            };
            let required = matches!(&facts.expr(*callee).kind, Kind::Name(it) if it == "require");
            let Kind::Text(pieces) = &facts.expr(arguments.first()?.value).kind else {
                return None;
            };
            match pieces.as_slice() {
                [crate::facts::Piece::Text(text)] if required => Some(text),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a function is called as one that sends requests is. Any other counts only if an
/// address stands in the call itself: to follow each argument of each call would cost more than
/// all the rest.
fn sounds_like_sending(name: &str) -> bool {
    const PARTS: [&str; 27] = [
        "fetch",
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "request",
        "ajax",
        "open",
        "axios",
        "http",
        "url",
        "uri",
        "exchange",
        "call",
        "send",
        "api",
        "got",
        "agent",
        "needle",
        "ky",
        "execute",
        "unirest",
        "predict",
        "newbuilder",
        "target",
        "connect",
    ];
    let name = name.to_ascii_lowercase();
    PARTS.iter().any(|part| name.contains(part))
}

/// Whether an argument may be an address. `followed` says that names count, too.
pub(super) fn may_be_address(facts: &Facts, expr: ExprId, followed: bool) -> bool {
    match &facts.expr(expr).kind {
        // Nothing is added to a base address that is the whole one.
        Kind::Text(pieces) if pieces.is_empty() => followed,
        Kind::Text(pieces) => pieces.iter().any(|piece| match piece {
            crate::facts::Piece::Text(text) => address::is_part(text) || followed && text == "/",
            crate::facts::Piece::Hole(_) => followed,
        }),
        Kind::Join(parts) => {
            followed || parts.iter().any(|part| may_be_address(facts, *part, false))
        }
        Kind::Number(_)
        | Kind::Nothing
        | Kind::Function(_)
        | Kind::List(_)
        | Kind::Class(_)
        | Kind::This
        | Kind::Not(_)
        | Kind::Other => false,
        // `URI.create("https://…")`
        Kind::Call(_, arguments, _) => {
            followed
                || arguments
                    .iter()
                    .any(|it| may_be_address(facts, it.value, false))
        }
        Kind::Record(entries) => followed || entries.iter().any(|it| gives_address(facts, it)),
        // A constant of the same file is as good as the text itself.
        Kind::Name(name) => followed || names_address(facts, name),
        _ => followed,
    }
}

/// Whether an entry of a record of options is an address that stands there.
fn gives_address(facts: &Facts, entry: &Entry) -> bool {
    let Entry::Field(name, value) = entry else {
        return false;
    };
    let told = matches!(
        facts.expr(*value).kind,
        Kind::Text(_) | Kind::Join(_) | Kind::Name(_)
    );
    told && ADDRESSES.contains(&name.as_str()) && may_be_address(facts, *value, false)
}

/// Whether a name of that spelling is bound to a text with part of an address somewhere.
fn names_address(facts: &Facts, name: &str) -> bool {
    facts.scopes.iter().any(|scope| {
        scope.names.get(name).is_some_and(|definitions| {
            definitions.iter().any(|definition| match definition.value {
                Bound::Value(value) => holds_address(facts, value),
                Bound::Field(class) => {
                    let values = facts.class(class).fields.get(name).into_iter().flatten();
                    values
                        .filter_map(|it| it.value)
                        .any(|value| holds_address(facts, value))
                }
                _ => false,
            })
        })
    })
}

/// Whether a text, or one of those that it is joined of, has part of an address. Names in it are
/// not followed: they may lead back here.
fn holds_address(facts: &Facts, value: ExprId) -> bool {
    let has = |expr: ExprId| match &facts.expr(expr).kind {
        Kind::Text(pieces) => pieces.iter().any(|piece| match piece {
            crate::facts::Piece::Text(text) => address::is_part(text),
            crate::facts::Piece::Hole(_) => false,
        }),
        _ => false,
    };
    match &facts.expr(value).kind {
        Kind::Join(parts) => parts.iter().any(|it| has(*it)),
        _ => has(value),
    }
}
