//! Making values: each has the context in which it was found, and its way.

use std::rc::Rc;

use smol_str::SmolStr;

use super::bounded::Flow;
use super::value::{Api, At, Context, HopRole, Outside, OutsideKind, Trail, Value, What};
use crate::facts::SignatureKind;

impl Flow<'_> {
    /// A value that is found here.
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

    /// Something from outside of the program.
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

    /// A value of which nothing is known.
    pub(super) fn unknown(&self, at: At, context: &Context, trail: &Trail) -> Value {
        self.outside(at, context, trail, OutsideKind::Unknown, SmolStr::default())
    }

    /// Something of a library, or the text that it stands for.
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
}
