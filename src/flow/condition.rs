//! Conditions: which branches does a call with certain arguments run?
//!
//! Only conditions are read that a parameter's literal argument decides: `if pat:` in a helper that
//! is called with `pat=True`. Everything else may go either way.

use super::bounded::Flow;
use super::reach::branch_at;
use super::value::{At, Context, Trail, What};
use crate::facts::{ExprId, Facts, Kind};
use crate::source::FileId;

impl Flow<'_> {
    /// Whether the branches around an expression may be run in a context.
    pub(super) fn may_run(
        &self,
        file: FileId,
        facts: &Facts,
        expr: ExprId,
        context: &Context,
    ) -> bool {
        self.decisions(file, facts, expr, context)
            .all(|decision| decision != Some(false))
    }

    /// Whether the branches around an expression are certainly run in a context, because there are
    /// some and each of them is decided.
    pub(super) fn surely_runs(
        &self,
        file: FileId,
        facts: &Facts,
        expr: ExprId,
        context: &Context,
    ) -> bool {
        let mut decisions = self.decisions(file, facts, expr, context).peekable();
        decisions.peek().is_some() && decisions.all(|decision| decision == Some(true))
    }

    /// For each fork around an expression, whether the branch that it stands in is the one that
    /// is run, as far as that is known.
    fn decisions<'a>(
        &'a self,
        file: FileId,
        facts: &'a Facts,
        expr: ExprId,
        context: &'a Context,
    ) -> impl Iterator<Item = Option<bool>> + 'a {
        let span = facts.expr(expr).span;
        let first = branch_at(facts, span.start);
        let up = |id: &u32| {
            facts
                .branches
                .get(*id as usize)
                .and_then(|(_, parent)| *parent)
        };
        std::iter::successors(first, up).filter_map(move |id| {
            let fork = (*facts.forks.get(&id)?)?;
            let holds = self.truth(
                At {
                    file,
                    expr: fork.condition,
                },
                context,
            );
            Some(holds.map(|holds| holds == fork.body.contains(span)))
        })
    }

    /// The truth of a condition, if literal values decide it.
    fn truth(&self, at: At, context: &Context) -> Option<bool> {
        let expr = self.project.expr(at)?;
        let sub = |expr| At {
            file: at.file,
            expr,
        };
        match expr.kind {
            Kind::Not(inner) => self.truth(sub(inner), context).map(|it| !it),
            Kind::Same(inner) => self.truth(sub(inner), context),
            Kind::Name(_) => {
                let values = self.eval(at, context, &Trail::new());
                let truths: Vec<Option<bool>> = values
                    .iter()
                    .map(|value| match &value.what {
                        What::Text(text) => match text.as_str() {
                            "True" | "true" => Some(true),
                            "False" | "false" => Some(false),
                            _ => None,
                        },
                        What::Nothing => Some(false),
                        _ => None,
                    })
                    .collect();
                let first = *truths.first()?;
                truths.iter().all(|it| *it == first).then_some(first)?
            }
            _ => None,
        }
    }
}
