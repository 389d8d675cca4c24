//! What decorators put in: `@with_client` calls the function below it with a client before what its
//! callers pass.

use smol_str::SmolStr;

use super::bounded::Flow;
use super::reach::lookup;
use super::value::{At, Context, Trail, What};
use crate::facts::{Bound, Definition, ExprId, Facts, FunctionId, Kind, Mark, ScopeId};
use crate::source::FileId;

impl Flow<'_> {
    /// The arguments that the decorators of a function pass to it before those of its callers.
    pub(super) fn put_in(&self, file: FileId, function: FunctionId) -> Vec<At> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let function = facts.function(function);
        let Some(scope) = facts.scope(function.scope).parent else {
            return Vec::new();
        };
        let found = function.marks.iter().find_map(|mark| {
            let (of, decorator) = self.decorator(file, facts, scope, mark)?;
            self.put_in_by(of, decorator)
        });
        found.unwrap_or_default()
    }

    /// The function of the project that a decorator is, or that makes it.
    fn decorator(
        &self,
        file: FileId,
        facts: &Facts,
        scope: ScopeId,
        mark: &Mark,
    ) -> Option<(FileId, FunctionId)> {
        let (_, definitions) = lookup(facts, scope, &mark.name)?;
        definitions.iter().find_map(|it| match it.value {
            Bound::Function(found) => Some((file, found)),
            Bound::Import(index) => {
                let import = facts.imports.get(index as usize)?;
                let at = At {
                    file,
                    expr: ExprId(0),
                };
                let found =
                    self.deeper(|| self.imported(at, import, &Context::new(), &Trail::new()));
                found?.into_iter().find_map(|it| match it.what {
                    What::Function(file, function, _) => Some((file, function)),
                    _ => None,
                })
            }
            _ => None,
        })
    }

    /// What a decorator passes before all that its own function is given: in `call(client, *args)`,
    /// where `call` is a parameter of it, the client.
    fn put_in_by(&self, file: FileId, decorator: FunctionId) -> Option<Vec<At>> {
        let facts = self.facts(file)?;
        let mut inside = facts.calls_in(facts.function(decorator).span);
        inside.find_map(|call| {
            let Kind::Call(callee, arguments, _) = &facts.expr(call).kind else {
                return None;
            };
            let Kind::Name(name) = &facts.expr(*callee).kind else {
                return None;
            };
            if !is_parameter(facts, facts.expr(call).scope, name) {
                return None;
            }
            let behind = arguments.iter().position(|it| it.spread)?;
            let put = &arguments[..behind];
            let plain = !put.is_empty() && put.iter().all(|it| it.name.is_none());
            plain.then(|| {
                put.iter()
                    .map(|it| At {
                        file,
                        expr: it.value,
                    })
                    .collect()
            })
        })
    }
}

fn is_parameter(facts: &Facts, scope: ScopeId, name: &SmolStr) -> bool {
    let parameter = |it: &Definition| matches!(it.value, Bound::Parameter(..));
    lookup(facts, scope, name).is_some_and(|(_, found)| found.iter().any(parameter))
}
