//! What code that goes along with a request puts into it: interceptors of an instance or of a
//! client, objects that sign, functions like `beforeSend`.

use rustc_hash::FxHashMap;

use super::{MAX_STEPS, Reader};
use crate::facts::{Construct, Entry, ExprId, Facts, FunctionId, Kind, SignatureKind};
use crate::flow::{Api, At, Context, Flow, Project, Site, Trail, Value, What};
use crate::source::{FileId, Span};

/// How deep functions are followed that such code calls.
const MAX_HELPERS: u32 = 2;

/// The interceptors of a project, as the calls that put them on an instance, by the calls that
/// made the instance.
#[derive(Debug, Default)]
pub struct Interceptors(FxHashMap<At, Vec<At>>);

impl Interceptors {
    /// Those of a project: `api.interceptors.request.use(…)`.
    #[must_use]
    pub fn of(project: &Project) -> Self {
        let mut found = Self::default();
        for &call in project.intercepting() {
            for made in instances(project, call) {
                found.0.entry(made).or_default().push(call);
            }
        }
        found
    }

    fn on(&self, made: At) -> &[At] {
        self.0.get(&made).map_or(&[], Vec::as_slice)
    }
}

/// Where the objects were made that a chain of members begins with. The object may be a field
/// itself: `this.http.interceptors.request.use(…)`.
fn instances(project: &Project, call: At) -> Vec<At> {
    let flow = Flow::with_budget(project, MAX_STEPS);
    let Some(Kind::Call(callee, ..)) = project.expr(call).map(|it| &it.kind) else {
        return Vec::new();
    };
    let mut root = *callee;
    let mut found = Vec::new();
    while let Some(Kind::Member(object, _)) = project.expr(call.with(root)).map(|it| &it.kind) {
        root = *object;
        let values = flow.eval(call.with(root), &Context::new(), &Trail::new());
        found.extend(values.iter().filter_map(|it| it.api()?.at));
    }
    found.dedup();
    found
}

/// What an interceptor of the instance puts in under a key:
/// `api.interceptors.request.use(config => { config.headers.Authorization = … })`.
pub(super) fn intercepted(reader: &Reader<'_, '_>, holder: &Value, wanted: &str) -> Vec<Value> {
    let Some(api) = holder.api() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for made in api.chain().filter_map(|link| link.at) {
        for &call in reader.known.interceptors.on(made) {
            found.extend(put_in_by(reader, call, wanted));
        }
    }
    for link in api.chain() {
        found.extend(by_interceptor(reader, link, wanted));
    }
    found
}

/// What the functions put in under a key that such a call is given, here or under a name.
fn put_in_by(reader: &Reader<'_, '_>, call: At, wanted: &str) -> Vec<Value> {
    let Some(facts) = reader.project().facts(call.file) else {
        return Vec::new();
    };
    let Kind::Call(_, arguments, _) = &facts.expr(call.expr).kind else {
        return Vec::new();
    };
    let mut region = Region::new(reader, wanted);
    for argument in arguments {
        let at = call.with(argument.value);
        let given = reader.flow.eval(at, &Context::new(), &Trail::new());
        let span = facts.expr(argument.value).span;
        let named = |it: &&Value| matches!(it.what, What::Function(..));
        let functions: Vec<&Value> = given.iter().filter(named).collect();
        if functions.is_empty() {
            region.read(call.file, span, &Context::new(), 0);
        }
        for function in functions {
            region.read_function(function, &function.context, 0);
        }
    }
    region.found
}

/// What an object or a function sets under a key which a client is made with:
/// `builder.addInterceptor(chain -> …)`.
fn by_interceptor(reader: &Reader<'_, '_>, link: &Api, wanted: &str) -> Vec<Value> {
    let signatures = reader.facts.language.signatures();
    let base = link.base.as_ref();
    let signature = base.and_then(|it| signatures.find(&it.path, SignatureKind::Intercept));
    let (Some(call), Some(signature)) = (link.at, signature) else {
        return Vec::new();
    };
    let slots = signature.slots("value");
    let given = reader
        .flow
        .slot_values(call, &slots, &link.context, &Trail::new());
    let mut found = Vec::new();
    for value in &given {
        // One, or a list of them: `hooks: { beforeRequest: [request => …] }`.
        let single = !matches!(value.what, What::Node(_));
        let several = if single {
            Vec::new()
        } else {
            reader.flow.elements_of(value)
        };
        for one in several.iter().chain(single.then_some(value)) {
            found.extend(set_by(reader, one, call, &link.context, wanted));
        }
    }
    found
}

/// What an object or a function sets under a key which a call is given.
pub(super) fn set_by(
    reader: &Reader<'_, '_>,
    value: &Value,
    call: At,
    context: &Context,
    wanted: &str,
) -> Vec<Value> {
    let mut region = Region::new(reader, wanted);
    match &value.what {
        What::Function(..) => region.read_function(value, &value.context, 0),
        What::Object(object) => {
            let Some(facts) = reader.project().facts(object.file) else {
                return Vec::new();
            };
            // Inside of the object's methods its fields are those that it was made with.
            let mut inside = value.context.clone();
            for (function, _) in facts.methods(object.class) {
                let site = Site::direct(call, context.clone(), Some(object.clone()));
                inside = inside.with(object.file, function, Some(site));
            }
            region.read(object.file, facts.class(object.class).span, &inside, 0);
        }
        // With the body of a class that has no name.
        What::Api(api) => {
            let made = api.at.and_then(|at| Some((at, reader.project().expr(at)?)));
            if let Some((at, expr)) = made {
                region.read(at.file, expr.span, &value.context, 0);
            }
        }
        _ => {}
    }
    region.found
}

/// What functions that stand in a region of the file set under a key.
pub(super) fn set_by_functions(reader: &Reader<'_, '_>, span: Span, wanted: &str) -> Vec<Value> {
    let mut region = Region::new(reader, wanted);
    let functions = reader.facts.functions.iter().map(|it| it.span);
    for inner in functions.filter(|it| span.contains(*it) && *it != span) {
        region.read(reader.file, inner, reader.context, 0);
    }
    region.found
}

/// Looks through regions of code for what they set under a key.
struct Region<'r, 'a, 'p> {
    reader: &'r Reader<'a, 'p>,
    wanted: &'r str,
    /// The functions that were read, so that one which calls itself ends.
    read: Vec<(FileId, FunctionId)>,
    found: Vec<Value>,
}

impl<'r, 'a, 'p> Region<'r, 'a, 'p> {
    fn new(reader: &'r Reader<'a, 'p>, wanted: &'r str) -> Self {
        Self {
            reader,
            wanted,
            read: Vec::new(),
            found: Vec::new(),
        }
    }

    fn names(&self, name: &str) -> bool {
        name.eq_ignore_ascii_case(self.wanted)
    }

    fn read_function(&mut self, function: &Value, context: &Context, depth: u32) {
        let What::Function(file, id, _) = function.what else {
            return;
        };
        let Some(facts) = self.reader.project().facts(file) else {
            return;
        };
        if !self.read.contains(&(file, id)) {
            self.read.push((file, id));
            self.read(file, facts.function(id).span, context, depth);
        }
    }

    fn read(&mut self, file: FileId, span: Span, context: &Context, depth: u32) {
        let Some(facts) = self.reader.project().facts(file) else {
            return;
        };
        for assignment in facts.assignments.iter().filter(|it| span.contains(it.span)) {
            let at = |expr| At { file, expr };
            let key = assignment.key.clone();
            let key = key.or_else(|| self.reader.flow.computed_key(at(assignment.computed?)));
            if key.is_some_and(|key| self.names(&key)) {
                self.follow(at(assignment.value), context);
            }
        }
        let inside = |it: &&ExprId| span.contains(facts.expr(**it).span);
        for &inner in facts.calls.iter().filter(inside) {
            self.read_call(facts, At { file, expr: inner }, context, depth);
        }
        for expr in facts.exprs.iter().filter(|it| span.contains(it.span)) {
            let Kind::Record(entries) = &expr.kind else {
                continue;
            };
            for entry in entries {
                if let Entry::Field(name, value) = entry
                    && self.names(name)
                {
                    self.follow(At { file, expr: *value }, context);
                }
            }
        }
    }

    /// `headers.set("Authorization", …)`, and what a function of the project does that is called.
    fn read_call(&mut self, facts: &Facts, call: At, context: &Context, depth: u32) {
        let Kind::Call(callee, arguments, construct) = &facts.expr(call.expr).kind else {
            return;
        };
        if let [name, value] = arguments.as_slice()
            && self.is_named(facts, call.with(name.value), context)
        {
            self.follow(call.with(value.value), context);
            return;
        }
        let callee = &facts.expr(*callee);
        let own = matches!(callee.kind, Kind::Name(_) | Kind::Member(..));
        if depth >= MAX_HELPERS || !own || *construct != Construct::No {
            return;
        }
        let Kind::Call(callee, ..) = facts.expr(call.expr).kind else {
            return;
        };
        let helpers = self
            .reader
            .flow
            .eval(call.with(callee), context, &Trail::new());
        for helper in helpers {
            let What::Function(file, id, receiver) = &helper.what else {
                continue;
            };
            let site = Site::direct(call, context.clone(), receiver.clone());
            let inside = helper.context.with(*file, *id, Some(site));
            self.read_function(&helper, &inside, depth + 1);
        }
    }

    fn is_named(&self, facts: &Facts, name: At, context: &Context) -> bool {
        let kind = &facts.expr(name.expr).kind;
        if !matches!(
            kind,
            Kind::Text(_) | Kind::Name(_) | Kind::Member(..) | Kind::Call(..)
        ) {
            return false;
        }
        let names = self.reader.flow.eval(name, context, &Trail::new());
        names
            .iter()
            .filter_map(Value::text)
            .any(|it| self.names(it))
    }

    fn follow(&mut self, value: At, context: &Context) {
        let values = self.reader.flow.eval(value, context, &Trail::new());
        self.found.extend(values);
    }
}
