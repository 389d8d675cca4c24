//! Reads of the environment, as the language and the surroundings of a file write them.

use std::path::{Path, PathBuf};

use super::Work;
use super::draft::Draft;
use super::imports;
use super::style::{literal, quote, quote_near};
use crate::language::Language;
use crate::rules::Target;
use crate::source::{FileId, Place};

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
    if let Some(package) = package(work, file) {
        return package;
    }
    if imports_react(work, file) {
        draft.assume("the page is built by Create React App, which wants `REACT_APP_`");
        return Script::Process("REACT_APP_");
    }
    // No browser asks for these endings: whoever writes them has Node in mind.
    let path = &work.project.sources().get(file).display;
    let for_node = [".mjs", ".cjs", ".mts", ".cts"]
        .iter()
        .any(|it| path.ends_with(it));
    let module = ["require(", "import ", "export ", "module.exports"]
        .iter()
        .any(|it| memchr::memmem::find(bytes, it.as_bytes()).is_some());
    if module || for_node {
        Script::Process("")
    } else {
        Script::Page
    }
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

/// What the `package.json` above a file says of the tool that builds it. Code that runs in Node
/// is not built by any of them.
fn package(work: &Work<'_>, file: FileId) -> Option<Script> {
    let root = work.root?;
    let bytes = work.bytes(file);
    let on_server = [
        "require('express')",
        "require(\"express\")",
        "from 'express'",
        "express()",
        "res.json(",
        ".listen(",
    ]
    .iter()
    .any(|it| memchr::memmem::find(bytes, it.as_bytes()).is_some());
    let path: PathBuf = root.join(&work.project.sources().get(file).display);
    for folder in path
        .ancestors()
        .skip(1)
        .take_while(|it| it.starts_with(root))
    {
        let Some(text) = package_text(folder) else {
            continue;
        };
        let has = |name: &str| text.contains(&format!("\"{name}\""));
        return Some(if on_server {
            Script::Process("")
        } else if has("react-scripts") {
            Script::Process("REACT_APP_")
        } else if has("vite") {
            Script::ImportMeta("VITE_")
        } else if has("expo") {
            Script::Process("EXPO_PUBLIC_")
        } else if has("next") && memchr::memmem::find(bytes, b"use client").is_some() {
            Script::Process("NEXT_PUBLIC_")
        } else {
            Script::Process("")
        });
    }
    None
}

fn package_text(folder: &Path) -> Option<String> {
    std::fs::read_to_string(folder.join("package.json")).ok()
}
