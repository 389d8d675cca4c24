//! Names by which scripts import files of the project without a relative path: `paths` and
//! `baseUrl` of a `tsconfig.json`, packages of a workspace, and `imports` of a `package.json`.

use std::fs;
use std::path::{Component, Path, PathBuf};

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::data::read_data;
use super::listing::Listing;
use super::root::display_path;

/// The size in bytes above which a configuration is not read.
const MAX_SIZE: u64 = 1024 * 1024;
/// How many configurations may extend each other.
const MAX_EXTENDS: usize = 5;
/// How many packages a workspace may have.
const MAX_PACKAGES: usize = 500;

/// One name, or a family of names with something in the place of `*`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Alias {
    /// As it is imported, at most one `*` in it.
    name: String,
    /// Where it may be, as paths relative to the project root, with the same `*`.
    targets: Vec<String>,
}

/// The names of a project, by the folder of the configuration that says so.
#[derive(Debug, Default)]
pub struct Aliases {
    /// Folders (relative to the root, with `/`; the root is empty) that were looked into.
    folders: FxHashMap<String, Vec<Alias>>,
}

impl Aliases {
    /// Reads what the configurations in a folder (relative to the root) and above it say, unless
    /// that is known.
    pub fn learn(&mut self, listing: &Listing, folder: &str) {
        let mut at = folder;
        loop {
            if self.folders.contains_key(at) {
                return;
            }
            let found = read(listing, &listing.root().join(at));
            self.folders.insert(at.to_owned(), found);
            match at.rsplit_once('/') {
                Some((above, _)) => at = above,
                None if at.is_empty() => return,
                None => at = "",
            }
        }
    }

    /// The paths (relative to the root, extension left out or not) that a module may mean that is
    /// imported in a folder: those of the closest configuration that knows the name.
    #[must_use]
    pub fn targets(&self, folder: &str, module: &str) -> Vec<String> {
        let mut at = folder;
        loop {
            let aliases = self.folders.get(at).map_or(&[][..], Vec::as_slice);
            let found: Vec<String> = aliases.iter().flat_map(|it| it.resolve(module)).collect();
            if !found.is_empty() {
                return found;
            }
            match at.rsplit_once('/') {
                Some((above, _)) => at = above,
                None if at.is_empty() => return found,
                None => at = "",
            }
        }
    }

    /// The names without `*` that mean a file (relative to the root), in order.
    #[must_use]
    pub fn names_of(&self, file: &str) -> Vec<&str> {
        let stem = |path: &str| {
            let name = path.rsplit('/').next().unwrap_or_default();
            let end = name
                .find('.')
                .map_or(path.len(), |dot| path.len() - name.len() + dot);
            path[..end].to_owned()
        };
        let own = stem(file);
        let means = |it: &&Alias| {
            !it.name.contains('*')
                && it.targets.iter().any(|target| {
                    let target = stem(target);
                    target == own || own.strip_prefix(&target) == Some("/index")
                })
        };
        let all = self.folders.values().flatten();
        let mut found: Vec<&str> = all.filter(means).map(|it| it.name.as_str()).collect();
        found.sort_unstable();
        found
    }
}

impl Alias {
    fn resolve(&self, module: &str) -> Vec<String> {
        let inner = match self.name.split_once('*') {
            None => (self.name == module).then_some(""),
            Some((before, after)) => module
                .strip_prefix(before)
                .and_then(|rest| rest.strip_suffix(after)),
        };
        let Some(inner) = inner else {
            return Vec::new();
        };
        let fill = |target: &String| target.replacen('*', inner, 1);
        self.targets.iter().map(fill).collect()
    }
}

fn read(listing: &Listing, folder: &Path) -> Vec<Alias> {
    let mut found = Vec::new();
    for name in ["tsconfig.json", "jsconfig.json"] {
        found.extend(typescript(listing, &folder.join(name), MAX_EXTENDS));
    }
    let package = json(listing, &folder.join("package.json"));
    if let Some(package) = &package {
        found.extend(imports(listing.root(), folder, package));
        found.extend(linked(listing, folder, package));
    }
    found.extend(workspace(listing, folder, package.as_ref()));
    found
}

/// A JSON file of the project, comments and trailing commas allowed.
fn json(listing: &Listing, path: &Path) -> Option<Value> {
    if !listing.is_file(path) {
        return None;
    }
    let about = path.symlink_metadata().ok()?;
    if !about.is_file() || about.len() > MAX_SIZE {
        return None;
    }
    let text = fs::read_to_string(path).ok()?;
    let text = text.trim_start_matches('\u{feff}');
    jsonc_parser::parse_to_serde_value(text, &Default::default()).ok()
}

/// A path below the root as the aliases have it; `None` if it leads out.
fn inside(root: &Path, folder: &Path, relative: &str) -> Option<String> {
    let mut path = PathBuf::new();
    for part in folder.join(relative).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                path.pop();
            }
            other => path.push(other),
        }
    }
    let shown = path.starts_with(root).then(|| display_path(root, &path))?;
    Some(if shown == "." { String::new() } else { shown })
}

fn joined(base: &str, rest: &str) -> String {
    match base {
        "" => rest.to_owned(),
        base => format!("{base}/{rest}"),
    }
}

/// `paths` and `baseUrl`, of the file itself or of what it extends.
fn typescript(listing: &Listing, file: &Path, depth: usize) -> Vec<Alias> {
    let (Some(config), Some(folder)) = (json(listing, file), file.parent()) else {
        return Vec::new();
    };
    let root = listing.root();
    let options = &config["compilerOptions"];
    let base = options["baseUrl"].as_str();
    let mut found = Vec::new();
    for (name, targets) in options["paths"].as_object().into_iter().flatten() {
        let targets = targets.as_array().into_iter().flatten();
        let from = folder.join(base.unwrap_or("."));
        let targets = targets
            .filter_map(|it| inside(root, &from, it.as_str()?))
            .collect();
        found.push(Alias {
            name: name.clone(),
            targets,
        });
    }
    if let Some(base) = base.and_then(|it| inside(root, folder, it)) {
        found.push(Alias {
            name: "*".to_owned(),
            targets: vec![joined(&base, "*")],
        });
    }
    let extended = config["extends"].as_str().filter(|it| it.starts_with('.'));
    if let (true, Some(extended), 1..) = (found.is_empty(), extended, depth) {
        let written = folder.join(extended);
        let path = if listing.is_file(&written) {
            written
        } else {
            folder.join(format!("{extended}.json"))
        };
        return typescript(listing, &path, depth - 1);
    }
    found
}

/// `imports` of a package: `#config`, `#lib/*`.
fn imports(root: &Path, folder: &Path, package: &Value) -> Vec<Alias> {
    let entries = package["imports"].as_object().into_iter().flatten();
    let alias = |(name, target): (&String, &Value)| {
        let target = match target {
            Value::Object(conditions) => conditions.values().find_map(Value::as_str)?,
            target => target.as_str()?,
        };
        Some(Alias {
            name: name.clone(),
            targets: vec![inside(root, folder, target)?],
        })
    };
    entries.filter_map(alias).collect()
}

/// Dependencies that are folders of the project: `"shared": "file:../shared"`.
fn linked(listing: &Listing, folder: &Path, package: &Value) -> Vec<Alias> {
    let mut found = Vec::new();
    for (name, version) in package["dependencies"].as_object().into_iter().flatten() {
        let path = version
            .as_str()
            .and_then(|it| it.strip_prefix("file:").or(it.strip_prefix("link:")));
        if let Some(path) = path.and_then(|it| inside(listing.root(), folder, it)) {
            let folder = listing.root().join(path);
            found.extend(package_aliases(listing, &folder, Some(name)));
        }
    }
    found
}

/// The packages of a workspace whose root a folder is.
fn workspace(listing: &Listing, folder: &Path, package: Option<&Value>) -> Vec<Alias> {
    let listed = package.map(|it| &it["workspaces"]);
    let listed = listed.and_then(|it| it.as_array().or(it["packages"].as_array()));
    let mut patterns: Vec<String> = texts(listed.map_or(&[][..], Vec::as_slice));
    let pnpm = folder.join("pnpm-workspace.yaml");
    let pnpm = listing.is_file(&pnpm).then(|| read_data(&pnpm)).flatten();
    if let Some(pnpm) = pnpm {
        let listed = pnpm["packages"].as_array();
        patterns.extend(texts(listed.map_or(&[][..], Vec::as_slice)));
    }
    let folders = patterns.iter().flat_map(|it| matching(listing, folder, it));
    folders
        .take(MAX_PACKAGES)
        .flat_map(|it| package_aliases(listing, &it, None))
        .collect()
}

fn texts(values: &[Value]) -> Vec<String> {
    let texts = values.iter().filter_map(Value::as_str);
    texts
        .filter(|it| !it.starts_with('!'))
        .map(str::to_owned)
        .collect()
}

/// The folders that a pattern such as `packages/*` matches; `**` counts as one level.
fn matching(listing: &Listing, folder: &Path, pattern: &str) -> Vec<PathBuf> {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    match pattern.split_once('*') {
        Some((before, _)) => listing.folders_in(&folder.join(before.trim_end_matches('/'))),
        None => vec![folder.join(pattern)],
    }
}

/// The names of a package in the project: itself and what is in it.
fn package_aliases(listing: &Listing, folder: &Path, name: Option<&str>) -> Vec<Alias> {
    let root = listing.root();
    let package = json(listing, &folder.join("package.json"));
    let named = package.as_ref().and_then(|it| it["name"].as_str());
    let (Some(name), Some(base)) = (name.or(named), inside(root, folder, "")) else {
        return Vec::new();
    };
    // What the package is built to often does not exist; its source has a common place.
    let entry = |key: &str| package.as_ref().and_then(|it| it[key].as_str());
    let entries = ["source", "types", "module", "main"]
        .into_iter()
        .filter_map(entry);
    let written = entries.filter_map(|it| inside(root, folder, it));
    let common = ["src/index", "index", "src/main", "lib/index"].map(|it| joined(&base, it));
    vec![
        Alias {
            name: name.to_owned(),
            targets: written.chain(common).collect(),
        },
        Alias {
            name: format!("{name}/*"),
            targets: vec![joined(&base, "*"), joined(&base, "src/*")],
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, Aliases) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut aliases = Aliases::default();
        let root = folder.path().canonicalize().unwrap();
        aliases.learn(&Listing::new(&root), "web/src/pages");
        (folder, aliases)
    }

    #[test]
    fn paths_of_a_tsconfig() {
        let (_folder, aliases) = project(&[(
            "web/tsconfig.json",
            "{ // remark\n\"compilerOptions\": {\"paths\": {\"@lib/*\": [\"./src/lib/*\"], \
             \"config\": [\"../config.ts\"],}} }",
        )]);
        let targets = |module| aliases.targets("web/src/pages", module);
        assert_eq!(targets("@lib/api"), ["web/src/lib/api"]);
        assert_eq!(targets("config"), ["config.ts"]);
        assert_eq!(targets("react"), [""; 0]);
        assert_eq!(aliases.names_of("config.ts"), ["config"]);
    }

    #[test]
    fn a_configuration_that_extends_another() {
        let (_folder, aliases) = project(&[
            ("web/tsconfig.json", "{\"extends\": \"../tsconfig.base\"}"),
            (
                "tsconfig.base.json",
                "{\"compilerOptions\": {\"baseUrl\": \"web/src\"}}",
            ),
        ]);
        assert_eq!(
            aliases.targets("web/src/pages", "api/client"),
            ["web/src/api/client"]
        );
    }

    #[test]
    fn packages_of_a_workspace() {
        let (_folder, aliases) = project(&[
            (
                "package.json",
                "{\"workspaces\": [\"packages/*\", \"web\"]}",
            ),
            (
                "packages/vision/package.json",
                "{\"name\": \"@acme/vision\", \"main\": \"dist/a.js\"}",
            ),
            (
                "web/package.json",
                "{\"imports\": {\"#keys\": {\"default\": \"./keys.js\"}}}",
            ),
        ]);
        let targets = |module| aliases.targets("web/src/pages", module);
        let found = targets("@acme/vision");
        assert_eq!(
            found[..2],
            ["packages/vision/dist/a.js", "packages/vision/src/index"]
        );
        assert!(targets("@acme/vision/ids").contains(&"packages/vision/src/ids".to_owned()));
        assert_eq!(targets("#keys"), ["web/keys.js"]);
        assert_eq!(
            aliases.names_of("packages/vision/src/index.ts"),
            ["@acme/vision"]
        );
    }

    #[test]
    fn nothing_leads_out_of_the_project() {
        let (_folder, aliases) = project(&[(
            "tsconfig.json",
            "{\"compilerOptions\": {\"paths\": {\"x\": [\"../../etc/x\"]}}}",
        )]);
        assert_eq!(aliases.targets("web/src/pages", "x"), [""; 0]);
    }

    #[test]
    fn nothing_outside_of_the_project_is_read() {
        let above = tempfile::tempdir().unwrap();
        let above = above.path().canonicalize().unwrap();
        let write = |path: &str, text: &str| {
            let path = above.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let paths = r#"{"compilerOptions": {"paths": {"x": ["./project/web/x"]}}}"#;
        write("tsconfig.json", paths);
        write("other/package.json", r#"{"name": "other"}"#);
        write(
            "project/web/tsconfig.json",
            r#"{"extends": "../../tsconfig"}"#,
        );
        write(
            "project/web/package.json",
            r#"{"workspaces": ["../../*", "../../other"], "dependencies": {"o": "file:../../other"}}"#,
        );
        let mut aliases = Aliases::default();
        aliases.learn(&Listing::new(&above.join("project")), "web");
        assert_eq!(aliases.folders["web"], []);
    }
}
