//! Slots: which argument of a call plays the part that a signature gives it.

use super::bounded::Flow;
use super::value::{At, Context, HopRole, Trail, Value, What};
use crate::facts::{Kind, Slot};

impl Flow<'_> {
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
                    // `hooks.beforeRequest` is a field of a field.
                    let found = name.split('.').fold(vec![value], |values, part| {
                        values.iter().flat_map(|it| self.field(it, part)).collect()
                    });
                    if !found.is_empty() {
                        return found;
                    }
                }
            }
        }
        Vec::new()
    }
}
