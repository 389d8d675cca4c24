//! Elements: what a loop goes over, one after the other, with what belongs together kept together.

use std::rc::Rc;

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::effect::Effect;
use super::value::{Api, At, Context, HopRole, Open, Trail, Value, What};
use crate::facts::{Construct, Entry, ExprId, Facts, Kind, Signature, SignatureKind};
use crate::language::methods::{keeps_keys, sets_by_name};

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
        let by_path = || {
            let targets = self.eval(call.with(callee), context, &Trail::new());
            let mut paths = targets.iter().filter_map(Value::api);
            paths.find_map(|it| signatures.find(&it.path, SignatureKind::View))
        };
        match &facts.expr(callee).kind {
            Kind::Member(object, method) => {
                // `List.of(…)`
                let of_class = || matches!(facts.expr(*object).kind, Kind::Name(_));
                let known = signatures.method(method, SignatureKind::View);
                known.or_else(|| {
                    signatures
                        .is_last(method)
                        .then(by_path)?
                        .filter(|_| of_class())
                })
            }
            Kind::Name(_) => by_path(),
            _ => None,
        }
    }

    /// The constants of an enumeration, in turn.
    fn constants(&self, class: &Value, trail: &Trail) -> Option<Rows> {
        let What::Class(file, id) = class.what else {
            return None;
        };
        let facts = self.facts(file)?;
        let class = facts.class(id);
        let mut constants: Vec<ExprId> = class
            .fields
            .values()
            .filter_map(|it| it.first()?.value)
            .filter(|value| is_constant(facts, &class.name, *value))
            .collect();
        constants.sort_unstable_by_key(|it| facts.expr(*it).span.start);
        let each = constants.iter().take(MAX_ROWS);
        let rows: Rows = each
            .map(|&expr| self.eval(At { file, expr }, &Context::new(), trail))
            .collect();
        (!rows.is_empty()).then_some(rows)
    }

    /// What is put into a container of a library under one key after the other, and what it is made
    /// of: `map.put("key", value)`, `Map.of("key", value)`.
    pub(super) fn entries_put(&self, api: &Api) -> Vec<(At, At)> {
        let Some(made) = api.at else {
            return Vec::new();
        };
        let arguments = |call: At| match self.project.expr(call).map(|it| &it.kind) {
            Some(Kind::Call(_, arguments, _)) => arguments.as_slice(),
            _ => &[],
        };
        let pairs = || {
            let signatures = self.facts(made.file)?.language.signatures();
            signatures.find(&api.base.as_ref()?.path, SignatureKind::Pairs)
        };
        let mut found = Vec::new();
        if pairs().is_some() {
            for pair in arguments(made).chunks_exact(2) {
                found.push((made.with(pair[0].value), made.with(pair[1].value)));
            }
        } else if keeps_keys(&api.path) {
            for effect in self.effects(made) {
                if let Effect::Called { path, method, call } = effect
                    && path.is_empty()
                    && sets_by_name(&method)
                    && let [key, value] = arguments(call)
                {
                    found.push((call.with(key.value), call.with(value.value)));
                }
            }
        }
        found
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
        if signature.get("kind") == Some("arguments") {
            return self.listed_arguments(at, list);
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
        let take = |key: Vec<Value>, value: Vec<Value>| match signature.get("kind") {
            Some("keys") => key,
            Some("values") => value,
            _ => vec![row(vec![key, value])],
        };
        for source in &sources {
            if let Some(constants) = self.constants(source, trail) {
                found.extend(constants);
                continue;
            }
            if let What::Api(api) = &source.what {
                let entries = self.once(at, || self.entries_put(api)).unwrap_or_default();
                if entries.is_empty() {
                    return None;
                }
                let (context, trail) = (&source.context, &source.trail);
                for (key, value) in entries.into_iter().take(MAX_ROWS) {
                    let key = self.eval(key, context, trail);
                    found.push(take(key, self.eval(value, context, trail)));
                }
                continue;
            }
            let What::Node(node) = source.what else {
                return None;
            };
            let Kind::Record(entries) = self.project.expr(node).map(|it| &it.kind)? else {
                return None;
            };
            found.extend(self.pairs_of(node, entries, source, take));
        }
        Some(found)
    }

    /// The rows of a list that a call makes of its arguments, or of another list, and what is added
    /// to it later.
    fn listed_arguments(&self, call: At, list: &Value) -> Option<Rows> {
        let (context, trail) = (&list.context, &list.trail);
        let handed = self.handed_to(call, context);
        let mut rows: Rows = handed
            .iter()
            .map(|it| self.eval(it.at, &it.context, trail))
            .collect();
        if let [only] = rows.as_slice()
            && let Some(copied) = self.all_rows(only)
        {
            rows = copied;
        }
        rows.extend(self.added(call, context, trail));
        rows.truncate(MAX_ROWS);
        (!rows.is_empty()).then_some(rows)
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

/// Whether the value of a field is that of a constant of an enumeration: the construction of its
/// own class that nobody has written out.
fn is_constant(facts: &Facts, class: &str, value: ExprId) -> bool {
    let expr = facts.expr(value);
    let Kind::Call(callee, _, Construct::New) = expr.kind else {
        return false;
    };
    let callee = facts.expr(callee);
    callee.span == expr.span && matches!(&callee.kind, Kind::Name(name) if name == class)
}
