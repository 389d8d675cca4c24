//! Requests that an interface declares: annotations name the address and what the parameters
//! are, a call of the method brings the values.

use super::intercept;
use super::rest::{self, Address};
use super::{Facets, Reader};
use crate::clarifai::{Client, Credential};
use crate::facts::{
    Argument, ExprId, Facts, Function, FunctionId, Kind, Mark, SignatureKind, Slot,
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
    let base = rest::base_of(reader, &declared.client).or_else(|| base_of_class(reader, declared));
    let signatures = declared.facts.language.signatures();
    let endpoint = format!("@{}", declared.endpoint.name);
    let endpoint = signatures.exactly(&endpoint, SignatureKind::Endpoint);
    // A method of a server has the same annotations.
    if base.is_none() && endpoint.and_then(|it| it.get("when")) == Some("based") {
        return Vec::new();
    }
    let base = with_prefix(reader, declared, base);
    let mut found = Vec::new();
    for (method, form) in paths(reader, declared) {
        let whole = match &base {
            Some(base) => rest::joined(base, &form),
            None => form,
        };
        let address = rest::address(&whole, method.as_deref(), true);
        let Some(address) = address.filter(Address::is_certain) else {
            continue;
        };
        found.push(one(reader, declared, &address));
    }
    found
}

/// Where the requests of a class go, as an annotation of it says: `@FeignClient(url = "…")`.
fn base_of_class(reader: &Reader<'_, '_>, declared: &Declared<'_>) -> Option<Vec<Chunk>> {
    let class = declared.facts.class(declared.method.class?);
    let signatures = declared.facts.language.signatures();
    class.marks.iter().find_map(|mark| {
        let open = signatures.exactly(&format!("@{}", mark.name), SignatureKind::Open)?;
        let given = open.slots("url").into_iter().find_map(|slot| match slot {
            Slot::Keyword(name) => mark
                .arguments
                .iter()
                .find(|it| it.name.as_ref() == Some(&name)),
            _ => None,
        })?;
        let at = At {
            file: declared.file,
            expr: given.value,
        };
        let forms = reader.flow.text_of(at, &Context::new(), &Trail::new());
        let form = forms.into_iter().next()?;
        // `${clarifai.url}`
        let name = whole_text(&form)?;
        let name = name.strip_prefix("${").and_then(|it| it.strip_suffix('}'));
        match name {
            Some(name) => {
                let text = reader.flow.setting_text(at, name)?;
                Some(vec![Chunk::Text(text.into())])
            }
            None => Some(form),
        }
    })
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
        return Vec::new();
    };
    let mut variables = Vec::new();
    for (argument, name) in marked(reader, declared, SignatureKind::Variable) {
        let mut variable = argument.clone();
        variable.name = Some(name.into());
        variables.push(variable);
    }
    let at = At {
        file: declared.file,
        expr: path.value,
    };
    let forms = reader.flow.text_of(at, &Context::new(), &Trail::new());
    let named = declared.endpoint.name.to_ascii_uppercase();
    let mut found = Vec::new();
    for mut form in forms {
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
        let names = mark_texts(reader, declared.file, mark);
        let name = names.first().and_then(Value::text);
        let name = name.unwrap_or(&parameter.name).to_owned();
        found.push((argument, name));
    }
    found
}

fn credential(reader: &Reader<'_, '_>, declared: &Declared<'_>) -> Credential {
    let is_header = |name: &str| name.eq_ignore_ascii_case("authorization");
    for (argument, name) in marked(reader, declared, SignatureKind::Header) {
        if is_header(&name) {
            let values = value_of(reader, argument);
            return reader.header_credential(Client::Rest, &values);
        }
    }
    if let Some(headers) = mark(
        declared.facts,
        &declared.method.marks,
        SignatureKind::Header,
    ) {
        for value in mark_texts(reader, declared.file, headers) {
            if let Some((name, rest)) = value.text().and_then(|text| text.split_once(':'))
                && is_header(name)
            {
                let what = What::Text(rest.trim().into());
                let value = Value {
                    what,
                    ..value.clone()
                };
                return reader.header_credential(Client::Rest, &[value]);
            }
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

/// The texts in a mark, one by one or in a list.
fn mark_texts(reader: &Reader<'_, '_>, file: FileId, mark: &Mark) -> Vec<Value> {
    let Some(argument) = mark.arguments.first() else {
        return Vec::new();
    };
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
