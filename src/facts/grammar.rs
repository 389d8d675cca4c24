//! What is compiled once for each language: the patterns of `flow.scm` over its grammar, and the
//! signatures of the other query files. Nothing is compiled before a file needs it.

use std::sync::LazyLock;

use super::{Patterns, Signatures};
use crate::language::Language;

/// A grammar with the patterns over it.
#[derive(Debug)]
pub struct Grammar {
    grammar: tree_sitter::Language,
    flow: Patterns,
}

impl Grammar {
    /// Compiles the patterns of a language.
    ///
    /// The texts are part of the program, and a test compiles them all.
    fn new(language: Language) -> Self {
        let grammar = language.syntax();
        let flow = Patterns::compile(&grammar, language.flow_query());
        let flow = flow.expect("a test compiles every query");
        Self { grammar, flow }
    }

    /// The grammar itself.
    #[must_use]
    pub const fn grammar(&self) -> &tree_sitter::Language {
        &self.grammar
    }

    /// The patterns of `flow.scm`.
    #[must_use]
    pub const fn flow(&self) -> &Patterns {
        &self.flow
    }
}

static PYTHON: LazyLock<Grammar> = LazyLock::new(|| Grammar::new(Language::Python));
static JAVASCRIPT: LazyLock<Grammar> = LazyLock::new(|| Grammar::new(Language::JavaScript));
static TYPESCRIPT: LazyLock<Grammar> = LazyLock::new(|| Grammar::new(Language::TypeScript));
static TSX: LazyLock<Grammar> = LazyLock::new(|| Grammar::new(Language::Tsx));
static JAVA: LazyLock<Grammar> = LazyLock::new(|| Grammar::new(Language::Java));

static PYTHON_SIGNATURES: LazyLock<Signatures> = LazyLock::new(|| signatures(Language::Python));
static JAVASCRIPT_SIGNATURES: LazyLock<Signatures> =
    LazyLock::new(|| signatures(Language::JavaScript));
static JAVA_SIGNATURES: LazyLock<Signatures> = LazyLock::new(|| signatures(Language::Java));

fn signatures(language: Language) -> Signatures {
    Signatures::compile(language.signature_queries())
}

impl Language {
    /// The grammar and the patterns over it. Compiled at the first use.
    #[must_use]
    pub fn grammar(self) -> &'static Grammar {
        match self {
            Self::Python => &PYTHON,
            Self::JavaScript => &JAVASCRIPT,
            Self::TypeScript => &TYPESCRIPT,
            Self::Tsx => &TSX,
            Self::Java => &JAVA,
        }
    }

    /// The names that mean something to Clarifai, from the other three query files.
    #[must_use]
    pub fn signatures(self) -> &'static Signatures {
        match self {
            Self::Python => &PYTHON_SIGNATURES,
            Self::JavaScript | Self::TypeScript | Self::Tsx => &JAVASCRIPT_SIGNATURES,
            Self::Java => &JAVA_SIGNATURES,
        }
    }
}
