//! Imports that a rewrite needs: put beside those that are there.

use super::Work;
use super::draft::Draft;
use super::lines::{line_start, next_line};
use super::style::{line_end, skip_blanks};
use crate::facts::{Facts, Import, Imported, Kind};
use crate::source::{FileId, Span};

/// Modules of Python's standard library that programs import first: where `import os` goes among
/// them, no blank line is needed.
pub(super) const STANDARD: &[&str] = &[
    "abc",
    "argparse",
    "asyncio",
    "base64",
    "collections",
    "copy",
    "csv",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "glob",
    "hashlib",
    "http",
    "io",
    "itertools",
    "json",
    "logging",
    "math",
    "os",
    "pathlib",
    "pprint",
    "queue",
    "random",
    "re",
    "shutil",
    "signal",
    "socket",
    "sqlite3",
    "ssl",
    "string",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "traceback",
    "typing",
    "unittest",
    "urllib",
    "uuid",
    "warnings",
    "xml",
];

/// How a Python file reads `os.environ`: what it imports already, else with an import added.
pub(super) fn environ(work: &Work<'_>, file: FileId, draft: &mut Draft) -> String {
    let Some(facts) = work.facts(file) else {
        return "os.environ".to_owned();
    };
    for import in facts
        .imports
        .iter()
        .filter(|it| it.module == "os" && it.level == 0)
    {
        if statement(work, file, import.span).is_none() {
            continue;
        }
        match &import.what {
            Imported::Module => return format!("{}.environ", import.local),
            Imported::Name(name) if name == "environ" => return import.local.to_string(),
            _ => {}
        }
    }
    add_module(work, file, facts, "os", draft);
    "os.environ".to_owned()
}

/// The local name of a Python module, with an import added where there is none at the top.
pub(super) fn module(work: &Work<'_>, file: FileId, name: &str, draft: &mut Draft) -> String {
    let Some(facts) = work.facts(file) else {
        return name.to_owned();
    };
    let there = facts.imports.iter().find(|it| {
        let whole = it.module == name && it.level == 0 && it.what == Imported::Module;
        whole && statement(work, file, it.span).is_some()
    });
    match there {
        Some(import) => import.local.to_string(),
        None => {
            add_module(work, file, facts, name, draft);
            name.to_owned()
        }
    }
}

/// The first byte of the import statement at the top level in which a span stands.
fn statement(work: &Work<'_>, file: FileId, inside: Span) -> Option<u32> {
    let bytes = work.bytes(file);
    let mut line = line_start(bytes, inside.start);
    loop {
        let text = bytes.get(line as usize..)?;
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let offset = line + (bytes.len() - line as usize - text.len()) as u32;
        if text.starts_with(b"import ") || text.starts_with(b"from ") {
            return Some(offset);
        }
        // Only the further lines of a statement in parentheses are indented.
        let continued = text
            .first()
            .is_some_and(|it| matches!(it, b' ' | b'\t' | b')'));
        let indented = text.trim_ascii_start();
        if line == 0
            || !continued
            || indented.starts_with(b"import ")
            || indented.starts_with(b"from ")
        {
            return None;
        }
        line = line_start(bytes, line - 1);
    }
}

/// Adds `import name` where modules of its sort stand.
fn add_module(work: &Work<'_>, file: FileId, facts: &Facts, name: &str, draft: &mut Draft) {
    let bytes = work.bytes(file);
    let end = line_end(bytes);
    let top: Vec<(u32, &Import)> = facts
        .imports
        .iter()
        .filter(|it| it.module != "__future__")
        .filter_map(|it| Some((statement(work, file, it.span)?, it)))
        .collect();
    let standard = |it: &Import| {
        it.level == 0 && STANDARD.contains(&it.module.split('.').next().unwrap_or_default())
    };
    let Some((first, import)) = top.first() else {
        let at = after_prologue(work, file, facts);
        // As many blank lines behind it as there are in front.
        let lines = bytes.get(..at as usize).unwrap_or_default();
        let lines = lines.rsplit(|it| *it == b'\n').skip(1);
        let blank = lines.take_while(|it| it.trim_ascii().is_empty()).count();
        let gap = end.repeat(blank.clamp(1, 2));
        draft.insert(file, at, format!("import {name}{end}{gap}"));
        return;
    };
    if !STANDARD.contains(&name) {
        // Beside the modules of others: before the first of them.
        let other = top.iter().find(|it| !standard(it.1)).map(|it| it.0);
        let at = other.unwrap_or_else(|| next_line(bytes, top.last().map_or(*first, |it| it.0)));
        draft.insert(file, at, format!("import {name}{end}"));
        return;
    }
    if !standard(import) {
        // `os` comes last of those that are added, and a blank line behind it.
        let blank = if name == "os" { end } else { "" };
        draft.insert(file, *first, format!("import {name}{end}{blank}"));
        return;
    }
    // In its alphabetical place among the plain imports of the first block.
    let mut at = *first;
    for (start, import) in &top {
        let plain = bytes
            .get(*start as usize..)
            .is_some_and(|it| it.starts_with(b"import "));
        if !standard(import) || !plain || import.module.as_str() > name {
            break;
        }
        at = next_line(bytes, *start);
    }
    draft.insert(file, at, format!("import {name}{end}"));
}

/// Behind the shebang, the coding line, the first comments, the docstring and `__future__`.
fn after_prologue(work: &Work<'_>, file: FileId, facts: &Facts) -> u32 {
    let bytes = work.bytes(file);
    let length = bytes.len() as u32;
    let begin = if bytes.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    let mut at = skip_blanks(facts, bytes, begin, length);
    let docstring = facts
        .exprs
        .iter()
        .find(|it| it.span.start == at && it.parent.is_none() && matches!(it.kind, Kind::Text(_)));
    if let Some(docstring) = docstring {
        at = skip_blanks(facts, bytes, next_line(bytes, docstring.span.end), length);
    }
    let future = facts
        .imports
        .iter()
        .filter(|it| it.module == "__future__")
        .map(|it| it.span.end);
    if let Some(end) = future.max() {
        at = skip_blanks(facts, bytes, next_line(bytes, end), length);
    }
    line_start(bytes, at).max(begin)
}

/// The local name of Python's `resources_pb2.UserAppIDSet`, with an import added where there is
/// none.
pub(super) fn user_app_id_set(work: &Work<'_>, file: FileId, draft: &mut Draft) -> String {
    const API: &str = "clarifai_grpc.grpc.api";
    let Some(facts) = work.facts(file) else {
        return "resources_pb2.UserAppIDSet".to_owned();
    };
    let mut beside = None;
    for import in &facts.imports {
        match (&import.what, import.module.as_str()) {
            (Imported::Name(name), API) if name == "resources_pb2" => {
                return format!("{}.UserAppIDSet", import.local);
            }
            (Imported::Module, "clarifai_grpc.grpc.api.resources_pb2") => {
                return format!("{}.UserAppIDSet", import.local);
            }
            (Imported::Name(name), "clarifai_grpc.grpc.api.resources_pb2")
                if name == "UserAppIDSet" =>
            {
                return import.local.to_string();
            }
            (Imported::Name(name), API) if name == "service_pb2" => beside = Some(import),
            (_, module) if module.starts_with(API) && beside.is_none() => beside = Some(import),
            _ => {}
        }
    }
    let added = "resources_pb2.UserAppIDSet".to_owned();
    match beside {
        Some(import) if import.module == API && matches!(import.what, Imported::Name(_)) => {
            draft.insert(file, import.span.start, "resources_pb2, ".to_owned());
        }
        other => {
            let bytes = work.bytes(file);
            let start = other.and_then(|it| statement(work, file, it.span));
            let at = start.unwrap_or_else(|| after_prologue(work, file, facts));
            let line = format!("from {API} import resources_pb2{}", line_end(bytes));
            draft.insert(file, at, line);
        }
    }
    added
}

/// Java's `UserAppIDSet`, with an import added where the file imports the API's classes one by one.
pub(super) fn java_user_app_id_set(work: &Work<'_>, file: FileId, draft: &mut Draft) -> String {
    const PACKAGE: &str = "com.clarifai.grpc.api";
    const CLASS: &str = "UserAppIDSet";
    let Some(facts) = work.facts(file) else {
        return CLASS.to_owned();
    };
    let own: Vec<&Import> = facts
        .imports
        .iter()
        .filter(|it| it.module == PACKAGE)
        .collect();
    let known = own.iter().any(|it| match &it.what {
        Imported::Name(name) => name == CLASS,
        what => *what == Imported::All,
    });
    if known || facts.package == PACKAGE {
        return CLASS.to_owned();
    }
    if own.is_empty() {
        return format!("{PACKAGE}.{CLASS}");
    }
    let bytes = work.bytes(file);
    let later = own
        .iter()
        .find(|it| matches!(&it.what, Imported::Name(name) if name.as_str() > CLASS));
    let at = match later {
        Some(import) => line_start(bytes, import.span.start),
        None => next_line(bytes, own.last().map_or(0, |it| it.span.end)),
    };
    draft.insert(
        file,
        at,
        format!("import {PACKAGE}.{CLASS};{}", line_end(bytes)),
    );
    CLASS.to_owned()
}
