//! Following values forwards: everything that the value of an expression gets to.
//!
//! Going backwards tells what a call is given; it does not tell who else is given the same. Before
//! a value may change where it is made, whatever it gets to has to be known. So this goes the other
//! way, and is careful the other way, too: what it cannot see through is a place to which the value
//! strays.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::callers::Handing;
use super::follow::Flow;
use super::name::lookup;
use super::value::{Api, At, Context, Trail, Value, What};
use crate::facts::{
    Argument, Bound, ClassId, Construct, Entry, Exported, ExprId, Facts, FunctionId, Holder,
    Import, Imported, Kind, Piece, Rest, ScopeId, ScopeKind, SignatureKind, Step,
};
use crate::source::{FileId, Place};

/// How many stops one value may have.
const MAX_STOPS: usize = 600;
/// How deep in records of records a value may be.
const MAX_PATH: usize = 8;
/// How many steps one look at what is called may take.
const LOOK_STEPS: u32 = 4_000;
/// How many callers of a function are known at most: with more, some may be missing.
const MANY_CALLERS: usize = 48;

/// Methods that put an argument into the object that they are called on.
const PUTS: &[&str] = &[
    "CopyFrom",
    "MergeFrom",
    "add",
    "addHeader",
    "addProperty",
    "append",
    "extend",
    "header",
    "insert",
    "push",
    "put",
    "set",
    "setHeader",
    "setRequestProperty",
    "setdefault",
    "unshift",
    "update",
];
/// What the names of such methods begin with else.
const PUTTING: &[&str] = &["add", "put", "set", "with"];
/// Methods that read one element.
const GETS: &[&str] = &["get", "getOrDefault", "optString", "getString", "at", "pop"];

/// Functions that ask nobody, and hand over what they are given all the same.
const HANDS_OVER: &[&str] = &[
    "dispatch", "emit", "json", "send", "setItem", "setState", "setattr", "use", "write",
];

/// A step into a record or list that a value was put into.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Into {
    /// Under that key.
    Key(SmolStr),
    /// Under a key that is not known.
    Any,
}

/// An expression that has the value, or holds it some steps down, the last of which is the
/// outermost.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Stop {
    at: At,
    path: Vec<Into>,
}

/// A value on its way.
struct Onward<'a, 'p> {
    flow: &'a Flow<'p>,
    /// The places at which it may arrive.
    may_arrive: &'a dyn Fn(Place) -> bool,
    open: Vec<Stop>,
    seen: FxHashSet<Stop>,
    /// Names of modules that were followed to those who import them.
    imported: FxHashSet<(FileId, SmolStr, Vec<Into>)>,
    /// Fields that were followed to those who have an object of the class.
    fields: FxHashSet<(FileId, ClassId, SmolStr, Vec<Into>)>,
    strays: Vec<At>,
}

impl Flow<'_> {
    /// Where the value of an expression gets to that is not inside of one of the places at which
    /// it may arrive, or behind what cannot be seen through: the expressions there.
    #[must_use]
    pub fn strays(&self, start: At, may_arrive: &dyn Fn(Place) -> bool) -> Vec<At> {
        let mut onward = Onward {
            flow: self,
            may_arrive,
            open: Vec::new(),
            seen: FxHashSet::default(),
            imported: FxHashSet::default(),
            fields: FxHashSet::default(),
            strays: Vec::new(),
        };
        onward.go(start, Vec::new());
        while let Some(stop) = onward.open.pop() {
            if onward.seen.len() > MAX_STOPS {
                onward.strays.push(stop.at);
                break;
            }
            onward.step(&stop);
        }
        onward.strays.sort_unstable();
        onward.strays.dedup();
        onward.strays
    }
}

impl<'p> Onward<'_, 'p> {
    fn facts(&self, file: FileId) -> Option<&'p Facts> {
        self.flow.project.facts(file)
    }

    fn go(&mut self, at: At, path: Vec<Into>) {
        let stop = Stop { at, path };
        if stop.path.len() > MAX_PATH {
            self.strays.push(at);
        } else if self.seen.insert(stop.clone()) {
            self.open.push(stop);
        }
    }

    fn eval(&self, at: At) -> Vec<Value> {
        let look = Flow::with_budget(self.flow.project, LOOK_STEPS);
        look.eval(at, &Context::new(), &Trail::new())
    }

    fn step(&mut self, stop: &Stop) {
        if (self.may_arrive)(self.flow.project.place(stop.at)) {
            return;
        }
        let Some(facts) = self.facts(stop.at.file) else {
            return;
        };
        self.kept(facts, stop);
        self.taken_apart(facts, stop);
        self.assigned(facts, stop);
        self.returned(facts, stop);
        self.exported_as_value(facts, stop);
        if let Some(parent) = facts.expr(stop.at.expr).parent {
            self.used_in(facts, stop, parent);
        }
    }

    // --- what keeps it -------------------------------------------------------------

    /// Names, fields and parameters that have the value.
    fn kept(&mut self, facts: &'p Facts, stop: &Stop) {
        let At { file, expr } = stop.at;
        for holder in facts.holders.get(&expr).into_iter().flatten() {
            match holder {
                Holder::Name(scope, name) => self.named(file, facts, *scope, name, &stop.path),
                Holder::Field(class, name) => self.field(file, *class, name, &stop.path),
            }
        }
        for (function, index) in facts.functions.iter().zip(0..) {
            for (parameter, position) in function.parameters.iter().zip(0..) {
                if parameter.default == Some(expr) {
                    self.parameter(file, FunctionId(index), position, &stop.path);
                }
            }
        }
    }

    /// Every mention of a name.
    fn named(
        &mut self,
        file: FileId,
        facts: &'p Facts,
        scope: ScopeId,
        name: &SmolStr,
        path: &[Into],
    ) {
        for &mention in facts.mentions.get(name).into_iter().flatten() {
            let expr = facts.expr(mention);
            let is_it = matches!(expr.kind, Kind::Name(_))
                && lookup(facts, expr.scope, name).is_some_and(|it| it.0 == scope);
            if is_it {
                self.go(
                    At {
                        file,
                        expr: mention,
                    },
                    path.to_vec(),
                );
            }
        }
        match facts.scope(scope).kind {
            ScopeKind::Module => self.seen_outside(file, facts, name, path),
            ScopeKind::Class(class) => self.field(file, class, name, path),
            ScopeKind::Function(_) | ScopeKind::Block => {}
        }
    }

    /// Every mention of a field, in whatever file may have an object of the class.
    fn field(&mut self, file: FileId, class: ClassId, name: &SmolStr, path: &[Into]) {
        let key = (file, class, name.clone(), path.to_vec());
        if !self.fields.insert(key) {
            return;
        }
        for other in self.flow.project.dependents(file) {
            let Some(facts) = self.facts(other) else {
                continue;
            };
            for &mention in facts.mentions.get(name).into_iter().flatten() {
                let at = At {
                    file: other,
                    expr: mention,
                };
                let is_it = match &facts.expr(mention).kind {
                    Kind::Member(object, _) => self.may_be_of(at.with(*object), facts, file, class),
                    Kind::Name(_) if facts.language.sees_fields() => {
                        match lookup(facts, facts.expr(mention).scope, name) {
                            Some((scope, _)) => {
                                other == file && facts.scope(scope).kind == ScopeKind::Class(class)
                            }
                            None => true,
                        }
                    }
                    _ => false,
                };
                if is_it {
                    self.go(at, path.to_vec());
                }
            }
        }
    }

    /// Whether an object may be of a class: it is not known to be anything else.
    fn may_be_of(&self, object: At, facts: &Facts, file: FileId, class: ClassId) -> bool {
        if matches!(facts.expr(object.expr).kind, Kind::This | Kind::Super) && object.file == file {
            return facts.class_around(facts.expr(object.expr).scope) == Some(class)
                || facts.classes.len() > 1;
        }
        let values = self.eval(object);
        values.is_empty()
            || values.iter().any(|it| match &it.what {
                What::Outside(_) | What::Class(..) | What::Nothing => true,
                What::Object(of) => {
                    (of.file, of.class) == (file, class) || !self.is_plain(of.file, of.class)
                }
                What::Api(api) => !api.path.contains('.'),
                _ => false,
            })
    }

    /// Whether a class has no other one above it.
    fn is_plain(&self, file: FileId, class: ClassId) -> bool {
        self.facts(file)
            .is_some_and(|it| it.class(class).bases.is_empty())
    }

    /// The mentions of a parameter in its function, and of the field that it fills.
    fn parameter(&mut self, file: FileId, function: FunctionId, position: u32, path: &[Into]) {
        let Some(facts) = self.facts(file) else {
            return;
        };
        let its = facts.function(function);
        if let Some(parameter) = its.parameters.get(position as usize) {
            self.named(file, facts, its.scope, &parameter.name, path);
        }
        for (class, index) in facts.classes.iter().zip(0..) {
            for (name, values) in &class.fields {
                if values
                    .iter()
                    .any(|it| it.parameter == Some((function, position)))
                {
                    self.field(file, ClassId(index), name, path);
                }
            }
        }
    }

    /// Names for parts of it: `const { key } = settings`, `user, app = OWNER`.
    fn taken_apart(&mut self, facts: &'p Facts, stop: &Stop) {
        let At { file, expr } = stop.at;
        for (scope, index) in facts.scopes.iter().zip(0..) {
            for (name, definitions) in &scope.names {
                for definition in definitions {
                    let path = match &definition.value {
                        Bound::Part(of, steps, _) if *of == expr => part(&stop.path, steps),
                        Bound::Part(_, _, Some(default)) if *default == expr => {
                            Some(stop.path.clone())
                        }
                        Bound::Append(of) if *of == expr => Some(stop.path.clone()),
                        _ => None,
                    };
                    if let Some(path) = path {
                        self.named(file, facts, ScopeId(index), name, &path);
                    }
                }
            }
        }
    }

    /// `object.key = value`.
    fn assigned(&mut self, facts: &'p Facts, stop: &Stop) {
        let At { file, expr } = stop.at;
        for assignment in facts.assignments.iter().filter(|it| it.value == expr) {
            let key = assignment.key.clone().map_or(Into::Any, Into::Key);
            let path = deeper(&stop.path, key);
            self.put_into(
                At {
                    file,
                    expr: assignment.object,
                },
                path,
            );
        }
    }

    /// Callers get what a function returns.
    fn returned(&mut self, facts: &'p Facts, stop: &Stop) {
        let At { file, expr } = stop.at;
        for (function, index) in facts.functions.iter().zip(0..) {
            if !function.returns.contains(&expr) {
                continue;
            }
            let callers = self.flow.callers(file, FunctionId(index));
            if function.getter
                && let (Some(class), Some(name)) = (function.class, &function.name)
            {
                self.field(file, class, name, &stop.path);
            } else if callers.is_empty() || callers.len() >= MANY_CALLERS {
                self.strays.push(stop.at);
            }
            for site in callers {
                let path = match site.handing {
                    Handing::Direct => stop.path.clone(),
                    // A list or promise of what the function returns.
                    _ => deeper(&stop.path, Into::Any),
                };
                self.go(site.call, path);
            }
        }
    }

    // --- other files ---------------------------------------------------------------

    /// A name of a module, as those see it who import the module.
    fn seen_outside(&mut self, file: FileId, facts: &'p Facts, name: &SmolStr, path: &[Into]) {
        if facts.language.is_script() {
            let exports = facts.exports.iter();
            let names: Vec<SmolStr> = exports
                .filter(|it| matches!(&it.what, Exported::Local(local) if local == name))
                .map(|it| it.name.clone())
                .collect();
            for exported in names {
                self.importers(file, &exported, path);
            }
        } else {
            self.importers(file, name, path);
        }
    }

    /// What a file exports under a name, where others import it.
    fn importers(&mut self, file: FileId, exported: &SmolStr, path: &[Into]) {
        let key = (file, exported.clone(), path.to_vec());
        if !self.imported.insert(key) {
            return;
        }
        let mut importers = self.flow.project.importers(file).to_vec();
        importers.dedup();
        for (other, import) in importers {
            let Some(facts) = self.facts(other) else {
                continue;
            };
            match import.map(|it| (it, &facts.imports[it as usize])) {
                Some((index, import)) => {
                    self.import(file, (other, facts), (index, import), exported, path);
                }
                None => self.required(file, other, facts, exported, path),
            }
        }
    }

    fn import(
        &mut self,
        file: FileId,
        (other, facts): (FileId, &'p Facts),
        (index, import): (u32, &Import),
        exported: &SmolStr,
        path: &[Into],
    ) {
        let local = match &import.what {
            Imported::Name(name) if name == exported => path.to_vec(),
            Imported::Default if exported == "default" => path.to_vec(),
            Imported::All => {
                self.unbound(other, facts, exported, path);
                return self.seen_outside(other, facts, exported, path);
            }
            // A module of Python may be taken out of its package by its name.
            Imported::Name(name) if !self.is_module(file, name) => return,
            Imported::Default if exported == "=" => path.to_vec(),
            Imported::Module if exported == "=" => path.to_vec(),
            Imported::Name(_) | Imported::Module => deeper(path, Into::Key(exported.clone())),
            Imported::Default => return,
        };
        if import.local.contains('.') {
            return self.members(other, facts, exported, path);
        }
        for (scope, at) in facts.scopes.iter().zip(0..) {
            let definitions = scope.names.get(&import.local);
            let is_it = definitions
                .into_iter()
                .flatten()
                .any(|it| matches!(it.value, Bound::Import(it) if it == index));
            if is_it {
                self.named(other, facts, ScopeId(at), &import.local, &local);
            }
        }
    }

    fn is_module(&self, file: FileId, name: &str) -> bool {
        let path = &self.flow.project.sources().get(file).display;
        let last = path.rsplit('/').next().unwrap_or(path);
        last.split('.').next() == Some(name)
    }

    /// Mentions that nothing in the file itself binds.
    fn unbound(&mut self, file: FileId, facts: &'p Facts, name: &SmolStr, path: &[Into]) {
        for &mention in facts.mentions.get(name).into_iter().flatten() {
            let expr = facts.expr(mention);
            if matches!(expr.kind, Kind::Name(_)) && lookup(facts, expr.scope, name).is_none() {
                self.go(
                    At {
                        file,
                        expr: mention,
                    },
                    path.to_vec(),
                );
            }
        }
    }

    /// Members of that name, of whatever.
    fn members(&mut self, file: FileId, facts: &'p Facts, name: &SmolStr, path: &[Into]) {
        for &mention in facts.mentions.get(name).into_iter().flatten() {
            if matches!(facts.expr(mention).kind, Kind::Member(..)) {
                self.go(
                    At {
                        file,
                        expr: mention,
                    },
                    path.to_vec(),
                );
            }
        }
    }

    /// `require("./file")`, and what hands on the exports of another file.
    fn required(
        &mut self,
        file: FileId,
        other: FileId,
        facts: &'p Facts,
        exported: &SmolStr,
        path: &[Into],
    ) {
        let inside = match exported.as_str() {
            "=" => path.to_vec(),
            _ => deeper(path, Into::Key(exported.clone())),
        };
        for name in ["require", "import"] {
            for &call in self.flow.project.calls_named(other, name) {
                let Kind::Call(_, arguments, _) = &facts.expr(call.expr).kind else {
                    continue;
                };
                let module = arguments.first().and_then(|it| text(facts, it.value));
                let target = module.and_then(|it| self.flow.project.resolve(other, it, 0));
                if target == Some(file) {
                    self.go(call, inside.clone());
                }
            }
        }
        for export in &facts.exports {
            let Exported::From(module, name) = &export.what else {
                continue;
            };
            if self.flow.project.resolve(other, module, 0) != Some(file) {
                continue;
            }
            match name {
                Some(name) if name == exported => self.importers(other, &export.name, path),
                None if export.name == "*" => self.importers(other, exported, path),
                None => self.importers(other, &export.name, &inside),
                Some(_) => {}
            }
        }
    }

    /// An expression that is exported itself.
    fn exported_as_value(&mut self, facts: &'p Facts, stop: &Stop) {
        let At { file, expr } = stop.at;
        if facts.exports_whole.contains(&expr) {
            self.importers(file, &SmolStr::new("="), &stop.path);
        }
        for (name, _) in facts.exports_named.iter().filter(|it| it.1 == expr) {
            self.importers(file, name, &stop.path);
        }
        let exports = facts.exports.iter();
        for export in exports.filter(|it| matches!(it.what, Exported::Value(it) if it == expr)) {
            self.importers(file, &export.name, &stop.path);
        }
    }

    // --- what it is part of ---------------------------------------------------------

    fn used_in(&mut self, facts: &'p Facts, stop: &Stop, parent: ExprId) {
        let (at, own) = (stop.at.with(parent), stop.at.expr);
        match &facts.expr(parent).kind {
            Kind::Record(entries) => {
                for entry in entries {
                    let path = match entry {
                        Entry::Field(key, value) if *value == own => {
                            deeper(&stop.path, Into::Key(key.clone()))
                        }
                        Entry::Computed(_, value) if *value == own => deeper(&stop.path, Into::Any),
                        Entry::Spread(value) if *value == own => stop.path.clone(),
                        _ => continue,
                    };
                    self.go(at, path);
                }
            }
            Kind::List(_) => self.go(at, deeper(&stop.path, Into::Any)),
            Kind::Element(_) => self.go(at, out(&stop.path, None).unwrap_or_default()),
            Kind::Member(object, name) if *object == own => self.member(facts, stop, parent, name),
            Kind::Index(object, key) if *object == own => {
                if let Some(path) = out(&stop.path, text(facts, *key)) {
                    self.go(at, path);
                }
            }
            Kind::Index(..) => self.strays.push(at),
            Kind::Call(callee, arguments, _) if *callee != own => {
                let its = arguments.iter().filter(|it| it.value == own);
                for argument in its {
                    self.argument(facts, stop, (at, *callee, arguments), argument);
                }
            }
            Kind::Not(_) => {}
            _ => self.go(at, stop.path.clone()),
        }
    }

    /// A member of it is read, or a method of it called.
    fn member(&mut self, facts: &'p Facts, stop: &Stop, member: ExprId, name: &SmolStr) {
        let at = stop.at.with(member);
        let called = facts.expr(member).parent.filter(
            |it| matches!(facts.expr(*it).kind, Kind::Call(callee, ..) if callee == member),
        );
        let Some(call) = called else {
            if let Some(path) = out(&stop.path, Some(name)) {
                self.go(at, path);
            }
            return;
        };
        let Kind::Call(_, arguments, _) = &facts.expr(call).kind else {
            return;
        };
        let call = stop.at.with(call);
        if !stop.path.is_empty() {
            // The function itself is what a record holds under that name.
            let is_there = stop.path.last() == Some(&Into::Key(name.clone()));
            if is_there {
                return self.go(call, stop.path[..stop.path.len() - 1].to_vec());
            }
            if GETS.contains(&name.as_str()) && arguments.len() < 3 {
                let key = arguments.first().and_then(|it| text(facts, it.value));
                if let Some(path) = out(&stop.path, key) {
                    self.go(call, path);
                }
                return;
            }
        }
        self.method(facts, stop, (at, name), call);
    }

    /// A method of it is called that is neither put nor get.
    fn method(&mut self, facts: &'p Facts, stop: &Stop, (method, name): (At, &SmolStr), call: At) {
        let values = self.eval(method);
        let signatures = facts.language.signatures();
        let apis: Vec<_> = values.iter().filter_map(Value::api).collect();
        let is = |kind| {
            apis.iter()
                .any(|it| signatures.find(&it.path, kind).is_some())
        };
        if is(SignatureKind::Request) {
            return self.strays.push(call);
        }
        if is(SignatureKind::Passive) && !HANDS_OVER.contains(&name.as_str()) {
            return;
        }
        if is_put(name) {
            // A builder is what its setters result in.
            return self.go(call, stop.path.clone());
        }
        let through = [
            SignatureKind::Same,
            SignatureKind::Type,
            SignatureKind::Spliced,
            SignatureKind::Replaced,
            SignatureKind::Joined,
            SignatureKind::Format,
            SignatureKind::Open,
            SignatureKind::Attach,
            SignatureKind::Client,
        ];
        let known = through.into_iter().any(is);
        let holds_text = || {
            self.eval(stop.at).iter().all(|it| match &it.what {
                What::Text(_) | What::Chunks(_) | What::Node(_) | What::Outside(_) => true,
                What::Api(api) => api.path.ends_with("env") || !api.path.contains('.'),
                _ => false,
            })
        };
        if known || stop.path.is_empty() && holds_text() {
            self.go(call, stop.path.clone());
        } else {
            self.strays.push(call);
        }
    }

    /// It is given to a function.
    fn argument(
        &mut self,
        facts: &'p Facts,
        stop: &Stop,
        (call, callee, arguments): (At, ExprId, &'p [Argument]),
        argument: &Argument,
    ) {
        let values = self.eval(call.with(callee));
        let construct = match facts.expr(call.expr).kind {
            Kind::Call(_, _, construct) => construct,
            _ => Construct::No,
        };
        let mut seen_through = false;
        for value in &values {
            seen_through |= match &value.what {
                // An element of a page is given one record.
                What::Function(file, function, _) if construct == Construct::Element => {
                    let key = argument.name.clone().map_or(Into::Any, Into::Key);
                    self.parameter(*file, *function, 0, &deeper(&stop.path, key));
                    true
                }
                What::Function(file, function, _) => {
                    self.pass(*file, *function, arguments, argument, &stop.path)
                }
                What::Class(file, class) => {
                    self.construct(*file, *class, arguments, argument, &stop.path)
                }
                What::Api(api) => self.library(facts, stop, (call, callee), api, argument),
                _ => false,
            };
        }
        if seen_through {
            return;
        }
        if values
            .iter()
            .filter_map(Value::api)
            .any(|it| makes(it, construct))
        {
            let key = argument.name.clone().map_or(Into::Any, Into::Key);
            let path = match argument.spread {
                true => stop.path.clone(),
                false => deeper(&stop.path, key),
            };
            return self.go(call, path);
        }
        let receiver = match &facts.expr(callee).kind {
            Kind::Member(object, name) if is_put(name) => Some(*object),
            _ => None,
        };
        match receiver {
            Some(object) => {
                let first = arguments.first().filter(|it| it.value != argument.value);
                let key = first.and_then(|it| text(facts, it.value));
                let path = match (key, &argument.name) {
                    (Some(key), _) => deeper(&stop.path, Into::Key(SmolStr::new(key))),
                    (_, Some(name)) => deeper(&stop.path, Into::Key(name.clone())),
                    // `headers.update({…})` puts in what the record has.
                    _ if !stop.path.is_empty() => stop.path.clone(),
                    _ => deeper(&stop.path, Into::Any),
                };
                self.put_into(call.with(object), path.clone());
                self.go(call, path);
            }
            None => self.strays.push(call),
        }
    }

    /// To the parameter of a function of the project; `false` if it is not known to which.
    fn pass(
        &mut self,
        file: FileId,
        function: FunctionId,
        arguments: &[Argument],
        argument: &Argument,
        path: &[Into],
    ) -> bool {
        let Some(facts) = self.facts(file) else {
            return false;
        };
        if argument.spread || arguments.iter().any(|it| it.spread) && argument.name.is_none() {
            return false;
        }
        let parameters = &facts.function(function).parameters;
        let by_name = argument.name.as_ref().and_then(|name| {
            let own = parameters.iter().position(|it| it.name == *name);
            own.map(|it| (it, path.to_vec())).or_else(|| {
                let rest = parameters.iter().position(|it| it.rest == Rest::Keywords)?;
                Some((rest, deeper(path, Into::Key(name.clone()))))
            })
        });
        let by_position = || {
            let mut positional = arguments.iter().filter(|it| it.name.is_none());
            let position = positional.position(|it| it.value == argument.value)?;
            let rest = parameters.iter().position(|it| it.rest == Rest::Positional);
            match rest.filter(|it| *it <= position) {
                Some(rest) => Some((rest, deeper(path, Into::Any))),
                None => (position < parameters.len()).then(|| (position, path.to_vec())),
            }
        };
        let found = match &argument.name {
            Some(_) => by_name,
            None => by_position(),
        };
        let Some((position, path)) = found else {
            return false;
        };
        self.parameter(file, function, position as u32, &path);
        true
    }

    /// To what makes an object of a class: its constructor's parameter, else its field.
    fn construct(
        &mut self,
        file: FileId,
        class: ClassId,
        arguments: &[Argument],
        argument: &Argument,
        path: &[Into],
    ) -> bool {
        let Some(facts) = self.facts(file) else {
            return false;
        };
        let constructors = facts.class(class).constructors.clone();
        if !constructors.is_empty() {
            let mut passed = false;
            for constructor in constructors {
                passed |= self.pass(file, constructor, arguments, argument, path);
            }
            return passed;
        }
        match &argument.name {
            Some(name)
                if self.is_plain(file, class) || facts.class(class).fields.contains_key(name) =>
            {
                self.field(file, class, name, path);
                true
            }
            _ => false,
        }
    }

    /// To a function of a library; `false` if nothing is known of it.
    fn library(
        &mut self,
        facts: &'p Facts,
        stop: &Stop,
        (call, callee): (At, ExprId),
        api: &Api,
        argument: &Argument,
    ) -> bool {
        let signatures = facts.language.signatures();
        let find = |kind| signatures.find(&api.path, kind);
        if find(SignatureKind::Request).is_some() {
            return false;
        }
        let named = || argument.name.clone().map_or(Into::Any, Into::Key);
        // `dict(first, name=value)` has what it is given, the one and the other.
        if let Some(same) = find(SignatureKind::Same).or_else(|| find(SignatureKind::Record)) {
            let given = same.slots("value");
            let is_it = given
                .iter()
                .any(|it| self.flow.slot(call, std::slice::from_ref(it)) == Some(stop.at));
            if is_it || argument.spread {
                self.go(call, stop.path.clone());
            } else if argument.name.is_some() {
                self.go(call, deeper(&stop.path, named()));
            }
            return true;
        }
        let text = [
            SignatureKind::Format,
            SignatureKind::Joined,
            SignatureKind::Spliced,
            SignatureKind::Replaced,
            SignatureKind::Template,
            SignatureKind::Open,
        ];
        if text.into_iter().any(|it| find(it).is_some()) {
            self.go(call, Vec::new());
            return true;
        }
        if find(SignatureKind::Outside).is_some() {
            return true;
        }
        let kept = [
            SignatureKind::Client,
            SignatureKind::Attach,
            SignatureKind::Fields,
            SignatureKind::Pairs,
            SignatureKind::Made,
            SignatureKind::Type,
        ];
        if kept.into_iter().any(|it| find(it).is_some()) {
            let path = match argument.spread {
                true => stop.path.clone(),
                false => deeper(&stop.path, named()),
            };
            if let Kind::Member(object, _) = facts.expr(callee).kind
                && is_of_made(api)
                && find(SignatureKind::Client).is_none()
            {
                self.put_into(call.with(object), path.clone());
            }
            self.go(call, path);
            return true;
        }
        // `report.write(x)` is no method of a file.
        let of_object = match facts.expr(callee).kind {
            Kind::Member(object, _) => {
                let values = self.eval(call.with(object));
                let is_module = |it: &Value| it.api().is_some_and(|it| !it.path.contains("()"));
                !values.iter().any(is_module)
            }
            _ => false,
        };
        let passive = match of_object {
            true => find(SignatureKind::Passive),
            false => signatures.exactly(&api.path, SignatureKind::Passive),
        };
        passive.is_some() && !is_put(api.last()) && !HANDS_OVER.contains(&api.last())
    }

    /// It is put into an object: whatever has that object has it, too.
    fn put_into(&mut self, object: At, path: Vec<Into>) {
        let Some(facts) = self.facts(object.file) else {
            return;
        };
        let expr = facts.expr(object.expr);
        match &expr.kind {
            Kind::Name(name) => {
                let Some((scope, definitions)) = lookup(facts, expr.scope, name) else {
                    return;
                };
                // The caller's object, or another file's.
                let foreign = definitions
                    .iter()
                    .any(|it| matches!(it.value, Bound::Parameter(..) | Bound::Import(_)));
                if foreign {
                    self.strays.push(object);
                }
                self.named(object.file, facts, scope, name, &path);
            }
            Kind::Member(owner, name) => {
                let class = facts.class_around(expr.scope);
                match (&facts.expr(*owner).kind, class) {
                    (Kind::This, Some(class)) => self.field(object.file, class, name, &path),
                    (Kind::Name(it), Some(class)) if self.is_receiver(facts, expr.scope, it) => {
                        self.field(object.file, class, name, &path);
                    }
                    _ => {
                        let path = deeper(&path, Into::Key(name.clone()));
                        self.put_into(object.with(*owner), path);
                    }
                }
            }
            Kind::Index(owner, key) => {
                let key = text(facts, *key).map_or(Into::Any, |it| Into::Key(SmolStr::new(it)));
                self.put_into(object.with(*owner), deeper(&path, key));
            }
            Kind::Same(inner) => self.put_into(object.with(*inner), path),
            // What a call results in is used where the call stands.
            _ => {}
        }
    }

    fn is_receiver(&self, facts: &Facts, scope: ScopeId, name: &str) -> bool {
        lookup(facts, scope, name).is_some_and(|(_, definitions)| {
            definitions
                .iter()
                .any(|it| matches!(it.value, Bound::Receiver(_)))
        })
    }
}

/// Whether a method of that name puts its argument into its object.
fn is_put(name: &str) -> bool {
    let begins = |it: &&str| {
        name.strip_prefix(*it)
            .is_some_and(|rest| rest.starts_with(|it: char| it.is_ascii_uppercase() || it == '_'))
    };
    PUTS.contains(&name) || PUTTING.iter().any(begins)
}

/// Whether a call of a library makes an object, which holds what it is made with.
fn makes(api: &Api, construct: Construct) -> bool {
    let upper = api.last().starts_with(|it: char| it.is_ascii_uppercase());
    upper && !is_of_made(api) || construct == Construct::New
}

/// Whether something is a member of what a call made.
fn is_of_made(api: &Api) -> bool {
    api.base.as_ref().is_some_and(|it| it.path.contains("()"))
}

/// One step deeper.
fn deeper(path: &[Into], step: Into) -> Vec<Into> {
    let mut path = path.to_vec();
    path.push(step);
    path
}

/// One step out: `None` if what is read there is something else.
fn out(path: &[Into], key: Option<&str>) -> Option<Vec<Into>> {
    let Some((last, rest)) = path.split_last() else {
        // A part of the value itself.
        return Some(Vec::new());
    };
    match (last, key) {
        (Into::Key(held), Some(read)) if held != read => None,
        _ => Some(rest.to_vec()),
    }
}

/// What a part of a value that is taken apart has of it.
fn part(path: &[Into], steps: &[Step]) -> Option<Vec<Into>> {
    let mut path = path.to_vec();
    for step in steps {
        path = match step {
            Step::Key(key) => out(&path, Some(key))?,
            Step::Position(_) => out(&path, None)?,
            Step::Rest => path,
        };
    }
    Some(path)
}

/// A text that is written out.
fn text(facts: &Facts, expr: ExprId) -> Option<&str> {
    match &facts.expr(expr).kind {
        Kind::Text(pieces) => match pieces.as_slice() {
            [Piece::Text(text)] => Some(text),
            _ => None,
        },
        _ => None,
    }
}
