//! Following an expression to what it may hold: each kind of expression to what follows it.

use smol_str::SmolStr;

use super::bounded::Flow;
use super::value::{Api, At, Context, OutsideKind, Trail, Value, What};
use crate::facts::{ExprId, Kind, Piece};

/// How many values of one expression are kept.
const MAX_VALUES: usize = 12;

impl Flow<'_> {
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
                let called = self.is_called(at);
                self.members(&objects, name, at, called, context, trail)
            }
            Kind::Index(object, key) => {
                self.eval_index(at, sub(*object), sub(*key), context, trail)
            }
            Kind::Call(callee, arguments, construct) => self.remembered(at, context, trail, || {
                self.eval_call(at, sub(*callee), arguments, *construct, context, trail)
            }),
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
}

/// Whether a value is certain to be one: no other takes its place.
fn is_there(value: &Value) -> bool {
    match &value.what {
        What::Text(text) => !text.is_empty() && text != "0" && text != "false",
        What::Node(_) | What::Object(_) | What::Function(..) | What::Class(..) => true,
        _ => false,
    }
}
