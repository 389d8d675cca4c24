//! Folders and files that are left out although no ignore file names them: what other people
//! wrote (dependencies) and what a tool made (caches, build output, minified scripts).
//!
//! A name that means nothing else is enough by itself. A name that people use for their own
//! sources too (`build`, `dist`, `vendor`) counts only with evidence beside it or inside it.

use std::path::Path;

/// Folders that are left out by their name alone.
const BY_NAME: [&str; 27] = [
    // Dependencies.
    "node_modules",
    "bower_components",
    "jspm_packages",
    "site-packages",
    "dist-packages",
    ".yarn",
    ".pnpm-store",
    ".eggs",
    // Other version control.
    ".hg",
    ".svn",
    // Caches and environments of tools.
    "__pycache__",
    ".tox",
    ".nox",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".ipynb_checkpoints",
    ".gradle",
    ".parcel-cache",
    ".turbo",
    ".angular",
    ".expo",
    // Output of frameworks.
    ".next",
    ".nuxt",
    ".output",
    ".svelte-kit",
    ".docusaurus",
];

/// Folders that are left out with evidence: one of these files beside the folder, or one of
/// these entries inside it.
struct Evidence {
    name: &'static str,
    beside: &'static [&'static str],
    inside: &'static [&'static str],
}

const BY_EVIDENCE: [Evidence; 6] = [
    Evidence {
        name: "dist",
        beside: &["package.json", "setup.py", "setup.cfg", "pyproject.toml"],
        inside: &["index.html", "bundle.js"],
    },
    // Beside a `package.json`, `build` may hold the scripts that build (webpack's configuration),
    // so there the evidence has to be inside.
    Evidence {
        name: "build",
        beside: &["build.gradle", "build.gradle.kts", "setup.py"],
        inside: &["asset-manifest.json", "index.html"],
    },
    Evidence {
        name: "out",
        beside: &[],
        inside: &["_next", "index.html", "production", "artifacts"],
    },
    Evidence {
        name: "target",
        beside: &["pom.xml", "build.sbt", "Cargo.toml"],
        inside: &[],
    },
    Evidence {
        name: "coverage",
        beside: &[],
        inside: &["lcov.info", "lcov-report", "coverage-final.json"],
    },
    Evidence {
        name: "vendor",
        beside: &["composer.json", "go.mod", "Gemfile"],
        inside: &[],
    },
];

/// What a virtual environment has, whatever it is called.
const VIRTUAL_ENVIRONMENT: [&str; 3] = ["pyvenv.cfg", "bin/activate", "Scripts/activate"];

/// Whether a folder or a file is left out. Touches the disk only for the few names of folders
/// that need evidence.
#[must_use]
pub fn excludes(path: &Path, is_folder: bool) -> bool {
    // A name that is not Unicode is none of those listed here.
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return false;
    };
    if is_folder {
        excludes_folder(path.parent().unwrap_or(path), name)
    } else {
        // `jquery.min.js`: minified by its name.
        [".min.js", ".min.mjs", ".min.cjs"]
            .iter()
            .any(|suffix| name.ends_with(suffix))
    }
}

fn excludes_folder(parent: &Path, name: &str) -> bool {
    if BY_NAME.contains(&name) {
        return true;
    }
    let has = |folder: &Path, entries: &[&str]| entries.iter().any(|e| folder.join(e).exists());
    if let Some(evidence) = BY_EVIDENCE.iter().find(|evidence| evidence.name == name) {
        return has(parent, evidence.beside) || has(&parent.join(name), evidence.inside);
    }
    // `venv`, `.venv`, `env`, `myenv`, `ENV`: looking into every folder would cost a system call
    // for each.
    name.to_ascii_lowercase().contains("env") && has(&parent.join(name), &VIRTUAL_ENVIRONMENT)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn names_that_mean_nothing_else() {
        let nowhere = Path::new("/nonexistent");
        assert!(excludes_folder(nowhere, "node_modules"));
        assert!(excludes_folder(nowhere, "site-packages"));
        assert!(!excludes_folder(nowhere, "src"));
        assert!(!excludes_folder(nowhere, "build"));
    }

    #[test]
    fn build_output_needs_evidence() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path();
        for folder in ["build", "dist", "target", "vendor"] {
            fs::create_dir(base.join(folder)).unwrap();
            assert!(!excludes_folder(base, folder), "{folder} without evidence");
        }
        fs::write(base.join("package.json"), "{}").unwrap();
        assert!(excludes_folder(base, "dist"));
        assert!(!excludes_folder(base, "build"));
        fs::write(base.join("build/asset-manifest.json"), "{}").unwrap();
        assert!(excludes_folder(base, "build"));
        fs::write(base.join("pom.xml"), "").unwrap();
        assert!(excludes_folder(base, "target"));
    }

    #[test]
    fn virtual_environments_are_told_by_their_marks() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path();
        fs::create_dir(base.join("venv")).unwrap();
        assert!(!excludes_folder(base, "venv"));
        fs::write(base.join("venv/pyvenv.cfg"), "").unwrap();
        assert!(excludes_folder(base, "venv"));
    }

    #[test]
    fn minified_by_name() {
        assert!(excludes(Path::new("/p/jquery.min.js"), false));
        assert!(!excludes(Path::new("/p/jquery.min.js"), true));
        assert!(!excludes(Path::new("/p/admin.js"), false));
    }
}
