//! Spliced texts: a list joined with a separator, and a text in which another one is replaced.

use smol_str::SmolStr;

use super::bounded::Flow;
use super::value::{At, Chunk, Context, Trail, Value, What, whole_text};
use crate::facts::{Kind, SignatureKind, Slot};

/// How many parts of a list are joined.
const MAX_PARTS: usize = 32;

impl Flow<'_> {
    /// The text that a call splices, if it is known as one that does.
    pub(super) fn spliced_text(
        &self,
        at: At,
        method: &str,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let signatures = self.facts(at.file)?.language.signatures();
        if let Some(join) = signatures.method(method, SignatureKind::Spliced) {
            if join.get("through").is_none() {
                return self.address_joined(at, &join.slots("value"), context, trail);
            }
            let lists = self.slot(at, &join.slots("value"))?;
            let separator = self.slot(at, &join.slots("through"))?;
            return self.list_joined(lists, separator, context, trail);
        }
        signatures.method(method, SignatureKind::Replaced)?;
        self.replaced(at, context, trail)
    }

    fn list_joined(
        &self,
        list: At,
        separator: At,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let separator = self.text_of(separator, context, &Trail::new());
        let separator = whole_text(separator.first()?)?;
        let mut whole: Vec<Chunk> = Vec::new();
        for value in self.eval(list, context, trail) {
            let What::Node(node) = value.what else {
                continue;
            };
            for (index, (item, context)) in self
                .joined_parts(node, &value.context)
                .into_iter()
                .enumerate()
            {
                if index > 0 && !separator.is_empty() {
                    whole.push(Chunk::Text(SmolStr::new(&separator)));
                }
                let texts = self.text_of(item, &context, &value.trail);
                whole.extend(texts.into_iter().next()?);
            }
            return Some(vec![self.kept(whole, context, trail)]);
        }
        None
    }

    /// The items of a list, and of those that are spread in it.
    fn joined_parts(&self, list: At, context: &Context) -> Vec<(At, Context)> {
        let mut found = Vec::new();
        for item in self.items(list) {
            let spread = match self.project.expr(item).map(|it| &it.kind) {
                Some(Kind::Element(container)) => {
                    self.eval(item.with(*container), context, &Trail::new())
                }
                _ => Vec::new(),
            };
            match spread.first().map(|it| (&it.what, &it.context)) {
                Some((What::Node(inner), context)) => {
                    found.extend(
                        self.items(*inner)
                            .into_iter()
                            .map(|it| (it, context.clone())),
                    );
                }
                _ => found.push((item, context.clone())),
            }
        }
        found.truncate(MAX_PARTS);
        found
    }

    /// A base and a path behind it.
    pub(super) fn address_joined(
        &self,
        at: At,
        slots: &[Slot],
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let mut whole: Vec<Chunk> = Vec::new();
        for slot in slots {
            let part = self.slot(at, std::slice::from_ref(slot))?;
            let part = self.text_of(part, context, trail).into_iter().next()?;
            let ends = whole
                .last()
                .and_then(Chunk::text)
                .is_none_or(|text| text.ends_with('/'));
            let begins = part
                .first()
                .and_then(Chunk::text)
                .is_some_and(|it| it.starts_with('/'));
            if !ends && !begins {
                whole.push(Chunk::Text(SmolStr::new("/")));
            }
            whole.extend(part);
        }
        Some(vec![self.chunks(whole, context, trail)])
    }

    fn replaced(&self, at: At, context: &Context, trail: &Trail) -> Option<Vec<Value>> {
        let object = self.slot(at, &[Slot::Receiver])?;
        let from = self.slot(at, &[Slot::Position(0)])?;
        let to = self.slot(at, &[Slot::Position(1)])?;
        let from = self.text_of(from, context, &Trail::new());
        let from = whole_text(from.first()?)?;
        let to = self.text_of(to, context, trail).into_iter().next()?;
        let mut found = Vec::new();
        for form in self.text_of(object, context, trail) {
            let Some(text) = whole_text(&form).filter(|_| !from.is_empty()) else {
                continue;
            };
            let mut whole: Vec<Chunk> = Vec::new();
            for (index, part) in text.split(from.as_str()).enumerate() {
                if index > 0 {
                    whole.extend(to.iter().cloned());
                }
                whole.push(Chunk::Text(SmolStr::new(part)));
            }
            found.push(self.chunks(whole, context, trail));
        }
        (!found.is_empty()).then_some(found)
    }
}
