//! The credential, at its source: a literal or a variable of the environment that holds a key
//! becomes a read of the variable that holds a token.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Work;
use super::census::Census;
use super::draft::Draft;
use super::elsewhere;
use super::environment::{named_in, public_prefix, read};
use super::locate::{arguments_of, expr_at};
use super::names::{binding, is_seen_outside};
use super::rename;
use super::style::{literal, quote};
use crate::clarifai::names::kind_of_name;
use crate::clarifai::{Call, CredentialKind};
use crate::facts::{Argument, Bound, Entry, ExprId, Facts, Kind, Piece};
use crate::flow::{At, Context, Flow, HopRole, OutsideKind, Trail, What};
use crate::source::{FileId, Place, Span};

/// What may stand in front of a credential in a header.
const SCHEMES: &[&str] = &["Key ", "key ", "Bearer "];

/// Where a credential comes from.
enum Source {
    /// It stands in the code.
    Literal(At),
    /// It is read from the environment, under that name.
    Environment(At, String),
    /// A client reads it by itself.
    Client(At),
    /// It comes from somewhere that the code does not show.
    Elsewhere,
}

/// Makes the credential of a call a token from the environment. `false` if it comes from where
/// the code does not show it, so that it stays.
pub(super) fn rewrite(work: &Work<'_>, census: &Census, call: &Call, draft: &mut Draft) -> bool {
    let credential = &call.credential;
    let Some(place) = credential.place else {
        draft.assume("the credential that the call is given is a PAT");
        return false;
    };
    if in_annotation(work, call) {
        draft.stop("the credential stands in an annotation, which takes constants only");
        return true;
    }
    let variable = work.variables(place.file).pat.clone();
    let source = source(work, place);
    match credential.scheme.as_deref() {
        None => {}
        Some(scheme) if scheme.trim() == "Key" => {}
        Some("") => begin_header(work, &source, draft),
        Some(other) => draft.assume(&format!(
            "the service takes `{}` in place of `Key`",
            other.trim()
        )),
    }
    let entry = match source {
        Source::Literal(at) | Source::Environment(at, _) => Some(at),
        Source::Client(_) | Source::Elsewhere => None,
    };
    match source {
        Source::Literal(at) => {
            literal_to_read(work, at, &variable, draft);
            draft.does(&format!("read a PAT from `{variable}`"));
        }
        Source::Environment(at, name) => rename_variable(work, call, at, &name, draft),
        Source::Client(at) => {
            argument_for_client(work, at, &variable, draft);
            return true;
        }
        Source::Elsewhere => {
            let what = last_name(call).map_or_else(
                || "the credential that the call is given is a PAT".to_owned(),
                |name| format!("`{name}` holds a PAT"),
            );
            draft.assume(&what);
            return false;
        }
    }
    if let Some(entry) = entry {
        elsewhere::look(work, census, entry, &credential.hops, draft);
    }
    rename::along_the_way(work, &credential.hops, draft);
    true
}

/// A header that is the credential and nothing else gets `Key ` in front, where the credential
/// stands in it; a variable may hold that, too.
fn begin_header(work: &Work<'_>, source: &Source, draft: &mut Draft) {
    let (Source::Literal(at) | Source::Environment(at, _)) = source else {
        return;
    };
    let Some(facts) = work.facts(at.file) else {
        return;
    };
    let parent = facts.expr(at.expr).parent.map(|it| &facts.expr(it).kind);
    let in_header = matches!(parent, Some(Kind::Record(entries)) if entries.iter().any(|it| {
        matches!(it, Entry::Field(name, value)
            if *value == at.expr && name.eq_ignore_ascii_case("authorization"))
    }));
    if in_header {
        let place = work.project.place(*at);
        let quote = quote(work, at.file, place.span);
        let scheme = literal(SCHEMES[0], quote);
        draft.insert(at.file, place.span.start, format!("{scheme} + "));
    } else {
        draft.assume("the variable holds the whole header, `Key ` in front of the PAT");
    }
}

/// Whether a credential stands in the code as a literal, whether it looks real or not.
pub(super) fn is_literal(work: &Work<'_>, call: &Call) -> bool {
    call.credential
        .place
        .is_some_and(|it| matches!(source(work, it), Source::Literal(_)))
}

/// The name nearest to where the credential enters.
fn last_name(call: &Call) -> Option<&str> {
    let names = call
        .credential
        .hops
        .iter()
        .filter_map(|it| it.name.as_deref());
    let is_word = |it: &&str| it.contains(|it: char| it.is_alphabetic());
    names.into_iter().find(is_word)
}

fn source(work: &Work<'_>, place: Place) -> Source {
    let Some(facts) = work.facts(place.file) else {
        return Source::Elsewhere;
    };
    let found = expr_at(facts, place.span, |kind| !matches!(kind, Kind::Same(_)));
    let Some(expr) = found else {
        return Source::Elsewhere;
    };
    // Of `System.getenv().get("NAME")` the whole is the read, not what is called.
    let expr = match facts.expr(expr).parent {
        Some(parent) if matches!(facts.expr(parent).kind, Kind::Call(callee, ..) if callee == expr) => {
            parent
        }
        _ => expr,
    };
    let at = At {
        file: place.file,
        expr,
    };
    if let Kind::Text(pieces) = &facts.expr(expr).kind {
        // What stands before the credential in a header is not the credential.
        let scheme = matches!(pieces.as_slice(), [Piece::Text(text)]
            if SCHEMES.iter().any(|it| it.trim() == text.trim()));
        // What is put into a text comes from where its holes are filled from.
        let filled = pieces.iter().any(|it| matches!(it, Piece::Hole(_)));
        return if scheme || filled || is_name_of_setting(facts, expr) {
            Source::Elsewhere
        } else {
            Source::Literal(at)
        };
    }
    let flow = Flow::new(work.project);
    let own = work.project.place(at);
    for value in flow.eval(at, &Context::new(), &Trail::new()) {
        // Which variable is read, only the caller knows: `System.getenv(service.variable)`.
        if matches!(&value.what, What::Outside(outside) if is_called(facts, expr, &outside.name)) {
            return Source::Elsewhere;
        }
        // What is read here, not by what this takes it from: `keys.apiKey` of another module.
        let entry = value.trail.from_source().next().map(|it| it.place);
        let here = entry.is_none_or(|it| it.file == own.file && own.span.contains(it.span));
        match &value.what {
            What::Outside(outside) if here && outside.kind == OutsideKind::Environment => {
                return Source::Environment(at, outside.name.to_string());
            }
            What::Api(api) if api.path.ends_with("process.env") => {
                return Source::Environment(at, String::new());
            }
            What::Api(api) if api.path.ends_with("ClarifaiCallCredentials()") => {
                return Source::Client(at);
            }
            _ => {}
        }
    }
    match named_in(&work.text(place)) {
        Some(name) => Source::Environment(at, name),
        None => Source::Elsewhere,
    }
}

/// Whether an expression is a call of a function of that name.
fn is_called(facts: &Facts, call: ExprId, name: &str) -> bool {
    let Kind::Call(callee, ..) = facts.expr(call).kind else {
        return false;
    };
    matches!(&facts.expr(callee).kind, Kind::Name(it) | Kind::Member(_, it) if it == name)
}

/// Whether a text is the name by which a setting is read: `preferences.getString("key", "")`.
fn is_name_of_setting(facts: &Facts, text: ExprId) -> bool {
    let parent = facts.expr(text).parent.map(|it| &facts.expr(it).kind);
    let Some(Kind::Call(callee, arguments, _)) = parent else {
        return false;
    };
    let name = match &facts.expr(*callee).kind {
        Kind::Name(name) | Kind::Member(_, name) => name.as_str(),
        _ => return false,
    };
    let reads = name.starts_with("get") || name.starts_with("opt");
    reads && arguments.first().is_some_and(|it| it.value == text)
}

fn in_annotation(work: &Work<'_>, call: &Call) -> bool {
    let places = call
        .credential
        .hops
        .iter()
        .map(|it| it.place)
        .chain(call.credential.place);
    places.into_iter().any(|place| {
        let Some(facts) = work.facts(place.file) else {
            return false;
        };
        let functions = facts.functions.iter().flat_map(|it| &it.marks);
        let classes = facts.classes.iter().flat_map(|it| &it.marks);
        let parameters = facts
            .functions
            .iter()
            .flat_map(|it| it.parameters.iter().flat_map(|it| &it.marks));
        functions
            .chain(classes)
            .chain(parameters)
            .any(|mark| mark.span.contains(place.span))
            && facts.language == crate::language::Language::Java
    })
}

/// A literal becomes a read; what a header has in front of the credential stays.
fn literal_to_read(work: &Work<'_>, at: At, variable: &str, draft: &mut Draft) {
    let Some(facts) = work.facts(at.file) else {
        return;
    };
    let whole = fallback_of(facts, at.expr);
    let place = Place {
        file: at.file,
        span: facts.expr(whole).span,
    };
    let text = work.text(Place {
        file: at.file,
        span: facts.expr(at.expr).span,
    });
    let read = read(work, place, variable, draft);
    let template = text.starts_with('`');
    let inner = text.trim_start_matches(|it: char| it.is_ascii_alphabetic());
    let inner = inner.trim_start_matches(['\'', '"', '`']);
    let scheme = SCHEMES.iter().find(|it| inner.starts_with(**it));
    let new = match scheme {
        Some(scheme) if template => format!("`{scheme}${{{read}}}`"),
        Some(scheme) => {
            let quote = text.chars().find(|it| !it.is_alphabetic()).unwrap_or('"');
            let joined = format!("{quote}{scheme}{quote} + {read}");
            if stands_alone(facts, whole) {
                joined
            } else {
                format!("({joined})")
            }
        }
        None => read,
    };
    draft.replace(place, new);
}

/// Whether an operator can stand in the place of an expression without parentheses.
fn stands_alone(facts: &Facts, expr: ExprId) -> bool {
    let Some(parent) = facts.expr(expr).parent else {
        return true;
    };
    match &facts.expr(parent).kind {
        Kind::Call(callee, _, _) => *callee != expr,
        Kind::Record(_) | Kind::List(_) | Kind::Same(_) => true,
        _ => false,
    }
}

/// The whole of `os.getenv("X", "literal")` or `process.env.X || "literal"` around a literal: with
/// only its default replaced, the key in the environment would still win.
fn fallback_of(facts: &Facts, literal: ExprId) -> ExprId {
    let mut at = literal;
    while let Some(parent) = facts.expr(at).parent {
        let continues = match &facts.expr(parent).kind {
            Kind::Choice(_) => true,
            Kind::Call(_, arguments, _) => {
                let last = arguments.iter().skip(1).any(|it| it.value == at);
                last && reads_environment(facts, parent)
            }
            _ => false,
        };
        if !continues {
            break;
        }
        at = parent;
    }
    at
}

fn reads_environment(facts: &Facts, call: ExprId) -> bool {
    let Kind::Call(callee, _, _) = facts.expr(call).kind else {
        return false;
    };
    let name = match &facts.expr(callee).kind {
        Kind::Name(name) | Kind::Member(_, name) => name.as_str(),
        _ => return false,
    };
    matches!(
        name,
        "getenv" | "get" | "getOrDefault" | "config" | "str" | "setdefault" | "pop"
    )
}

/// The read of a variable that holds a key becomes one of the variable that holds a token.
fn rename_variable(work: &Work<'_>, call: &Call, at: At, name: &str, draft: &mut Draft) {
    let Some(facts) = work.facts(at.file) else {
        return;
    };
    if name.is_empty() {
        return rename_taken_apart(work, call, at.file, draft);
    }
    let new = variable_for(work, at.file, name);
    if name == new || kind_of_name(name) == Some(CredentialKind::Pat) {
        return;
    }
    if call.credential.kind != CredentialKind::ApiKey {
        draft.assume(&format!("`{name}` holds a PAT"));
        return;
    }
    draft.does(&format!("read a PAT from `{new}`"));
    let place = Place {
        file: at.file,
        span: facts.expr(at.expr).span,
    };
    if let Some(default) = literal_default(facts, at.expr) {
        literal_to_read(
            work,
            At {
                file: at.file,
                expr: default,
            },
            &work.variables(at.file).pat,
            draft,
        );
        return;
    }
    match name_inside(work, place, name) {
        Some(span) => draft.replace(
            Place {
                file: at.file,
                span,
            },
            new,
        ),
        None => draft.assume(&format!("`{name}` holds a PAT")),
    }
}

/// The variable that holds the token where one of that name held the key.
pub(super) fn variable_for(work: &Work<'_>, file: FileId, name: &str) -> String {
    format!("{}{}", public_prefix(name), work.variables(file).pat)
}

/// The text that a read falls back to, where it is not empty.
fn literal_default(facts: &Facts, read: ExprId) -> Option<ExprId> {
    let is_text =
        |expr: ExprId| matches!(&facts.expr(expr).kind, Kind::Text(pieces) if !pieces.is_empty());
    if let Kind::Call(_, arguments, _) = &facts.expr(read).kind
        && let Some(Argument { value, .. }) = arguments.get(1)
        && is_text(*value)
    {
        return Some(*value);
    }
    let parent = facts.expr(read).parent?;
    let Kind::Choice(options) = &facts.expr(parent).kind else {
        return None;
    };
    options.iter().copied().find(|it| is_text(*it))
}

/// Where in the expression the name of the variable stands: the last time, as a whole word.
fn name_inside(work: &Work<'_>, place: Place, name: &str) -> Option<Span> {
    let text = work.bytes(place.file).get(place.span.range())?;
    let at = memchr::memmem::rfind(text, name.as_bytes())?;
    let start = place.span.start + at as u32;
    let word = |it: Option<&u8>| it.is_some_and(|it| it.is_ascii_alphanumeric() || *it == b'_');
    let part =
        word(at.checked_sub(1).and_then(|it| text.get(it))) || word(text.get(at + name.len()));
    (!part).then(|| Span::new(start, start + name.len() as u32))
}

/// `const { CLARIFAI_API_KEY } = process.env`: the key of the pattern changes, the name with it
/// where every use is known, else it keeps the name here.
fn rename_taken_apart(work: &Work<'_>, call: &Call, file: FileId, draft: &mut Draft) {
    let bound = call
        .credential
        .hops
        .iter()
        .find(|it| it.role == HopRole::Bound);
    let found = bound.and_then(|hop| {
        let facts = work.facts(hop.place.file)?;
        Some((facts, hop.place, rename::taken_apart(facts, hop.place)?))
    });
    let Some((facts, place, (scope, name, key))) = found.filter(|it| it.1.file == file) else {
        draft.assume("the variable of the environment holds a PAT");
        return;
    };
    let new = format!("{}{}", public_prefix(&key), work.variables(file).pat);
    if key == new || kind_of_name(&key) == Some(CredentialKind::Pat) {
        return;
    }
    if key != name {
        draft.assume(&format!("`{key}` holds a PAT"));
        return;
    }
    draft.does(&format!("read a PAT from `{new}`"));
    let uses = facts.mentions.get(&name).cloned().unwrap_or_default();
    let own = |it: &ExprId| binding(facts, facts.expr(*it).scope, &name) == Some(scope);
    let known = !facts.mentions.contains_key(new.as_str())
        && !is_seen_outside(work, file, facts, scope, &name)
        && uses.iter().all(|it| {
            let expr = facts.expr(*it);
            let short = rename::is_short(work, file, facts, *it, &name);
            matches!(expr.kind, Kind::Name(_)) && own(it) && !short
        });
    if known {
        draft.replace(place, new.clone());
        for it in uses {
            draft.replace(
                Place {
                    file,
                    span: facts.expr(it).span,
                },
                new.clone(),
            );
        }
    } else {
        draft.replace(place, format!("{new}: {name}"));
    }
}

/// A client that reads a key by itself is given a token.
fn argument_for_client(work: &Work<'_>, at: At, variable: &str, draft: &mut Draft) {
    let Some((open, close)) = arguments_of(work, at) else {
        draft.stop("the client reads its credential by itself");
        return;
    };
    if open != close {
        draft.assume("the credential that the client is given is a PAT");
        return;
    }
    let place = work.project.place(at);
    let text = read(work, place, variable, draft);
    draft.insert(at.file, open, text);
    draft.does(&format!("read a PAT from `{variable}`"));
}

/// Where variables of the environment are read that no rewrite changes.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    /// The variables whose values are used there.
    pub(super) used: FxHashSet<String>,
    /// The names of those that are only asked for being there: `if (!process.env.KEY) throw …`.
    pub(super) tested: FxHashMap<String, Vec<Place>>,
}

/// Which of these variables of the environment are read where no rewrite changes that.
pub(super) fn read_elsewhere(
    work: &Work<'_>,
    names: &FxHashSet<&str>,
    edited: impl Iterator<Item = Place>,
) -> Elsewhere {
    let mut found = Elsewhere::default();
    if names.is_empty() {
        return found;
    }
    let mut spans: FxHashMap<FileId, Vec<Span>> = FxHashMap::default();
    for place in edited {
        spans.entry(place.file).or_default().push(place.span);
    }
    for (file, facts) in work.project.files() {
        let touched = |span: Span| {
            let edits = spans.get(&file).into_iter().flatten();
            edits
                .into_iter()
                .any(|it| it.start < span.end && span.start < it.end)
        };
        for (expr, index) in facts.exprs.iter().zip(0..) {
            let at = At {
                file,
                expr: ExprId(index),
            };
            let Some(name) = variable_read(work, facts, at).filter(|it| names.contains(it)) else {
                continue;
            };
            if touched(expr.span) {
                continue;
            }
            let place = Place {
                file,
                span: expr.span,
            };
            match name_inside(work, place, name).filter(|_| is_test(work, facts, at)) {
                Some(span) => {
                    let tested = found.tested.entry(name.to_owned()).or_default();
                    tested.push(Place { file, span });
                }
                None => {
                    found.used.insert(name.to_owned());
                }
            }
        }
    }
    found
}

/// The variable that an expression may read: a text that is its name, or a member of the environment.
fn variable_read<'f>(work: &Work<'_>, facts: &'f Facts, at: At) -> Option<&'f str> {
    match &facts.expr(at.expr).kind {
        Kind::Text(pieces) => match pieces.as_slice() {
            [Piece::Text(text)] => Some(text),
            _ => None,
        },
        Kind::Member(object, member) => {
            let place = work.project.place(at.with(*object));
            work.text(place).ends_with("env").then_some(member)
        }
        _ => None,
    }
}

/// Whether a variable is only asked for being there.
fn is_test(work: &Work<'_>, facts: &Facts, at: At) -> bool {
    let parent = |it: ExprId| facts.expr(it).parent;
    let mut top = at.expr;
    if matches!(facts.expr(at.expr).kind, Kind::Text(_)) {
        // `os.environ.get("KEY")`, `"KEY" not in os.environ`.
        match parent(top) {
            Some(call) if reads_environment(facts, call) => top = call,
            Some(_) => return false,
            None => {
                let end = facts.expr(top).span.end as usize;
                let rest = work.bytes(at.file).get(end..).unwrap_or_default();
                let rest = rest.trim_ascii_start();
                let rest = rest.strip_prefix(b"not ").unwrap_or(rest);
                let is_in = |it: &[u8]| rest.starts_with(it);
                return is_in(b"in os.environ") || is_in(b"in environ");
            }
        }
    }
    let kept = |it: ExprId| {
        facts.holders.contains_key(&it)
            || facts.functions.iter().any(|its| its.returns.contains(&it))
            || facts.assignments.iter().any(|its| its.value == it)
            || facts.exports_whole.contains(&it)
            || facts.exports_named.iter().any(|its| its.1 == it)
    };
    // An assignment is an expression, too, which has the value that is kept.
    while !kept(top)
        && let Some(next) = parent(top)
    {
        if !matches!(
            facts.expr(next).kind,
            Kind::Not(_) | Kind::Choice(_) | Kind::Same(_)
        ) {
            return false;
        }
        top = next;
    }
    // What goes on behind it may take it apart, or compare it with a certain key.
    let whole = facts.expr(top).span;
    // In braces between elements it is shown on a page.
    let shown = work.bytes(at.file).get(whole.start as usize) == Some(&b'{');
    let used = facts
        .scopes
        .iter()
        .flat_map(|it| it.names.values().flatten());
    let parts = |it: &crate::facts::Definition| match &it.value {
        Bound::Part(of, ..) | Bound::Append(of) => facts.expr(*of).span == whole,
        _ => false,
    };
    !shown && !kept(top) && !used.into_iter().any(parts)
}

/// The name of the variable that a call's credential is read from, if it is one of a key.
pub(super) fn key_variable(work: &Work<'_>, call: &Call) -> Option<String> {
    match source(work, call.credential.place?) {
        Source::Environment(_, name) if kind_of_name(&name) == Some(CredentialKind::ApiKey) => {
            Some(name)
        }
        _ => None,
    }
}
