//! Imports: what a name stands for that another file or a package gives.

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::value::{At, Context, HopRole, OutsideKind, Trail, Value, What};
use crate::facts::{Facts, Import, Imported};
use crate::language::Language;
use crate::source::{FileId, Place};

impl Flow<'_> {
    /// What an import gives to a name.
    pub(super) fn imported(
        &self,
        at: At,
        import: &Import,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(at.file) else {
            return Vec::new();
        };
        if facts.language == Language::Java {
            return self.imported_java(at, import, context, trail);
        }
        // A copy of a client's package in the project is the client all the same.
        let known = match &import.what {
            Imported::Name(name) if import.level == 0 => {
                let path = format_smolstr!("{}.{name}", import.module);
                facts.language.signatures().knows(&path)
            }
            _ => false,
        };
        let file = self.project.resolve(at.file, &import.module, import.level);
        if let Some(file) = file.filter(|file| *file != at.file && !known) {
            let found = self.taken_from(file, at, import, context, trail);
            if !found.is_empty() {
                return found;
            }
        }
        if let Imported::Name(name) = &import.what
            && facts.language == Language::Python
        {
            // `from package import module`.
            let module = match import.module.as_str() {
                "" => name.clone(),
                package => format_smolstr!("{package}.{name}"),
            };
            let file = self.project.resolve(at.file, &module, import.level);
            if let Some(file) = file.filter(|file| *file != at.file) {
                return vec![self.plain(at, context, trail, What::Module(file))];
            }
        }
        if import.module.ends_with(".json")
            && let Some(data) = self.data_at(at, &import.module, context, trail)
        {
            return match &import.what {
                Imported::Name(name) => self.field(&data, name),
                _ => vec![data],
            };
        }
        if import.level > 0 || import.module.starts_with('.') {
            let name = match &import.what {
                Imported::Name(name) => name.clone(),
                _ => import.local.clone(),
            };
            return vec![self.outside(at, context, trail, OutsideKind::Missing, name)];
        }
        let path = match &import.what {
            Imported::Name(name) => format_smolstr!("{}.{name}", import.module),
            _ => import.module.clone(),
        };
        vec![self.library(at, context, trail, path, None)]
    }

    /// What an import takes from a file of the project.
    fn taken_from(
        &self,
        file: FileId,
        at: At,
        import: &Import,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let place = Place {
            file: at.file,
            span: import.span,
        };
        let trail = &trail.then(place, HopRole::Imported, Some(import.local.clone()));
        match &import.what {
            Imported::Module | Imported::All => {
                vec![self.plain(at, context, trail, What::Module(file))]
            }
            Imported::Default => self.default_export(file, at, context, trail),
            Imported::Name(name) => self.export(file, name, at, context, trail),
        }
    }

    /// The same, where classes are known by their full names.
    fn imported_java(
        &self,
        at: At,
        import: &Import,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Imported::Name(name) = &import.what else {
            return Vec::new();
        };
        let modules = self.project.modules();
        let full = format_smolstr!("{}.{name}", import.module);
        if let Some((file, class)) = modules.class(&full) {
            return vec![self.plain(at, context, trail, What::Class(file, class))];
        }
        // A static import: the member of a class.
        if let Some((file, class)) = modules.class(&import.module) {
            return self.static_member(file, class, name, at, context, trail);
        }
        vec![self.library(at, context, trail, full, None)]
    }

    /// A name that `from module import *` or `import package.*` may have brought.
    pub(super) fn star_imported(
        &self,
        at: At,
        facts: &Facts,
        import: &Import,
        name: &SmolStr,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let modules = self.project.modules();
        let full = format_smolstr!("{}.{name}", import.module);
        if facts.language == Language::Java {
            if let Some((file, class)) = modules.class(&full) {
                return vec![self.plain(at, context, trail, What::Class(file, class))];
            }
            if let Some((file, class)) = modules.class(&import.module) {
                // What the class does not have comes from another package.
                let found = self.static_member(file, class, name, at, context, trail);
                let known = |it: &Value| !matches!(it.what, What::Outside(_));
                let has = self.defines((file, class), name) || found.iter().any(known);
                return if has { found } else { Vec::new() };
            }
        } else if let Some(file) = self.project.resolve(at.file, &import.module, import.level)
            && file != at.file
        {
            return self.export(file, name, at, context, trail);
        }
        let signatures = facts.language.signatures();
        if signatures.knows(&full) || signatures.is_about(&format!("{full}()")) {
            return vec![self.library(at, context, trail, full, None)];
        }
        Vec::new()
    }
}
