//! JavaScript and TypeScript: grammars, string literals, import and export statements.

use smol_str::SmolStr;
use tree_sitter::Node;

use super::literal::{push_text, unescape};
use super::{Import, Imported, RawExport, RawExported, RawPiece};
use crate::source::Span;

pub(super) const FLOW: &str = concat!(
    include_str!("../../queries/javascript/flow.scm"),
    include_str!("../../queries/javascript/jsx.scm"),
    include_str!("../../queries/javascript/only.scm")
);
pub(super) const TYPESCRIPT_FLOW: &str = concat!(
    include_str!("../../queries/javascript/flow.scm"),
    include_str!("../../queries/typescript/flow.scm"),
    include_str!("../../queries/typescript/only.scm")
);
pub(super) const TSX_FLOW: &str = concat!(
    include_str!("../../queries/javascript/flow.scm"),
    include_str!("../../queries/javascript/jsx.scm"),
    include_str!("../../queries/typescript/flow.scm")
);
pub(super) const SIGNATURES: [(&str, &str); 3] = [
    (
        "auth.scm",
        include_str!("../../queries/javascript/auth.scm"),
    ),
    (
        "resources.scm",
        include_str!("../../queries/javascript/resources.scm"),
    ),
    (
        "owners.scm",
        include_str!("../../queries/javascript/owners.scm"),
    ),
];

/// The names of the object that all global names are members of.
pub(super) const GLOBAL_OBJECTS: &[&str] = &["window", "globalThis", "self", "global"];

/// The pieces of a `string` or `template_string` node.
pub(super) fn text<'t>(node: Node<'t>, source: &[u8]) -> Vec<RawPiece<'t>> {
    let mut pieces: Vec<RawPiece<'t>> = Vec::new();
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor) {
        let text = String::from_utf8_lossy(source.get(child.byte_range()).unwrap_or_default());
        match child.kind() {
            "escape_sequence" => push_text(&mut pieces, &unescape(&text)),
            "template_substitution" => {
                if let Some(value) = child.named_child(0) {
                    pieces.push(RawPiece::Hole(value));
                }
            }
            "html_character_reference" | "string_fragment" => push_text(&mut pieces, &text),
            _ => {}
        }
    }
    pieces
}

fn words(node: Node<'_>, source: &[u8]) -> SmolStr {
    SmolStr::new(String::from_utf8_lossy(
        source.get(node.byte_range()).unwrap_or_default(),
    ))
}

/// The text of a string node without holes.
fn literal(node: Node<'_>, source: &[u8]) -> SmolStr {
    match text(node, source).into_iter().next() {
        Some(RawPiece::Text(text)) => text,
        _ => SmolStr::default(),
    }
}

fn children<'t>(node: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).collect()
}

/// The imports of an `import …` statement.
pub(super) fn imports(node: Node<'_>, source: &[u8]) -> Vec<Import> {
    let mut found = Vec::new();
    let module = node
        .child_by_field_name("source")
        .map(|it| literal(it, source));
    for clause in children(node) {
        match clause.kind() {
            "import_clause" => {
                let module = module.clone().unwrap_or_default();
                for part in children(clause) {
                    import_part(part, &module, source, &mut found);
                }
            }
            // TypeScript's `import x = require("y")`.
            "import_require_clause" => {
                let name = clause
                    .named_child(0)
                    .map(|it| words(it, source))
                    .unwrap_or_default();
                let module = clause.child_by_field_name("source");
                let module = module.map(|it| literal(it, source)).unwrap_or_default();
                found.push(import(module, Imported::Module, name, clause));
            }
            _ => {}
        }
    }
    found
}

fn import(module: SmolStr, what: Imported, local: SmolStr, node: Node<'_>) -> Import {
    let span = Span::new(node.start_byte() as u32, node.end_byte() as u32);
    Import {
        module,
        level: 0,
        what,
        local,
        span,
    }
}

fn import_part(part: Node<'_>, module: &SmolStr, source: &[u8], found: &mut Vec<Import>) {
    match part.kind() {
        "identifier" => {
            found.push(import(
                module.clone(),
                Imported::Default,
                words(part, source),
                part,
            ));
        }
        "namespace_import" => {
            let local = part
                .named_child(0)
                .map(|it| words(it, source))
                .unwrap_or_default();
            found.push(import(module.clone(), Imported::Module, local, part));
        }
        "named_imports" => {
            for specifier in children(part) {
                let Some(name) = specifier.child_by_field_name("name") else {
                    continue;
                };
                let name = words(name, source);
                let alias = specifier.child_by_field_name("alias");
                let local = alias.map_or_else(|| name.clone(), |it| words(it, source));
                let what = match name.as_str() {
                    "default" => Imported::Default,
                    _ => Imported::Name(name),
                };
                found.push(import(module.clone(), what, local, specifier));
            }
        }
        _ => {}
    }
}

/// The exports of an `export …` statement.
pub(super) fn exports<'t>(node: Node<'t>, source: &[u8]) -> Vec<RawExport<'t>> {
    let module = node
        .child_by_field_name("source")
        .map(|it| literal(it, source));
    let default = has_token(node, "default");
    if let Some(declaration) = node.child_by_field_name("declaration") {
        return declared(declaration, default, source);
    }
    if let Some(value) = node.child_by_field_name("value") {
        return vec![export("default", RawExported::Value(value))];
    }
    let mut found = Vec::new();
    for clause in children(node) {
        match clause.kind() {
            "export_clause" => {
                for specifier in children(clause) {
                    found.extend(specified(specifier, module.as_ref(), source));
                }
            }
            "namespace_export" => {
                let name = clause
                    .named_child(0)
                    .map(|it| words(it, source))
                    .unwrap_or_default();
                found.push(export(
                    &name,
                    RawExported::From(module.clone().unwrap_or_default(), None),
                ));
            }
            _ => {}
        }
    }
    match module {
        Some(module) if found.is_empty() => {
            vec![export("*", RawExported::From(module, None))]
        }
        // TypeScript's `export = x`.
        None if found.is_empty() => {
            let value = node.named_child(0);
            value
                .map(|it| export("=", RawExported::Value(it)))
                .into_iter()
                .collect()
        }
        _ => found,
    }
}

fn export<'t>(name: &str, value: RawExported<'t>) -> RawExport<'t> {
    RawExport {
        name: SmolStr::new(name),
        value,
    }
}

fn has_token(node: Node<'_>, token: &str) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .any(|child| child.kind() == token)
}

fn declared<'t>(declaration: Node<'t>, default: bool, source: &[u8]) -> Vec<RawExport<'t>> {
    if default {
        return vec![export("default", RawExported::Value(declaration))];
    }
    if let Some(name) = declaration.child_by_field_name("name") {
        let name = words(name, source);
        return vec![export(&name, RawExported::Local(name.clone()))];
    }
    let mut found = Vec::new();
    for declarator in children(declaration) {
        if let Some(name) = declarator.child_by_field_name("name") {
            names(name, source, &mut found);
        }
    }
    found
}

/// The names that a declarator binds: one, or those of a pattern.
fn names<'t>(node: Node<'t>, source: &[u8], found: &mut Vec<RawExport<'t>>) {
    match node.kind() {
        "identifier" | "shorthand_property_identifier_pattern" => {
            let name = words(node, source);
            found.push(export(&name, RawExported::Local(name.clone())));
        }
        "object_pattern" | "array_pattern" => {
            for part in children(node) {
                let value = part.child_by_field_name("value").unwrap_or(part);
                if matches!(
                    value.kind(),
                    "identifier" | "shorthand_property_identifier_pattern"
                ) {
                    names(value, source, found);
                }
            }
        }
        _ => {}
    }
}

fn specified<'t>(
    specifier: Node<'t>,
    module: Option<&SmolStr>,
    source: &[u8],
) -> Option<RawExport<'t>> {
    let name = words(specifier.child_by_field_name("name")?, source);
    let alias = specifier
        .child_by_field_name("alias")
        .map(|it| words(it, source));
    let value = match module {
        Some(module) => RawExported::From(module.clone(), Some(name.clone())),
        None => RawExported::Local(name.clone()),
    };
    Some(export(&alias.unwrap_or(name), value))
}

/// Whether a `method_definition` is `get x() {}`.
pub(super) fn is_getter(node: Node<'_>) -> bool {
    node.kind() == "method_definition" && has_token(node, "get")
}

/// The `extends …` of a class.
pub(super) fn heritage(node: Node<'_>) -> Option<Node<'_>> {
    children(node)
        .into_iter()
        .find(|child| child.kind() == "class_heritage")
}

pub(super) fn is_type_list(kind: &str) -> bool {
    matches!(
        kind,
        "class_heritage" | "extends_clause" | "implements_clause"
    )
}

/// Whether a constructor's parameter declares a field: `private x`, `public x`, `readonly x`.
pub(super) fn is_field_parameter(node: Node<'_>) -> bool {
    node.kind() == "required_parameter"
        && (has_token(node, "accessibility_modifier") || has_token(node, "readonly"))
}
