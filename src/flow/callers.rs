//! Callers: who calls a function, and with what?

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::bounded::Flow;
use super::value::{At, Context, Handing, Open, OutsideKind, Site, Trail, Value, What};
use crate::facts::{
    Exported, ExprId, Facts, FunctionId, Holder, Imported, Kind, SignatureKind, Slot,
};
use crate::source::FileId;

/// How many calls of one function are looked at: where there are that many, some may be missing.
pub(super) const MAX_CALLERS: usize = 48;

/// How many steps the search for the callers of one function may take …
const SEARCH_STEPS: u32 = 200_000;
/// … and how many the check of one candidate may.
const CHECK_STEPS: u32 = 1_000;

impl Flow<'_> {
    /// The calls of a function in the project, in the order of files and positions.
    #[must_use]
    pub fn callers(&self, file: FileId, function: FunctionId) -> Vec<Site> {
        let calls = self.project.callers_of(file, function, || {
            // With a budget of its own: the answer is kept for everybody.
            Flow::new(self.project).find_callers(file, function)
        });
        calls
            .iter()
            .filter_map(|&call| self.calls(call, file, function))
            .collect()
    }

    fn find_callers(&self, file: FileId, function: FunctionId) -> Vec<At> {
        let mut found = Vec::new();
        let mut seen = FxHashSet::default();
        let mut left = SEARCH_STEPS;
        let names = self.names_of(file, function);
        for caller in self.calling_files(file, function) {
            let named = names
                .iter()
                .flat_map(|name| self.project.calls_named(caller, name))
                .copied();
            let named: Vec<At> = named.collect();
            let of_made = named.iter().flat_map(|call| self.calls_of_made(*call));
            let of_made: Vec<At> = of_made.collect();
            let handed = self.calls_with(caller, &names);
            for call in named.into_iter().chain(of_made).chain(handed) {
                if !seen.insert(call) || left == 0 || found.len() == MAX_CALLERS {
                    continue;
                }
                // Each check has a budget of its own, too: one that is too hard is no caller.
                let budget = CHECK_STEPS.min(left);
                let check = Flow::with_budget(self.project, budget);
                if check.calls(call, file, function).is_some() {
                    found.push(call);
                }
                left -= budget - check.left();
            }
            let handed = names.iter().flat_map(|name| self.handed_in(caller, name));
            for mention in handed.collect::<Vec<_>>() {
                if seen.insert(mention) && found.len() < MAX_CALLERS {
                    let check = Flow::with_budget(self.project, CHECK_STEPS);
                    if check.calls(mention, file, function).is_some() {
                        found.push(mention);
                    }
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// The calls in a file that are given something of one of these names.
    fn calls_with(&self, file: FileId, names: &[SmolStr]) -> Vec<At> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        if !facts.language.signatures().any(SignatureKind::Calls) {
            return Vec::new();
        }
        let mentions = names.iter().filter_map(|name| facts.mentions.get(name));
        let given = mentions.flatten().filter_map(|mention| {
            let parent = facts.expr(*mention).parent?;
            let Kind::Call(_, arguments, _) = &facts.expr(parent).kind else {
                return None;
            };
            let expr = arguments
                .iter()
                .any(|it| it.value == *mention)
                .then_some(parent)?;
            Some(At { file, expr })
        });
        given.collect()
    }

    /// The files in which a function may be called: those that import its file in some way. A
    /// method that alone has its name may be called wherever an object is passed to.
    fn calling_files(&self, file: FileId, function: FunctionId) -> Vec<FileId> {
        let anywhere = self.facts(file).is_some_and(|facts| {
            let function = facts.function(function);
            function.class.is_some()
                && function
                    .name
                    .as_ref()
                    .is_some_and(|name| self.project.is_only(facts.language, name))
        });
        if anywhere {
            return self.project.files().map(|(file, _)| file).collect();
        }
        self.project.dependents(file)
    }

    /// The names under which a function may be called.
    fn names_of(&self, file: FileId, function: FunctionId) -> Vec<SmolStr> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let definition = facts.function(function);
        let mut names = Vec::new();
        if let Some(class) = definition.class
            && facts.class(class).constructors.contains(&function)
        {
            names.push(facts.class(class).name.clone());
            // `super().__init__(…)`
            names.extend(definition.name.clone());
            names.push(SmolStr::new("super"));
            // `cls(…)` in a method of the class.
            let of_class = facts
                .methods(class)
                .filter(|it| facts.is_class_method(it.0));
            names.extend(of_class.filter_map(|it| facts.receiver_of(it.0).cloned()));
            for other in self
                .project
                .dependents(file)
                .into_iter()
                .filter_map(|it| self.facts(it))
            {
                let above = &facts.class(class).name;
                let below = other.classes.iter().filter(|it| it.bases.contains(above));
                names.extend(below.map(|it| it.name.clone()));
            }
        } else {
            names.extend(definition.name.clone());
        }
        if let Some(class) = definition.class
            && definition.name.is_some()
            && definition.name.as_deref() == facts.language.call_method()
        {
            names.extend(self.names_of_objects(file, &facts.class(class).name));
        }
        if definition.class.is_some() {
            let running = facts.language.signatures().iter().filter(|(_, it)| {
                it.kind == SignatureKind::Runs && it.get("name") == definition.name.as_deref()
            });
            names.extend(running.map(|(name, _)| SmolStr::new(name)));
        }
        // What hands the function on keeps it, too: `const ask = useCallback((id) => …)`.
        let wrapped = facts.expr(definition.expr).parent;
        let wrapped = wrapped.filter(|it| matches!(facts.expr(*it).kind, Kind::Call(..)));
        for kept in wrapped.iter().chain([&definition.expr]) {
            for holder in facts.holders.get(kept).into_iter().flatten() {
                let (Holder::Name(_, name) | Holder::Field(_, name)) = holder;
                names.push(name.clone());
            }
        }
        names.extend(record_key(facts, definition.expr));
        names.extend(self.names_of_returned(file, function));
        for assignment in facts
            .assignments
            .iter()
            .filter(|it| it.value == definition.expr)
        {
            names.extend(assignment.key.clone());
        }
        self.imported_names(file, facts, &mut names);
        names.sort();
        names.dedup();
        names.retain(|name| !name.is_empty());
        names
    }

    /// The names under which a function is kept that another one returns:
    /// `const ask = client(key)`.
    fn names_of_returned(&self, file: FileId, function: FunctionId) -> Vec<SmolStr> {
        let maker = self.facts(file).and_then(|facts| {
            let made = facts.function(function).expr;
            let maker = facts.function_around(facts.expr(made).scope)?;
            facts
                .function(maker)
                .returns
                .contains(&made)
                .then_some(maker)
        });
        let makers = maker.and_then(|maker| self.deeper(|| self.names_of(file, maker)));
        // What is made by what was made: `client(base)(key)`.
        let mut names = makers.clone().unwrap_or_default();
        for maker in makers.into_iter().flatten() {
            for other in self.project.dependents(file) {
                for call in self.project.calls_named(other, &maker) {
                    names.extend(self.names_of_made(*call));
                }
            }
        }
        names
    }

    /// The names under which that is kept which a call makes, or a call of what it makes.
    fn names_of_made(&self, call: At) -> Vec<SmolStr> {
        let Some(facts) = self.facts(call.file) else {
            return Vec::new();
        };
        let made = std::iter::once(call).chain(self.calls_of_made(call));
        let holders = made.filter_map(|it| facts.holders.get(&it.expr)).flatten();
        holders
            .map(|holder| {
                let (Holder::Name(_, name) | Holder::Field(_, name)) = holder;
                name.clone()
            })
            .collect()
    }

    /// The calls of what a call makes, at once: `client(base)(key)`.
    fn calls_of_made(&self, call: At) -> Vec<At> {
        let Some(facts) = self.facts(call.file) else {
            return Vec::new();
        };
        let next = |made: &At| {
            let parent = facts.expr(made.expr).parent?;
            let calls =
                matches!(facts.expr(parent).kind, Kind::Call(callee, ..) if callee == made.expr);
            calls.then(|| call.with(parent))
        };
        std::iter::successors(next(&call), next).collect()
    }

    /// The names under which objects of a class are kept.
    fn names_of_objects(&self, file: FileId, class: &str) -> Vec<SmolStr> {
        let mut names = Vec::new();
        for other in self.project.dependents(file) {
            let Some(facts) = self.facts(other) else {
                continue;
            };
            for call in self.project.calls_named(other, class) {
                let holders = facts.holders.get(&call.expr).into_iter().flatten();
                names.extend(holders.map(|it| match it {
                    Holder::Name(_, name) | Holder::Field(_, name) => name.clone(),
                }));
            }
        }
        names
    }

    /// The names that other files give to the default export of a file, and to renamed imports.
    fn imported_names(&self, file: FileId, facts: &Facts, names: &mut Vec<SmolStr>) {
        let known: FxHashSet<SmolStr> = names.iter().cloned().collect();
        let renamed = facts
            .exports
            .iter()
            .filter_map(|export| match &export.what {
                Exported::Local(name) if known.contains(name) => Some(export.name.clone()),
                _ => None,
            });
        let renamed: Vec<SmolStr> = renamed.collect();
        names.extend(renamed);
        for &(other, import) in self.project.importers(file) {
            let Some(other_facts) = self.facts(other) else {
                continue;
            };
            let Some(import) = import.and_then(|it| other_facts.imports.get(it as usize)) else {
                self.required_names(other, other_facts, names);
                continue;
            };
            let interesting = match &import.what {
                Imported::Default => true,
                Imported::Name(name) => {
                    *name != import.local && (names.contains(name) || name == "default")
                }
                _ => false,
            };
            if interesting {
                names.push(import.local.clone());
            }
        }
    }

    /// `const name = require("./file")` gives a name to what the file exports as a whole.
    fn required_names(&self, other: FileId, facts: &Facts, names: &mut Vec<SmolStr>) {
        for call in self.project.calls_named(other, "require") {
            let holders = facts.holders.get(&call.expr).into_iter().flatten();
            names.extend(holders.map(|holder| {
                let (Holder::Name(_, name) | Holder::Field(_, name)) = holder;
                name.clone()
            }));
        }
    }

    /// Whether a call is one of the function.
    fn calls(&self, call: At, file: FileId, function: FunctionId) -> Option<Site> {
        let facts = self.facts(call.file)?;
        let Kind::Call(callee, _, _) = &facts.expr(call.expr).kind else {
            return self.calls_back(call, file, function);
        };
        let target = self.facts(file)?.function(function);
        let context = Context::new();
        let site = |receiver| Site {
            call,
            context: Context::new(),
            receiver,
            open: true,
            handing: Handing::Direct,
        };
        if matches!(facts.expr(*callee).kind, Kind::Super) {
            return self.super_call(call, file, function).then(|| site(None));
        }
        let values = self.targets(call, call.with(*callee), &context);
        let constructs = target.class.filter(|class| {
            self.facts(file)
                .is_some_and(|it| it.class(*class).constructors.contains(&function))
        });
        for value in &values {
            match &value.what {
                What::Function(found_file, found, receiver)
                    if (*found_file, *found) == (file, function) =>
                {
                    return Some(site(receiver.clone()));
                }
                What::Class(found_file, class) => {
                    if let Some(own) = constructs
                        && self.is_or_extends(*found_file, *class, file, own)
                    {
                        return Some(site(None));
                    }
                }
                _ => {}
            }
        }
        let by_name = constructs.is_none()
            && target.class.is_some()
            && values.iter().all(is_open)
            && matches!(facts.expr(*callee).kind, Kind::Member(..))
            && self.fits_by_name(call, file, function);
        if by_name {
            return Some(site(None));
        }
        let run = self.run(call).filter(
            |it| matches!(it.what, What::Function(of, found, _) if (of, found) == (file, function)),
        );
        if let Some(run) = run {
            let What::Function(_, _, receiver) = run.what else {
                return None;
            };
            let behind = self.runs(facts, call)?;
            return Some(Site {
                handing: Handing::Behind(behind.1),
                ..site(receiver)
            });
        }
        self.hands(call, *callee, (file, function))
    }

    /// The method of an object of the project that a call of another one runs: what
    /// `task.execute(…)` is given goes to the `doInBackground` of the task.
    #[must_use]
    pub fn run(&self, call: At) -> Option<Value> {
        let facts = self.facts(call.file)?;
        let (method, _) = self.runs(facts, call)?;
        let object = self.slot(call, &[Slot::Receiver])?;
        let (context, trail) = (Context::new(), Trail::new());
        let values = self.deeper(|| self.eval(object, &context, &trail))?;
        values.iter().find_map(|value| {
            let What::Object(object) = &value.what else {
                return None;
            };
            let found = self.object_member(object, &method, call, &context, &trail);
            let method = |it: &Value| matches!(it.what, What::Function(..));
            found.into_iter().find(method)
        })
    }

    /// The method that a call would run, and at which argument those for it begin.
    fn runs(&self, facts: &Facts, call: At) -> Option<(SmolStr, usize)> {
        let Kind::Call(callee, ..) = &facts.expr(call.expr).kind else {
            return None;
        };
        let Kind::Member(_, name) = &facts.expr(*callee).kind else {
            return None;
        };
        let signatures = facts.language.signatures();
        let signature = signatures.method(name, SignatureKind::Runs)?;
        let behind = signature
            .slots("value")
            .into_iter()
            .find_map(|it| match it {
                Slot::Position(position) => Some(position),
                _ => None,
            });
        Some((SmolStr::new(signature.get("name")?), behind.unwrap_or(0)))
    }

    /// The call of a function that another call makes which is given it: `map(ask, list)`.
    fn hands(&self, call: At, callee: ExprId, wanted: (FileId, FunctionId)) -> Option<Site> {
        let facts = self.facts(call.file)?;
        let signatures = facts.language.signatures();
        let context = Context::new();
        let by_path = self
            .eval(call.with(callee), &context, &Trail::new())
            .iter()
            .filter_map(Value::api)
            .find_map(|api| signatures.find(&api.path, SignatureKind::Calls));
        let signature = by_path.or_else(|| match &facts.expr(callee).kind {
            Kind::Member(_, method) => signatures.method(method, SignatureKind::Calls),
            _ => None,
        })?;
        let slots = signature.slots("value");
        let given = self.slot_values(call, &slots, &context, &Trail::new());
        let receiver = given.into_iter().find_map(|it| match it.what {
            What::Function(file, function, receiver) if (file, function) == wanted => {
                Some(receiver)
            }
            _ => None,
        })?;
        let behind = slots.iter().find_map(|it| match it {
            Slot::Position(position) => Some(position + 1),
            _ => None,
        });
        let handing = match signature.get("kind") {
            Some("elements") => Handing::Elements(behind?),
            _ if signature.get("through").is_some() => Handing::Listed(signature),
            _ => Handing::Behind(behind?),
        };
        Some(Site {
            call,
            context,
            receiver,
            open: true,
            handing,
        })
    }

    /// A call on an object that nothing is known of: taken for a call of the only method of that
    /// name in the project.
    fn fits_by_name(&self, call: At, file: FileId, function: FunctionId) -> bool {
        let Some(target) = self.facts(file).map(|it| it.function(function)) else {
            return false;
        };
        let Some(name) = target.name.as_ref().filter(|it| it.len() > 3) else {
            return false;
        };
        let Some(language) = self.facts(call.file).map(|it| it.language) else {
            return false;
        };
        let shares = self
            .facts(file)
            .is_some_and(|it| it.language.shares_modules_with(language));
        shares && self.project.is_only(language, name)
    }

    fn super_call(&self, call: At, file: FileId, function: FunctionId) -> bool {
        let Some(facts) = self.facts(call.file) else {
            return false;
        };
        let Some(class) = facts.class_around(facts.expr(call.expr).scope) else {
            return false;
        };
        let Some(own) = self.facts(file).and_then(|it| it.function(function).class) else {
            return false;
        };
        (call.file, class) != (file, own) && self.is_or_extends(call.file, class, file, own)
    }

    /// Whether a class is another one, or has it above without a constructor of its own between.
    fn is_or_extends(
        &self,
        file: FileId,
        class: crate::facts::ClassId,
        base_file: FileId,
        base: crate::facts::ClassId,
    ) -> bool {
        if (file, class) == (base_file, base) {
            return true;
        }
        let Some(facts) = self.facts(file) else {
            return false;
        };
        let Some(wanted) = self.facts(base_file).map(|it| it.class(base).name.clone()) else {
            return false;
        };
        facts
            .class(class)
            .bases
            .iter()
            .any(|it| *it == wanted || it.ends_with(&format!(".{wanted}")))
    }

    /// What each caller of a function passes for a parameter; `None` where it passes nothing.
    #[must_use]
    pub fn passed(
        &self,
        file: FileId,
        function: FunctionId,
        position: u32,
    ) -> Vec<Option<Vec<Value>>> {
        let (context, trail) = (Context::new(), Trail::new());
        let sites = self.callers(file, function);
        sites
            .iter()
            .map(|site| self.argument(site, file, function, position, &context, &trail))
            .collect()
    }

    /// The value of a parameter that nothing in its function mentions.
    pub(super) fn parameter_value(
        &self,
        function_expr: At,
        function: FunctionId,
        name: &SmolStr,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let file = function_expr.file;
        if let Some(Some(site)) = context.site(file, function) {
            let what = What::Arguments(site.call, None);
            let outer = site.outer(context);
            let record = Value {
                what,
                context: outer,
                trail: trail.clone(),
            };
            let found = self.field(&record, name);
            if !found.is_empty() {
                return found;
            }
        } else if context.site(file, function).is_none() {
            self.touch(Open::Function(file, function));
        }
        vec![self.outside(
            function_expr,
            context,
            trail,
            OutsideKind::Parameter,
            name.clone(),
        )]
    }
}

/// Whether nothing is known of a value.
fn is_open(value: &Value) -> bool {
    matches!(&value.what, What::Outside(it) if matches!(it.kind, OutsideKind::Unknown | OutsideKind::Parameter | OutsideKind::Missing))
}

/// The key under which a record has a function.
fn record_key(facts: &Facts, function: crate::facts::ExprId) -> Option<SmolStr> {
    let parent = facts.expr(function).parent?;
    let Kind::Record(entries) = &facts.expr(parent).kind else {
        return None;
    };
    entries.iter().find_map(|entry| match entry {
        crate::facts::Entry::Field(name, value) if *value == function => Some(name.clone()),
        _ => None,
    })
}
