//! What is kept to be changed later: `const [model, setModel] = useState("x")`, `ref.current`.

use smol_str::SmolStr;

use super::bounded::Flow;
use super::effect::Effect;
use super::value::{Api, At, Context, HopRole, Trail, Value, What};
use crate::facts::{Bound, ExprId, Facts, Kind, Signature, SignatureKind, Step};

impl Flow<'_> {
    /// What the member is that reads a kept value: what it was made with, and what it is set to.
    pub(super) fn kept_in(
        &self,
        api: &Api,
        name: &str,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let (call, base) = (api.at?, api.base.as_ref()?);
        let facts = self.facts(call.file)?;
        let signatures = facts.language.signatures();
        let state = signatures.exactly(&base.path, SignatureKind::State)?;
        if state.get("through") != Some(name) {
            return None;
        }
        let trail = &trail.then(
            self.project.place(call),
            HopRole::Stored,
            Some(SmolStr::new(name)),
        );
        let mut found = self.made_by_callback(call, &api.context, trail);
        if found.is_empty() {
            found = self.slot_values(call, &state.slots("value"), &api.context, trail);
        }
        for value in self.set_to(facts, call, state, name) {
            let values = self.deeper(|| self.eval(value, context, trail));
            found.extend(values.unwrap_or_default());
        }
        // What it begins with stands for nothing yet.
        let empty = |it: &Value| match &it.what {
            What::Nothing => true,
            What::Text(text) => text.is_empty(),
            _ => false,
        };
        if !found.iter().all(empty) {
            found.retain(|it| !empty(it));
        }
        (!found.is_empty()).then_some(found)
    }

    /// The expressions that a kept value is set to.
    fn set_to(&self, facts: &Facts, call: At, state: &Signature, name: &str) -> Vec<At> {
        let mut found = Vec::new();
        for effect in self.effects(call) {
            if let Effect::Assigned { path, key, value } = effect
                && path.is_empty()
                && key == name
            {
                found.push(value);
            }
        }
        let position = state.get("with").and_then(|it| it.parse().ok());
        let Some(position) = position.map(Step::Position) else {
            return found;
        };
        let scope = facts.expr(call.expr).scope;
        for (setter, definitions) in facts.scopes_from(scope).flat_map(|(_, it)| &it.names) {
            let sets = definitions.iter().any(|it| match &it.value {
                Bound::Part(value, steps, _) => {
                    *value == call.expr && steps.as_slice() == [position.clone()]
                }
                _ => false,
            });
            if sets {
                let given = facts.mentions.get(setter).into_iter().flatten();
                let given = given.filter_map(|it| only_argument(facts, *it));
                found.extend(given.map(|it| call.with(it)));
            }
        }
        found.sort_unstable();
        found
    }
}

/// The argument of the call of a name, if it is one that is no function.
fn only_argument(facts: &Facts, mention: ExprId) -> Option<ExprId> {
    let parent = facts.expr(mention).parent?;
    let Kind::Call(callee, arguments, _) = &facts.expr(parent).kind else {
        return None;
    };
    let [only] = arguments.as_slice() else {
        return None;
    };
    let function = matches!(facts.expr(only.value).kind, Kind::Function(_));
    (*callee == mention && !function).then_some(only.value)
}
