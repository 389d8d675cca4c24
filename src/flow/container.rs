//! Containers: what a list, a record or a library's map holds, under a key or as a whole.

use smol_str::format_smolstr;

use super::bounded::Flow;
use super::value::{Api, At, Context, Open, OutsideKind, Trail, Value, What};
use crate::facts::{Argument, ExprId, Kind, SignatureKind};
use crate::language::methods::{keeps_keys, reads_key};

/// How many keys of one container are told apart.
const MAX_KEYS: usize = 12;

impl Flow<'_> {
    /// The element of a container under a key.
    pub(super) fn eval_index(
        &self,
        at: At,
        object: At,
        key: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let objects = self.eval(object, context, trail);
        let keys = self.eval(key, context, &Trail::new());
        let under = |key: &str| self.members(&objects, key, at, false, context, trail);
        let rows: Vec<Vec<Value>> = keys.iter().filter_map(Value::text).map(under).collect();
        let known = rows.len() == keys.len();
        let mut found = self.one_row(rows, at, context);
        // A key that only run time knows may mean any of the elements.
        if !known {
            let whole: Vec<Value> = objects
                .iter()
                .filter_map(|it| self.any_constant(it, at, context, trail))
                .collect();
            if whole.is_empty() {
                found.extend(self.elements(&objects, at, context, trail));
            }
            found.extend(whole);
        }
        found
    }

    /// What a container has under one of several keys: under that which is assumed, else under any.
    /// Of records, what is read of one belongs together.
    fn one_row(&self, mut rows: Vec<Vec<Value>>, at: At, context: &Context) -> Vec<Value> {
        let record = |it: &Value| matches!(it.what, What::Node(node) if self.is_record(node));
        if (2..=MAX_KEYS).contains(&rows.len()) && rows.iter().flatten().any(record) {
            match context.element(at) {
                Some(row) if row < rows.len() => return rows.swap_remove(row),
                _ => self.touch(Open::Element(at, rows.len())),
            }
        }
        rows.concat()
    }

    /// Some constant of a library's object, `Clarifai[name]`, if all members of it are constants.
    fn any_constant(
        &self,
        object: &Value,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Option<Value> {
        let What::Api(api) = &object.what else {
            return None;
        };
        let path = format_smolstr!("{}.*", api.path);
        let signatures = self.facts(at.file)?.language.signatures();
        signatures.find(&path, SignatureKind::Constant)?;
        Some(self.library(at, context, trail, path, Some(api.clone())))
    }

    /// `record.get("key", default)` holds what the record has under the key.
    pub(super) fn looked_up(
        &self,
        at: At,
        callee: At,
        arguments: &[Argument],
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let facts = self.facts(callee.file)?;
        let Kind::Member(object, name) = &facts.expr(callee.expr).kind else {
            return None;
        };
        let reads = reads_key(name);
        let (key, default) = match arguments {
            [key] if reads => (key, None),
            [key, default] if reads => (key, Some(default)),
            _ => return None,
        };
        let objects = self.eval(at.with(*object), context, trail);
        let known = |it: &Value| {
            matches!(
                it.what,
                What::Data(..) | What::Arguments(..) | What::Outside(_)
            ) || matches!(&it.what, What::Node(node) if self.is_record(*node))
                || it.api().is_some_and(|api| keeps_keys(&api.path))
                || self.is_row(it)
        };
        if !objects.iter().any(known) {
            return None;
        }
        let keys = self.eval(callee.with(key.value), context, &Trail::new());
        let mut found = self.under(&objects, &keys, callee, context, trail);
        if let Some(default) = default {
            found.retain(
                |it| !matches!(&it.what, What::Outside(o) if o.kind == OutsideKind::Unknown),
            );
            found.extend(self.eval(callee.with(default.value), context, trail));
        }
        (!found.is_empty()).then_some(found)
    }

    /// What containers have under keys that a method of theirs is given.
    fn under(
        &self,
        objects: &[Value],
        keys: &[Value],
        method: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let under = |key: &str| -> Vec<Value> {
            let each = objects.iter().map(|object| match &object.what {
                What::Api(_) => self.field(object, key),
                _ => {
                    let alone = std::slice::from_ref(object);
                    self.members(alone, key, method, false, context, trail)
                }
            });
            each.flatten().collect()
        };
        let rows = keys.iter().filter_map(Value::text).map(under).collect();
        let mut found = self.one_row(rows, method, context);
        // A key that only run time knows may mean any of the elements.
        if keys.iter().any(|key| key.text().is_none()) {
            let outside = |it: &&Value| !matches!(it.what, What::Outside(_));
            let containers: Vec<Value> = objects.iter().filter(outside).cloned().collect();
            found.extend(self.elements(&containers, method, context, trail));
        }
        found
    }

    /// The elements of containers: items of lists, values of records.
    pub(super) fn elements(
        &self,
        containers: &[Value],
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let mut found = Vec::new();
        for container in containers {
            let before = found.len();
            match &container.what {
                What::Node(_) | What::Row(_) if self.is_row(container) => {
                    found.extend(self.rows(container).into_iter().flatten().flatten());
                }
                What::Node(node) => found.extend(self.node_elements(*node, container, context)),
                What::Api(api) if keeps_keys(&api.path) => {
                    for pair in self.pairs(api) {
                        let value = At {
                            file: pair.0.file,
                            expr: pair.1,
                        };
                        found.extend(self.eval(value, &container.context, &container.trail));
                    }
                    let put = self.entries_put(api).into_iter();
                    found.extend(put.flat_map(|(_, value)| {
                        self.eval(value, &container.context, &container.trail)
                    }));
                }
                What::Api(api) => {
                    let entries = self.entries_of(api, &container.trail);
                    found.extend(entries.into_iter().flatten());
                }
                What::Data(data, holes) => {
                    let items = data.as_array().into_iter().flatten();
                    let fields = data.as_object().into_iter().flat_map(|it| it.values());
                    for item in items.chain(fields) {
                        found.extend(self.data_value(item, holes, container));
                    }
                }
                _ => {}
            }
            if found.len() == before {
                found.push(self.unknown(at, context, trail));
            }
        }
        found
    }

    /// The items of a list, or the values of a record.
    #[must_use]
    pub fn elements_of(&self, container: &Value) -> Vec<Value> {
        let What::Node(node) = container.what else {
            return Vec::new();
        };
        if self.is_row(container) {
            return self
                .rows(container)
                .into_iter()
                .flatten()
                .flatten()
                .collect();
        }
        self.items(node)
            .into_iter()
            .flat_map(|item| self.eval(item, &container.context, &container.trail))
            .collect()
    }

    /// The pairs that a container of a library is made from, `new Map([["key", value], …])`: each
    /// pair and its value.
    pub(super) fn pairs(&self, api: &Api) -> Vec<(At, ExprId)> {
        let Some(call) = api.at else {
            return Vec::new();
        };
        let Some(Kind::Call(_, arguments, _)) = self.project.expr(call).map(|it| &it.kind) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for argument in arguments {
            for item in self.items(At {
                file: call.file,
                expr: argument.value,
            }) {
                if let Some(Kind::List(pair)) = self.project.expr(item).map(|it| &it.kind)
                    && let [_, value] = pair.as_slice()
                {
                    found.push((item, *value));
                }
            }
        }
        found
    }

    /// The direct items of a list, or the values of a record.
    pub(super) fn items(&self, node: At) -> Vec<At> {
        let Some(expr) = self.project.expr(node) else {
            return Vec::new();
        };
        let at = |expr: &ExprId| At {
            file: node.file,
            expr: *expr,
        };
        match &expr.kind {
            Kind::List(items) => items.iter().map(at).collect(),
            Kind::Record(entries) => entries
                .iter()
                .filter_map(|entry| match entry {
                    crate::facts::Entry::Field(_, value)
                    | crate::facts::Entry::Computed(_, value) => Some(at(value)),
                    crate::facts::Entry::Spread(_) => None,
                })
                .collect(),
            _ => Vec::new(),
        }
    }
}
