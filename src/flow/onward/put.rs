//! Objects that a value is put into: whatever has such an object has the value, too.

use smol_str::SmolStr;

use super::Onward;
use super::path::{Into, deeper, text};
use crate::facts::{Bound, Facts, Kind, ScopeId};
use crate::flow::reach::lookup;
use crate::flow::value::At;

impl<'p> Onward<'_, 'p> {
    /// It is put into an object: whatever has that object has it, too.
    pub(super) fn put_into(&mut self, object: At, path: Vec<Into>) {
        let Some(facts) = self.facts(object.file) else {
            return;
        };
        let expr = facts.expr(object.expr);
        match &expr.kind {
            Kind::Name(name) => {
                let Some((scope, definitions)) = lookup(facts, expr.scope, name) else {
                    return;
                };
                // The caller's object, or another file's.
                let foreign = definitions
                    .iter()
                    .any(|it| matches!(it.value, Bound::Parameter(..) | Bound::Import(_)));
                if foreign {
                    self.strays.push(object);
                }
                self.named(object.file, facts, scope, name, &path);
            }
            Kind::Member(owner, name) => {
                let class = facts.class_around(expr.scope);
                match (&facts.expr(*owner).kind, class) {
                    (Kind::This, Some(class)) => self.field(object.file, class, name, &path),
                    (Kind::Name(it), Some(class)) if self.is_receiver(facts, expr.scope, it) => {
                        self.field(object.file, class, name, &path);
                    }
                    _ => {
                        let path = deeper(&path, Into::Key(name.clone()));
                        self.put_into(object.with(*owner), path);
                    }
                }
            }
            Kind::Index(owner, key) => {
                let key = text(facts, *key).map_or(Into::Any, |it| Into::Key(SmolStr::new(it)));
                self.put_into(object.with(*owner), deeper(&path, key));
            }
            Kind::Same(inner) => self.put_into(object.with(*inner), path),
            // What a call results in is used where the call stands.
            _ => {}
        }
    }

    fn is_receiver(&self, facts: &Facts, scope: ScopeId, name: &str) -> bool {
        lookup(facts, scope, name).is_some_and(|(_, definitions)| {
            definitions
                .iter()
                .any(|it| matches!(it.value, Bound::Receiver(_)))
        })
    }
}
