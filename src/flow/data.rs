//! Data of the project: settings that a program reads from files which are not code.

use std::rc::Rc;

use smol_str::SmolStr;

use super::bounded::Flow;
use super::effect::Effect;
use super::value::{At, Context, HopRole, Trail, Value, What};
use crate::facts::{Signature, Slot};

impl Flow<'_> {
    /// The data that a call reads from a file whose path is a literal.
    pub(super) fn read_data(
        &self,
        at: At,
        signature: &Signature,
        context: &Context,
        trail: &Trail,
    ) -> Option<Value> {
        let paths = match signature.get("through") {
            None => self.slot_values(at, &signature.slots("value"), context, &Trail::new()),
            // `config.read("settings.ini")` on the object that is made here.
            Some(method) => self
                .effects(at)
                .into_iter()
                .filter_map(|effect| match effect {
                    Effect::Called {
                        method: it, call, ..
                    } if it == method => Some(call),
                    _ => None,
                })
                .flat_map(|call| {
                    self.slot_values(call, &[Slot::Position(0)], context, &Trail::new())
                })
                .collect(),
        };
        paths
            .iter()
            .filter_map(Value::text)
            .find_map(|path| self.data_at(at, path, context, trail))
    }

    /// The data in a file, by its path as the code at `at` gives it.
    pub(super) fn data_at(
        &self,
        at: At,
        path: &str,
        context: &Context,
        trail: &Trail,
    ) -> Option<Value> {
        let data = self.project.data(at.file, path)?;
        let what = What::Data(Rc::new(data.clone()), Rc::new(Vec::new()));
        Some(self.plain(at, context, trail, what))
    }

    /// The text of a setting that stands in a file which the program's framework reads.
    #[must_use]
    pub fn setting_text(&self, at: At, name: &str) -> Option<String> {
        self.project.setting(at.file, name)
    }

    /// The value of a setting that stands in a file which the program's framework reads.
    pub(super) fn setting_value(
        &self,
        at: At,
        name: &str,
        context: &Context,
        trail: &Trail,
    ) -> Option<Value> {
        let text = self.project.setting(at.file, name)?;
        let role = HopRole::Stored;
        let trail = trail.then(self.project.place(at), role, Some(SmolStr::new(name)));
        let what = What::Text(SmolStr::new(text));
        Some(Value {
            what,
            context: context.clone(),
            trail,
        })
    }
}
