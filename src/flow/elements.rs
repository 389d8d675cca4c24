//! Elements: what a loop goes over, one after the other, with what belongs together kept together.

use std::rc::Rc;

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::effect::Effect;
use super::value::{At, Context, HopRole, Open, Trail, Value, What};
use crate::facts::{Entry, ExprId, Kind, Signature, SignatureKind};

/// How many elements of a container are told apart.
const MAX_ROWS: usize = 24;

/// Elements in turn, each with its alternatives.
type Rows = Vec<Vec<Value>>;

impl Flow<'_> {
    /// What the variable of a loop may be: the element that is assumed for it, else any.
    pub(super) fn variable(
        &self,
        containers: &[Value],
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let rows: Option<Vec<Rows>> = containers.iter().map(|it| self.rows(it)).collect();
        let Some(rows) = rows.filter(|it| !it.is_empty()) else {
            return self.elements(containers, at, context, trail);
        };
        let mut rows: Rows = rows.into_iter().flatten().collect();
        if let Some(position) = context.element(at) {
            return rows.drain(..).nth(position).unwrap_or_default();
        }
        // Of plain texts each may meet whatever stands beside it.
        let whole = |it: &Value| !self.is_textual(it) && !matches!(it.what, What::Outside(_));
        if rows.len() > 1 && rows.iter().flatten().any(whole) {
            self.touch(Open::Element(at, rows.len()));
        }
        let found: Vec<Value> = rows.into_iter().flatten().collect();
        match found.is_empty() {
            true => vec![self.unknown(at, context, trail)],
            false => found,
        }
    }

    /// The elements of a container; `None` where they are not known one by one.
    pub(super) fn rows(&self, container: &Value) -> Option<Rows> {
        self.deeper(|| self.rows_of(container)).flatten()
    }

    fn rows_of(&self, container: &Value) -> Option<Rows> {
        let (context, trail) = (&container.context, &container.trail);
        let each = |at: At| self.eval(at, context, trail);
        let mut rows = match &container.what {
            What::Row(items) => items.as_ref().clone(),
            What::Node(node) => match self.project.expr(*node).map(|it| &it.kind)? {
                Kind::List(items) => {
                    let items = items.iter().take(MAX_ROWS);
                    let mut rows: Rows = items.map(|it| each(node.with(*it))).collect();
                    rows.extend(self.added(*node, context, trail));
                    rows
                }
                Kind::Record(entries) => {
                    let facts = self.facts(node.file)?;
                    if !facts.language.loops_over_keys() {
                        return None;
                    }
                    self.pairs_of(*node, entries, container, |key, _| key)
                }
                Kind::Call(..) => self.view(container)?,
                // Lists behind each other; of texts there are no rows.
                Kind::Join(parts) => {
                    let lists = parts.iter().map(|it| self.all_rows(&each(node.with(*it))));
                    lists.collect::<Option<Vec<Rows>>>()?.concat()
                }
                _ => return None,
            },
            What::Arguments(call, Some(from)) => {
                let handed = self.handed_to(*call, context);
                let behind = handed.into_iter().skip(*from);
                behind
                    .map(|it| self.eval(it.at, &it.context, trail))
                    .collect()
            }
            _ => return None,
        };
        rows.truncate(MAX_ROWS);
        Some(rows)
    }

    /// What later statements add to the end of a list.
    fn added(&self, list: At, context: &Context, trail: &Trail) -> Rows {
        let add = || {
            let mut rows = Vec::new();
            for effect in self.effects(list) {
                let Effect::Called { path, method, call } = effect else {
                    continue;
                };
                let adds = matches!(method.as_str(), "append" | "push" | "add");
                let Some(Kind::Call(_, arguments, _)) = self.project.expr(call).map(|it| &it.kind)
                else {
                    continue;
                };
                if let [only] = arguments.as_slice()
                    && adds
                    && path.is_empty()
                {
                    rows.push(self.eval(call.with(only.value), context, trail));
                }
            }
            rows
        };
        self.once(list, add).unwrap_or_default()
    }

    /// What a list or a generator holds, one after the other; `None` for anything else.
    #[must_use]
    pub fn messages_in(&self, list: &Value) -> Option<Vec<Vec<Value>>> {
        let is_list = match list.what {
            What::Row(_) => true,
            What::Node(at) => self.is_list(at),
            _ => false,
        };
        self.rows(list).filter(|_| is_list)
    }

    /// Whether a value is a list that a call makes of others.
    pub(super) fn is_row(&self, value: &Value) -> bool {
        match value.what {
            What::Row(_) => true,
            What::Node(at) => match self.project.expr(at).map(|it| &it.kind) {
                Some(Kind::Call(callee, ..)) => {
                    self.view_signature(at, *callee, &value.context).is_some()
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// The element of a list at the position that a key is.
    pub(super) fn row_field(&self, list: &Value, key: &str) -> Vec<Value> {
        let Some(rows) = self.rows(list) else {
            return Vec::new();
        };
        match key.parse::<usize>() {
            Ok(position) => rows.into_iter().nth(position).unwrap_or_default(),
            // What is given out one by one is often handled as the one that it is.
            Err(_) => {
                let all = rows.into_iter().flatten();
                all.flat_map(|it| self.inner_field(&it, key)).collect()
            }
        }
    }

    /// What a call gives that makes a list of others: the list, or, where these are not known, what
    /// it is made of.
    pub(super) fn viewed(
        &self,
        at: At,
        callee: At,
        signature: &Signature,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let list = self.plain(at, context, trail, What::Node(at));
        if self.rows(&list).is_some() {
            return vec![list];
        }
        let found = match signature.get("value") {
            Some(_) => self.handed_on(at, callee, signature, context, trail),
            None => Vec::new(),
        };
        match found.is_empty() {
            true => vec![self.unknown(at, context, trail)],
            false => found,
        }
    }

    fn view_signature(
        &self,
        call: At,
        callee: ExprId,
        context: &Context,
    ) -> Option<&'static Signature> {
        let facts = self.facts(call.file)?;
        let signatures = facts.language.signatures();
        match &facts.expr(callee).kind {
            Kind::Member(_, method) => signatures.method(method, SignatureKind::View),
            Kind::Name(_) => {
                let targets = self.eval(call.with(callee), context, &Trail::new());
                let mut paths = targets.iter().filter_map(Value::api);
                paths.find_map(|it| signatures.find(&it.path, SignatureKind::View))
            }
            _ => None,
        }
    }

    fn view(&self, list: &Value) -> Option<Rows> {
        let What::Node(at) = list.what else {
            return None;
        };
        let (context, trail) = (&list.context, &list.trail);
        let Kind::Call(callee, arguments, _) = self.project.expr(at).map(|it| &it.kind)? else {
            return None;
        };
        let Some(signature) = self.view_signature(at, *callee, context) else {
            return self.copied_rows(list, at, *callee);
        };
        let row = |items: Rows| self.plain(at, context, trail, What::Row(Rc::new(items)));
        if signature.get("kind") == Some("zip") {
            let lists: Option<Vec<Rows>> = arguments
                .iter()
                .filter(|it| it.name.is_none())
                .map(|it| self.all_rows(&self.eval(at.with(it.value), context, trail)))
                .collect();
            let lists = lists?;
            let length = lists.iter().map(Vec::len).min()?;
            let tuple = |index: usize| lists.iter().map(|it: &Rows| it[index].clone()).collect();
            return Some((0..length).map(|index| vec![row(tuple(index))]).collect());
        }
        let sources = self.handed_on(at, at.with(*callee), signature, context, trail);
        if signature.get("kind") == Some("count") {
            let rows = self.all_rows(&sources)?.into_iter().enumerate();
            let counted = rows.map(|(index, items)| {
                let number = What::Text(format_smolstr!("{index}"));
                vec![row(vec![
                    vec![self.plain(at, context, trail, number)],
                    items,
                ])]
            });
            return Some(counted.collect());
        }
        let mut found = Vec::new();
        for source in &sources {
            let What::Node(node) = source.what else {
                return None;
            };
            let Kind::Record(entries) = self.project.expr(node).map(|it| &it.kind)? else {
                return None;
            };
            let take = |key: Vec<Value>, value: Vec<Value>| match signature.get("kind") {
                Some("keys") => key,
                Some("values") => value,
                _ => vec![row(vec![key, value])],
            };
            found.extend(self.pairs_of(node, entries, source, take));
        }
        Some(found)
    }

    fn all_rows(&self, containers: &[Value]) -> Option<Rows> {
        let rows: Option<Vec<Rows>> = containers.iter().map(|it| self.rows(it)).collect();
        rows.filter(|it| !it.is_empty())
            .map(|it| it.into_iter().flatten().collect())
    }

    /// The rows of what a call copies that makes a record.
    fn copied_rows(&self, list: &Value, at: At, callee: ExprId) -> Option<Rows> {
        let (signature, _) = self.record_signature(at, callee, &list.context)?;
        signature.get("value")?;
        let callee = at.with(callee);
        self.all_rows(&self.handed_on(at, callee, signature, &list.context, &list.trail))
    }

    /// What `take` makes of each key and value of a record.
    fn pairs_of(
        &self,
        node: At,
        entries: &[Entry],
        record: &Value,
        take: impl Fn(Vec<Value>, Vec<Value>) -> Vec<Value>,
    ) -> Rows {
        let (context, trail) = (&record.context, &record.trail);
        let mut rows = Vec::new();
        for entry in entries.iter().take(MAX_ROWS) {
            let (key, value) = match entry {
                Entry::Field(key, value) => {
                    let place = self.project.place(node.with(*value));
                    let trail = trail.then(place, HopRole::Stored, None);
                    let what = What::Text(SmolStr::clone(key));
                    (vec![self.plain(node, context, &trail, what)], *value)
                }
                Entry::Computed(key, value) => (self.eval(node.with(*key), context, trail), *value),
                Entry::Spread(_) => continue,
            };
            rows.push(take(key, self.eval(node.with(value), context, trail)));
        }
        rows
    }
}
