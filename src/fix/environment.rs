//! Reads of the environment, as the language and the surroundings of a file write them.

use std::path::{Path, PathBuf};

use super::Work;
use super::draft::Draft;
use super::imports;
use super::style::{literal, quote, quote_near};
use crate::language::Language;
use crate::rules::Target;
use crate::source::{FileId, Place};

/// The size in bytes above which a `package.json` is not read.
const MAX_PACKAGE: u64 = 1024 * 1024;

/// What tools put in front of the names of variables that code in a browser may see.
const PUBLIC_PREFIXES: &[&str] = &[
    "VITE_",
    "REACT_APP_",
    "NEXT_PUBLIC_",
    "EXPO_PUBLIC_",
    "VUE_APP_",
    "GATSBY_",
    "NUXT_PUBLIC_",
    "PLASMO_PUBLIC_",
    "PUBLIC_",
];

/// Modules that only Node has, or that nobody imports but for Node.
const NODE_MODULES: &[&str] = &[
    "body-parser",
    "child_process",
    "clarifai-nodejs",
    "clarifai-nodejs-grpc",
    "commander",
    "cors",
    "discord.js",
    "dotenv",
    "express",
    "fastify",
    "firebase-admin",
    "firebase-functions",
    "fs",
    "http",
    "https",
    "koa",
    "mongoose",
    "multer",
    "net",
    "node-fetch",
    "os",
    "path",
    "readline",
    "telegraf",
    "worker_threads",
    "yargs",
];

/// What the names of further such packages begin with.
const NODE_SCOPES: &[&str] = &["@grpc/grpc-js", "@aws-sdk/", "@google-cloud/", "@nestjs/"];

/// Words that only code in Node has.
const SERVER_WORDS: &[&str] = &[
    "process.argv",
    "process.exit",
    "process.stdin",
    "process.stdout",
    "__dirname",
    "__filename",
    "res.json(",
    "res.status(",
    ".listen(",
    "#!/usr/bin/env node",
];

/// Folders beside a `package.json` whose files run in Node.
const NODE_FOLDERS: &[&str] = &[
    "api",
    "bin",
    "functions",
    "lambda",
    "netlify",
    "scripts",
    "server",
    "tools",
];

/// How code of a project reads the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Script {
    /// `process.env.X`, with what the tool wants in front of the name.
    Process(&'static str),
    /// `import.meta.env.X`, the same way.
    ImportMeta(&'static str),
    /// A page's script, which no tool goes over: nothing puts the environment in.
    Page,
}

/// The two halves of an owner as expressions.
pub(super) fn halves(
    work: &Work<'_>,
    place: Place,
    target: &Target,
    draft: &mut Draft,
) -> (String, String) {
    match target {
        Target::Fixed { user_id, app_id } => {
            let quote = quote_near(work, place);
            (literal(user_id, quote), literal(app_id, quote))
        }
        Target::Own | Target::Open => {
            let environment = work.variables(place.file);
            let (user, app) = (environment.user_id.clone(), environment.app_id.clone());
            draft.assume(&format!("`{user}` and `{app}` hold your own ids"));
            (
                read(work, place, &user, draft),
                read(work, place, &app, draft),
            )
        }
    }
}

/// The prefix of a variable's name that a tool wants there.
pub(super) fn public_prefix(name: &str) -> &'static str {
    PUBLIC_PREFIXES
        .iter()
        .find(|it| name.starts_with(**it))
        .copied()
        .unwrap_or_default()
}

/// The variable that a script's expression reads, as far as its text tells.
pub(super) fn named_in(text: &str) -> Option<String> {
    let rest = ["process.env.", "import.meta.env."]
        .iter()
        .find_map(|it| text.strip_prefix(it))?;
    let name = |it: char| it.is_ascii_alphanumeric() || it == '_';
    rest.chars().all(name).then(|| rest.to_owned())
}

/// An expression that reads a variable of the environment, for the file and near that place.
pub(super) fn read(work: &Work<'_>, place: Place, name: &str, draft: &mut Draft) -> String {
    let file = place.file;
    match work.language(file) {
        Language::Python => {
            let environ = imports::environ(work, file, draft);
            format!(
                "{environ}[{}]",
                literal(name, quote(work, file, place.span))
            )
        }
        Language::Java if is_android(work, file) => {
            draft.assume(&format!("the build defines `BuildConfig.{name}`"));
            format!("BuildConfig.{name}")
        }
        Language::Java => format!("System.getenv({})", literal(name, '"')),
        Language::JavaScript | Language::TypeScript | Language::Tsx => {
            match script(work, file, draft) {
                Script::Process(prefix) => format!("process.env.{prefix}{name}"),
                Script::ImportMeta(prefix) => format!("import.meta.env.{prefix}{name}"),
                Script::Page => {
                    draft.assume("something puts `process.env` into this page's script");
                    format!("process.env.{name}")
                }
            }
        }
    }
}

fn is_android(work: &Work<'_>, file: FileId) -> bool {
    let bytes = work.bytes(file);
    ["import android.", "import androidx.", "BuildConfig."]
        .iter()
        .any(|it| memchr::memmem::find(bytes, it.as_bytes()).is_some())
}

/// How a script reads the environment: as it does already, else as its package's tool has it.
fn script(work: &Work<'_>, file: FileId, draft: &mut Draft) -> Script {
    let bytes = work.bytes(file);
    if let Some(prefix) = prefix_behind(bytes, "import.meta.env.") {
        return Script::ImportMeta(prefix);
    }
    if let Some(prefix) = prefix_behind(bytes, "process.env.") {
        return Script::Process(prefix);
    }
    if memchr::memmem::find(bytes, b"process.env").is_some() {
        return Script::Process("");
    }
    let folder = package_folder(work, file);
    if runs_in_node(work, file, folder.as_deref()) {
        return Script::Process("");
    }
    if let Some(package) = folder.and_then(|it| package(work, file, &it, draft)) {
        return package;
    }
    if imports_react(work, file) {
        draft.assume("the page is built by Create React App, which wants `REACT_APP_`");
        return Script::Process("REACT_APP_");
    }
    let module = ["require(", "import ", "export ", "module.exports"];
    if mentions(bytes, &module) {
        Script::Process("")
    } else {
        Script::Page
    }
}

fn mentions(bytes: &[u8], texts: &[&str]) -> bool {
    let mut texts = texts.iter();
    texts.any(|it| memchr::memmem::find(bytes, it.as_bytes()).is_some())
}

/// Whether a file runs in Node by itself, whatever builds the pages of its project.
fn runs_in_node(work: &Work<'_>, file: FileId, folder: Option<&Path>) -> bool {
    let bytes = work.bytes(file);
    if imports_react(work, file) && !mentions(bytes, &["express"]) {
        return false;
    }
    // No browser asks for these endings: whoever writes them has Node in mind.
    let display = &work.project.sources().get(file).display;
    let for_node = [".mjs", ".cjs", ".mts", ".cts"];
    if for_node.iter().any(|it| display.ends_with(it)) || mentions(bytes, SERVER_WORDS) {
        return true;
    }
    let is_node = |module: &str| {
        let package = module.split('/').next().unwrap_or(module);
        module.starts_with("node:")
            || NODE_MODULES.contains(&module)
            || NODE_MODULES.contains(&package)
            || NODE_SCOPES.iter().any(|it| module.starts_with(it))
    };
    let imports_node = work.facts(file).is_some_and(|facts| {
        facts.imports.iter().any(|it| is_node(&it.module))
            || facts.required_modules().any(|it| is_node(&it))
    });
    // `api/` and the like, right beside the `package.json`, are deployed as functions.
    let in_folder = || {
        let (root, folder) = (work.root?, folder?);
        let path = root.join(display);
        let first = path.strip_prefix(folder).ok()?.iter().next()?.to_str()?;
        let inside = path.strip_prefix(folder).ok()?.iter().count() > 1;
        Some(inside && NODE_FOLDERS.contains(&first))
    };
    imports_node || in_folder().unwrap_or(false)
}

fn imports_react(work: &Work<'_>, file: FileId) -> bool {
    let facts = work.facts(file);
    facts.is_some_and(|it| it.imports.iter().any(|it| it.module == "react"))
}

/// The prefix of the first variable that is read so.
fn prefix_behind(bytes: &[u8], read: &str) -> Option<&'static str> {
    let at = memchr::memmem::find(bytes, read.as_bytes())?;
    let rest = bytes.get(at + read.len()..)?;
    let end = rest
        .iter()
        .position(|it| !it.is_ascii_alphanumeric() && *it != b'_');
    let name = String::from_utf8_lossy(&rest[..end.unwrap_or(rest.len())]);
    Some(public_prefix(&name))
}

/// The folder of the `package.json` above a file.
fn package_folder(work: &Work<'_>, file: FileId) -> Option<PathBuf> {
    let root = work.root?;
    let path: PathBuf = root.join(&work.project.sources().get(file).display);
    path.ancestors()
        .skip(1)
        .take_while(|it| it.starts_with(root))
        .find(|it| it.join("package.json").is_file())
        .map(Path::to_owned)
}

/// What the `package.json` of a folder says of the tool that builds a file.
fn package(work: &Work<'_>, file: FileId, folder: &Path, draft: &mut Draft) -> Option<Script> {
    let text = package_text(folder)?;
    let has = |name: &str| text.contains(&format!("\"{name}\""));
    Some(if has("react-scripts") {
        Script::Process("REACT_APP_")
    } else if has("vite") {
        // Vite reads modules of ECMAScript only.
        let bytes = work.bytes(file);
        match mentions(bytes, &["module.exports", "exports.", "require("]) {
            true => Script::Process(""),
            false => Script::ImportMeta("VITE_"),
        }
    } else if has("expo") {
        Script::Process("EXPO_PUBLIC_")
    } else if has("next") {
        Script::Process(next_prefix(work, file, draft))
    } else {
        Script::Process("")
    })
}

/// What Next.js wants in front of the name: something where a page that runs in the browser has the
/// code in it.
fn next_prefix(work: &Work<'_>, file: FileId, draft: &mut Draft) -> &'static str {
    let in_browser = |it: &FileId| {
        let path = &work.project.sources().get(*it).display;
        let mut parts = path.split('/').skip_while(|it| *it != "pages").skip(1);
        let page = parts.next().is_some_and(|it| it != "api");
        page || mentions(work.bytes(*it), &["use client"])
    };
    let pages: Vec<FileId> = work
        .project
        .dependents(file)
        .into_iter()
        .filter(in_browser)
        .collect();
    let server = ["getServerSideProps", "getStaticProps"];
    if pages.iter().any(|it| mentions(work.bytes(*it), &server)) {
        draft.assume("only the server runs this code");
        return "";
    }
    if pages.is_empty() { "" } else { "NEXT_PUBLIC_" }
}

/// The text of a `package.json`, unless it is reached through a link, which may lead out of the
/// project.
fn package_text(folder: &Path) -> Option<String> {
    let file = folder.join("package.json");
    let about = file.symlink_metadata().ok()?;
    let is_plain = about.is_file() && about.len() <= MAX_PACKAGE;
    is_plain.then(|| std::fs::read_to_string(file).ok())?
}
