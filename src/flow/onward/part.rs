//! What an expression with the value is part of, and what a member of it holds.

use smol_str::SmolStr;

use super::path::{Into, deeper, out, text};
use super::{Onward, Stop};
use crate::facts::{Entry, ExprId, Facts, Kind, SignatureKind};
use crate::flow::value::{At, Value, What};
use crate::language::methods::{hands_over, puts, reads_element};

impl<'p> Onward<'_, 'p> {
    /// What an expression that has it is a direct part of.
    pub(super) fn used_in(&mut self, facts: &'p Facts, stop: &Stop, parent: ExprId) {
        let (at, own) = (stop.at.with(parent), stop.at.expr);
        match &facts.expr(parent).kind {
            Kind::Record(entries) => {
                for entry in entries {
                    let path = match entry {
                        Entry::Field(key, value) if *value == own => {
                            deeper(&stop.path, Into::Key(key.clone()))
                        }
                        Entry::Computed(_, value) if *value == own => deeper(&stop.path, Into::Any),
                        Entry::Spread(value) if *value == own => stop.path.clone(),
                        _ => continue,
                    };
                    self.go(at, path);
                }
            }
            Kind::List(_) => self.go(at, deeper(&stop.path, Into::Any)),
            Kind::Element(_) => self.go(at, out(&stop.path, None).unwrap_or_default()),
            Kind::Member(object, name) if *object == own => self.member(facts, stop, parent, name),
            Kind::Index(object, key) if *object == own => {
                if let Some(path) = out(&stop.path, text(facts, *key)) {
                    self.go(at, path);
                }
            }
            Kind::Index(..) => self.strays.push(at),
            Kind::Call(callee, arguments, _) if *callee != own => {
                let its = arguments.iter().filter(|it| it.value == own);
                for argument in its {
                    self.argument(facts, stop, (at, *callee, arguments), argument);
                }
            }
            Kind::Not(_) => {}
            _ => self.go(at, stop.path.clone()),
        }
    }

    /// A member of it is read, or a method of it called.
    fn member(&mut self, facts: &'p Facts, stop: &Stop, member: ExprId, name: &SmolStr) {
        let at = stop.at.with(member);
        let called = facts.expr(member).parent.filter(
            |it| matches!(facts.expr(*it).kind, Kind::Call(callee, ..) if callee == member),
        );
        let Some(call) = called else {
            if let Some(path) = out(&stop.path, Some(name)) {
                self.go(at, path);
            }
            return;
        };
        let Kind::Call(_, arguments, _) = &facts.expr(call).kind else {
            return;
        };
        let call = stop.at.with(call);
        if !stop.path.is_empty() {
            // The function itself is what a record holds under that name.
            let is_there = stop.path.last() == Some(&Into::Key(name.clone()));
            if is_there {
                return self.go(call, stop.path[..stop.path.len() - 1].to_vec());
            }
            if reads_element(name) && arguments.len() < 3 {
                let key = arguments.first().and_then(|it| text(facts, it.value));
                if let Some(path) = out(&stop.path, key) {
                    self.go(call, path);
                }
                return;
            }
        }
        self.method(facts, stop, (at, name), call);
    }

    /// A method of it is called that is neither put nor get.
    fn method(&mut self, facts: &'p Facts, stop: &Stop, (method, name): (At, &SmolStr), call: At) {
        let values = self.eval(method);
        let signatures = facts.language.signatures();
        let apis: Vec<_> = values.iter().filter_map(Value::api).collect();
        let is = |kind| {
            apis.iter()
                .any(|it| signatures.find(&it.path, kind).is_some())
        };
        if is(SignatureKind::Request) {
            return self.strays.push(call);
        }
        if is(SignatureKind::Passive) && !hands_over(name) {
            return;
        }
        if puts(name) {
            // A builder is what its setters result in.
            return self.go(call, stop.path.clone());
        }
        let through = [
            SignatureKind::Same,
            SignatureKind::Type,
            SignatureKind::Spliced,
            SignatureKind::Replaced,
            SignatureKind::Joined,
            SignatureKind::Format,
            SignatureKind::Open,
            SignatureKind::Attach,
            SignatureKind::Client,
        ];
        let known = through.into_iter().any(is);
        let holds_text = || {
            self.eval(stop.at).iter().all(|it| match &it.what {
                What::Text(_) | What::Chunks(_) | What::Node(_) | What::Outside(_) => true,
                What::Api(api) => api.path.ends_with("env") || !api.path.contains('.'),
                _ => false,
            })
        };
        if known || stop.path.is_empty() && holds_text() {
            self.go(call, stop.path.clone());
        } else {
            self.strays.push(call);
        }
    }
}
