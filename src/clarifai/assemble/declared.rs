//! Requests that an interface declares: annotations name the address and what the parameters
//! are, a call of the method brings the values.

mod headers;

use super::intercept;
use super::rest::{self, Address};
use super::{Facets, Reader};
use crate::clarifai::{Client, Credential};
use crate::facts::{
    Argument, ExprId, Facts, Function, FunctionId, Kind, Mark, Signature, SignatureKind, Slot,
};
use crate::flow::{At, Chunk, Context, Project, Trail, Value, What, whole_text};
use crate::source::FileId;

/// Whether a call may be one of a method that is declared to be a request.
pub(super) fn may_be(project: &Project, facts: &Facts, call: ExprId) -> bool {
    let Kind::Call(callee, ..) = &facts.expr(call).kind else {
        return false;
    };
    matches!(&facts.expr(*callee).kind, Kind::Member(_, name) if project.declares(name))
}

/// A method that is declared to be a request, and a call of it.
struct Declared<'r> {
    /// The file of the declaration.
    file: FileId,
    facts: &'r Facts,
    method: &'r Function,
    endpoint: &'r Mark,
    call: At,
    arguments: &'r [Argument],
    /// What the object was made with: the client of the library.
    client: Vec<Value>,
}

impl Declared<'_> {
    /// An expression of the declaration's file.
    const fn there(&self, expr: ExprId) -> At {
        At {
            file: self.file,
            expr,
        }
    }
}

/// Reads a call of a declared request.
pub(super) fn read(reader: &Reader<'_, '_>, call: At) -> Vec<Facets> {
    let Kind::Call(callee, arguments, _) = &reader.facts.expr(call.expr).kind else {
        return Vec::new();
    };
    let targets = reader
        .flow
        .eval(reader.at(*callee), reader.context, &Trail::new());
    let mut found = Vec::new();
    let mut based = false;
    for target in &targets {
        let Some(declared) = declared(reader, call, arguments, target) else {
            continue;
        };
        // A reading without the address of the service is the poorer one.
        let has_base = rest::base_of(reader, &declared.client).is_some();
        if has_base && !based {
            found.clear();
        }
        based |= has_base;
        if has_base == based {
            found.extend(facets(reader, &declared));
        }
    }
    found
}

fn declared<'r>(
    reader: &'r Reader<'_, '_>,
    call: At,
    arguments: &'r [Argument],
    target: &Value,
) -> Option<Declared<'r>> {
    let What::Function(file, function, receiver) = &target.what else {
        return None;
    };
    let facts = reader.project().facts(*file)?;
    let method = facts.function(FunctionId(function.0));
    let endpoint = mark(facts, &method.marks, SignatureKind::Endpoint)?;
    let made = receiver.as_ref().and_then(|it| it.made.as_ref());
    let client = made.map_or_else(Vec::new, |(at, context)| {
        reader
            .flow
            .slot_values(*at, &[Slot::Receiver], context, &Trail::new())
    });
    Some(Declared {
        file: *file,
        facts,
        method,
        endpoint,
        call,
        arguments,
        client,
    })
}

fn facets(reader: &Reader<'_, '_>, declared: &Declared<'_>) -> Vec<Facets> {
    let opened = opened(declared);
    let base = rest::base_of(reader, &declared.client)
        .or_else(|| base_of_class(reader, declared, opened?));
    let signatures = declared.facts.language.signatures();
    let endpoint = format!("@{}", declared.endpoint.name);
    let endpoint = signatures.exactly(&endpoint, SignatureKind::Endpoint);
    // A method of a server has the same annotations.
    let client = base.is_some() || opened.is_some();
    if !client && endpoint.and_then(|it| it.get("when")) == Some("based") {
        return Vec::new();
    }
    let base = with_prefix(reader, declared, base);
    let mut found = Vec::new();
    for (method, form) in paths(reader, declared) {
        let absolute = form
            .first()
            .and_then(Chunk::text)
            .is_some_and(|it| it.contains("://"));
        let whole = match &base {
            Some(base) if !absolute => rest::joined(base, &form),
            _ => form,
        };
        let address = rest::address(&whole, method.as_deref(), true);
        let Some(address) = address.filter(Address::is_certain) else {
            continue;
        };
        found.push(one(reader, declared, &address));
    }
    found
}

/// Where the requests of a class go, as an annotation of it says: `@FeignClient(url = "…")`, or a
/// setting under the name that the annotation gives to the client.
fn base_of_class(
    reader: &Reader<'_, '_>,
    declared: &Declared<'_>,
    (mark, open): (&Mark, &Signature),
) -> Option<Vec<Chunk>> {
    let given = |slots: &[Slot]| -> Option<Vec<Chunk>> {
        let argument = slots.iter().find_map(|it| mark_argument(mark, it))?;
        let at = declared.there(argument.value);
        let forms = reader.flow.text_of(at, &Context::new(), &Trail::new());
        Some(reader.flow.with_settings(at, forms.first()?))
    };
    if let Some(base) = given(&open.slots("url")) {
        return Some(base);
    }
    let name = given(&open.slots("name")).and_then(|it| whole_text(&it));
    let class = &declared.facts.class(declared.method.class?).name;
    let full = format!("{}.{class}", declared.facts.package);
    let names = name.into_iter().chain([full, class.to_string()]);
    let at = declared.there(declared.method.expr);
    names
        .flat_map(|name| {
            let settings = open.get("with").unwrap_or_default().split_whitespace();
            settings.map(move |it| it.replace("{}", &name))
        })
        .find_map(|it| reader.flow.setting_text(at, &it))
        .map(|it| vec![Chunk::Text(it.into())])
}

/// The annotation of the class that makes it a client of a service.
fn opened<'m>(declared: &'m Declared<'_>) -> Option<(&'m Mark, &'static Signature)> {
    let class = declared.facts.class(declared.method.class?);
    let signatures = declared.facts.language.signatures();
    class.marks.iter().find_map(|mark| {
        let open = signatures.exactly(&format!("@{}", mark.name), SignatureKind::Open)?;
        Some((mark, open))
    })
}

/// The argument of an annotation in a slot.
fn mark_argument<'m>(mark: &'m Mark, slot: &Slot) -> Option<&'m Argument> {
    let mut arguments = mark.arguments.iter();
    match slot {
        Slot::Keyword(name) => arguments.find(|it| it.name.as_ref() == Some(name)),
        Slot::Position(position) => arguments.filter(|it| it.name.is_none()).nth(*position),
        Slot::Receiver => None,
    }
}

/// A base with what an annotation of the class puts behind it: `@Path("/v2/models")`.
fn with_prefix(
    reader: &Reader<'_, '_>,
    declared: &Declared<'_>,
    base: Option<Vec<Chunk>>,
) -> Option<Vec<Chunk>> {
    let class = declared.method.class.map(|it| declared.facts.class(it));
    let prefix = class
        .and_then(|it| mark(declared.facts, &it.marks, SignatureKind::Prefix))
        .and_then(path_argument);
    let Some(prefix) = prefix else { return base };
    let at = At {
        file: declared.file,
        expr: prefix.value,
    };
    let forms = reader.flow.text_of(at, &Context::new(), &Trail::new());
    let form = forms.into_iter().next()?;
    Some(match base {
        Some(base) => rest::joined(&base, &form),
        None => form,
    })
}

/// The argument of an annotation that is a path.
fn path_argument(mark: &Mark) -> Option<&Argument> {
    let is_path = |it: &&Argument| {
        it.name
            .as_deref()
            .is_none_or(|name| matches!(name, "value" | "path" | "url"))
    };
    mark.arguments.iter().find(is_path)
}

fn one(reader: &Reader<'_, '_>, declared: &Declared<'_>, address: &Address) -> Facets {
    let mut bodies = Vec::new();
    for argument in declared.arguments {
        bodies.extend(value_of(reader, argument));
    }
    let mut facets = rest::facets(reader, declared.call, address, &bodies);
    facets.place = reader.project().place(declared.call);
    facets.credentials = vec![credential(reader, declared)];
    facets
}

/// The path that the annotation names, with its variables put in, and the method of the request.
fn paths(reader: &Reader<'_, '_>, declared: &Declared<'_>) -> Vec<(Option<String>, Vec<Chunk>)> {
    // The path may stand in an annotation beside that of the method: `@POST @Path("…")`.
    let beside = || {
        let own = mark(
            declared.facts,
            &declared.method.marks,
            SignatureKind::Prefix,
        );
        own.and_then(path_argument)
    };
    let Some(path) = path_argument(declared.endpoint).or_else(beside) else {
        let method = declared.endpoint.name.to_ascii_uppercase();
        let whole = whole_address(reader, declared).into_iter();
        return whole.map(|form| (Some(method.clone()), form)).collect();
    };
    let variables = variables(reader, declared);
    let at = declared.there(path.value);
    let forms = reader.flow.text_of(at, &Context::new(), &Trail::new());
    let named = declared.endpoint.name.to_ascii_uppercase();
    let mut found = Vec::new();
    for mut form in forms {
        let variables = [variables.as_slice(), &unmarked(declared, &form)].concat();
        let verb = named.strip_suffix("EXCHANGE");
        let verb = verb.or_else(|| named.strip_suffix("MAPPING"));
        let mut method = verb.unwrap_or(&named).to_owned();
        // `@RequestLine("POST /v2/models/…")`
        if let Some(text) = form.first().and_then(Chunk::text)
            && let Some((word, rest)) = text.split_once(' ')
        {
            word.clone_into(&mut method);
            form[0] = Chunk::Text(rest.into());
        }
        let file = reader.file;
        let filled = reader
            .flow
            .fill_form(form, &variables, file, reader.context, &Trail::new());
        found.extend(filled.into_iter().map(|form| (Some(method.clone()), form)));
    }
    found
}

/// The address that a parameter is as a whole: `@POST Call<…> ask(@Url String url)`.
fn whole_address(reader: &Reader<'_, '_>, declared: &Declared<'_>) -> Vec<Vec<Chunk>> {
    let signatures = declared.facts.language.signatures();
    let parameters = declared.method.parameters.iter().zip(declared.arguments);
    let whole = parameters.filter(|(parameter, _)| {
        parameter.marks.iter().any(|mark| {
            let name = format!("@{}", mark.name);
            let variable = signatures.exactly(&name, SignatureKind::Variable);
            variable.is_some_and(|it| it.get("url").is_some())
        })
    });
    whole
        .flat_map(|(_, argument)| {
            let at = reader.at(argument.value);
            reader.flow.text_of(at, reader.context, &Trail::new())
        })
        .collect()
}

/// The arguments that annotations put into an address or a header, under the names there.
fn variables(reader: &Reader<'_, '_>, declared: &Declared<'_>) -> Vec<Argument> {
    let marked = marked(reader, declared, SignatureKind::Variable).into_iter();
    marked
        .map(|(argument, name)| Argument {
            name: Some(name.into()),
            ..argument.clone()
        })
        .collect()
}

/// The arguments for the parameters without an annotation that a path names all the same.
fn unmarked(declared: &Declared<'_>, form: &[Chunk]) -> Vec<Argument> {
    let parameters = declared.method.parameters.iter().zip(declared.arguments);
    let named = |name: &str| {
        let place = format!("{{{name}}}");
        let texts = form.iter().filter_map(Chunk::text);
        texts.into_iter().any(|it| it.contains(&place))
    };
    let plain = parameters.filter(|(it, _)| it.marks.is_empty() && named(&it.name));
    plain
        .map(|(parameter, argument)| Argument {
            name: Some(parameter.name.clone()),
            ..argument.clone()
        })
        .collect()
}

/// The arguments for the parameters with a mark of that kind, and what the mark names.
fn marked<'d>(
    reader: &Reader<'_, '_>,
    declared: &Declared<'d>,
    kind: SignatureKind,
) -> Vec<(&'d Argument, String)> {
    let mut found = Vec::new();
    for (parameter, argument) in declared.method.parameters.iter().zip(declared.arguments) {
        let Some(mark) = mark(declared.facts, &parameter.marks, kind) else {
            continue;
        };
        let written = mark.arguments.first();
        let names = written.map_or_else(Vec::new, |it| mark_texts(reader, declared.file, it));
        let name = names.first().and_then(Value::text);
        let name = name.unwrap_or(&parameter.name).to_owned();
        found.push((argument, name));
    }
    found
}

fn credential(reader: &Reader<'_, '_>, declared: &Declared<'_>) -> Credential {
    let is_header = |name: &str| name.eq_ignore_ascii_case(rest::HEADER);
    for (argument, name) in marked(reader, declared, SignatureKind::Header) {
        if is_header(&name) {
            let values = value_of(reader, argument);
            return reader.header_credential(Client::Rest, &values);
        }
    }
    let class = declared.method.class.map(|it| declared.facts.class(it));
    let above = class.map_or(&[][..], |it| &it.marks);
    for mark in declared.method.marks.iter().chain(above) {
        let values = headers::in_mark(reader, declared, mark);
        if !values.is_empty() {
            return reader.header_credential(Client::Rest, &values);
        }
    }
    // The client that the library sends with.
    for made in &declared.client {
        for client in reader.flow.field(made, "client") {
            let headers = intercept::intercepted(reader, &client, rest::HEADER);
            if !headers.is_empty() {
                return reader.header_credential(Client::Rest, &headers);
            }
        }
    }
    reader.no_credential(Client::Rest)
}

fn value_of(reader: &Reader<'_, '_>, argument: &Argument) -> Vec<Value> {
    let at = reader.at(argument.value);
    reader.flow.eval(at, reader.context, &Trail::new())
}

/// The texts that an argument of a mark is, one by one or in a list.
fn mark_texts(reader: &Reader<'_, '_>, file: FileId, argument: &Argument) -> Vec<Value> {
    let at = At {
        file,
        expr: argument.value,
    };
    let values = reader.flow.eval(at, &Context::new(), &Trail::new());
    let each = values.into_iter().flat_map(|value| {
        let items = reader.flow.elements_of(&value);
        if items.is_empty() { vec![value] } else { items }
    });
    each.collect()
}

/// The mark of that kind.
fn mark<'m>(facts: &Facts, marks: &'m [Mark], kind: SignatureKind) -> Option<&'m Mark> {
    let signatures = facts.language.signatures();
    marks
        .iter()
        .find(|it| signatures.exactly(&format!("@{}", it.name), kind).is_some())
}
