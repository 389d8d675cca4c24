//! Other files that get a value: those that import what has it.

use smol_str::SmolStr;

use super::path::{Into, deeper, text};
use super::{Onward, Stop};
use crate::facts::{Bound, Exported, Facts, Import, Imported, Kind, ScopeId};
use crate::flow::reach::lookup;
use crate::flow::value::At;
use crate::source::FileId;

impl<'p> Onward<'_, 'p> {
    /// A name of a module, as those see it who import the module.
    pub(super) fn seen_outside(
        &mut self,
        file: FileId,
        facts: &'p Facts,
        name: &SmolStr,
        path: &[Into],
    ) {
        if facts.language.is_script() {
            let exports = facts.exports.iter();
            let names: Vec<SmolStr> = exports
                .filter(|it| matches!(&it.what, Exported::Local(local) if local == name))
                .map(|it| it.name.clone())
                .collect();
            for exported in names {
                self.importers(file, &exported, path);
            }
        } else {
            self.importers(file, name, path);
        }
    }

    /// What a file exports under a name, where others import it.
    fn importers(&mut self, file: FileId, exported: &SmolStr, path: &[Into]) {
        let key = (file, exported.clone(), path.to_vec());
        if !self.imported.insert(key) {
            return;
        }
        let mut importers = self.flow.project.importers(file).to_vec();
        importers.dedup();
        for (other, import) in importers {
            let Some(facts) = self.facts(other) else {
                continue;
            };
            match import.map(|it| (it, &facts.imports[it as usize])) {
                Some((index, import)) => {
                    self.import(file, (other, facts), (index, import), exported, path);
                }
                None => self.required(file, other, facts, exported, path),
            }
        }
    }

    fn import(
        &mut self,
        file: FileId,
        (other, facts): (FileId, &'p Facts),
        (index, import): (u32, &Import),
        exported: &SmolStr,
        path: &[Into],
    ) {
        let local = match &import.what {
            Imported::Name(name) if name == exported => path.to_vec(),
            Imported::Default if exported == "default" => path.to_vec(),
            Imported::All => {
                self.unbound(other, facts, exported, path);
                return self.seen_outside(other, facts, exported, path);
            }
            // A module of Python may be taken out of its package by its name.
            Imported::Name(name) if !self.is_module(file, name) => return,
            Imported::Default if exported == "=" => path.to_vec(),
            Imported::Module if exported == "=" => path.to_vec(),
            Imported::Name(_) | Imported::Module => deeper(path, Into::Key(exported.clone())),
            Imported::Default => return,
        };
        if import.local.contains('.') {
            return self.members(other, facts, exported, path);
        }
        for (scope, at) in facts.scopes.iter().zip(0..) {
            let definitions = scope.names.get(&import.local);
            let is_it = definitions
                .into_iter()
                .flatten()
                .any(|it| matches!(it.value, Bound::Import(it) if it == index));
            if is_it {
                self.named(other, facts, ScopeId(at), &import.local, &local);
            }
        }
    }

    fn is_module(&self, file: FileId, name: &str) -> bool {
        let path = &self.flow.project.sources().get(file).display;
        let last = path.rsplit('/').next().unwrap_or(path);
        last.split('.').next() == Some(name)
    }

    /// Mentions that nothing in the file itself binds.
    fn unbound(&mut self, file: FileId, facts: &'p Facts, name: &SmolStr, path: &[Into]) {
        for &mention in facts.mentions.get(name).into_iter().flatten() {
            let expr = facts.expr(mention);
            if matches!(expr.kind, Kind::Name(_)) && lookup(facts, expr.scope, name).is_none() {
                self.go(
                    At {
                        file,
                        expr: mention,
                    },
                    path.to_vec(),
                );
            }
        }
    }

    /// Members of that name, of whatever.
    fn members(&mut self, file: FileId, facts: &'p Facts, name: &SmolStr, path: &[Into]) {
        for &mention in facts.mentions.get(name).into_iter().flatten() {
            if matches!(facts.expr(mention).kind, Kind::Member(..)) {
                self.go(
                    At {
                        file,
                        expr: mention,
                    },
                    path.to_vec(),
                );
            }
        }
    }

    /// `require("./file")`, and what hands on the exports of another file.
    fn required(
        &mut self,
        file: FileId,
        other: FileId,
        facts: &'p Facts,
        exported: &SmolStr,
        path: &[Into],
    ) {
        let inside = match exported.as_str() {
            "=" => path.to_vec(),
            _ => deeper(path, Into::Key(exported.clone())),
        };
        for name in ["require", "import"] {
            for &call in self.flow.project.calls_named(other, name) {
                let Kind::Call(_, arguments, _) = &facts.expr(call.expr).kind else {
                    continue;
                };
                let module = arguments.first().and_then(|it| text(facts, it.value));
                let target = module.and_then(|it| self.flow.project.resolve(other, it, 0));
                if target == Some(file) {
                    self.go(call, inside.clone());
                }
            }
        }
        for export in &facts.exports {
            let Exported::From(module, name) = &export.what else {
                continue;
            };
            if self.flow.project.resolve(other, module, 0) != Some(file) {
                continue;
            }
            match name {
                Some(name) if name == exported => self.importers(other, &export.name, path),
                None if export.name == "*" => self.importers(other, exported, path),
                None => self.importers(other, &export.name, &inside),
                Some(_) => {}
            }
        }
    }

    /// An expression that is exported itself.
    pub(super) fn exported_as_value(&mut self, facts: &'p Facts, stop: &Stop) {
        let At { file, expr } = stop.at;
        if facts.exports_whole.contains(&expr) {
            self.importers(file, &SmolStr::new("="), &stop.path);
        }
        for (name, _) in facts.exports_named.iter().filter(|it| it.1 == expr) {
            self.importers(file, name, &stop.path);
        }
        let exports = facts.exports.iter();
        for export in exports.filter(|it| matches!(it.what, Exported::Value(it) if it == expr)) {
            self.importers(file, &export.name, &stop.path);
        }
    }
}
