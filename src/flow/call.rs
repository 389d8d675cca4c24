//! Calls: what is called, and what a function or class of the project gives.

use std::rc::Rc;

use smol_str::SmolStr;

use super::bounded::Flow;
use super::reach::lookup;
use super::value::{At, Context, HopRole, Object, Site, Trail, Value, What};
use crate::facts::{Argument, Bound, Construct, Definition, FunctionId, Kind, ScopeKind};
use crate::source::FileId;

impl Flow<'_> {
    /// What a call gives.
    pub(super) fn eval_call(
        &self,
        at: At,
        callee: At,
        arguments: &[Argument],
        construct: Construct,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let taken = self
            .promised(at, callee, arguments, context, trail)
            .or_else(|| self.looked_up(at, callee, arguments, context, trail));
        if let Some(found) = taken {
            return found;
        }
        let mut found = Vec::new();
        let mut unknown = false;
        for target in self.fitting(at, self.eval(callee, context, trail)) {
            // Where only the method's name is known, its objects are looked at all at once.
            let open = !matches!(
                target.what,
                What::Function(..) | What::Class(..) | What::Api(_)
            );
            if !(open && unknown) {
                found.extend(self.result(at, callee, &target, construct, context, trail));
            }
            unknown |= open;
        }
        self.built_up(at, found, context, trail)
    }

    /// What a call calls.
    pub(super) fn targets(&self, call: At, callee: At, context: &Context) -> Vec<Value> {
        self.fitting(call, self.eval(callee, context, &Trail::new()))
    }

    /// Of several functions of one name those with as many parameters as the call has arguments,
    /// if there are such.
    pub(super) fn fitting(&self, call: At, mut targets: Vec<Value>) -> Vec<Value> {
        let Some(Kind::Call(_, arguments, _)) = self.project.expr(call).map(|it| &it.kind) else {
            return targets;
        };
        for target in &mut targets {
            if let Some(method) = self.called_object(call, target) {
                *target = method;
            }
        }
        let fits = |it: &Value| match it.what {
            What::Function(file, function, _) => self
                .facts(file)
                .is_some_and(|it| it.function(function).parameters.len() == arguments.len()),
            _ => false,
        };
        if targets.len() > 1 && targets.iter().any(fits) {
            targets.retain(|it| fits(it) || !matches!(it.what, What::Function(..)));
        }
        targets
    }

    /// The method that runs where an object itself is called, or the class that is meant by what
    /// methods of the class call their first parameter.
    fn called_object(&self, call: At, target: &Value) -> Option<Value> {
        let What::Object(object) = &target.what else {
            return None;
        };
        if self.calls_class(call) {
            let object = self.one_below(object, &target.context);
            return Some(Value {
                what: What::Class(object.file, object.class),
                ..target.clone()
            });
        }
        let name = self.facts(object.file)?.language.call_method()?;
        let found = self.object_member(
            object,
            &SmolStr::new(name),
            call,
            &target.context,
            &target.trail,
        );
        found
            .into_iter()
            .find(|it| matches!(it.what, What::Function(..)))
    }

    /// Whether a call constructs an object of the class around: `cls(key)`.
    fn calls_class(&self, call: At) -> bool {
        let Some(facts) = self.facts(call.file) else {
            return false;
        };
        let Kind::Call(callee, ..) = facts.expr(call.expr).kind else {
            return false;
        };
        match &facts.expr(callee).kind {
            Kind::Name(name) => {
                let Some((scope, definitions)) = lookup(facts, facts.expr(callee).scope, name)
                else {
                    return false;
                };
                let receiver = |it: &Definition| matches!(it.value, Bound::Receiver(_));
                match facts.scope(scope).kind {
                    ScopeKind::Function(method) => {
                        definitions.iter().any(receiver) && facts.is_class_method(method)
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// `promise.then(value => …)` holds what the function returns, `list.map(…)` a list of that.
    fn promised(
        &self,
        at: At,
        callee: At,
        arguments: &[Argument],
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let facts = self.facts(callee.file)?;
        let Kind::Member(_, name) = &facts.expr(callee.expr).kind else {
            return None;
        };
        arguments.first()?;
        match name.as_str() {
            "then" => {
                let made = self.made_by_callback(at, context, trail);
                (!made.is_empty()).then_some(made)
            }
            // The list that it makes is looked into where its elements are asked for.
            "map" | "flatMap" if facts.language.is_script() => {
                Some(vec![self.plain(at, context, trail, What::Node(at))])
            }
            _ => None,
        }
    }

    /// What a call gives if it calls that.
    pub(super) fn result(
        &self,
        at: At,
        callee: At,
        target: &Value,
        construct: Construct,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        match &target.what {
            What::Function(file, function, receiver) => {
                self.returned(at, (*file, *function), receiver.clone(), context, trail)
            }
            What::Class(file, class) => {
                let made = Some((at, context.clone()));
                let object = Object {
                    file: *file,
                    class: *class,
                    made,
                };
                vec![self.plain(at, context, trail, What::Object(Rc::new(object)))]
            }
            What::Api(api) => self.library_result(at, callee, api, construct, context, trail),
            _ => self.unknown_result(at, callee, context, trail),
        }
    }

    /// What a function returns to a call.
    pub(super) fn returned(
        &self,
        at: At,
        (file, function): (FileId, FunctionId),
        receiver: Option<Rc<Object>>,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let site = Site::direct(at, context.clone(), receiver);
        let inner = context.with(file, function, Some(site));
        let trail = trail.then(
            self.project.place(at),
            HopRole::Returned,
            facts.function(function).name.clone(),
        );
        let mut found = Vec::new();
        for &expr in &facts.function(function).returns {
            if self.may_run(file, facts, expr, &inner) {
                found.extend(self.eval(At { file, expr }, &inner, &trail));
            }
            // What stands behind a return that is certain to run is never reached.
            if self.surely_runs(file, facts, expr, &inner) {
                break;
            }
        }
        if facts.function(function).returns.is_empty() {
            found.extend(self.answers(at, (file, function), context, &trail));
        }
        if found.is_empty() {
            found.push(self.unknown(at, context, &trail));
        }
        if facts.function(function).yields {
            let rows = found.into_iter().map(|it| vec![it]).collect();
            return vec![self.plain(at, context, &trail, What::Row(Rc::new(rows)))];
        }
        found
    }
}
