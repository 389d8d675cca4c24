//! The owner, at the call: added where none is named, changed where another one is.

use super::Work;
use super::draft::Draft;
use super::environment::halves;
use super::given::{self, Given, Half, keywords_only, made, request, signed, stringified};
use super::imports::{java_user_app_id_set, user_app_id_set};
use super::in_address;
use super::locate::{arguments_of, call_expr, entries_of, texts_behind};
use super::naming::Naming;
use super::over;
use super::script;
use super::style::{behind, first_entry, literal, quote_near};
use crate::clarifai::{Call, Client, Intent, Part};
use crate::facts::{ExprId, Kind, SignatureKind};
use crate::flow::{At, Context, Flow, Trail, Value, What};
use crate::language::Language;
use crate::rules::Target;
use crate::source::{Place, Span};

/// Names the owner of a call, or changes the one that it names.
pub(super) fn rewrite(naming: &Naming<'_, '_>, draft: &mut Draft) {
    let Naming {
        work,
        census,
        index,
        call,
        target,
    } = *naming;
    draft.does(&match target {
        Target::Fixed { user_id, app_id } => format!("name the owner `{user_id}/{app_id}`"),
        Target::Own | Target::Open => "name your own user and app".to_owned(),
    });
    if call.client.takes_owner_in_address() {
        if in_address::of_model(naming, draft) {
            return;
        }
    } else if call.client == Client::Rest && in_address::change(naming, draft) {
        return;
    }
    let given = census.given(index);
    if given.in_text {
        return change_in_text(work, call, target, draft);
    }
    if !given.is_none() {
        return change(naming, &given.clone(), draft);
    }
    if call.owner.given() != crate::clarifai::Given::None {
        draft.stop("the owner is given where it cannot be changed");
        return;
    }
    match call.client {
        Client::Grpc | Client::NodeGrpc | Client::WebGrpc | Client::Utils => {
            add_to_message(work, call, target, draft);
        }
        Client::Rest => add_to_rest(naming, draft),
        Client::LegacyJavaScript => add_to_constructor(work, call, target, draft),
        Client::Sdk | Client::LangChain | Client::LlamaIndex => {
            add_to_arguments(work, call, target, draft);
        }
        _ => draft.stop("this client has no place for an owner here"),
    }
}

// --- changing ----------------------------------------------------------------------

/// Changes the owner that a call names: its two values where they are defined, else where they
/// are used, else the whole of it at the call.
fn change(naming: &Naming<'_, '_>, given: &Given, draft: &mut Draft) {
    let Naming {
        work,
        census,
        call,
        target,
        ..
    } = *naming;
    let used = given.used.or(given.user.used);
    if used.is_some_and(|it| is_on_condition(work, it, call.place)) {
        draft.stop("the owner is named on a condition only");
        return;
    }
    if let Target::Fixed { user_id, app_id } = target {
        let wanted = [(&given.user, user_id), (&given.app, app_id)];
        let free = |half: &Half| {
            half.enters
                .is_some_and(|it| census.is_free(work, it, target))
        };
        let right = |half: &Half, id: &str| half.text.as_deref() == Some(id);
        if wanted
            .iter()
            .all(|(half, id)| right(half, id) || half.text.is_some() && free(half))
        {
            for (half, id) in wanted {
                if let Some(place) = half.enters.filter(|_| !right(half, id)) {
                    draft.replace(place, literal(id, quote_of(work, place)));
                }
            }
            return;
        }
    }
    let place = given
        .used
        .or(given.user.used)
        .or(given.app.used)
        .unwrap_or(call.place);
    let (user, app) = halves(work, place, target, draft);
    if [&given.user, &given.app]
        .iter()
        .any(|it| it.used.is_some() && it.text.is_none())
    {
        draft.assume("no other owner is to be passed in here");
    }
    let alone = given
        .record
        .is_none_or(|it| census.record_is_free(it, target))
        && given
            .user
            .used
            .is_none_or(|it| census.is_theirs(work, it, target));
    if let (true, Some(user_at), Some(app_at)) = (alone, given.user.used, given.app.used) {
        draft.replace(user_at, user);
        draft.replace(app_at, app);
        return;
    }
    let Some(place) = given.used else {
        draft.stop("the owner is made for other uses, too, or only half of it is named");
        return;
    };
    let changed = if census.serves_only_at(work, place, target) {
        fresh_record(work, call, place, (&user, &app), draft).map(|it| draft.replace(place, it))
    } else {
        over::write(naming, draft, |place, draft| {
            fresh_record(work, call, place, (&user, &app), draft)
        })
    };
    if changed.is_none() {
        draft.stop("the owner is made where it cannot be changed for this call alone");
    }
}

/// Whether a place stands in a branch, without another one in its stead, that is over before the
/// call, in the same function: `if user: body["user_app_id"] = …`.
fn is_on_condition(work: &Work<'_>, place: Place, call: Place) -> bool {
    let Some(facts) = work.facts(place.file).filter(|_| place.file == call.file) else {
        return false;
    };
    let around = |span: Span| {
        let functions = facts.functions.iter().map(|it| it.span);
        functions.rev().find(|it| it.contains(span))
    };
    facts.forks.iter().any(|(id, fork)| {
        let (Some(fork), Some((whole, _))) = (fork, facts.branches.get(*id as usize)) else {
            return false;
        };
        let alone = fork.body.end == whole.end && fork.body.contains(place.span);
        alone && !whole.contains(call.span) && around(*whole) == around(call.span)
    })
}

/// Changes the owner in a text of JSON.
fn change_in_text(work: &Work<'_>, call: &Call, target: &Target, draft: &mut Draft) {
    let (calls, _) = given::chain(work, call);
    let starts = given::arguments(work, &calls, |_| true);
    let mut texts: Vec<At> = starts
        .into_iter()
        .flat_map(|it| texts_behind(work, it))
        .collect();
    texts.sort_unstable();
    texts.dedup();
    let Target::Fixed { user_id, app_id } = target else {
        draft.stop("the body is a text, in which nothing can be read from the environment");
        return;
    };
    let halves = [
        ("user_id", &call.owner.user_id, user_id),
        ("app_id", &call.owner.app_id, app_id),
    ];
    for (key, part, id) in halves {
        let Some(Part::Literal(old)) = part else {
            draft.stop("the owner is given where it cannot be changed");
            return;
        };
        let places: Vec<Place> = texts
            .iter()
            .filter_map(|it| value_in_text(work, *it, key, old))
            .collect();
        match places.as_slice() {
            [_] if old == id => {}
            [only] => draft.replace(*only, id.clone()),
            _ => draft.stop("the owner is given where it cannot be changed"),
        }
    }
}

/// Where in a literal the value of a key of JSON stands.
fn value_in_text(work: &Work<'_>, literal: At, key: &str, value: &str) -> Option<Place> {
    let place = work.project.place(literal);
    let text = work.text(place);
    // `user_app_id` ends with `app_id`, and is no text.
    let (at, _) = text
        .match_indices(key)
        .find(|(at, _)| !text[..*at].ends_with("user_"))?;
    let behind = at + key.len();
    let found = behind + text[behind..].find(value)?;
    let between = &text[behind..found];
    let only_signs = between.len() <= 8 && between.chars().all(|it| " :\"\\\n".contains(it));
    let start = place.span.start + found as u32;
    let span = Span::new(start, start + value.len() as u32);
    only_signs.then_some(Place {
        file: place.file,
        span,
    })
}

fn quote_of(work: &Work<'_>, literal: Place) -> char {
    let text = work.text(literal);
    text.chars()
        .find(|it| matches!(it, '\'' | '"' | '`'))
        .unwrap_or('"')
}

/// An owner's record, as the client and the language write it.
fn fresh_record(
    work: &Work<'_>,
    call: &Call,
    place: Place,
    (user, app): (&str, &str),
    draft: &mut Draft,
) -> Option<String> {
    let file = place.file;
    Some(match (call.client, work.language(file)) {
        (Client::Rest, Language::Python) => {
            let quote = quote_near(work, place);
            let (user_key, app_key) = (literal("user_id", quote), literal("app_id", quote));
            format!("{{{user_key}: {user}, {app_key}: {app}}}")
        }
        (Client::Rest, Language::Java) => return None,
        (_, Language::Python) => {
            let class = user_app_id_set(work, file, draft);
            format!("{class}(user_id={user}, app_id={app})")
        }
        (_, Language::Java) => {
            let class = java_user_app_id_set(work, file, draft);
            format!("{class}.newBuilder().setUserId({user}).setAppId({app})")
        }
        _ => {
            let text = work.text(place);
            if text.starts_with('{') || !script::is_static(work, file) {
                format!("{{ user_id: {user}, app_id: {app} }}")
            } else {
                let class = script::user_app_id_set(work, file, draft)?;
                format!("new {class}().setUserId({user}).setAppId({app})")
            }
        }
    })
}

// --- adding ------------------------------------------------------------------------

fn add_to_message(work: &Work<'_>, call: &Call, target: &Target, draft: &mut Draft) {
    let message = request(work, call).and_then(|it| made(work, &it));
    let Some(at) = message else {
        draft.stop("the request is made where it cannot be followed");
        return;
    };
    let Some(facts) = work.facts(at.file) else {
        return;
    };
    let place = work.project.place(at);
    match (&facts.expr(at.expr).kind, facts.language) {
        (Kind::Record(_), _) => add_to_record(work, at, target, draft),
        (Kind::Call(..), Language::Python) => {
            let (user, app) = halves(work, place, target, draft);
            let class = user_app_id_set(work, at.file, draft);
            let owner = format!("{class}(user_id={user}, app_id={app})");
            into_arguments(work, at, &[("user_app_id", owner)], draft);
        }
        (Kind::Call(..), Language::Java) => {
            let (user, app) = halves(work, place, target, draft);
            let class = java_user_app_id_set(work, at.file, draft);
            let setter =
                format!(".setUserAppId({class}.newBuilder().setUserId({user}).setAppId({app}))");
            behind(work, facts, at, &setter, draft);
        }
        (Kind::Call(..), _) => script::add_to_message(work, facts, at, target, draft),
        _ => draft.stop("the request is made in a way that cannot be added to"),
    }
}

/// The owner as the first entry of a request's record.
fn add_to_record(work: &Work<'_>, record: At, target: &Target, draft: &mut Draft) {
    let place = work.project.place(record);
    let (user, app) = halves(work, place, target, draft);
    let quote = key_quote(work, record);
    let key = |name: &str| quote.map_or_else(|| name.to_owned(), |it| literal(name, it));
    let item = if work.language(record.file) == Language::Python {
        let owner = format!("{}: {user}, {}: {app}", key("user_id"), key("app_id"));
        format!("{}: {{{owner}}}", key("user_app_id"))
    } else {
        let owner = format!("{}: {user}, {}: {app}", key("user_id"), key("app_id"));
        format!("{}: {{ {owner} }}", key("user_app_id"))
    };
    if let Some(spread) = over::entry_with(work, record, &["user_app_id"]) {
        let end = work.project.place(spread).span.end;
        return draft.insert(record.file, end, format!(", {item}"));
    }
    let insertion = entries_of(work, record)
        .and_then(|(open, close)| first_entry(work, record.file, open, close, &item));
    match insertion {
        Some(it) => draft.insert(record.file, it.at, it.text),
        None => draft.stop("the request is made in a way that cannot be added to"),
    }
}

/// The quote that the keys of a record have, if they have one. Python's always do.
fn key_quote(work: &Work<'_>, record: At) -> Option<char> {
    let (open, close) = entries_of(work, record)?;
    let facts = work.facts(record.file)?;
    let bytes = work.bytes(record.file);
    let first = super::style::skip_blanks(facts, bytes, open, close);
    match bytes.get(first as usize) {
        Some(b'"') => Some('"'),
        Some(b'\'') => Some('\''),
        _ if facts.language == Language::Python => {
            Some(quote_near(work, work.project.place(record)))
        }
        _ => None,
    }
}

/// Keywords in front of the arguments of a call of Python. Where a spread may have them already, they
/// are written over it: a keyword that is given twice raises.
fn into_arguments(work: &Work<'_>, call: At, items: &[(&str, String)], draft: &mut Draft) {
    let keys: Vec<&str> = items.iter().map(|it| it.0).collect();
    if let Some(spread) = over::spread_with(work, call, &keys) {
        let place = work.project.place(spread);
        let quote = quote_near(work, place);
        let entry = |(key, value): &(&str, String)| format!(", {}: {value}", literal(key, quote));
        let entries: String = items.iter().map(entry).collect();
        draft.insert(call.file, place.span.start, "{**".to_owned());
        draft.insert(call.file, place.span.end, format!("{entries}}}"));
        return;
    }
    let keyword = |(key, value): &(&str, String)| format!("{key}={value}");
    let item = items.iter().map(keyword).collect::<Vec<_>>().join(", ");
    let insertion = arguments_of(work, call)
        .and_then(|(open, close)| first_entry(work, call.file, open, close, &item));
    match insertion {
        Some(it) => draft.insert(call.file, it.at, it.text),
        None => draft.stop("the call has no place for one more argument"),
    }
}

/// In the object given to `JSON.stringify` where a script has one, else in the address.
fn add_to_rest(naming: &Naming<'_, '_>, draft: &mut Draft) {
    let Naming {
        work,
        census,
        call,
        target,
        ..
    } = *naming;
    let has_body = matches!(call.operation.intent, Intent::Predict | Intent::Search);
    if has_body
        && work.language(call.place.file).is_script()
        && let Some(body) = stringified(work, call)
        && census.body_is_free(body, target)
    {
        return add_to_record(work, body, target, draft);
    }
    in_address::add(naming, draft);
}

/// The object that the legacy client of npm is made with.
fn add_to_constructor(work: &Work<'_>, call: &Call, target: &Target, draft: &mut Draft) {
    let Some(made) = constructor(work, call) else {
        draft.stop("the client that this is called on was not found");
        return;
    };
    let Some(record) = options(work, made) else {
        draft.stop("the client is made in a way that cannot be added to");
        return;
    };
    let place = work.project.place(record);
    let (user, app) = halves(work, place, target, draft);
    let insertion = entries_of(work, record).and_then(|(open, close)| {
        let facts = work.facts(record.file)?;
        let bytes = work.bytes(record.file);
        let between = super::style::between_entries(facts, bytes, open, close);
        let item = format!("userId: {user},{between}appId: {app}");
        first_entry(work, record.file, open, close, &item)
    });
    match insertion {
        Some(it) => draft.insert(record.file, it.at, it.text),
        None => draft.stop("the client is made in a way that cannot be added to"),
    }
}

/// The construction of the client that a call is made on.
pub(super) fn constructor(work: &Work<'_>, call: &Call) -> Option<At> {
    let signed = signed(work, call);
    signed
        .into_iter()
        .find(|(it, _)| it.kind == SignatureKind::Client)
        .map(|(_, at)| at)
}

/// The record that a construction takes its options from, if it is the only one.
fn options(work: &Work<'_>, made: At) -> Option<At> {
    let facts = work.facts(made.file)?;
    let Kind::Call(_, arguments, _) = &facts.expr(made.expr).kind else {
        return None;
    };
    let [only] = arguments.as_slice() else {
        return None;
    };
    record_of(
        work,
        At {
            file: made.file,
            expr: only.value,
        },
    )
}

fn record_of(work: &Work<'_>, at: At) -> Option<At> {
    let flow = Flow::new(work.project);
    let values: Vec<Value> = flow.eval(at, &Context::new(), &Trail::new());
    let [only] = values.as_slice() else {
        return None;
    };
    let What::Node(node) = only.what else {
        return None;
    };
    let expr: ExprId = node.expr;
    let record = matches!(work.facts(node.file)?.expr(expr).kind, Kind::Record(_));
    record.then_some(node)
}

/// SDKs and wrappers take the owner beside the id.
fn add_to_arguments(work: &Work<'_>, call: &Call, target: &Target, draft: &mut Draft) {
    let request = signed(work, call)
        .into_iter()
        .find(|it| it.0.kind == SignatureKind::Request);
    let at = request
        .map(|it| it.1)
        .or_else(|| call_expr(work, call.place.file, call.place.span));
    let Some(at) = at else {
        draft.stop("the call has no place for an owner");
        return;
    };
    let place = work.project.place(at);
    if work.language(at.file) == Language::Python {
        if !keywords_only(work, at) || signed_by_client(work, call) {
            draft.stop("the owner belongs to the object that this is called on");
            return;
        }
        let (user, app) = halves(work, place, target, draft);
        return into_arguments(work, at, &[("user_id", user), ("app_id", app)], draft);
    }
    let Some(options) = options(work, at) else {
        draft.stop("the options are made in a way that cannot be added to");
        return;
    };
    let flow = Flow::new(work.project);
    let auth = given::slot_values(
        &flow,
        at,
        &[crate::facts::Slot::Keyword("authConfig".into())],
    );
    let (user, app) = halves(work, place, target, draft);
    let (record, item) = match auth.as_slice() {
        [only] => match only.what {
            What::Node(node) => (Some(node), format!("userId: {user}, appId: {app}")),
            _ => (None, String::new()),
        },
        [] => (
            Some(options),
            format!("authConfig: {{ userId: {user}, appId: {app} }}"),
        ),
        _ => (None, String::new()),
    };
    let insertion = record.and_then(|record| {
        let (open, close) = entries_of(work, record)?;
        Some((
            record.file,
            first_entry(work, record.file, open, close, &item)?,
        ))
    });
    match insertion {
        Some((file, it)) => draft.insert(file, it.at, it.text),
        None => draft.stop("the options are made in a way that cannot be added to"),
    }
}

/// Whether the owner of a call is that of an object made before: `App(…).model(…)`.
fn signed_by_client(work: &Work<'_>, call: &Call) -> bool {
    constructor(work, call).is_some()
}
