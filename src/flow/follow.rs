//! Following an expression to what it may hold.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};

use super::project::Project;
use super::value::{
    Api, At, Chunk, Context, Handing, HopRole, Object, Open, Outside, OutsideKind, Site, Trail,
    Value, What, whole_text,
};
use crate::facts::{
    Argument, Construct, ExprId, Facts, FunctionId, Kind, Piece, Signature, SignatureKind, Slot,
};
use crate::language::methods::{keeps_keys, reads_key};
use crate::source::FileId;

/// How many steps one question may take.
const MAX_STEPS: u32 = 20_000;
/// How deep one step may lead to the next.
const MAX_DEPTH: u32 = 60;
/// How many values of one expression are kept.
const MAX_VALUES: usize = 12;

/// Follows values through a project. One is made for each question, since it counts the steps.
#[derive(Debug)]
pub struct Flow<'p> {
    /// The project.
    pub project: &'p Project,
    /// How many steps are left.
    left: Cell<u32>,
    depth: Cell<u32>,
    exhausted: Cell<bool>,
    /// What was met without an assumption about it.
    touched: RefCell<Vec<Open>>,
    /// Expressions whose later changes are being looked at.
    open: RefCell<Vec<At>>,
    /// What calls were found to give.
    results: RefCell<Results>,
}

/// What calls give, by the call, what is assumed, and the way to it. The links of a chain are asked
/// for more than once each, which would double the work with each link.
type Results = FxHashMap<(At, usize, usize), (Context, Trail, Vec<Value>)>;

impl<'p> Flow<'p> {
    /// A flow that has taken no step yet.
    #[must_use]
    pub fn new(project: &'p Project) -> Self {
        Self::with_budget(project, MAX_STEPS)
    }

    /// A flow that may take that many steps.
    #[must_use]
    pub fn with_budget(project: &'p Project, steps: u32) -> Self {
        Self {
            project,
            left: Cell::new(steps),
            depth: Cell::new(0),
            exhausted: Cell::new(false),
            touched: RefCell::new(Vec::new()),
            open: RefCell::new(Vec::new()),
            results: RefCell::default(),
        }
    }

    /// Whether a bound was met, so that values may be missing.
    #[must_use]
    pub const fn exhausted(&self) -> bool {
        self.exhausted.get()
    }

    /// What was met without an assumption about it since the last call of this, in that order.
    #[must_use]
    pub fn take_touched(&self) -> Vec<Open> {
        // What is remembered touches nothing again.
        self.results.borrow_mut().clear();
        std::mem::take(&mut *self.touched.borrow_mut())
    }

    pub(super) fn touch(&self, open: Open) {
        let mut touched = self.touched.borrow_mut();
        if !touched.contains(&open) {
            touched.push(open);
        }
    }

    /// Takes a step that may lead to further ones, unless a bound forbids it.
    pub(super) fn deeper<T>(&self, step: impl FnOnce() -> T) -> Option<T> {
        self.spend(1);
        if self.exhausted.get() || self.depth.get() > MAX_DEPTH {
            self.exhausted.set(true);
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        let result = step();
        self.depth.set(self.depth.get() - 1);
        Some(result)
    }

    /// Looks at the later changes of an expression, unless that is being done: a change may be
    /// made of what the expression holds.
    pub(super) fn once<T>(&self, at: At, step: impl FnOnce() -> T) -> Option<T> {
        if self.open.borrow().contains(&at) {
            return None;
        }
        // What calls give depends on which changes are left out.
        let outer = std::mem::take(&mut *self.results.borrow_mut());
        self.open.borrow_mut().push(at);
        let result = step();
        self.open.borrow_mut().pop();
        *self.results.borrow_mut() = outer;
        Some(result)
    }

    /// Counts work that is done without a step.
    pub(super) fn spend(&self, steps: usize) {
        let left = self.left.get().saturating_sub(steps as u32);
        self.left.set(left);
        if left == 0 {
            self.exhausted.set(true);
        }
    }

    /// How many steps are left.
    #[must_use]
    pub const fn left(&self) -> u32 {
        self.left.get()
    }

    pub(super) fn facts(&self, file: FileId) -> Option<&'p Facts> {
        self.project.facts(file)
    }

    /// What an expression may hold.
    #[must_use]
    pub fn eval(&self, at: At, context: &Context, trail: &Trail) -> Vec<Value> {
        let mut values = self
            .deeper(|| self.eval_kind(at, context, trail))
            .unwrap_or_else(|| vec![self.unknown(at, context, trail)]);
        if let Some(typed) = self.declared(at, &values, context, trail) {
            return vec![typed];
        }
        // The absence of a value says nothing where there is one too, nor does the empty text that
        // a name has to begin with.
        if values.len() > 1 {
            let named = self
                .project
                .expr(at)
                .is_some_and(|it| matches!(it.kind, Kind::Name(_) | Kind::Member(..)));
            let says = |it: &Value| match &it.what {
                What::Nothing => false,
                What::Text(text) => !named || !text.is_empty(),
                _ => true,
            };
            if values.iter().any(says) {
                values.retain(says);
            }
        }
        values.truncate(MAX_VALUES);
        values
    }

    /// What the type tells that an expression is cast or declared to, where following does not.
    fn declared(
        &self,
        at: At,
        values: &[Value],
        context: &Context,
        trail: &Trail,
    ) -> Option<Value> {
        let facts = self.facts(at.file)?;
        let name = facts.types.get(&at.expr)?;
        let unknown = |it: &Value| match &it.what {
            What::Outside(outside) => {
                matches!(outside.kind, OutsideKind::Unknown | OutsideKind::Missing)
            }
            // What a library makes, or a method of a class that is not in the project.
            What::Api(_) => true,
            _ => false,
        };
        if !values.iter().all(unknown) {
            return None;
        }
        let typed = self.typed(at, Some(name), context, trail)?;
        // What a known client makes is known better than by the type.
        let known = |link: &Api| facts.language.signatures().is_about(&link.path);
        let made = values.iter().find_map(Value::api);
        if let What::Api(api) = &typed.what
            && let Some(made) = made.filter(|it| it.path.contains('.'))
        {
            if made.path == api.path || !known(api) {
                return None;
            }
            // The way on which it was made keeps what it was given.
            return Some(self.library(at, context, trail, api.path.clone(), Some(made.clone())));
        }
        // What the class has been given by an annotation, a builder, says more, too.
        let own = name.rsplit('.').next().unwrap_or(name);
        let by_itself = made.is_some_and(|it| {
            let rest = it.path.strip_prefix(own);
            rest.is_some_and(|it| it.starts_with('.'))
        });
        (!by_itself).then_some(typed)
    }

    fn eval_kind(&self, at: At, context: &Context, trail: &Trail) -> Vec<Value> {
        let Some(expr) = self.project.expr(at) else {
            return Vec::new();
        };
        let sub = |id: ExprId| At {
            file: at.file,
            expr: id,
        };
        let all = |ids: &[ExprId]| -> Vec<Value> {
            ids.iter()
                .flat_map(|&id| self.eval(sub(id), context, trail))
                .collect()
        };
        match &expr.kind {
            Kind::Text(pieces) => match pieces.as_slice() {
                [] => vec![self.entering(at, context, trail, What::Text(SmolStr::default()))],
                [Piece::Text(text)] => {
                    vec![self.entering(at, context, trail, What::Text(text.clone()))]
                }
                _ => vec![self.plain(at, context, trail, What::Node(at))],
            },
            Kind::Number(text) => {
                vec![self.entering(at, context, trail, What::Text(text.clone()))]
            }
            Kind::Nothing => vec![self.plain(at, context, trail, What::Nothing)],
            Kind::Join(_) | Kind::Format(..) | Kind::Record(_) | Kind::List(_) => {
                vec![self.plain(at, context, trail, What::Node(at))]
            }
            Kind::Name(name) => self.eval_name(at, name, context, trail),
            Kind::This | Kind::Super => self.this(at, context, trail),
            Kind::Member(object, name) if self.is_super(sub(*object)) => {
                self.super_member(at, name, context, trail)
            }
            Kind::Member(object, name) => {
                let objects = self.eval(sub(*object), context, trail);
                let parent = expr
                    .parent
                    .and_then(|it| self.facts(at.file).map(|f| f.expr(it)));
                let called = parent.is_some_and(
                    |it| matches!(it.kind, Kind::Call(callee, _, _) if callee == at.expr),
                );
                self.members(&objects, name, at, called, context, trail)
            }
            Kind::Index(object, key) => {
                self.eval_index(at, sub(*object), sub(*key), context, trail)
            }
            Kind::Call(callee, arguments, construct) => {
                let key = (at, context.identity(), trail.identity());
                if let Some((_, _, known)) = self.results.borrow().get(&key) {
                    return known.clone();
                }
                let found = self.eval_call(at, sub(*callee), arguments, *construct, context, trail);
                if !self.exhausted.get() {
                    // The context and the way are kept: their identity would else be given anew.
                    let entry = (context.clone(), trail.clone(), found.clone());
                    self.results.borrow_mut().insert(key, entry);
                }
                found
            }
            Kind::Choice(options) => match options.split_first() {
                Some((first, _)) if self.is_first(at) => {
                    let found = self.eval(sub(*first), context, trail);
                    if !found.is_empty() && found.iter().all(is_there) {
                        return found;
                    }
                    all(options)
                }
                _ => all(options),
            },
            Kind::Same(inner) if *inner != at.expr => self.eval(sub(*inner), context, trail),
            Kind::Same(_) => Vec::new(),
            Kind::Element(container) => {
                let containers = self.eval(sub(*container), context, trail);
                self.variable(&containers, at, context, trail)
            }
            Kind::Function(id) => {
                vec![self.plain(at, context, trail, What::Function(at.file, *id, None))]
            }
            Kind::Class(id) => vec![self.plain(at, context, trail, What::Class(at.file, *id))],
            Kind::Not(_) | Kind::Other => vec![self.unknown(at, context, trail)],
        }
    }

    /// Whether of a choice the first value counts that is there.
    fn is_first(&self, at: At) -> bool {
        self.facts(at.file)
            .is_some_and(|it| it.firsts.contains(&at.expr))
    }

    // --- making values -----------------------------------------------------------

    pub(super) fn plain(&self, _: At, context: &Context, trail: &Trail, what: What) -> Value {
        Value {
            what,
            context: context.clone(),
            trail: trail.clone(),
        }
    }

    /// A value that comes into the program here.
    pub(super) fn entering(&self, at: At, context: &Context, trail: &Trail, what: What) -> Value {
        let name = match &what {
            What::Outside(outside) => Some(outside.name.clone()),
            _ => None,
        };
        let trail = trail.then(self.project.place(at), HopRole::Enters, name);
        Value {
            what,
            context: context.clone(),
            trail,
        }
    }

    pub(super) fn outside(
        &self,
        at: At,
        context: &Context,
        trail: &Trail,
        kind: OutsideKind,
        name: SmolStr,
    ) -> Value {
        self.entering(
            at,
            context,
            trail,
            What::Outside(Rc::new(Outside { kind, name })),
        )
    }

    pub(super) fn unknown(&self, at: At, context: &Context, trail: &Trail) -> Value {
        self.outside(at, context, trail, OutsideKind::Unknown, SmolStr::default())
    }

    pub(super) fn library(
        &self,
        at: At,
        context: &Context,
        trail: &Trail,
        path: SmolStr,
        base: Option<Rc<Api>>,
    ) -> Value {
        let constant = self.facts(at.file).and_then(|facts| {
            let signatures = facts.language.signatures();
            signatures.exactly(&path, SignatureKind::Text)?.get("value")
        });
        if let Some(text) = constant {
            return self.plain(at, context, trail, What::Text(SmolStr::new(text)));
        }
        let api = Api {
            path,
            at: Some(at),
            context: context.clone(),
            base,
        };
        self.plain(at, context, trail, What::Api(Rc::new(api)))
    }

    // --- elements ----------------------------------------------------------------

    fn eval_index(
        &self,
        at: At,
        object: At,
        key: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let objects = self.eval(object, context, trail);
        let keys = self.eval(key, context, &Trail::new());
        let mut found = Vec::new();
        let mut known = true;
        for key in &keys {
            match key.text() {
                Some(text) => found.extend(self.members(&objects, text, at, false, context, trail)),
                None => known = false,
            }
        }
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

    // --- calls -------------------------------------------------------------------

    fn eval_call(
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

    /// The method that runs where an object itself is called.
    fn called_object(&self, call: At, target: &Value) -> Option<Value> {
        let What::Object(object) = &target.what else {
            return None;
        };
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

    /// `record.get("key", default)` holds what the record has under the key.
    fn looked_up(
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
        let objects = self.eval(
            At {
                file: at.file,
                expr: *object,
            },
            context,
            trail,
        );
        let known = |it: &Value| {
            matches!(
                it.what,
                What::Data(..) | What::Arguments(..) | What::Outside(_)
            ) || matches!(&it.what, What::Node(node) if self.is_record(*node))
                || it.api().is_some_and(|api| keeps_keys(&api.path))
        };
        if !objects.iter().any(known) {
            return None;
        }
        let at = |expr| At {
            file: callee.file,
            expr,
        };
        let keys = self.eval(at(key.value), context, &Trail::new());
        let mut found = Vec::new();
        for key in keys.iter().filter_map(Value::text) {
            for object in &objects {
                found.extend(match &object.what {
                    What::Api(_) => self.field(object, key),
                    _ => self.members(
                        std::slice::from_ref(object),
                        key,
                        callee,
                        false,
                        context,
                        trail,
                    ),
                });
            }
        }
        // A key that only run time knows may mean any of the elements.
        if keys.iter().any(|key| key.text().is_none()) {
            let outside = |it: &&Value| !matches!(it.what, What::Outside(_));
            let containers: Vec<Value> = objects.iter().filter(outside).cloned().collect();
            found.extend(self.elements(&containers, callee, context, trail));
        }
        if let Some(default) = default {
            found.retain(
                |it| !matches!(&it.what, What::Outside(o) if o.kind == OutsideKind::Unknown),
            );
            found.extend(self.eval(at(default.value), context, trail));
        }
        (!found.is_empty()).then_some(found)
    }

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
        let site = Site {
            call: at,
            context: context.clone(),
            receiver,
            open: false,
            handing: Handing::Direct,
        };
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

    fn library_result(
        &self,
        at: At,
        callee: At,
        api: &Rc<Api>,
        construct: Construct,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(at.file) else {
            return Vec::new();
        };
        if matches!(api.path.as_str(), "require" | "import")
            && let Some(found) = self.required(at, context, trail)
        {
            return found;
        }
        let signatures = facts.language.signatures();
        if let Some(outside) = signatures.find(&api.path, SignatureKind::Outside)
            && outside.get("name").is_some()
        {
            return self.read_outside(at, outside, api.last(), context, trail);
        }
        if let Some(data) = signatures.find(&api.path, SignatureKind::Data)
            && let Some(found) = self.read_data(at, data, context, trail)
        {
            return vec![found];
        }
        if let Some(made) = signatures.find(&api.path, SignatureKind::Made) {
            let classes = self.slot_values(at, &made.slots("value"), context, trail);
            let class = |it: &Value| matches!(it.what, What::Class(..));
            if let Some(class) = classes.iter().find(|it| class(it)) {
                return self.result(at, callee, class, construct, context, trail);
            }
        }
        // `new URL(path, base)`; with one argument alone it hands that on.
        if let Some(joined) = signatures.exactly(&api.path, SignatureKind::Spliced)
            && joined.get("through").is_none()
            && let Some(found) = self.address_joined(at, &joined.slots("value"), context, trail)
        {
            return found;
        }
        if let Some(known) = signatures.find(&api.path, SignatureKind::Type) {
            let path = SmolStr::new(known.get("type").unwrap_or_default());
            return vec![self.library(at, context, trail, path, Some(api.clone()))];
        }
        if signatures.find(&api.path, SignatureKind::Result).is_some() {
            let made = self.made_by_callback(at, context, trail);
            if !made.is_empty() {
                return made;
            }
        }
        // A constructor of the project's own time may share its name with a method that hands on
        // its value; only a signature for the very name counts then.
        let same = match construct {
            Construct::No => signatures.find(&api.path, SignatureKind::Same),
            _ => signatures.exactly(&api.path, SignatureKind::Same),
        };
        if let Some(same) = same {
            let found = match &api.base {
                // The object is known already: to look again would double the work at each link
                // of a chain.
                Some(object) if same.slots("value").contains(&Slot::Receiver) => {
                    vec![self.plain(at, context, trail, What::Api(object.clone()))]
                }
                _ => self.handed_on(at, callee, same, context, trail),
            };
            if !found.is_empty() {
                return found;
            }
        }
        if let Some(view) = signatures.find(&api.path, SignatureKind::View) {
            return self.viewed(at, callee, view, context, trail);
        }
        if let Some(record) = signatures.find(&api.path, SignatureKind::Record) {
            return self.recorded(at, callee, record, context, trail);
        }
        if let Some(field) = signatures.find(&api.path, SignatureKind::Field) {
            let found = self.field_default(at, callee, field, context, trail);
            if !found.is_empty() {
                return found;
            }
        }
        if let Some(context_of) = signatures.find(&api.path, SignatureKind::Context) {
            let found = self.provided_around(at, context_of, context, trail);
            if !found.is_empty() {
                return found;
            }
        }
        if let Some(found) = self.one_of(at, api.last(), context, trail) {
            return found;
        }
        let built = self
            .built_text(at, callee, &api.path, context, trail)
            .or_else(|| self.spliced_text(at, api.last(), context, trail));
        if let Some(found) = built {
            return found;
        }
        let path = format_smolstr!("{}()", api.path);
        vec![self.library(at, context, trail, path, Some(api.clone()))]
    }

    /// The result of a call of which only the method's name is known.
    fn unknown_result(&self, at: At, callee: At, context: &Context, trail: &Trail) -> Vec<Value> {
        let Some(facts) = self.facts(at.file) else {
            return Vec::new();
        };
        if let Kind::Member(object, name) = &facts.expr(callee.expr).kind {
            let signatures = facts.language.signatures();
            if let Some(same) = signatures.method(name, SignatureKind::Same) {
                return self.handed_on(at, callee, same, context, trail);
            }
            if let Some(view) = signatures.method(name, SignatureKind::View) {
                return self.viewed(at, callee, view, context, trail);
            }
            if let Some(record) = signatures.method(name, SignatureKind::Record) {
                return self.recorded(at, callee, record, context, trail);
            }
            if let Some(outside) = signatures.method(name, SignatureKind::Outside) {
                return self.read_outside(at, outside, name, context, trail);
            }
            if let Some(found) = self.one_of(at, name, context, trail) {
                return found;
            }
            let method = format_smolstr!("*.{name}");
            let built = self
                .built_text(at, callee, &method, context, trail)
                .or_else(|| self.spliced_text(at, name, context, trail));
            if let Some(found) = built {
                return found;
            }
            if matches!(name.as_str(), "format" | "formatted") {
                let object = At {
                    file: at.file,
                    expr: *object,
                };
                return self.formatted(at, object, context, trail);
            }
        }
        vec![self.unknown(at, context, trail)]
    }

    /// One of the elements of a list, as a method of it gives: `list.find(…)`.
    fn one_of(&self, at: At, method: &str, context: &Context, trail: &Trail) -> Option<Vec<Value>> {
        let signatures = self.facts(at.file)?.language.signatures();
        let element = signatures.method(method, SignatureKind::Element)?;
        let list = self.slot(at, &element.slots("value"))?;
        let containers = self.eval(list, context, trail);
        let lists = |it: &Value| matches!(it.what, What::Node(_) | What::Data(..));
        let lists: Vec<Value> = containers.into_iter().filter(lists).collect();
        (!lists.is_empty()).then(|| self.elements(&lists, at, context, trail))
    }

    /// A read of the environment or a setting: its name, and the default that the code gives.
    fn read_outside(
        &self,
        at: At,
        signature: &Signature,
        last: &str,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let kind = match signature.get("kind") {
            Some("environment") => OutsideKind::Environment,
            _ => OutsideKind::Setting,
        };
        let mut names = Vec::new();
        for value in self.slot_values(at, &signature.slots("name"), context, &Trail::new()) {
            names.extend(value.text().map(SmolStr::new));
        }
        if names.is_empty() {
            names.push(SmolStr::new(last));
        }
        let mut found: Vec<Value> = names
            .into_iter()
            .map(|name| {
                self.setting_value(at, &name, context, trail)
                    .unwrap_or_else(|| self.outside(at, context, trail, kind, name))
            })
            .collect();
        found.extend(self.slot_values(at, &signature.slots("default"), context, trail));
        found
    }

    pub(super) fn handed_on(
        &self,
        at: At,
        callee: At,
        signature: &Signature,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let mut slots = signature.slots("value");
        if signature.get("prefer") == Some("text") {
            let holds = |it: &Value| match &it.what {
                What::Api(api) => keeps_keys(&api.path),
                What::Outside(_) => false,
                _ => true,
            };
            let first = slots.iter().position(|slot| {
                let values = self.slot_values(at, std::slice::from_ref(slot), context, trail);
                values.iter().any(holds)
            });
            if let Some(first) = first {
                slots = vec![slots[first].clone()];
            }
        }
        if slots.contains(&Slot::Receiver) {
            let Some(facts) = self.facts(at.file) else {
                return Vec::new();
            };
            let Kind::Member(object, _) = facts.expr(callee.expr).kind else {
                return Vec::new();
            };
            return self.eval(
                At {
                    file: at.file,
                    expr: object,
                },
                context,
                trail,
            );
        }
        self.slot_values(at, &slots, context, trail)
    }

    /// The expression in the first of the slots that a call fills.
    #[must_use]
    pub fn slot(&self, call: At, slots: &[Slot]) -> Option<At> {
        let facts = self.facts(call.file)?;
        let Kind::Call(callee, arguments, _) = &facts.expr(call.expr).kind else {
            return None;
        };
        slots.iter().find_map(|slot| match slot {
            Slot::Position(position) => {
                let argument = arguments
                    .iter()
                    .filter(|it| it.name.is_none())
                    .nth(*position)?;
                (!argument.spread).then_some(At {
                    file: call.file,
                    expr: argument.value,
                })
            }
            Slot::Keyword(name) => {
                let argument = arguments.iter().find(|it| it.name.as_ref() == Some(name))?;
                Some(At {
                    file: call.file,
                    expr: argument.value,
                })
            }
            Slot::Receiver => match facts.expr(*callee).kind {
                Kind::Member(object, _) => Some(At {
                    file: call.file,
                    expr: object,
                }),
                _ => None,
            },
        })
    }

    /// The values in the first of the slots that a call fills: an argument, or, for a keyword,
    /// a field of a record that is an argument.
    #[must_use]
    pub fn slot_values(
        &self,
        call: At,
        slots: &[Slot],
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        for slot in slots {
            if let Some(at) = self.slot(call, std::slice::from_ref(slot)) {
                let name = match slot {
                    Slot::Keyword(name) => Some(name.clone()),
                    _ => None,
                };
                let trail = match name {
                    Some(_) => trail.then(self.project.place(at), HopRole::Stored, name),
                    None => trail.clone(),
                };
                return self.eval(at, context, &trail);
            }
            if let Slot::Position(position) = slot
                && let Some(it) = self.handed_to(call, context).get(*position)
            {
                return self.eval(it.at, &it.context, trail);
            }
            if let Slot::Keyword(name) = slot {
                let found = self.argument_field(call, name, context, trail);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// A field of the records that are arguments of a call, spread or not.
    fn argument_field(&self, call: At, name: &str, context: &Context, trail: &Trail) -> Vec<Value> {
        let Some(facts) = self.facts(call.file) else {
            return Vec::new();
        };
        let Kind::Call(_, arguments, _) = &facts.expr(call.expr).kind else {
            return Vec::new();
        };
        for argument in arguments.iter().filter(|it| it.name.is_none()) {
            let at = At {
                file: call.file,
                expr: argument.value,
            };
            for value in self.eval(at, context, trail) {
                let record = matches!(value.what, What::Data(..) | What::Arguments(..))
                    || matches!(&value.what, What::Node(node) if self.is_record(*node));
                if record {
                    let found = self.field(&value, name);
                    if !found.is_empty() {
                        return found;
                    }
                }
            }
        }
        Vec::new()
    }

    /// Whether a node that is looked into is a record: a literal, or the call that makes one.
    #[must_use]
    pub fn is_record(&self, at: At) -> bool {
        match self.project.expr(at).map(|it| &it.kind) {
            Some(Kind::Record(_)) => true,
            Some(Kind::Call(callee, ..)) => self
                .record_signature(at, *callee, &Context::new())
                .is_some(),
            _ => false,
        }
    }

    /// The text that `template.format(…)` makes.
    fn formatted(&self, at: At, object: At, context: &Context, trail: &Trail) -> Vec<Value> {
        let Some(facts) = self.facts(at.file) else {
            return Vec::new();
        };
        let Kind::Call(_, arguments, _) = &facts.expr(at.expr).kind else {
            return Vec::new();
        };
        let template = (object, super::text::Style::Common);
        let forms = self.fill_template(template, arguments, at.file, context, trail);
        forms
            .into_iter()
            .map(|chunks| self.chunks(chunks, context, trail))
            .collect()
    }

    /// Whether a value is a text, or something that becomes one.
    pub(super) fn is_textual(&self, value: &Value) -> bool {
        match &value.what {
            What::Text(_) | What::Chunks(_) => true,
            What::Node(at) => self.project.expr(*at).is_some_and(|expr| {
                matches!(expr.kind, Kind::Text(_) | Kind::Join(_) | Kind::Format(..))
            }),
            _ => false,
        }
    }

    /// Chunks as a value. A single part behind a beginning, `"Key " + key`, keeps the way on which
    /// it came: that tells what it is.
    pub(super) fn kept(&self, mut chunks: Vec<Chunk>, context: &Context, trail: &Trail) -> Value {
        chunks.retain(|it| it.text().is_none_or(|text| !text.is_empty()));
        // What is written out right here only enters.
        let came =
            |part: &Value| part.trail.from_source().count() > trail.from_source().count() + 1;
        match chunks.as_slice() {
            [first, Chunk::Hole(part)] if first.text().is_some() && came(part) => Value {
                what: What::Chunks(Rc::new(chunks)),
                context: context.clone(),
                trail: trail.clone(),
            },
            _ => self.chunks(chunks, context, trail),
        }
    }

    /// Chunks as a value.
    pub(super) fn chunks(&self, chunks: Vec<Chunk>, context: &Context, trail: &Trail) -> Value {
        if let [Chunk::Hole(value)] = chunks.as_slice() {
            return value.clone();
        }
        let chunks = super::text::merged(chunks);
        let what = match whole_text(&chunks) {
            Some(text) => What::Text(SmolStr::new(text)),
            None => What::Chunks(Rc::new(chunks)),
        };
        Value {
            what,
            context: context.clone(),
            trail: trail.clone(),
        }
    }
}

/// Whether a value is certain to be one: no other takes its place.
fn is_there(value: &Value) -> bool {
    match &value.what {
        What::Text(text) => !text.is_empty() && text != "0" && text != "false",
        What::Node(_) | What::Object(_) | What::Function(..) | What::Class(..) => true,
        _ => false,
    }
}
