//! Modules as values: what others see of them, by whatever statement they get it.

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::value::{At, Context, HopRole, OutsideKind, Trail, Value, What};
use crate::facts::{Bound, Definition, Exported, ExprId, Facts, Imported, ScopeId, Slot};
use crate::language::Language;
use crate::source::{FileId, Place, Span};

impl Flow<'_> {
    /// What a module gives under a name.
    pub(super) fn export(
        &self,
        file: FileId,
        name: &SmolStr,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        self.deeper(|| self.export_of(file, name, at, context, trail))
            .unwrap_or_default()
    }

    /// What a module gives under a name, however it exports it.
    fn export_of(
        &self,
        file: FileId,
        name: &SmolStr,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        if facts.language == Language::Python {
            return self.module_name(file, name, at, context, trail);
        }
        let mut found = Vec::new();
        for export in facts.exports.iter().filter(|it| it.name == *name) {
            found.extend(self.exported(file, &export.what, at, context, trail));
        }
        for (_, value) in facts.exports_named.iter().filter(|(key, _)| key == name) {
            found.extend(self.eval(At { file, expr: *value }, &Context::new(), trail));
        }
        if found.is_empty() {
            for &value in &facts.exports_whole {
                let values = self.eval(At { file, expr: value }, &Context::new(), trail);
                for value in values {
                    if matches!(
                        value.what,
                        What::Node(_) | What::Object(_) | What::Class(..) | What::Api(_)
                    ) {
                        found.extend(self.members(&[value], name, at, false, context, trail));
                    }
                }
            }
        }
        if found.is_empty() {
            for export in facts.exports.iter().filter(|it| it.name == "*") {
                if let Exported::From(module, _) = &export.what {
                    let target = self.project.resolve(file, module, 0);
                    if let Some(target) = target.filter(|it| *it != file) {
                        found.extend(self.bounded_export(target, name, at, context, trail));
                    }
                }
            }
        }
        // What is set later counts, not the empty text that was there before, even if it is not known.
        if found.iter().any(is_unknown) {
            found.retain(|it| !is_unknown(it) && it.text() != Some(""));
        }
        found
    }

    /// What another module gives that one hands on.
    fn bounded_export(
        &self,
        file: FileId,
        name: &SmolStr,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        // `export *` may run in a circle; the length of the trail bounds it.
        if trail.from_source().count() > 24 {
            return Vec::new();
        }
        let place = Place {
            file,
            span: Span::new(0, 0),
        };
        let trail = trail.then(place, HopRole::Imported, Some(name.clone()));
        self.export(file, name, at, context, &trail)
    }

    /// What an export statement gives.
    fn exported(
        &self,
        file: FileId,
        what: &Exported,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        match what {
            Exported::Local(name) => self.module_name(file, name, at, context, trail),
            Exported::Value(value) => self.eval(At { file, expr: *value }, &Context::new(), trail),
            Exported::From(module, name) => {
                let target = self.project.resolve(file, module, 0);
                match (target, name) {
                    (Some(target), Some(name)) if target != file && name == "default" => {
                        self.default_export(target, at, context, trail)
                    }
                    (Some(target), Some(name)) if target != file => {
                        self.bounded_export(target, name, at, context, trail)
                    }
                    (Some(target), None) if target != file => {
                        vec![self.plain(at, context, trail, What::Module(target))]
                    }
                    (None, name) if !module.starts_with('.') => {
                        let path = match name {
                            Some(name) if name != "default" => format_smolstr!("{module}.{name}"),
                            _ => module.clone(),
                        };
                        vec![self.library(at, context, trail, path, None)]
                    }
                    _ => Vec::new(),
                }
            }
        }
    }

    /// What a module gives by default.
    pub(super) fn default_export(
        &self,
        file: FileId,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for export in facts
            .exports
            .iter()
            .filter(|it| it.name == "default" || it.name == "=")
        {
            found.extend(self.exported(file, &export.what, at, context, trail));
        }
        if found.is_empty() {
            found = self.whole_module(file, at, context, trail);
        }
        found
    }

    /// What `require` gives of a module of the project.
    fn whole_module(&self, file: FileId, at: At, context: &Context, trail: &Trail) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for &value in &facts.exports_whole {
            found.extend(self.eval(At { file, expr: value }, &Context::new(), trail));
        }
        if found.is_empty() || !facts.exports_named.is_empty() {
            found.push(self.plain(at, context, trail, What::Module(file)));
        }
        found
    }

    /// A name bound at the top of a module, as others see it.
    pub(super) fn module_name(
        &self,
        file: FileId,
        name: &SmolStr,
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let scope = facts.scope(ScopeId(0));
        if let Some(definitions) = scope.names.get(name) {
            return self.module_values(file, facts, name, definitions, context, trail);
        }
        for import in facts.imports.iter().filter(|it| it.what == Imported::All) {
            let target = self.project.resolve(file, &import.module, import.level);
            if let Some(target) = target.filter(|it| *it != file) {
                let found = self.bounded_export(target, name, at, context, trail);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// What the definitions of a name give that is bound at the top of a module.
    fn module_values(
        &self,
        file: FileId,
        facts: &Facts,
        name: &SmolStr,
        definitions: &[Definition],
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let mut found = Vec::new();
        let context = &context.clone();
        for definition in definitions.iter().rev() {
            let place = Place {
                file,
                span: definition.span,
            };
            let trail = &trail.then(place, HopRole::Bound, Some(name.clone()));
            let whole = At {
                file,
                expr: ExprId(0),
            };
            match &definition.value {
                Bound::Value(value) | Bound::Append(value) => {
                    found.extend(self.eval(At { file, expr: *value }, &Context::new(), trail));
                }
                Bound::Part(value, steps, default) => {
                    let at = |expr| At { file, expr };
                    let default = default.map(at);
                    found.extend(self.part(at(*value), steps, default, &Context::new(), trail));
                }
                Bound::Function(function) => {
                    let what = What::Function(file, *function, None);
                    found.push(self.plain(whole, context, trail, what));
                }
                Bound::Class(class) => {
                    found.push(self.plain(whole, context, trail, What::Class(file, *class)));
                }
                Bound::Import(index) => {
                    let import = &facts.imports[*index as usize];
                    found.extend(self.imported(whole, import, &Context::new(), trail));
                }
                _ => {}
            }
            if definition.branch.is_none() && !found.is_empty() {
                break;
            }
        }
        found
    }

    /// `require("…")` and `import("…")`.
    pub(super) fn required(&self, at: At, context: &Context, trail: &Trail) -> Option<Vec<Value>> {
        let facts = self.facts(at.file)?;
        let argument = self.slot(at, &[Slot::Position(0)])?;
        let module = self.eval(argument, context, &Trail::new());
        let module = SmolStr::new(module.first()?.text()?);
        let file = self.project.resolve(at.file, &module, 0);
        if let Some(file) = file.filter(|it| *it != at.file) {
            let trail = trail.then(self.project.place(at), HopRole::Imported, None);
            let mut found = self.whole_module(file, at, context, &trail);
            // A module with exports in the new form, seen by `require`.
            if facts.language.is_script()
                && self.facts(file).is_some_and(|it| !it.exports.is_empty())
                && !found.iter().any(|it| matches!(it.what, What::Module(_)))
            {
                found.push(self.plain(at, context, &trail, What::Module(file)));
            }
            return Some(found);
        }
        if let Some(data) = self.data_at(at, &module, context, trail) {
            return Some(vec![data]);
        }
        if module.starts_with('.') {
            let name = SmolStr::new(super::module::stem(&module));
            return Some(vec![self.outside(
                at,
                context,
                trail,
                OutsideKind::Missing,
                name,
            )]);
        }
        Some(vec![self.library(at, context, trail, module, None)])
    }

    /// The module of the project that a file imports under a dotted name, `import lib.conf`.
    pub(super) fn imported_module(&self, at: At, path: &str) -> Option<FileId> {
        let facts = self.facts(at.file)?;
        let named = facts.scope(ScopeId(0)).names.contains_key(path);
        if !named || facts.language.signatures().has_root(path) {
            return None;
        }
        let file = self.project.resolve(at.file, path, 0)?;
        (file != at.file).then_some(file)
    }

    /// The module in the package that a file is the beginning of.
    pub(super) fn module_below(&self, package: FileId, name: &str) -> Option<FileId> {
        let facts = self.facts(package)?;
        let display = &self.project.sources().get(package).display;
        if !facts.language.is_package(display)
            || facts
                .language
                .signatures()
                .has_root(&self.external_name(package))
        {
            return None;
        }
        let file = self.project.resolve(package, name, 1)?;
        (file != package).then_some(file)
    }

    /// The name by which a module of the project that shadows a package would be known.
    pub(super) fn external_name(&self, file: FileId) -> SmolStr {
        let display = self.project.sources().get(file).display.as_str();
        let package = self
            .facts(file)
            .is_some_and(|it| it.language.is_package(display));
        let path = match display.rsplit_once('/') {
            Some((folder, _)) if package => folder,
            _ => display,
        };
        SmolStr::new(super::module::stem(path))
    }
}

pub(super) fn is_unknown(value: &Value) -> bool {
    matches!(&value.what, What::Outside(it) if it.kind == OutsideKind::Unknown)
}
