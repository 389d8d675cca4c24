//! Effects: what later statements do to an object, under the names that keep it.

use smol_str::SmolStr;

use super::bounded::Flow;
use super::reach::lookup;
use super::value::{At, Context, Trail};
use crate::facts::{
    Argument, Bound, Construct, Definition, Exported, ExprId, Facts, FunctionId, Holder, Imported,
    Kind, Piece, Rest, ScopeId, Slot,
};
use crate::language::methods::{Begins, begins};
use crate::source::FileId;

/// How many steps a chain that begins with a name is followed outwards.
const MAX_CHAIN: u32 = 40;

/// Something that a statement does to an object.
#[derive(Debug, Clone)]
pub enum Effect {
    /// A member or element of it, or of a part of it, gets a value.
    Assigned {
        /// The members on the way from the object to the part.
        path: Vec<SmolStr>,
        /// The key.
        key: SmolStr,
        /// The value.
        value: At,
    },
    /// A method of it, or of a part of it, is called.
    Called {
        /// The members on the way from the object to the part.
        path: Vec<SmolStr>,
        /// The method.
        method: SmolStr,
        /// The call.
        call: At,
    },
    /// It is passed on to a function, which may change it.
    Passed {
        /// The call.
        call: At,
        /// As which argument of it.
        argument: Slot,
    },
}

impl Flow<'_> {
    /// What is done to the object that an expression makes, in the order of the text.
    #[must_use]
    pub fn effects(&self, made: At) -> Vec<Effect> {
        let Some(facts) = self.facts(made.file) else {
            return Vec::new();
        };
        let holders = facts.holders.get(&made.expr).into_iter().flatten();
        let mut found: Vec<Effect> = holders
            .clone()
            .flat_map(|holder| self.effects_on(made.file, facts, holder))
            .collect();
        // `this.client = …` in a method of a record that is made here.
        found.extend(assigned_by_methods(facts, made));
        if let Some(own) = constructed(facts, made.expr) {
            found.extend(self.effects_on(made.file, facts, &own));
        }
        // Without a name of its own it may stand in a call itself: `send(owned({…}))`.
        found.extend(passed(facts, made));
        for holder in holders {
            if let Holder::Name(ScopeId(0), name) = holder {
                found.extend(self.effects_elsewhere(made.file, facts, name));
            }
        }
        found
    }

    /// What other files do to what a module exports under a name.
    fn effects_elsewhere(&self, file: FileId, facts: &Facts, name: &SmolStr) -> Vec<Effect> {
        if !facts.language.is_script() {
            return Vec::new();
        }
        let default = facts.exports.iter().any(|it| {
            it.name == "default" && matches!(&it.what, Exported::Local(local) if local == name)
        });
        let mut found = Vec::new();
        for &(other, import) in self.project.importers(file) {
            let Some(facts) = self.facts(other) else {
                continue;
            };
            let Some(import) = import.and_then(|it| facts.imports.get(it as usize)) else {
                continue;
            };
            let same = match &import.what {
                Imported::Name(it) => it == name,
                Imported::Default => default,
                _ => false,
            };
            if same {
                let holder = Holder::Name(ScopeId(0), import.local.clone());
                found.extend(self.effects_on(other, facts, &holder));
            }
        }
        found
    }

    /// What a function does to what it is given as that parameter.
    pub(super) fn effects_on_parameter(
        &self,
        file: FileId,
        function: FunctionId,
        argument: &Slot,
    ) -> Vec<Effect> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let function = facts.function(function);
        let parameter = match argument {
            Slot::Position(position) => function.parameters.get(*position),
            Slot::Keyword(name) => function.parameters.iter().find(|it| it.name == *name),
            Slot::Receiver => None,
        };
        let Some(parameter) = parameter.filter(|it| it.rest != Rest::Positional) else {
            return Vec::new();
        };
        let holder = Holder::Name(function.scope, parameter.name.clone());
        self.effects_on(file, facts, &holder)
    }

    fn effects_on(&self, file: FileId, facts: &Facts, holder: &Holder) -> Vec<Effect> {
        let mut found = Vec::new();
        let mentions = mentions(facts, holder);
        self.spend(mentions.len());
        for mention in mentions {
            self.effects_of(facts, file, mention, &mut found);
        }
        found
    }

    fn effects_of(&self, facts: &Facts, file: FileId, mention: ExprId, found: &mut Vec<Effect>) {
        let at = |expr| At { file, expr };
        let mut path: Vec<SmolStr> = Vec::new();
        let mut current = mention;
        for _ in 0..MAX_CHAIN {
            for &index in facts.assigned.get(&current).into_iter().flatten() {
                let assignment = &facts.assignments[index as usize];
                let key = assignment.key.clone();
                let key = key.or_else(|| self.computed_key(at(assignment.computed?)));
                found.extend(key.map(|key| Effect::Assigned {
                    path: path.clone(),
                    key,
                    value: at(assignment.value),
                }));
            }
            let Some(parent) = facts.expr(current).parent else {
                return;
            };
            match &facts.expr(parent).kind {
                Kind::Member(object, name) if *object == current => path.push(name.clone()),
                Kind::Index(object, key) if *object == current => {
                    let key = match &facts.expr(*key).kind {
                        Kind::Text(pieces) => match pieces.as_slice() {
                            [crate::facts::Piece::Text(text)] => text.clone(),
                            _ => SmolStr::default(),
                        },
                        _ => SmolStr::default(),
                    };
                    path.push(key);
                }
                Kind::Call(callee, _, Construct::No | Construct::Element) if *callee == current => {
                    let (method, path) = match path.split_last() {
                        Some((method, path)) => (method.clone(), path.to_vec()),
                        None => (SmolStr::default(), Vec::new()),
                    };
                    found.push(Effect::Called {
                        path,
                        method: method.clone(),
                        call: at(parent),
                    });
                    // What goes on is about the request that the object begins.
                    if begins_request(facts, &method, parent) {
                        return;
                    }
                }
                Kind::Call(..) if path.is_empty() => {
                    found.extend(passed(facts, at(current)));
                    return;
                }
                Kind::Same(_) => {}
                _ => return,
            }
            current = parent;
        }
    }

    /// The key that an expression computes, if it can be but one: `headers[NAME] = …`.
    pub fn computed_key(&self, key: At) -> Option<SmolStr> {
        let expr = self.project.expr(key)?;
        match &expr.kind {
            Kind::Member(..) => {}
            // What a loop or a caller gives may be any.
            Kind::Name(name) => {
                let (_, definitions) = lookup(self.facts(key.file)?, expr.scope, name)?;
                let fixed =
                    |it: &Definition| matches!(it.value, Bound::Value(_) | Bound::Import(_));
                if !definitions.iter().all(fixed) {
                    return None;
                }
            }
            _ => return None,
        }
        match self.eval(key, &Context::new(), &Trail::new()).as_slice() {
            [value] => value.text().map(SmolStr::new),
            _ => None,
        }
    }
}

/// What keeps the object that a constructor has made as one of a class above:
/// `super().__init__(…)` makes what the constructor calls `self`.
fn constructed(facts: &Facts, made: ExprId) -> Option<Holder> {
    let expr = facts.expr(made);
    let Kind::Call(callee, ..) = expr.kind else {
        return None;
    };
    let Kind::Member(object, name) = &facts.expr(callee).kind else {
        return None;
    };
    if !facts.language.is_constructor(name) || !matches!(facts.expr(*object).kind, Kind::Super) {
        return None;
    }
    let constructor = facts.function_around(expr.scope)?;
    let own = facts.receiver_of(constructor)?;
    Some(Holder::Name(facts.function(constructor).scope, own.clone()))
}

/// Whether a call of a method begins a request of its own: a client's `post("/…")`.
fn begins_request(facts: &Facts, method: &str, call: ExprId) -> bool {
    let Kind::Call(_, arguments, _) = &facts.expr(call).kind else {
        return false;
    };
    let path = |it: &Argument| {
        let pieces = match &facts.expr(it.value).kind {
            Kind::Text(pieces) => pieces.as_slice(),
            _ => return false,
        };
        matches!(pieces.first(), Some(Piece::Text(text)) if text.contains('/'))
    };
    match begins(method) {
        Some(Begins::Always) => true,
        Some(Begins::AtPath) => arguments.iter().any(path),
        Some(Begins::Empty) => arguments.is_empty() || arguments.iter().any(path),
        None => false,
    }
}

/// The call that an expression is an argument of.
fn passed(facts: &Facts, at: At) -> Option<Effect> {
    let parent = facts.expr(at.expr).parent?;
    let Kind::Call(_, arguments, _) = &facts.expr(parent).kind else {
        return None;
    };
    let own = arguments
        .iter()
        .find(|it| it.value == at.expr && !it.spread)?;
    let argument = match &own.name {
        Some(name) => Slot::Keyword(name.clone()),
        None => {
            let mut positional = arguments.iter().filter(|it| it.name.is_none());
            Slot::Position(positional.position(|it| it.value == at.expr)?)
        }
    };
    let call = at.with(parent);
    Some(Effect::Passed { call, argument })
}

/// The expressions that mention what a holder keeps.
fn mentions(facts: &Facts, holder: &Holder) -> Vec<ExprId> {
    let (Holder::Name(_, name) | Holder::Field(_, name)) = holder;
    let Some(all) = facts.mentions.get(name) else {
        return Vec::new();
    };
    let keeps = |id: &ExprId| {
        let expr = facts.expr(*id);
        match (holder, &expr.kind) {
            (Holder::Name(scope, _), Kind::Name(_)) => {
                lookup(facts, expr.scope, name).is_some_and(|(found, _)| found == *scope)
            }
            (Holder::Field(class, _), Kind::Member(object, _)) => {
                facts.class_around(expr.scope) == Some(*class)
                    && matches!(facts.expr(*object).kind, Kind::This | Kind::Name(_))
            }
            (Holder::Field(class, _), Kind::Name(_)) => {
                facts.language.sees_fields() && facts.class_around(expr.scope) == Some(*class)
            }
            _ => false,
        }
    };
    all.iter().copied().filter(keeps).collect()
}

/// What the methods of a record give to its fields.
fn assigned_by_methods(facts: &Facts, made: At) -> Vec<Effect> {
    let record = matches!(facts.expr(made.expr).kind, Kind::Record(_));
    let indices = facts.assigned.get(&made.expr).filter(|_| record);
    let assignments = indices.into_iter().flatten();
    assignments
        .filter_map(|&index| {
            let assignment = facts.assignments.get(index as usize)?;
            Some(Effect::Assigned {
                path: Vec::new(),
                key: assignment.key.clone()?,
                value: made.with(assignment.value),
            })
        })
        .collect()
}
