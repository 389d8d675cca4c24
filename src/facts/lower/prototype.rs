//! Classes that are written as functions: methods are put on the function's prototype, or on the
//! object that `new` makes of it.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::Lowering;
use crate::facts::{
    Bound, Class, ClassId, Construct, Definition, Entry, ExprId, FunctionId, Kind, Scope, ScopeId,
    ScopeKind,
};

/// How many functions of one file may be classes.
const MAX_CLASSES: usize = 256;

/// A method that is put on the prototype of what a name is bound to.
struct Put {
    name: SmolStr,
    /// Where the name is used.
    from: ScopeId,
    method: SmolStr,
    function: FunctionId,
}

impl Lowering<'_, '_> {
    /// Makes classes of the functions that are used as such. `this` in one of their methods is then
    /// an object of that class.
    pub(super) fn settle_prototypes(&mut self) {
        let Some(prototype) = self.language.prototype() else {
            return;
        };
        let methods = self.put_on(prototype);
        let mut made = FxHashMap::default();
        for (name, from) in self.constructed() {
            self.class_of(&name, from, false, &mut made);
        }
        for put in methods {
            if let Some(class) = self.class_of(&put.name, put.from, true, &mut made) {
                self.add_method(class, put.method, put.function);
            }
        }
    }

    /// The methods that the file puts on prototypes, one by one or all in a record.
    fn put_on(&self, prototype: &str) -> Vec<Put> {
        let mut found = Vec::new();
        for assignment in &self.facts.assignments {
            let object = self.facts.expr(assignment.object);
            let Some(key) = &assignment.key else { continue };
            match (&object.kind, &self.facts.expr(assignment.value).kind) {
                (Kind::Member(of, member), Kind::Function(function)) if member == prototype => {
                    found.extend(self.put(*of, key, *function));
                }
                (Kind::Name(_), Kind::Record(entries)) if key == prototype => {
                    for entry in entries {
                        if let Entry::Field(name, value) = entry
                            && let Kind::Function(function) = self.facts.expr(*value).kind
                        {
                            found.extend(self.put(assignment.object, name, function));
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn put(&self, of: ExprId, method: &SmolStr, function: FunctionId) -> Option<Put> {
        let object = self.facts.expr(of);
        let Kind::Name(name) = &object.kind else {
            return None;
        };
        Some(Put {
            name: name.clone(),
            from: object.scope,
            method: method.clone(),
            function,
        })
    }

    /// The names of which `new` makes objects, and where.
    fn constructed(&self) -> Vec<(SmolStr, ScopeId)> {
        let mut found: Vec<(SmolStr, ScopeId)> = Vec::new();
        for &call in &self.facts.calls {
            if let Kind::Call(callee, _, Construct::New) = self.facts.expr(call).kind
                && let Kind::Name(name) = &self.facts.expr(callee).kind
                && found.len() < MAX_CLASSES
                && !found.iter().any(|(known, _)| known == name)
            {
                found.push((name.clone(), self.facts.expr(call).scope));
            }
        }
        found
    }

    /// The class that a name stands for as seen from a scope; that of the function, if it is one,
    /// and, unless methods are `put` on it, if it gives fields to `this`.
    fn class_of(
        &mut self,
        name: &SmolStr,
        from: ScopeId,
        put: bool,
        made: &mut FxHashMap<FunctionId, ClassId>,
    ) -> Option<ClassId> {
        let (scope, function) = {
            let (scope, bound) = self.facts.scopes_from(from).find_map(|(id, scope)| {
                let [only] = scope.names.get(name)?.as_slice() else {
                    return None;
                };
                Some((id, &only.value))
            })?;
            match *bound {
                Bound::Class(class) => return Some(class),
                Bound::Function(function) => (scope, function),
                Bound::Value(value) => match self.facts.expr(value).kind {
                    Kind::Function(function) => (scope, function),
                    _ => return None,
                },
                _ => return None,
            }
        };
        if let Some(class) = made.get(&function) {
            return Some(*class);
        }
        if made.len() >= MAX_CLASSES || !(put || self.fills_object(function)) {
            return None;
        }
        let class = self.make_class(name.clone(), scope, function)?;
        made.insert(function, class);
        Some(class)
    }

    /// Whether a function gives fields to its object, and returns nothing else.
    fn fills_object(&self, function: FunctionId) -> bool {
        let facts = &self.facts;
        let filled = facts.assignments.iter().any(|it| {
            let object = facts.expr(it.object);
            matches!(object.kind, Kind::This)
                && facts.function_around(object.scope) == Some(function)
        });
        filled
            && facts.function(function).returns.iter().all(|it| {
                let kind = &facts.expr(*it).kind;
                matches!(kind, Kind::This | Kind::Call(_, _, Construct::New))
            })
    }

    /// Makes a class of a function, which is its constructor from now on.
    fn make_class(
        &mut self,
        name: SmolStr,
        bound_in: ScopeId,
        function: FunctionId,
    ) -> Option<ClassId> {
        let id = ClassId(self.facts.classes.len() as u32);
        let constructor = self.facts.function(function);
        if constructor.class.is_some() {
            return None;
        }
        let (span, expr, body) = (constructor.span, constructor.expr, constructor.scope);
        let scope = self.class_scope(id, self.facts.scope(body).parent);
        self.facts.classes.push(Class {
            name: name.clone(),
            bases: Vec::new(),
            scope,
            span,
            marks: Vec::new(),
            components: Vec::new(),
            constructors: vec![function],
            fields: FxHashMap::default(),
        });
        self.facts.functions[function.index()].class = Some(id);
        self.facts.scopes[body.index()].parent = Some(scope);
        self.set(expr, Kind::Class(id));
        let definitions = self.facts.scopes[bound_in.index()].names.get_mut(&name)?;
        for definition in definitions {
            definition.value = Bound::Class(id);
        }
        Some(id)
    }

    /// A scope in which `this` is an object of a class.
    fn class_scope(&mut self, class: ClassId, parent: Option<ScopeId>) -> ScopeId {
        let id = ScopeId(self.facts.scopes.len() as u32);
        let around = parent.map(|it| self.facts.scope(it).span);
        self.facts.scopes.push(Scope {
            kind: ScopeKind::Class(class),
            parent,
            span: around.unwrap_or_else(|| self.facts.class(class).span),
            names: FxHashMap::default(),
        });
        id
    }

    /// Adds a function to the methods of a class.
    fn add_method(&mut self, class: ClassId, name: SmolStr, function: FunctionId) {
        let method = self.facts.function(function);
        if method.class.is_some() {
            return;
        }
        let (span, body) = (method.span, method.scope);
        let inside = self.class_scope(class, self.facts.scope(body).parent);
        self.facts.scopes[body.index()].parent = Some(inside);
        let method = &mut self.facts.functions[function.index()];
        method.class = Some(class);
        method.name.get_or_insert_with(|| name.clone());
        let scope = self.facts.class(class).scope;
        let names = &mut self.facts.scopes[scope.index()].names;
        names.entry(name).or_default().push(Definition {
            value: Bound::Function(function),
            span,
            branch: None,
        });
    }
}
