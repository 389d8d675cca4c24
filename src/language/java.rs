//! Java: grammar, string literals, import declarations.

use smol_str::SmolStr;
use tree_sitter::Node;

use super::literal::{push_text, unescape};
use super::{Import, Imported, RawPiece};
use crate::source::Span;

pub(super) const FLOW: &str = include_str!("../../queries/java/flow.scm");
pub(super) const SIGNATURES: [(&str, &str); 3] = [
    ("auth.scm", include_str!("../../queries/java/auth.scm")),
    (
        "resources.scm",
        include_str!("../../queries/java/resources.scm"),
    ),
    ("owners.scm", include_str!("../../queries/java/owners.scm")),
];

/// The text of a `string_literal` node, plain or text block.
pub(super) fn text<'t>(node: Node<'t>, source: &[u8]) -> Vec<RawPiece<'t>> {
    let mut pieces: Vec<RawPiece<'t>> = Vec::new();
    let whole = String::from_utf8_lossy(source.get(node.byte_range()).unwrap_or_default());
    // The grammar cuts a text block at its quotes and leaves out some of its characters.
    if let Some(block) = whole.strip_prefix("\"\"\"") {
        push_text(
            &mut pieces,
            &unescape(block.strip_suffix("\"\"\"").unwrap_or(block)),
        );
        return pieces;
    }
    let inner = whole.strip_prefix('"').unwrap_or(&whole);
    push_text(
        &mut pieces,
        &unescape(inner.strip_suffix('"').unwrap_or(inner)),
    );
    pieces
}

/// The import of an `import …;` declaration.
///
/// `import a.b.C` takes the name `C` of the package `a.b`; `import static a.b.C.K` takes the name
/// `K` of the class `a.b.C`; with a star all names are taken.
pub(super) fn imports(node: Node<'_>, source: &[u8]) -> Vec<Import> {
    let mut cursor = node.walk();
    let children: Vec<Node<'_>> = node.named_children(&mut cursor).collect();
    let Some(path) = children.iter().find(|it| it.kind().ends_with("identifier")) else {
        return Vec::new();
    };
    let path = String::from_utf8_lossy(source.get(path.byte_range()).unwrap_or_default());
    let path: String = path.split_whitespace().collect();
    let span = Span::new(node.start_byte() as u32, node.end_byte() as u32);
    let import = |module: &str, what, local: &str| Import {
        module: SmolStr::new(module),
        level: 0,
        what,
        local: SmolStr::new(local),
        span,
    };
    if children.iter().any(|it| it.kind() == "asterisk") {
        return vec![import(&path, Imported::All, "")];
    }
    match path.rsplit_once('.') {
        Some((module, name)) => {
            vec![import(module, Imported::Name(SmolStr::new(name)), name)]
        }
        None => Vec::new(),
    }
}

/// The method that reads a field by custom: `apiKey` is read by `getApiKey`.
pub(super) fn reader_of(field: &str) -> Option<String> {
    let mut letters = field.chars();
    let first = letters.next()?;
    Some(format!("get{}{}", first.to_uppercase(), letters.as_str()))
}

/// Types of an object that gives another one when it is asked, `Lazy<Client>`.
const HANDLES: &[&str] = &[
    "Lazy",
    "Provider",
    "Supplier",
    "Optional",
    "ObjectProvider",
    "ObjectFactory",
    "ThreadLocal",
    "WeakReference",
    "SoftReference",
    "AtomicReference",
];

/// The type of what a handle gives, as written; `None` for a type that is none.
pub(super) fn held_type(text: &str) -> Option<&str> {
    let (handle, held) = text.split_once('<')?;
    let handle = handle.rsplit('.').next()?.trim();
    HANDLES
        .contains(&handle)
        .then(|| held.trim().trim_end_matches('>'))
}

/// The `extends …` of an interface.
pub(super) fn heritage(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .find(|child| child.kind() == "extends_interfaces")
}

pub(super) fn is_type_list(kind: &str) -> bool {
    matches!(
        kind,
        "superclass" | "super_interfaces" | "type_list" | "extends_interfaces"
    )
}
