//! The supported languages: one file each, with its grammar, its queries, its string literals
//! and its module statements. Nothing outside this module and `queries/` knows a language's
//! syntax.

mod java;
mod javascript;
mod literal;
pub mod methods;
mod python;
#[cfg(test)]
mod tests;

use smol_str::SmolStr;
use tree_sitter::Node;

use crate::source::Span;

/// A supported language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Python 2 and 3.
    Python,
    /// JavaScript with JSX.
    JavaScript,
    /// TypeScript.
    TypeScript,
    /// TypeScript with JSX.
    Tsx,
    /// Java.
    Java,
}

/// A piece of a string literal.
pub enum RawPiece<'t> {
    /// Text, escapes resolved.
    Text(SmolStr),
    /// A node whose value is put in.
    Hole(Node<'t>),
}

/// What an import takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// The module as a whole.
    Module,
    /// Its default export.
    Default,
    /// One of its names.
    Name(SmolStr),
    /// All its names.
    All,
}

/// An import.
#[derive(Debug, Clone)]
pub struct Import {
    /// The module, as the language writes it, without the dots of a relative import in Python.
    pub module: SmolStr,
    /// How many folders up a relative import in Python starts; 0 for an absolute one.
    pub level: u32,
    /// What is taken of it.
    pub what: Imported,
    /// The name that it gets here; empty for [`Imported::All`].
    pub local: SmolStr,
    /// Where.
    pub span: Span,
}

/// An export as a language writes it.
pub struct RawExport<'t> {
    /// The name for others: `default` for the default export, `*` for all names of another module,
    /// `=` for the module's value as a whole.
    pub name: SmolStr,
    /// What they get.
    pub value: RawExported<'t>,
}

/// What an export gives.
pub enum RawExported<'t> {
    /// A name bound in the module.
    Local(SmolStr),
    /// An expression.
    Value(Node<'t>),
    /// Something of another module, or all of it.
    From(SmolStr, Option<SmolStr>),
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Python,
        Self::JavaScript,
        Self::TypeScript,
        Self::Tsx,
        Self::Java,
    ];

    /// The language's name in the JSON output (`typescript` for both TypeScript dialects).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::JavaScript => "javascript",
            Self::TypeScript | Self::Tsx => "typescript",
            Self::Java => "java",
        }
    }

    /// The language of a file with this extension (without the dot, any case).
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        Some(match extension.to_ascii_lowercase().as_str() {
            "py" | "pyi" | "pyw" => Self::Python,
            "js" | "jsx" | "mjs" | "cjs" => Self::JavaScript,
            "ts" | "mts" | "cts" => Self::TypeScript,
            "tsx" => Self::Tsx,
            "java" => Self::Java,
            _ => return None,
        })
    }

    /// Whether two languages share modules: JavaScript and TypeScript import each other.
    #[must_use]
    pub fn shares_modules_with(self, other: Self) -> bool {
        self == other || (self.is_script() && other.is_script())
    }

    /// Whether this is JavaScript or one of its relatives.
    #[must_use]
    pub const fn is_script(self) -> bool {
        matches!(self, Self::JavaScript | Self::TypeScript | Self::Tsx)
    }

    /// The grammar.
    #[must_use]
    pub fn syntax(self) -> tree_sitter::Language {
        match self {
            Self::Python => tree_sitter_python::LANGUAGE.into(),
            Self::JavaScript => tree_sitter_javascript::LANGUAGE.into(),
            Self::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
            Self::Tsx => tree_sitter_typescript::LANGUAGE_TSX.into(),
            Self::Java => tree_sitter_java::LANGUAGE.into(),
        }
    }

    /// The text of `flow.scm`.
    #[must_use]
    pub const fn flow_query(self) -> &'static str {
        match self {
            Self::Python => python::FLOW,
            Self::JavaScript => javascript::FLOW,
            Self::TypeScript => javascript::TYPESCRIPT_FLOW,
            Self::Tsx => javascript::TSX_FLOW,
            Self::Java => java::FLOW,
        }
    }

    /// The names and texts of the other three query files.
    #[must_use]
    pub const fn signature_queries(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Python => &python::SIGNATURES,
            Self::JavaScript | Self::TypeScript | Self::Tsx => &javascript::SIGNATURES,
            Self::Java => &java::SIGNATURES,
        }
    }

    /// The texts of all query files of the language.
    #[cfg(test)]
    pub(crate) fn query_texts(self) -> Vec<&'static str> {
        let signatures = self.signature_queries().iter();
        std::iter::once(self.flow_query())
            .chain(signatures.map(|(_, text)| *text))
            .collect()
    }

    /// The pieces of a string literal.
    #[must_use]
    pub fn text<'t>(self, node: Node<'t>, source: &[u8]) -> Vec<RawPiece<'t>> {
        match self {
            Self::Python => python::text(node, source),
            Self::JavaScript | Self::TypeScript | Self::Tsx => javascript::text(node, source),
            Self::Java => java::text(node, source),
        }
    }

    /// What an import statement takes.
    #[must_use]
    pub fn imports(self, node: Node<'_>, source: &[u8]) -> Vec<Import> {
        match self {
            Self::Python => python::imports(node, source),
            Self::JavaScript | Self::TypeScript | Self::Tsx => javascript::imports(node, source),
            Self::Java => java::imports(node, source),
        }
    }

    /// What an export statement gives.
    #[must_use]
    pub fn exports<'t>(self, node: Node<'t>, source: &[u8]) -> Vec<RawExport<'t>> {
        if self.is_script() {
            javascript::exports(node, source)
        } else {
            Vec::new()
        }
    }

    /// Whether a function node is read like a field (`get x() {}`).
    #[must_use]
    pub fn is_getter(self, node: Node<'_>) -> bool {
        self.is_script() && javascript::is_getter(node)
    }

    /// The nodes that name the classes above, where the grammar has no field for them.
    #[must_use]
    pub fn heritage<'t>(self, node: Node<'t>) -> Option<Node<'t>> {
        match self {
            Self::Python => None,
            Self::Java => java::heritage(node),
            _ => javascript::heritage(node),
        }
    }

    /// Whether a node of this kind only lists types.
    #[must_use]
    pub fn is_type_list(self, kind: &str) -> bool {
        match self {
            Self::Python => kind == "argument_list",
            Self::Java => java::is_type_list(kind),
            _ => javascript::is_type_list(kind),
        }
    }

    /// Whether a target of this kind with one part is that part, not a list of one.
    #[must_use]
    pub fn is_sole_target(self, kind: &str) -> bool {
        self == Self::Python && kind == "as_pattern_target"
    }

    /// Whether a method of that name constructs the object.
    #[must_use]
    pub fn is_constructor(self, name: &str) -> bool {
        match self {
            Self::Python => matches!(name, "__init__" | "__new__" | "__post_init__"),
            Self::Java => false,
            _ => name == "constructor",
        }
    }

    /// Whether a method of that name only goes on with what a constructor that is made for the class
    /// did.
    #[must_use]
    pub fn completes_constructor(self, name: &str) -> bool {
        self == Self::Python && name == "__post_init__"
    }

    /// Whether a call names the object of a method as one of the class above: `super()`.
    #[must_use]
    pub fn is_super(self, node: Node<'_>, source: &[u8]) -> bool {
        self == Self::Python && python::is_super(node, source)
    }

    /// Whether an annotation of that name makes a generator one that gives out a single thing, for
    /// the time of a block or of a test.
    #[must_use]
    pub fn lends(self, mark: &str) -> bool {
        let last = mark.rsplit('.').next();
        self == Self::Python
            && matches!(
                last,
                Some("contextmanager" | "asynccontextmanager" | "fixture")
            )
    }

    /// Whether a file of that path stands for the folder that it is in.
    #[must_use]
    pub fn is_package(self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        self == Self::Python && name.starts_with("__init__.")
    }

    /// The method of an object that runs where the object itself is called.
    #[must_use]
    pub fn call_method(self) -> Option<&'static str> {
        (self == Self::Python).then_some("__call__")
    }

    /// The member of a function that has the methods of the objects which it makes.
    #[must_use]
    pub fn prototype(self) -> Option<&'static str> {
        self.is_script().then_some("prototype")
    }

    /// Whether a loop over a record goes over its keys.
    #[must_use]
    pub fn loops_over_keys(self) -> bool {
        self == Self::Python
    }

    /// Whether a field that is declared with that type belongs to the class, not to its objects.
    #[must_use]
    pub fn is_shared_type(self, name: &str) -> bool {
        self == Self::Python && name.rsplit('.').next() == Some("ClassVar")
    }

    /// Whether the first parameter of a method stands for the object.
    #[must_use]
    pub fn names_receiver(self) -> bool {
        self == Self::Python
    }

    /// The method by which a field is read from outside, where tools make such methods.
    #[must_use]
    pub fn reader_of(self, field: &str) -> Option<String> {
        (self == Self::Java)
            .then(|| java::reader_of(field))
            .flatten()
    }

    /// The type of what an object of a type gives when it is asked, if it is there for that alone:
    /// `Client` of `Lazy<Client>`.
    #[must_use]
    pub fn held_type(self, text: &str) -> Option<&str> {
        match self {
            Self::Java => java::held_type(text),
            Self::Python => python::held_type(text),
            _ => None,
        }
    }

    /// The call in a type that says where a value of it comes from.
    #[must_use]
    pub fn noted(self, node: Node<'_>) -> Option<Node<'_>> {
        (self == Self::Python)
            .then(|| python::noted(node))
            .flatten()
    }

    /// Whether an annotation makes a method one of the class, whose first parameter is the class.
    #[must_use]
    pub fn is_class_method(self, mark: &str) -> bool {
        self == Self::Python && mark == "classmethod"
    }

    /// Whether a variable may hold a class.
    #[must_use]
    pub fn holds_classes(self) -> bool {
        self != Self::Java
    }

    /// Whether methods see the fields of their class as plain names.
    #[must_use]
    pub fn sees_fields(self) -> bool {
        self == Self::Java
    }

    /// The names of the object that all global names are members of.
    #[must_use]
    pub const fn global_objects(self) -> &'static [&'static str] {
        if self.is_script() {
            javascript::GLOBAL_OBJECTS
        } else {
            &[]
        }
    }

    /// Whether a parameter declares a field of the same name (`constructor(private x: X)`).
    #[must_use]
    pub fn is_field_parameter(self, node: Node<'_>) -> bool {
        self.is_script() && javascript::is_field_parameter(node)
    }
}
