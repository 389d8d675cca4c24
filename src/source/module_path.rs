//! Where the file of an imported module may be.

use std::path::{Path, PathBuf};

use super::aliases::Aliases;
use super::listing::Listing;
use super::root::display_path;
use crate::language::Language;

const SCRIPT_ENDINGS: &[&str] = &[
    "",
    ".ts",
    ".tsx",
    ".js",
    ".jsx",
    ".mjs",
    ".cjs",
    "/index.ts",
    "/index.tsx",
    "/index.js",
    "/index.jsx",
    "/index.mjs",
];

/// The paths at which the file of a module may be that is imported in `folder`, as far as they
/// exist. `module` is written as in the language, with the dots of relative Python imports.
#[must_use]
pub fn module_paths(
    listing: &Listing,
    folder: &Path,
    language: Language,
    module: &str,
    aliases: &Aliases,
) -> Vec<PathBuf> {
    let candidates = match language {
        Language::Python => python_paths(listing, folder, module),
        Language::Java => java_paths(listing, folder, module),
        _ => script_paths(listing.root(), folder, module, aliases),
    };
    candidates
        .into_iter()
        .filter(|path| listing.is_file(path))
        .collect()
}

fn script_paths(root: &Path, folder: &Path, module: &str, aliases: &Aliases) -> Vec<PathBuf> {
    let mut bases = Vec::new();
    if module.starts_with('.') {
        bases.push(folder.join(module));
    } else {
        let shown = display_path(root, folder);
        let shown = if shown == "." { "" } else { &shown };
        let targets = aliases.targets(shown, module);
        bases.extend(targets.into_iter().map(|it| root.join(it)));
        let alias = ["@/", "~/", "src/", "@src/"]
            .iter()
            .find_map(|it| module.strip_prefix(it));
        if let Some(rest) = alias {
            for up in folder.ancestors().take_while(|up| up.starts_with(root)) {
                bases.extend([
                    up.join(rest),
                    up.join("src").join(rest),
                    up.join("app").join(rest),
                ]);
            }
        }
    }
    let mut found = Vec::new();
    for base in bases {
        let base = base.to_string_lossy().into_owned();
        // TypeScript imports its own files by the extension that they will have.
        let bare = base
            .strip_suffix(".js")
            .or_else(|| base.strip_suffix(".jsx"));
        for ending in SCRIPT_ENDINGS {
            found.push(PathBuf::from(format!("{base}{ending}")));
        }
        for ending in [".ts", ".tsx"] {
            found.extend(bare.map(|bare| PathBuf::from(format!("{bare}{ending}"))));
        }
    }
    found
}

fn python_paths(listing: &Listing, folder: &Path, module: &str) -> Vec<PathBuf> {
    let level = module.bytes().take_while(|it| *it == b'.').count();
    let path = module[level..].replace('.', "/");
    let file = |folder: &Path| {
        let base = if path.is_empty() {
            folder.to_path_buf()
        } else {
            folder.join(&path)
        };
        [base.with_extension("py"), base.join("__init__.py")]
    };
    if level > 0 {
        let base = folder.ancestors().nth(level - 1);
        return base.map(|base| file(base).to_vec()).unwrap_or_default();
    }
    let first = first_part(&path);
    let script = format!("{first}.py");
    folder
        .ancestors()
        .take_while(|up| up.starts_with(listing.root()))
        .filter(|up| listing.holds(up, first) || listing.holds(up, &script))
        .flat_map(file)
        .collect()
}

/// A class of the same package (`Name`), or of another one below the same source folder.
fn java_paths(listing: &Listing, folder: &Path, module: &str) -> Vec<PathBuf> {
    let path = module.replace('.', "/");
    let mut found = vec![folder.join(format!("{path}.java"))];
    if module.contains('.') {
        let first = first_part(&path);
        let ups = folder.ancestors().take(12);
        for up in ups.filter(|up| listing.holds(up, first)) {
            found.push(up.join(format!("{path}.java")));
            // A static import names a member of the class.
            if let Some((class, _)) = path.rsplit_once('/') {
                found.push(up.join(format!("{class}.java")));
            }
        }
    }
    found
}

fn first_part(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}
