//! Headers that annotations write out: `@Headers("Authorization: Key …")`,
//! `@ClientHeaderParam(name = "Authorization", value = "Key ${clarifai.token}")`,
//! `@PostMapping(headers = "Authorization=Key …")`.

use smol_str::SmolStr;

use super::{Declared, mark_texts};
use crate::clarifai::assemble::{Reader, rest};
use crate::facts::{Argument, Bound, Mark, SignatureKind};
use crate::flow::{Chunk, Context, Trail, Value, What};

/// The values of the header with the credential in an annotation of a method or a class.
pub(super) fn in_mark(reader: &Reader<'_, '_>, declared: &Declared<'_>, mark: &Mark) -> Vec<Value> {
    let signatures = declared.facts.language.signatures();
    let is = |kind| {
        signatures
            .exactly(&format!("@{}", mark.name), kind)
            .is_some()
    };
    let keyword = |name: &str| {
        mark.arguments
            .iter()
            .find(|it| it.name.as_deref() == Some(name))
    };
    let (written, between) = if is(SignatureKind::Header) {
        if let (Some(name), Some(value)) = (keyword("name"), keyword("value")) {
            return match names_header(reader, declared, name) {
                true => values(reader, declared, value),
                false => Vec::new(),
            };
        }
        (mark.arguments.first(), ':')
    } else if is(SignatureKind::Endpoint) || is(SignatureKind::Prefix) {
        (keyword("headers"), '=')
    } else {
        return Vec::new();
    };
    let Some(written) = written else {
        return Vec::new();
    };
    let lines = mark_texts(reader, declared.file, written);
    let of_header = lines.iter().filter_map(|line| {
        let (name, value) = line.text()?.split_once(between)?;
        let value = What::Text(SmolStr::new(value.trim()));
        name.trim().eq_ignore_ascii_case(rest::HEADER).then(|| {
            filled(
                reader,
                declared,
                written,
                &Value {
                    what: value,
                    ..line.clone()
                },
            )
        })
    });
    of_header.collect()
}

fn names_header(reader: &Reader<'_, '_>, declared: &Declared<'_>, name: &Argument) -> bool {
    let at = declared.there(name.value);
    let names = reader.flow.eval(at, &Context::new(), &Trail::new());
    let mut texts = names.iter().filter_map(Value::text);
    texts.any(|it| it.eq_ignore_ascii_case(rest::HEADER))
}

/// What an argument gives as the value of a header: a text with settings in it, or what a method
/// of the interface makes, `value = "{authorization}"`.
fn values(reader: &Reader<'_, '_>, declared: &Declared<'_>, value: &Argument) -> Vec<Value> {
    let texts = mark_texts(reader, declared.file, value);
    let each = texts.iter().flat_map(|text| {
        let name = text
            .text()
            .and_then(|it| it.strip_prefix('{')?.strip_suffix('}'));
        match name {
            Some(name) => made_by(reader, declared, name),
            None => vec![filled(reader, declared, value, text)],
        }
    });
    each.collect()
}

/// What a method of the interface gives.
fn made_by(reader: &Reader<'_, '_>, declared: &Declared<'_>, name: &str) -> Vec<Value> {
    let facts = declared.facts;
    let Some(class) = declared.method.class else {
        return Vec::new();
    };
    let bound = facts.scope(facts.class(class).scope).names.get(name);
    let functions = bound.into_iter().flatten().filter_map(|it| match it.value {
        Bound::Function(function) => Some(facts.function(function)),
        _ => None,
    });
    let returned = functions.flat_map(|it| &it.returns);
    returned
        .flat_map(|it| {
            let at = declared.there(*it);
            reader.flow.eval(at, &Context::new(), &Trail::new())
        })
        .collect()
}

/// A text with the settings, and the parameters of the method, that it names.
fn filled(
    reader: &Reader<'_, '_>,
    declared: &Declared<'_>,
    argument: &Argument,
    text: &Value,
) -> Value {
    let at = declared.there(argument.value);
    let mut form = Vec::new();
    for whole in reader.flow.forms(text) {
        form = reader.flow.with_settings(at, &whole);
    }
    let variables = super::variables(reader, declared);
    if let Some(more) = reader
        .flow
        .fill_form(
            form.clone(),
            &variables,
            reader.file,
            reader.context,
            &Trail::new(),
        )
        .into_iter()
        .next()
        .filter(|_| !variables.is_empty())
    {
        form = more;
    }
    match form.as_slice() {
        [Chunk::Hole(value)] => value.clone(),
        _ => Value {
            what: What::Chunks(std::rc::Rc::new(form)),
            ..text.clone()
        },
    }
}
