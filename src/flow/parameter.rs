//! Parameters: what a call passes for one, and what it holds where none does.

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::value::{
    Api, At, Context, Handing, HopRole, Open, OutsideKind, Site, Trail, Value, What,
};
use crate::facts::{Construct, FunctionId, Kind, Parameter, Rest, Signature, SignatureKind};
use crate::source::FileId;

impl Flow<'_> {
    /// What a parameter holds.
    pub(super) fn parameter(
        &self,
        file: FileId,
        function: FunctionId,
        position: u32,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let Some(parameter) = facts.function(function).parameters.get(position as usize) else {
            return vec![self.unknown(at, context, trail)];
        };
        // A setter may be marked itself, instead of its only parameter.
        let setter = &facts.function(function).marks;
        let only = facts.function(function).parameters.len() == 1;
        let marks = [&parameter.marks, setter];
        let marked = marks
            .iter()
            .take(1 + usize::from(only))
            .find_map(|marks| self.marked(marks, at, context, trail));
        if let Some(marked) = marked {
            return vec![marked];
        }
        if let Some(put) = self.put_in(file, function).get(position as usize) {
            return self.eval(*put, &Context::new(), trail);
        }
        match context.site(file, function) {
            Some(Some(site)) => {
                let site = site.clone();
                let found = self.argument(&site, file, function, position, context, trail);
                if let Some(found) = found {
                    // A test that passes a stand-in does not tell what the framework puts in.
                    if found.iter().all(|it| self.is_stand_in(it)) {
                        let provided = self.provided_for(parameter, at, context, trail);
                        if !provided.is_empty() {
                            return provided;
                        }
                    }
                    return found;
                }
            }
            Some(None) => {}
            None => {
                if let Some(found) =
                    self.callback_parameter(file, function, position, context, trail)
                {
                    return found;
                }
                self.touch(Open::Function(file, function));
            }
        }
        self.not_passed((file, function), parameter, at, context, trail)
    }

    /// What a framework puts in for a parameter, as its type or annotations say.
    fn provided_for(
        &self,
        parameter: &Parameter,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let annotation = parameter.annotation.as_ref();
        self.provided(at, annotation, &parameter.marks, context, trail)
    }

    /// What a parameter holds that no known call passes: its default, what a framework puts in, or
    /// something of its type.
    fn not_passed(
        &self,
        (file, function): (FileId, FunctionId),
        parameter: &Parameter,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        if let Some(injected) = self.injected(file, parameter, context, trail) {
            return injected;
        }
        let by_name = self.provided_by_name((file, function), &parameter.name, context, trail);
        if let Some(provided) = by_name.filter(|it| !it.is_empty()) {
            return provided;
        }
        let mut found = Vec::new();
        if let Some(expr) = parameter.default {
            found.extend(self.eval(At { file, expr }, context, trail));
        }
        let site = context.site(file, function);
        if site.is_none_or(|it| it.is_none())
            && let Some(facts) = self.facts(file)
        {
            let marks = &facts.function(function).marks;
            found.extend(self.marked_default(file, marks, &parameter.name, context, trail));
        }
        let provided = self.provided_for(parameter, at, context, trail);
        if !provided.is_empty() {
            found.extend(provided);
        } else if let Some(typed) = self.typed(at, parameter.annotation.as_ref(), context, trail)
            && matches!(typed.what, What::Api(_) | What::Object(_))
        {
            found.push(typed);
        } else if site.is_none_or(|site| {
            // What else is passed to a function that a call only prepares is not seen.
            let partly =
                |it: &Site| !matches!(it.handing, Handing::Direct) && parameter.default.is_none();
            site.is_none_or(partly)
        }) {
            let kind = OutsideKind::Parameter;
            found.push(self.outside(at, context, trail, kind, parameter.name.clone()));
        }
        found
    }

    /// What a framework puts in for a parameter, as the function gives it that a call in its default
    /// or its type names: `client=Depends(get_client)`.
    fn injected(
        &self,
        file: FileId,
        parameter: &Parameter,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let signatures = self.facts(file)?.language.signatures();
        let calls = parameter.default.into_iter().chain(parameter.noted);
        for expr in calls {
            let at = At { file, expr };
            let Some(Kind::Call(callee, ..)) = self.project.expr(at).map(|it| &it.kind) else {
                continue;
            };
            let named = self.eval(at.with(*callee), context, &Trail::new());
            let result = |it: &Value| {
                let path = it.api().map(|api| api.path.as_str());
                path.is_some_and(|it| signatures.exactly(it, SignatureKind::Result).is_some())
            };
            if named.iter().any(result) {
                let found = self.deeper(|| self.made_by_callback(at, context, trail));
                return found.filter(|it| !it.is_empty());
            }
        }
        None
    }

    /// Whether a value is of a declared type and nothing else is known of it, or made by a library
    /// of which nothing is known: by one for tests.
    fn is_stand_in(&self, value: &Value) -> bool {
        match &value.what {
            What::Api(api) => {
                let signatures = |link: &Api| {
                    let facts = self.facts(link.at?.file)?;
                    Some(facts.language.signatures())
                };
                let double = |link: &Api| {
                    signatures(link)
                        .is_some_and(|it| it.find(&link.path, SignatureKind::Double).is_some())
                };
                let known = |link: &Api| {
                    signatures(link)
                        .is_none_or(|it| it.knows(&link.path) || it.is_about(&link.path))
                };
                let typed = api.base.is_none() && !api.path.contains('(');
                typed || api.chain().any(double) || !api.chain().any(known)
            }
            What::Outside(outside) => matches!(
                outside.kind,
                OutsideKind::Unknown | OutsideKind::Parameter | OutsideKind::Missing
            ),
            _ => false,
        }
    }

    /// What a call passes for a parameter; `None` where it passes nothing.
    pub(super) fn argument(
        &self,
        site: &Site,
        file: FileId,
        function: FunctionId,
        position: u32,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let outer = site.outer(context);
        if let Handing::Callback(mention) = site.handing {
            return self.handed_argument(mention, position, &outer, trail);
        }
        let facts = self.facts(file)?;
        let parameter = facts.function(function).parameters.get(position as usize)?;
        let call_facts = self.facts(site.call.file)?;
        let Kind::Call(_, arguments, construct) = &call_facts.expr(site.call.expr).kind else {
            return None;
        };
        let name = Some(parameter.name.clone()).filter(|it| !it.starts_with('('));
        let begin = match site.handing {
            Handing::Behind(from) => from,
            _ => 0,
        };
        let first = position + u32::try_from(begin).unwrap_or(0);
        if let Some(from) = gathered(parameter.rest, first, *construct) {
            let trail = trail.then(self.project.place(site.call), HopRole::Passed, name);
            let what = What::Arguments(site.call, from);
            return Some(vec![self.plain(site.call, &outer, &trail, what)]);
        }
        if let Handing::Listed(signature) = site.handing {
            let found = self.listed(
                site.call,
                signature,
                &parameter.name,
                position,
                &outer,
                trail,
            );
            return (!found.is_empty()).then_some(found);
        }
        let passed = |expr| {
            let at = At {
                file: site.call.file,
                expr,
            };
            let trail = trail.then(self.project.place(at), HopRole::Passed, name.clone());
            self.eval(at, &outer, &trail)
        };
        let keyword = arguments
            .iter()
            .find(|it| it.name.as_ref() == Some(&parameter.name));
        if let Some(argument) = keyword {
            return Some(passed(argument.value));
        }
        let put = self.put_in(file, function).len();
        let before = match site.handing {
            Handing::Ahead(before) => before,
            _ => put,
        };
        let position = (position as usize).checked_sub(before)?;
        let position = position + self.offset(site, file, function);
        if let Some(handed) = self.handed(site.call.file, arguments, &outer).get(position) {
            let place = self.project.place(handed.at);
            let trail = trail.then(place, HopRole::Passed, name.clone());
            let values = self.eval(handed.at, &handed.context, &trail);
            return Some(match site.handing {
                Handing::Elements(_) => self.elements(&values, handed.at, &outer, &trail),
                _ => values,
            });
        }
        let mut open = false;
        for argument in arguments.iter().filter(|it| it.spread) {
            let values = passed(argument.value);
            for value in &values {
                let found = self.field(value, &parameter.name);
                if !found.is_empty() {
                    return Some(found);
                }
            }
            open |= self.may_hold_more(site.call.with(argument.value), &values);
        }
        // It may be passed, which is not to be taken for the default.
        open.then(|| {
            let name = parameter.name.clone();
            vec![self.outside(site.call, &outer, trail, OutsideKind::Unknown, name)]
        })
    }

    /// Whether a record that is passed in parts may have keys that are not to be seen: it comes from
    /// outside, or gets keys that are computed.
    fn may_hold_more(&self, record: At, values: &[Value]) -> bool {
        if values
            .iter()
            .any(|it| matches!(it.what, What::Outside(_) | What::Api(_)))
        {
            return true;
        }
        let Some(facts) = self.facts(record.file) else {
            return false;
        };
        let Kind::Name(name) = &facts.expr(record.expr).kind else {
            return false;
        };
        let around = facts.function_around(facts.expr(record.expr).scope);
        facts.assignments.iter().any(|it| {
            let object = facts.expr(it.object);
            let computed = it.computed.map(|key| record.with(key));
            it.key.is_none()
                && matches!(&object.kind, Kind::Name(other) if other == name)
                && facts.function_around(object.scope) == around
                && computed.is_none_or(|key| self.computed_key(key).is_none())
        })
    }

    /// What a call passes for a parameter in the list or the record that it is given for all.
    fn listed(
        &self,
        call: At,
        signature: &Signature,
        name: &SmolStr,
        position: u32,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let position = format_smolstr!("{position}");
        signature
            .slots("through")
            .iter()
            .flat_map(|it| self.slot_values(call, std::slice::from_ref(it), context, trail))
            .flat_map(|it| {
                let named = self.field(&it, name);
                let placed = self.field(&it, &position);
                named.into_iter().chain(placed)
            })
            .collect()
    }

    /// At which argument of a call those for a function begin.
    fn offset(&self, site: &Site, file: FileId, function: FunctionId) -> usize {
        match site.handing {
            Handing::Behind(from) | Handing::Elements(from) => from,
            Handing::Listed(_) | Handing::Callback(_) | Handing::Ahead(_) => 0,
            Handing::Direct => usize::from(self.names_object(site.call, file, function)),
        }
    }

    /// The parameter of a function that is itself an argument: `.then(model => …)` gets what
    /// the promise holds, `.map(id => …)` the elements of the list.
    fn callback_parameter(
        &self,
        file: FileId,
        function: FunctionId,
        position: u32,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let facts = self.facts(file)?;
        let expr = facts.expr(facts.function(function).expr);
        let call = At {
            file,
            expr: expr.parent?,
        };
        self.callback_argument(call, position, context, trail)
    }
}

/// From which position on a parameter gathers arguments, without one all keywords; `None` if it
/// takes one argument. What an element of a page shows is given one record.
fn gathered(rest: Rest, position: u32, construct: Construct) -> Option<Option<usize>> {
    match rest {
        Rest::Keywords => Some(None),
        Rest::Positional => Some(Some(position as usize)),
        Rest::No => (construct == Construct::Element).then_some(None),
    }
}
