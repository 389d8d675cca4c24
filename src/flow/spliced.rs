//! Spliced texts: a list joined with a separator, and a text in which another one is replaced.

use smol_str::SmolStr;

use super::bounded::Flow;
use super::reach::lookup;
use super::value::{At, Chunk, Context, Trail, Value, What, whole_text};
use crate::facts::{Bound, ExprId, Kind, SignatureKind, Slot};

/// How many parts an address is joined of at least.
const LEAST_PARTS: usize = 2;
/// How many calls may hand on the text of a name.
const MAX_HANDED: usize = 6;

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
            // `String.join("/", base, "v2", "models", id)`
            if join.get("value") == Some("*") {
                return self.arguments_joined(at, &join.slots("through"), context, trail);
            }
            let lists = self.slot(at, &join.slots("value"))?;
            let separator = self.slot(at, &join.slots("through"))?;
            return self.list_joined(lists, separator, context, trail);
        }
        let replaced = signatures.method(method, SignatureKind::Replaced)?;
        let around = replaced.get("with").unwrap_or_default();
        self.replaced(at, around, context, trail)
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
        let mut lists = self.eval(list, context, trail).into_iter();
        let parts = lists.find_map(|it| self.joined_parts(&it))?;
        let mut whole: Vec<Chunk> = Vec::new();
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 && !separator.is_empty() {
                whole.push(Chunk::Text(SmolStr::new(&separator)));
            }
            whole.extend(one_of(part.iter().flat_map(|it| self.forms(it)).collect())?);
        }
        Some(vec![self.kept(whole, context, trail)])
    }

    /// The parts of a list that is joined, one after the other. The texts that a list is made into
    /// (`str(it) for it in parts`) are those of the list.
    fn joined_parts(&self, list: &Value) -> Option<Vec<Vec<Value>>> {
        let (node, context) = match &list.what {
            What::Node(node) => (*node, &list.context),
            // What a library makes of a list, `map(str, parts)`.
            What::Api(api) => (api.at?, &api.context),
            _ => return self.rows(list),
        };
        let parts = |at: At| {
            let lists = self.deeper(|| self.eval(at, context, &list.trail))?;
            let mut parts = lists.iter().map(|it| self.deeper(|| self.joined_parts(it)));
            parts.find_map(Option::flatten)
        };
        if let Some(Kind::Join(lists)) = self.project.expr(node).map(|it| &it.kind) {
            let lists = lists.iter().map(|it| parts(node.with(*it)));
            return Some(lists.collect::<Option<Vec<_>>>()?.concat());
        }
        if let Some(source) = self.made_one_by_one(node, context) {
            return parts(source);
        }
        // `[base, ...rest]`: the parts of a list that is spread in another one.
        let facts = self.facts(node.file)?;
        let spread = |it: &ExprId| match facts.expr(*it).kind {
            Kind::Element(source) => Some(node.with(source)),
            _ => None,
        };
        match &facts.expr(node.expr).kind {
            Kind::List(items) if items.iter().any(|it| spread(it).is_some()) => {
                let one = |it: &ExprId| vec![self.eval(node.with(*it), context, &list.trail)];
                let all = items.iter();
                let rows = all.map(|it| spread(it).and_then(parts).unwrap_or_else(|| one(it)));
                Some(rows.collect::<Vec<_>>().concat())
            }
            _ => self.rows(list),
        }
    }

    /// The list of whose elements another one is made, each as the same text as before.
    fn made_one_by_one(&self, list: At, context: &Context) -> Option<At> {
        let facts = self.facts(list.file)?;
        match &facts.expr(list.expr).kind {
            Kind::List(items) => {
                let [only] = items.as_slice() else {
                    return None;
                };
                let name = self.handed_name(list.with(*only))?;
                let Kind::Name(text) = &facts.expr(name).kind else {
                    return None;
                };
                let (_, definitions) = lookup(facts, facts.expr(name).scope, text)?;
                let around = facts.expr(list.expr).span;
                definitions.iter().find_map(|it| match it.value {
                    Bound::Value(value)
                        if around.start <= it.span.start && it.span.end <= around.end =>
                    {
                        match facts.expr(value).kind {
                            Kind::Element(source) => Some(list.with(source)),
                            _ => None,
                        }
                    }
                    _ => None,
                })
            }
            // `map(str, parts)`
            Kind::Call(callee, arguments, _) => {
                let signatures = facts.language.signatures();
                let called = self.eval(list.with(*callee), context, &Trail::new());
                let path = called.iter().find_map(Value::api)?.path.clone();
                let each = signatures.exactly(&path, SignatureKind::Calls)?;
                let ([function, source], Some("elements")) =
                    (arguments.as_slice(), each.get("kind"))
                else {
                    return None;
                };
                let made = self.eval(list.with(function.value), context, &Trail::new());
                let made = made.iter().find_map(Value::api)?;
                signatures.exactly(&made.path, SignatureKind::Same)?;
                Some(list.with(source.value))
            }
            _ => None,
        }
    }

    /// The name whose text an expression hands on: `str(part)`, `part.strip("/")`.
    fn handed_name(&self, at: At) -> Option<ExprId> {
        let facts = self.facts(at.file)?;
        let signatures = facts.language.signatures();
        let mut expr = at.expr;
        for _ in 0..MAX_HANDED {
            match &facts.expr(expr).kind {
                Kind::Name(_) => return Some(expr),
                Kind::Same(inner) => expr = *inner,
                Kind::Call(callee, arguments, _) => match &facts.expr(*callee).kind {
                    Kind::Member(object, method) => {
                        signatures.method(method, SignatureKind::Same)?;
                        expr = *object;
                    }
                    Kind::Name(name) => {
                        signatures.exactly(name, SignatureKind::Same)?;
                        expr = arguments.first()?.value;
                    }
                    _ => return None,
                },
                _ => return None,
            }
        }
        None
    }

    /// The arguments behind a separator with that between them, or the parts of the list that is
    /// the only one.
    fn arguments_joined(
        &self,
        at: At,
        separator: &[Slot],
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let separator = self.slot(at, separator)?;
        let Kind::Call(_, arguments, _) = &self.project.expr(at)?.kind else {
            return None;
        };
        let parts = arguments.get(1..).unwrap_or_default();
        if let [list] = parts {
            return self.list_joined(at.with(list.value), separator, context, trail);
        }
        let between = self.text_of(separator, context, &Trail::new());
        let between = whole_text(between.first()?)?;
        let mut whole: Vec<Chunk> = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                whole.push(Chunk::Text(SmolStr::new(&between)));
            }
            let part = at.with(part.value);
            whole.extend(self.text_of(part, context, trail).into_iter().next()?);
        }
        Some(vec![self.kept(whole, context, trail)])
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
        for (index, slot) in slots.iter().enumerate() {
            let part = match self.slot(at, std::slice::from_ref(slot)) {
                Some(part) => part,
                None if index >= LEAST_PARTS => break,
                None => return None,
            };
            let part = one_of(self.text_of(part, context, trail))?;
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
        // What joins any number of parts may join the path of a file as well.
        let first = whole.first().and_then(Chunk::text).unwrap_or_default();
        let fits = slots.len() <= LEAST_PARTS || first.contains("://");
        fits.then(|| vec![self.chunks(whole, context, trail)])
    }

    /// A text in which another one, with what stands `around` it, is replaced.
    fn replaced(
        &self,
        at: At,
        around: &str,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let object = self.slot(at, &[Slot::Receiver])?;
        let from = self.slot(at, &[Slot::Position(0)])?;
        let to = self.slot(at, &[Slot::Position(1)])?;
        let from = self.text_of(from, context, &Trail::new());
        let from = whole_text(from.first()?)?;
        let (before, behind) = around.split_at_checked(around.len() / 2)?;
        let from = format!("{before}{from}{behind}");
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

/// One form of a text: the first that the code shows in full, such as the default of a setting.
fn one_of(mut forms: Vec<Vec<Chunk>>) -> Option<Vec<Chunk>> {
    let shown = forms.iter().position(|it| whole_text(it).is_some());
    (!forms.is_empty()).then(|| forms.swap_remove(shown.unwrap_or_default()))
}
