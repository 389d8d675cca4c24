//! Positional arguments, those of lists that are spread over them included.

use super::bounded::Flow;
use super::value::{At, Context, Handed, Trail, Value, What};
use crate::facts::{Argument, Kind};
use crate::source::FileId;

/// How many arguments a list is spread to.
const MAX_SPREAD: usize = 24;

impl Flow<'_> {
    /// The positional arguments in a list of such, up to the first that cannot be told apart.
    #[must_use]
    pub fn handed(&self, file: FileId, arguments: &[Argument], context: &Context) -> Vec<Handed> {
        let mut found = Vec::new();
        for argument in arguments.iter().filter(|it| it.name.is_none()) {
            let at = At {
                file,
                expr: argument.value,
            };
            if argument.spread {
                let spread = self.deeper(|| self.spread(at, context)).flatten();
                let Some(spread) = spread else { break };
                found.extend(spread);
            } else {
                let context = context.clone();
                found.push(Handed { at, context });
            }
        }
        found.truncate(MAX_SPREAD);
        found
    }

    /// The positional arguments of a call.
    #[must_use]
    pub fn handed_to(&self, call: At, context: &Context) -> Vec<Handed> {
        match self.project.expr(call).map(|it| &it.kind) {
            Some(Kind::Call(_, arguments, _)) => self.handed(call.file, arguments, context),
            _ => Vec::new(),
        }
    }

    /// What a list, or the arguments that a function gathers, are spread to.
    fn spread(&self, at: At, context: &Context) -> Option<Vec<Handed>> {
        let values = self.eval(at, context, &Trail::new());
        let [only] = values.as_slice() else {
            return None;
        };
        self.parts_of(only)
    }

    fn parts_of(&self, value: &Value) -> Option<Vec<Handed>> {
        match value.what {
            What::Arguments(call, Some(from)) => {
                let all = self.handed_to(call, &value.context);
                Some(all.into_iter().skip(from).collect())
            }
            What::Node(node) => match self.project.expr(node).map(|it| &it.kind)? {
                Kind::List(items) => {
                    let handed = |item| Handed {
                        at: node.with(item),
                        context: value.context.clone(),
                    };
                    Some(items.iter().copied().map(handed).collect())
                }
                // `Owner("clarifai", "main")` of a named tuple.
                Kind::Call(..) => Some(self.handed_to(node, &value.context)),
                _ => None,
            },
            _ => None,
        }
    }
}
