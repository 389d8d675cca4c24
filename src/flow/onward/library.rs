//! Libraries that are given a value: what signatures say becomes of it.

use super::path::held;
use super::{Onward, Stop};
use crate::facts::{Argument, Construct, ExprId, Facts, Kind, Signature, SignatureKind};
use crate::flow::value::{Api, At, Value};
use crate::language::methods::{hands_over, puts};

/// Calls that make a text of what they are given.
const WRITES: [SignatureKind; 6] = [
    SignatureKind::Format,
    SignatureKind::Joined,
    SignatureKind::Spliced,
    SignatureKind::Replaced,
    SignatureKind::Template,
    SignatureKind::Open,
];

/// Calls that make an object which keeps what they are given.
const KEEPS: [SignatureKind; 6] = [
    SignatureKind::Client,
    SignatureKind::Attach,
    SignatureKind::Fields,
    SignatureKind::Pairs,
    SignatureKind::Made,
    SignatureKind::Type,
];

impl<'p> Onward<'_, 'p> {
    /// To a function of a library; `false` if nothing is known of it.
    pub(super) fn library(
        &mut self,
        facts: &'p Facts,
        stop: &Stop,
        (call, callee): (At, ExprId),
        api: &Api,
        argument: &Argument,
    ) -> bool {
        let signatures = facts.language.signatures();
        let find = |kind| signatures.find(&api.path, kind);
        if find(SignatureKind::Request).is_some() {
            return false;
        }
        if let Some(same) = find(SignatureKind::Same).or_else(|| find(SignatureKind::Record)) {
            self.handed_on(stop, call, same, argument);
            return true;
        }
        if WRITES.into_iter().any(|it| find(it).is_some()) {
            self.go(call, Vec::new());
            return true;
        }
        if find(SignatureKind::Outside).is_some() {
            return true;
        }
        if KEEPS.into_iter().any(|it| find(it).is_some()) {
            let path = held(&stop.path, argument);
            if let Kind::Member(object, _) = facts.expr(callee).kind
                && is_of_made(api)
                && find(SignatureKind::Client).is_none()
            {
                self.put_into(call.with(object), path.clone());
            }
            self.go(call, path);
            return true;
        }
        let passive = match self.is_of_object(facts, call, callee) {
            true => find(SignatureKind::Passive),
            false => signatures.exactly(&api.path, SignatureKind::Passive),
        };
        passive.is_some() && !puts(api.last()) && !hands_over(api.last())
    }

    /// To what a call hands on: `dict(first, name=value)` has what it is given, the one and the
    /// other.
    fn handed_on(&mut self, stop: &Stop, call: At, same: &Signature, argument: &Argument) {
        let given = same.slots("value");
        let is_it = given
            .iter()
            .any(|it| self.flow.slot(call, std::slice::from_ref(it)) == Some(stop.at));
        if is_it || argument.spread {
            self.go(call, stop.path.clone());
        } else if argument.name.is_some() {
            self.go(call, held(&stop.path, argument));
        }
    }

    /// Whether what is called is a method of an object: `report.write(x)` is no method of a file.
    fn is_of_object(&self, facts: &Facts, call: At, callee: ExprId) -> bool {
        match facts.expr(callee).kind {
            Kind::Member(object, _) => {
                let values = self.eval(call.with(object));
                let is_module = |it: &Value| it.api().is_some_and(|it| !it.path.contains("()"));
                !values.iter().any(is_module)
            }
            _ => false,
        }
    }
}

/// Whether a call of a library makes an object, which holds what it is made with.
pub(super) fn makes(api: &Api, construct: Construct) -> bool {
    let upper = api.last().starts_with(|it: char| it.is_ascii_uppercase());
    upper && !is_of_made(api) || construct == Construct::New
}

/// Whether something is a member of what a call made.
fn is_of_made(api: &Api) -> bool {
    api.base.as_ref().is_some_and(|it| it.path.contains("()"))
}
