//! Python: grammar, string literals, import statements.

use smol_str::SmolStr;
use tree_sitter::Node;

use super::literal::{push_text, unescape};
use super::{Import, Imported, RawPiece};
use crate::source::Span;

pub(super) const FLOW: &str = include_str!("../../queries/python/flow.scm");
pub(super) const SIGNATURES: [(&str, &str); 3] = [
    ("auth.scm", include_str!("../../queries/python/auth.scm")),
    (
        "resources.scm",
        include_str!("../../queries/python/resources.scm"),
    ),
    (
        "owners.scm",
        include_str!("../../queries/python/owners.scm"),
    ),
];

/// How deep in a type a call is looked for.
const MAX_TYPE_DEPTH: usize = 6;

/// The pieces of a `string` node: fragments, and the expressions of an f-string.
pub(super) fn text<'t>(node: Node<'t>, source: &[u8]) -> Vec<RawPiece<'t>> {
    let mut pieces: Vec<RawPiece<'t>> = Vec::new();
    let mut raw = false;
    let mut formatted = false;
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor) {
        let bytes = source.get(child.byte_range()).unwrap_or_default();
        match child.kind() {
            "string_start" => {
                raw = bytes.iter().any(|it| matches!(it, b'r' | b'R'));
                formatted = bytes.iter().any(|it| matches!(it, b'f' | b'F'));
            }
            "string_content" => push_text(&mut pieces, &content(child, source, raw, formatted)),
            "interpolation" => {
                if let Some(expression) = child.child_by_field_name("expression") {
                    pieces.push(RawPiece::Hole(expression));
                }
            }
            _ => {}
        }
    }
    pieces
}

fn content(node: Node<'_>, source: &[u8], raw: bool, formatted: bool) -> String {
    let text = String::from_utf8_lossy(source.get(node.byte_range()).unwrap_or_default());
    let text = if raw {
        text.into_owned()
    } else {
        unescape(&text)
    };
    if formatted {
        text.replace("{{", "{").replace("}}", "}")
    } else {
        text
    }
}

/// The imports of an `import …` or `from … import …` statement.
pub(super) fn imports(node: Node<'_>, source: &[u8]) -> Vec<Import> {
    let text = |node: Node<'_>| {
        SmolStr::new(String::from_utf8_lossy(
            source.get(node.byte_range()).unwrap_or_default(),
        ))
    };
    let mut cursor = node.walk();
    let names: Vec<Node<'_>> = node.children_by_field_name("name", &mut cursor).collect();
    let written = match node.child_by_field_name("module_name") {
        Some(module) => text(module),
        None if node.kind() == "future_import_statement" => SmolStr::new("__future__"),
        None => {
            return names
                .into_iter()
                .flat_map(|name| module_import(name, &text))
                .collect();
        }
    };
    let level = written.chars().take_while(|&it| it == '.').count();
    let module = SmolStr::new(written[level..].trim());
    let import = |what, local: SmolStr, node: Node<'_>| Import {
        module: module.clone(),
        level: level as u32,
        what,
        local,
        span: Span::new(node.start_byte() as u32, node.end_byte() as u32),
    };
    if names.is_empty() {
        return vec![import(Imported::All, SmolStr::default(), node)];
    }
    names
        .into_iter()
        .map(|name| {
            let taken = name
                .child_by_field_name("name")
                .map_or_else(|| text(name), text);
            let local = name
                .child_by_field_name("alias")
                .map_or_else(|| taken.clone(), text);
            import(Imported::Name(taken), local, name)
        })
        .collect()
}

/// The type that is annotated: of `Annotated[Client, Depends(get_client)]` it is `Client`.
pub(super) fn held_type(text: &str) -> Option<&str> {
    let (module, held) = text.split_once("Annotated[")?;
    let whole = module.is_empty() || module.ends_with('.');
    whole.then(|| held.split(',').next().unwrap_or(held).trim())
}

/// The first call among what a type is annotated with.
pub(super) fn noted(node: Node<'_>) -> Option<Node<'_>> {
    let mut layer = vec![node];
    for _ in 0..MAX_TYPE_DEPTH {
        if let Some(call) = layer.iter().find(|it| it.kind() == "call") {
            return Some(*call);
        }
        layer = layer
            .into_iter()
            .flat_map(|it| {
                let mut cursor = it.walk();
                it.named_children(&mut cursor).collect::<Vec<_>>()
            })
            .collect();
    }
    None
}

/// Whether a call is one of `super`.
pub(super) fn is_super(node: Node<'_>, source: &[u8]) -> bool {
    let callee = node.child_by_field_name("function");
    let text = callee.and_then(|it| source.get(it.byte_range()));
    text == Some(b"super".as_slice())
}

/// `import a.b as c` binds `c` to the module; `import a.b` binds `a` to the package, in which the
/// module is found under its whole name.
fn module_import<'t>(name: Node<'t>, text: &dyn Fn(Node<'t>) -> SmolStr) -> Vec<Import> {
    let span = Span::new(name.start_byte() as u32, name.end_byte() as u32);
    let import = |module: SmolStr, local: SmolStr| Import {
        module,
        level: 0,
        what: Imported::Module,
        local,
        span,
    };
    let alias = name.child_by_field_name("alias");
    let module = name
        .child_by_field_name("name")
        .map_or_else(|| text(name), text);
    if let Some(alias) = alias {
        return vec![import(module, text(alias))];
    }
    let first = SmolStr::new(module.split('.').next().unwrap_or_default());
    let mut found = vec![import(first.clone(), first.clone())];
    if module != first {
        found.push(import(module.clone(), module));
    }
    found
}
