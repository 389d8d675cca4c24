//! Modules: which file does an import mean?

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::facts::{ClassId, Facts};
use crate::language::Language;
use crate::source::{Aliases, FileId, Sources};

/// The extensions that a JavaScript import may leave out, in the order in which they are tried.
const SCRIPT_EXTENSIONS: &[&str] = &[
    "ts", "tsx", "js", "jsx", "mjs", "cjs", "mts", "cts", "d.ts", "vue", "svelte",
];

/// Where modules and classes are.
#[derive(Debug, Default)]
pub(super) struct Modules {
    /// Files by their path without the extension of a script, or in full.
    paths: FxHashMap<SmolStr, FileId>,
    /// Java classes by their full name.
    classes: FxHashMap<SmolStr, (FileId, ClassId)>,
    /// Python and script files by the last part of their path without extension; a Python package
    /// by its folder's name.
    stems: FxHashMap<SmolStr, Vec<FileId>>,
    display: Vec<SmolStr>,
    /// The names that configurations of the project give to files.
    aliases: Aliases,
}

impl Modules {
    /// Gives the names back.
    pub(super) fn into_aliases(self) -> Aliases {
        self.aliases
    }

    pub(super) fn new(sources: &Sources, facts: &[Option<Box<Facts>>], aliases: Aliases) -> Self {
        let mut modules = Self {
            aliases,
            ..Self::default()
        };
        for (file, source) in sources.iter() {
            let path = source.display.as_str();
            modules.display.push(SmolStr::new(path));
            modules.paths.insert(SmolStr::new(path), file);
            // A package goes by the name of its folder.
            let stem = match path.strip_suffix("/__init__.py") {
                Some(folder) => folder.rsplit('/').next().unwrap_or(folder),
                None => stem(path),
            };
            modules
                .stems
                .entry(SmolStr::new(stem))
                .or_default()
                .push(file);
        }
        for ((file, source), facts) in sources.iter().zip(facts) {
            if source.language == Language::Java
                && let Some(facts) = facts
            {
                modules.add_classes(file, facts);
            }
        }
        modules
    }

    fn add_classes(&mut self, file: FileId, facts: &Facts) {
        for (index, class) in facts.classes.iter().enumerate() {
            // The classes around, from the scope of the class outwards.
            let mut name = class.name.to_string();
            let mut scope = facts.scope(class.scope).parent;
            while let Some(id) = scope {
                if let crate::facts::ScopeKind::Class(outer) = facts.scope(id).kind {
                    name = format!("{}.{name}", facts.class(outer).name);
                }
                scope = facts.scope(id).parent;
            }
            let full = match facts.package.as_str() {
                "" => name,
                package => format!("{package}.{name}"),
            };
            self.classes
                .insert(SmolStr::new(full), (file, ClassId(index as u32)));
        }
    }

    /// The Java class of that full name.
    pub(super) fn class(&self, name: &str) -> Option<(FileId, ClassId)> {
        self.classes.get(name).copied()
    }

    /// The file that an import in `from` means.
    pub(super) fn resolve(
        &self,
        from: FileId,
        language: Language,
        module: &str,
        level: u32,
    ) -> Option<FileId> {
        match language {
            Language::Python => self.resolve_python(from, module, level),
            Language::Java => None,
            _ => self.resolve_script(from, module),
        }
    }

    fn folder(&self, file: FileId) -> &str {
        let path = self
            .display
            .get(file.0 as usize)
            .map_or("", SmolStr::as_str);
        path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    fn resolve_python(&self, from: FileId, module: &str, level: u32) -> Option<FileId> {
        let path = module.replace('.', "/");
        let mut folder = self.folder(from);
        if level > 0 {
            for _ in 1..level {
                folder = folder.rsplit_once('/').map_or("", |(up, _)| up);
            }
            return self.python_file(folder, &path);
        }
        // Scripts see the files of their own folder; packages are found from a folder above.
        loop {
            if let Some(found) = self.python_file(folder, &path) {
                return Some(found);
            }
            if folder.is_empty() {
                break;
            }
            folder = folder.rsplit_once('/').map_or("", |(up, _)| up);
        }
        // A source folder beside the importing one (`src/`): only if there is just one such file.
        let suffixes = [format!("/{path}.py"), format!("/{path}/__init__.py")];
        let last = path.rsplit('/').next().unwrap_or(&path);
        let near = self.stems.get(last).into_iter().flatten();
        let mut found = near.filter(|file| {
            let path = &self.display[file.0 as usize];
            suffixes
                .iter()
                .any(|suffix| path.ends_with(suffix.as_str()))
        });
        let only = found.next()?;
        found.next().is_none().then_some(*only)
    }

    fn python_file(&self, folder: &str, path: &str) -> Option<FileId> {
        let base = match (folder, path) {
            ("", path) => path.to_owned(),
            (folder, "") => folder.to_owned(),
            (folder, path) => format!("{folder}/{path}"),
        };
        ["", "/__init__"].iter().find_map(|end| {
            [".py", ".pyw", ".pyi"]
                .iter()
                .find_map(|extension| self.paths.get(format!("{base}{end}{extension}").as_str()))
                .copied()
        })
    }

    fn resolve_script(&self, from: FileId, module: &str) -> Option<FileId> {
        if module.starts_with('.') {
            return self.script_file(&join(self.folder(from), module)?);
        }
        let named = self.aliases.targets(self.folder(from), module);
        if let Some(found) = named.iter().find_map(|it| self.script_file(it)) {
            return Some(found);
        }
        // Aliases for a source folder, as bundlers are commonly set up.
        let rest = ["@/", "~/", "src/", "@src/", "/"]
            .iter()
            .find_map(|it| module.strip_prefix(it));
        let rest = rest.unwrap_or(module);
        if rest == module && !module.contains('/') {
            return None;
        }
        let mut folder = self.folder(from);
        loop {
            for source in ["", "src", "app"] {
                let base = [folder, source, rest]
                    .iter()
                    .filter(|it| !it.is_empty())
                    .fold(String::new(), |path, part| {
                        if path.is_empty() {
                            (*part).to_owned()
                        } else {
                            format!("{path}/{part}")
                        }
                    });
                if let Some(found) = self.script_file(&base) {
                    return Some(found);
                }
            }
            if folder.is_empty() {
                return None;
            }
            folder = folder.rsplit_once('/').map_or("", |(up, _)| up);
        }
    }

    fn script_file(&self, base: &str) -> Option<FileId> {
        if let Some(found) = self.paths.get(base) {
            return Some(*found);
        }
        let with = |base: &str| {
            SCRIPT_EXTENSIONS
                .iter()
                .find_map(|extension| self.paths.get(format!("{base}.{extension}").as_str()))
                .copied()
        };
        // TypeScript imports its own files by the extension that they will have.
        let swapped = ["js", "jsx", "mjs", "cjs"]
            .iter()
            .find_map(|extension| base.strip_suffix(&format!(".{extension}")))
            .and_then(with);
        let index = if base.is_empty() {
            "index".to_owned()
        } else {
            format!("{base}/index")
        };
        with(base).or(swapped).or_else(|| with(&index))
    }
}

/// The last part of a path, without extension.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}

/// A path relative to a folder, without `.` and `..`; `None` if it leads out of the project.
fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
