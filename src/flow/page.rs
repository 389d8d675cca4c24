//! What a name holds that another script of the page binds.

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::export::is_unknown;
use super::pages::Put;
use super::value::{At, Context, Trail, Value};
use crate::facts::Kind;

impl Flow<'_> {
    /// What scripts bind to a name that the file at hand does not bind itself.
    pub(super) fn of_page(
        &self,
        at: At,
        name: &SmolStr,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let put = self.project.put_by_scripts(at.file, name);
        let mut found = Vec::new();
        for (file, put) in put {
            let value = |expr| At { file, expr };
            let values = match put {
                Put::Declared if file == at.file => None,
                Put::Declared => self.deeper(|| self.module_name(file, name, at, context, trail)),
                // `window.shop = window.shop || {}`
                Put::Assigned(expr) => self.once(value(expr), || {
                    self.deeper(|| self.eval(value(expr), &Context::new(), trail))
                        .unwrap_or_default()
                }),
            };
            found.extend(values.unwrap_or_default());
        }
        // `window.app = window.app || {}`
        found.retain(|it| !is_unknown(it));
        (!found.is_empty()).then_some(found)
    }

    /// What another script puts under a key of an object that all of them share.
    pub(super) fn of_namespace(
        &self,
        at: At,
        key: &str,
        context: &Context,
        trail: &Trail,
    ) -> Option<Vec<Value>> {
        let Kind::Member(space, _) = self.project.expr(at)?.kind else {
            return None;
        };
        let Kind::Name(space) = &self.project.expr(at.with(space))?.kind else {
            return None;
        };
        self.of_page(at, &format_smolstr!("{space}.{key}"), context, trail)
    }
}
