//! Built texts: what calls make that fill a template or join something to the end of a text.

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::effect::Effect;
use super::text::Style;
use super::value::{At, Chunk, Context, Trail, Value, What};
use crate::facts::{Kind, Signature, SignatureKind, Slot};

/// How many readings of a built text are kept.
const MAX_BUILT: usize = 4;

impl Flow<'_> {
    /// The text that a call makes, if it is known as one that fills a template or joins to a
    /// text. `path` is the name that is called, or `*.name` for a method of whatever text.
    pub(super) fn built_text(
        &self,
        at: At,
        callee: At,
        path: &str,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let facts = self.facts(at.file)?;
        let signatures = facts.language.signatures();
        if let Some(format) = signatures.find(path, SignatureKind::Format) {
            let found = self.filled(at, format, context, trail);
            return (!found.is_empty()).then_some(found);
        }
        let joined = match path.strip_prefix("*.") {
            Some(method) => signatures.method(method, SignatureKind::Joined),
            // A method of an object that is no text yet counts only under its full name.
            None => signatures.exactly(path, SignatureKind::Joined),
        };
        // Asked first: to follow the object again for each call of a chain takes time that
        // doubles with each link of it.
        let joined = joined?;
        let Kind::Member(object, _) = facts.expr(callee.expr).kind else {
            return None;
        };
        let objects = self.eval(callee.with(object), context, trail);
        let found = self.joined(at, joined, &objects, context, trail);
        (!found.is_empty()).then_some(found)
    }

    /// A template with the arguments behind it put in. Of several slots for the template the
    /// first counts that holds a text: `String.format(locale, template, …)`.
    fn filled(
        &self,
        at: At,
        signature: &Signature,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(at.file) else {
            return Vec::new();
        };
        let Kind::Call(_, arguments, _) = &facts.expr(at.expr).kind else {
            return Vec::new();
        };
        for slot in signature.slots("value") {
            let Some(template) = self.slot(at, std::slice::from_ref(&slot)) else {
                continue;
            };
            let values = self.eval(template, context, &Trail::new());
            if !values.iter().any(|it| self.is_textual(it)) {
                continue;
            }
            let behind = match slot {
                Slot::Position(position) => position + 1,
                _ => 0,
            };
            let rest = arguments.get(behind..).unwrap_or_default();
            let style = match signature.get("with") {
                Some("$") => Style::Dollar,
                _ => Style::Common,
            };
            let template = (template, style);
            let forms = self.fill_template(template, rest, at.file, context, trail);
            return forms
                .into_iter()
                .map(|chunks| self.kept(chunks, context, trail))
                .collect();
        }
        Vec::new()
    }

    /// Objects with the arguments of a call joined to their ends. One that is no text yet
    /// begins an empty one.
    fn joined(
        &self,
        call: At,
        signature: &Signature,
        objects: &[Value],
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(Kind::Call(_, arguments, _)) = self.project.expr(call).map(|it| &it.kind) else {
            return Vec::new();
        };
        let adds = signature.get("value").is_some();
        let between = signature.get("with").unwrap_or_default();
        let mut found = Vec::new();
        for object in objects {
            let mut forms = match &object.what {
                What::Api(_) => vec![Vec::new()],
                _ if self.is_textual(object) => self.forms(object),
                _ => continue,
            };
            for argument in arguments.iter().filter(|_| adds) {
                let ends = self.text_of(call.with(argument.value), context, trail);
                forms = forms
                    .iter()
                    .flat_map(|begun| ends.iter().map(|end| join(begun, between, end)))
                    .take(MAX_BUILT)
                    .collect();
            }
            let values = forms
                .into_iter()
                .map(|form| self.kept(form, context, trail));
            found.extend(values);
        }
        found.truncate(MAX_BUILT);
        found
    }

    /// What a call made, with what later statements join to it: `builder.append(…);`.
    pub(super) fn built_up(
        &self,
        at: At,
        made: Vec<Value>,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(at.file) else {
            return made;
        };
        let signatures = facts.language.signatures();
        if !facts.holders.contains_key(&at.expr) || !signatures.any(SignatureKind::Joined) {
            return made;
        }
        let longer = self.once(at, || self.joined_later(at, made.clone(), context, trail));
        longer.unwrap_or(made)
    }

    fn joined_later(
        &self,
        at: At,
        made: Vec<Value>,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let mut current = made;
        for effect in self.effects(at) {
            let Effect::Called { method, call, .. } = effect else {
                continue;
            };
            let mut next = Vec::with_capacity(current.len());
            for value in current {
                let longer = self.joining(&value, &method, at).map(|signature| {
                    let object = std::slice::from_ref(&value);
                    self.joined(call, signature, object, context, trail)
                });
                match longer {
                    Some(longer) if !longer.is_empty() => next.extend(longer),
                    _ => next.push(value),
                }
            }
            next.truncate(MAX_BUILT);
            current = next;
        }
        current
    }

    /// What is known of a method as one that joins something to a value.
    fn joining(&self, value: &Value, method: &str, at: At) -> Option<&'static Signature> {
        let signatures = self.facts(at.file)?.language.signatures();
        match &value.what {
            What::Api(api) => {
                let path = format_smolstr!("{}.{method}", api.path);
                signatures.exactly(&path, SignatureKind::Joined)
            }
            _ if self.is_textual(value) => signatures.method(method, SignatureKind::Joined),
            _ => None,
        }
    }
}

/// One reading behind another, with the separator between them once.
fn join(begun: &[Chunk], between: &str, end: &[Chunk]) -> Vec<Chunk> {
    let mut whole = begun.to_vec();
    let ends = match whole.last() {
        Some(last) => last.text().is_some_and(|it| it.ends_with(between)),
        None => true,
    };
    let begins = end
        .first()
        .and_then(Chunk::text)
        .is_some_and(|it| it.starts_with(between));
    if !ends && !begins {
        whole.push(Chunk::Text(SmolStr::new(between)));
    }
    whole.extend_from_slice(end);
    whole
}
