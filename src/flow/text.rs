//! Texts: what a text-valued expression is made of.

use std::rc::Rc;

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::value::{At, Chunk, Context, Handed, Trail, Value, What, whole_text};
use crate::facts::{Argument, Kind, Piece};
use crate::source::FileId;

/// How many readings of a text are kept.
const MAX_FORMS: usize = 8;
/// How long a text that is put together may get, in bytes.
const MAX_TEXT: usize = 64 * 1024;

impl Flow<'_> {
    /// The readings of a value as a text: parts that are known, and holes. A value that is no text
    /// is one hole.
    #[must_use]
    pub fn forms(&self, value: &Value) -> Vec<Vec<Chunk>> {
        match &value.what {
            What::Text(_) => vec![vec![Chunk::Hole(value.clone())]],
            What::Chunks(chunks) => vec![chunks.as_ref().clone()],
            What::Node(at) => self
                .deeper(|| self.node_forms(*at, &value.context, &value.trail))
                .flatten()
                .unwrap_or_else(|| vec![vec![Chunk::Hole(value.clone())]]),
            _ => vec![vec![Chunk::Hole(value.clone())]],
        }
    }

    /// The readings of an expression as a text.
    #[must_use]
    pub fn text_of(&self, at: At, context: &Context, trail: &Trail) -> Vec<Vec<Chunk>> {
        let mut found = Vec::new();
        for value in self.eval(at, context, trail) {
            found.extend(self.forms(&value));
            found.truncate(MAX_FORMS);
        }
        found
    }

    fn node_forms(&self, at: At, context: &Context, trail: &Trail) -> Option<Vec<Vec<Chunk>>> {
        let expr = self.project.expr(at)?;
        let sub = |expr| At {
            file: at.file,
            expr,
        };
        match &expr.kind {
            Kind::Text(pieces) => {
                let parts = pieces.iter().map(|piece| match piece {
                    Piece::Text(text) => vec![vec![Chunk::Text(text.clone())]],
                    Piece::Hole(hole) => self.text_of(sub(*hole), context, trail),
                });
                Some(product(parts))
            }
            Kind::Join(parts) => {
                let parts = parts
                    .iter()
                    .map(|part| self.text_of(sub(*part), context, trail));
                Some(product(parts))
            }
            Kind::Format(template, arguments) => {
                let template = (sub(*template), Style::Common);
                Some(self.fill_template(template, arguments, at.file, context, trail))
            }
            _ => None,
        }
    }

    /// Puts arguments into the places of a template: `%s`, `%(name)s`, `{}`, `{0}`, `{name}`, or, if
    /// it is one of those, `$name`.
    pub(super) fn fill_template(
        &self,
        (template, style): (At, Style),
        arguments: &[Argument],
        file: FileId,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Vec<Chunk>> {
        let mut found = Vec::new();
        for form in self.text_of(template, context, &Trail::new()) {
            found.extend(self.fill(form, style, arguments, file, context, trail));
            found.truncate(MAX_FORMS);
        }
        found
    }

    /// The same for one reading of a template.
    #[must_use]
    pub fn fill_form(
        &self,
        form: Vec<Chunk>,
        arguments: &[Argument],
        file: FileId,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Vec<Chunk>> {
        self.fill(form, Style::Common, arguments, file, context, trail)
    }

    fn fill(
        &self,
        form: Vec<Chunk>,
        style: Style,
        arguments: &[Argument],
        file: FileId,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Vec<Chunk>> {
        let handed = self.handed(file, arguments, context);
        let mut parts: Vec<Vec<Vec<Chunk>>> = Vec::new();
        let mut next = 0;
        for chunk in form {
            let Some(text) = chunk.text() else {
                parts.push(vec![vec![chunk]]);
                continue;
            };
            for part in split_template(text, style) {
                parts.push(match part {
                    TemplatePart::Text(text) => vec![vec![Chunk::Text(text)]],
                    TemplatePart::Place(name) => {
                        let name = name.as_deref();
                        let filled = self.record_argument(arguments, name, file, context, trail);
                        match pick(arguments, &handed, name, &mut next) {
                            _ if !filled.is_empty() => filled,
                            Some(Ok(named)) => {
                                let expr = named.value;
                                self.text_of(At { file, expr }, context, trail)
                            }
                            Some(Err(it)) => self.text_of(it.at, &it.context, trail),
                            None => vec![vec![Chunk::Text(SmolStr::new("{}"))]],
                        }
                    }
                });
            }
        }
        product(parts.into_iter())
    }

    /// What a record among the arguments has for the name of a place: `Map.of("model", …)`.
    fn record_argument(
        &self,
        arguments: &[Argument],
        name: Option<&str>,
        file: FileId,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Vec<Chunk>> {
        let Some(name) = name.filter(|it| !it.starts_with(|it: char| it.is_ascii_digit())) else {
            return Vec::new();
        };
        let values = arguments
            .iter()
            .filter(|it| it.name.is_none())
            .flat_map(|it| {
                let expr = it.value;
                self.eval(At { file, expr }, context, trail)
            });
        let records = values.filter(|it| !self.is_textual(it));
        records
            .flat_map(|it| self.field(&it, name))
            .flat_map(|it| self.forms(&it))
            .collect()
    }

    /// The text that `template.format(…)` makes.
    pub(super) fn formatted(
        &self,
        at: At,
        object: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(at.file) else {
            return Vec::new();
        };
        let Kind::Call(_, arguments, _) = &facts.expr(at.expr).kind else {
            return Vec::new();
        };
        let template = (object, Style::Common);
        let forms = self.fill_template(template, arguments, at.file, context, trail);
        forms
            .into_iter()
            .map(|chunks| self.chunks(chunks, context, trail))
            .collect()
    }

    /// Whether a value is a text, or something that becomes one.
    pub(super) fn is_textual(&self, value: &Value) -> bool {
        match &value.what {
            What::Text(_) | What::Chunks(_) => true,
            What::Node(at) => self.project.expr(*at).is_some_and(|expr| {
                matches!(expr.kind, Kind::Text(_) | Kind::Join(_) | Kind::Format(..))
            }),
            _ => false,
        }
    }

    /// Chunks as a value. A single part behind a beginning, `"Key " + key`, keeps the way on which
    /// it came: that tells what it is.
    pub(super) fn kept(&self, mut chunks: Vec<Chunk>, context: &Context, trail: &Trail) -> Value {
        chunks.retain(|it| it.text().is_none_or(|text| !text.is_empty()));
        // What is written out right here only enters.
        let came =
            |part: &Value| part.trail.from_source().count() > trail.from_source().count() + 1;
        match chunks.as_slice() {
            [first, Chunk::Hole(part)] if first.text().is_some() && came(part) => Value {
                what: What::Chunks(Rc::new(chunks)),
                context: context.clone(),
                trail: trail.clone(),
            },
            _ => self.chunks(chunks, context, trail),
        }
    }

    /// Chunks as a value.
    pub(super) fn chunks(&self, chunks: Vec<Chunk>, context: &Context, trail: &Trail) -> Value {
        if let [Chunk::Hole(value)] = chunks.as_slice() {
            return value.clone();
        }
        let chunks = merged(chunks);
        let what = match whole_text(&chunks) {
            Some(text) => What::Text(SmolStr::new(text)),
            None => What::Chunks(Rc::new(chunks)),
        };
        Value {
            what,
            context: context.clone(),
            trail: trail.clone(),
        }
    }
}

/// The argument for a place: by name, else by position or the next one. A name that no argument has
/// is that of a URL's variable, which takes the next one, too.
fn pick<'a>(
    arguments: &'a [Argument],
    handed: &'a [Handed],
    name: Option<&str>,
    next: &mut usize,
) -> Option<Result<&'a Argument, &'a Handed>> {
    let named = |name: &str| arguments.iter().find(|it| it.name.as_deref() == Some(name));
    if let Some(named) = name.and_then(named) {
        return Some(Ok(named));
    }
    let position = name.and_then(|it| it.parse::<usize>().ok());
    let position = position.unwrap_or_else(|| {
        *next += 1;
        *next - 1
    });
    handed.get(position).map(Err)
}

/// How the places of a template are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `%s` or `{}`.
    Common,
    /// `$name` or `${name}`.
    Dollar,
}

enum TemplatePart {
    Text(SmolStr),
    Place(Option<String>),
}

/// Cuts a template at its places.
fn split_template(text: &str, style: Style) -> Vec<TemplatePart> {
    let mut parts = Vec::new();
    let mut rest = text;
    let (marks, place): (&[char], fn(&str) -> _) = match style {
        Style::Common => (&['%', '{'], place),
        Style::Dollar => (&['$'], dollar_place),
    };
    while let Some(at) = rest.find(marks) {
        let (before, from) = rest.split_at(at);
        match place(from) {
            Some((name, length)) => {
                parts.push(TemplatePart::Text(SmolStr::new(before)));
                parts.push(TemplatePart::Place(name));
                rest = &from[length..];
            }
            None => {
                parts.push(TemplatePart::Text(format_smolstr!(
                    "{before}{}",
                    &from[..1]
                )));
                rest = &from[1..];
            }
        }
    }
    parts.push(TemplatePart::Text(SmolStr::new(rest)));
    parts
}

/// The place that a text begins with: its name or position, and its length in bytes.
fn place(text: &str) -> Option<(Option<String>, usize)> {
    if let Some(rest) = text.strip_prefix('{') {
        let end = rest.find('}')?;
        let inner = &rest[..end];
        let name = inner.split([':', '!']).next().unwrap_or_default();
        let plain = name.chars().all(|it| it.is_alphanumeric() || it == '_');
        let name = (!name.is_empty()).then(|| name.to_owned());
        return (plain && inner.len() < 40).then_some((name, end + 2));
    }
    let rest = text.strip_prefix('%')?;
    if let Some(named) = rest.strip_prefix('(') {
        let end = named.find(')')?;
        let length = end + 4;
        return text
            .is_char_boundary(length)
            .then(|| (Some(named[..end].to_owned()), length));
    }
    // `%2$s` takes the second argument.
    if let Some((position, end)) = rest.split_once('$')
        && let Some(position) = position.parse::<usize>().ok()
        && end.starts_with(['s', 'd'])
    {
        let length = text.len() - end.len() + 1;
        return Some((Some(position.saturating_sub(1).to_string()), length));
    }
    let letter = rest.chars().next()?;
    matches!(letter, 's' | 'd' | 'r' | 'i' | 'f').then_some((None, 2))
}

/// The same for `$name` and `${name}`.
fn dollar_place(text: &str) -> Option<(Option<String>, usize)> {
    let rest = text.strip_prefix('$')?;
    let word = |it: &str| it.chars().all(|it| it.is_alphanumeric() || it == '_');
    if let Some(braced) = rest.strip_prefix('{') {
        let end = braced.find('}').filter(|end| word(&braced[..*end]))?;
        return Some((Some(braced[..end].to_owned()), end + 3));
    }
    let end = rest
        .find(|it: char| !it.is_alphanumeric() && it != '_')
        .unwrap_or(rest.len());
    (end > 0).then(|| (Some(rest[..end].to_owned()), end + 1))
}

/// All ways to take one reading of each part, joined.
fn product(parts: impl Iterator<Item = Vec<Vec<Chunk>>>) -> Vec<Vec<Chunk>> {
    let mut found: Vec<Vec<Chunk>> = vec![Vec::new()];
    for mut part in parts {
        part.truncate(MAX_FORMS);
        if part.is_empty() {
            continue;
        }
        let mut longer = Vec::with_capacity(found.len() * part.len());
        'all: for begun in &found {
            for reading in &part {
                if longer.len() == MAX_FORMS {
                    break 'all;
                }
                let mut whole = begun.clone();
                for chunk in reading {
                    push(&mut whole, chunk);
                }
                longer.push(whole);
            }
        }
        found = longer;
    }
    found
}

/// The same chunks with neighbouring texts joined.
fn merged(chunks: Vec<Chunk>) -> Vec<Chunk> {
    let mut whole = Vec::with_capacity(chunks.len());
    for chunk in &chunks {
        push(&mut whole, chunk);
    }
    whole
}

/// Adds a chunk, joining neighbouring texts.
fn push(whole: &mut Vec<Chunk>, chunk: &Chunk) {
    match (whole.last_mut(), chunk) {
        (Some(Chunk::Text(last)), Chunk::Text(text)) => {
            if last.len() + text.len() < MAX_TEXT {
                *last = format_smolstr!("{last}{text}");
            }
        }
        _ => whole.push(chunk.clone()),
    }
}
