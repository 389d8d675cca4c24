//! The text of the query files: patterns of one node and one capture, with predicates.
//!
//! `((call) @call (#set! callee "function"))`
//!
//! This is the plainest form of a tree-sitter query, and that is what it stays: tests compile
//! every file with tree-sitter, and hold what it finds against what is found here. Its engine is
//! not used otherwise, because it is made for patterns of nested nodes: to compile them it goes
//! through the whole grammar (tens of milliseconds for the five grammars, which a hook that looks
//! at five files would pay at each commit), and to run them it keeps a state for each that has
//! begun. One node is found by the number of its kind.

use smol_str::SmolStr;

/// A pattern as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Written {
    /// The kind of node.
    pub(super) node: SmolStr,
    /// The capture, without `@`.
    pub(super) capture: SmolStr,
    /// Keys and values of `#set!`, in their order.
    pub(super) settings: Vec<(SmolStr, SmolStr)>,
    /// The other predicates, without `#`, and their arguments.
    pub(super) predicates: Vec<(SmolStr, Vec<SmolStr>)>,
}

/// Reads the patterns of a query file, or gives the line, from 1, where it has another form.
pub(super) fn read(text: &str) -> Result<Vec<Written>, usize> {
    let mut reader = Reader {
        text,
        tokens: tokens(text)?.into_iter().peekable(),
    };
    let mut found = Vec::new();
    while reader.tokens.peek().is_some() {
        found.push(reader.pattern()?);
    }
    Ok(found)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Capture(SmolStr),
    Predicate(SmolStr),
    Text(SmolStr),
    Word(SmolStr),
}

struct Reader<'s> {
    text: &'s str,
    tokens: std::iter::Peekable<std::vec::IntoIter<(usize, Token)>>,
}

impl Reader<'_> {
    fn pattern(&mut self) -> Result<Written, usize> {
        self.expect(&Token::Open)?;
        self.expect(&Token::Open)?;
        let mut pattern = Written::default();
        match self.next()? {
            (_, Token::Word(node)) => pattern.node = node,
            (at, _) => return Err(line(self.text, at)),
        }
        self.expect(&Token::Close)?;
        match self.next()? {
            (_, Token::Capture(capture)) => pattern.capture = capture,
            (at, _) => return Err(line(self.text, at)),
        }
        loop {
            match self.next()? {
                (_, Token::Close) => return Ok(pattern),
                (_, Token::Open) => self.predicate(&mut pattern)?,
                (at, _) => return Err(line(self.text, at)),
            }
        }
    }

    fn predicate(&mut self, pattern: &mut Written) -> Result<(), usize> {
        let (at, Token::Predicate(name)) = self.next()? else {
            return Err(line(self.text, 0));
        };
        let mut arguments = Vec::new();
        loop {
            match self.next()? {
                (_, Token::Close) => break,
                (_, Token::Text(text) | Token::Word(text)) => arguments.push(text),
                (at, _) => return Err(line(self.text, at)),
            }
        }
        if name != "set!" {
            pattern.predicates.push((name, arguments));
            return Ok(());
        }
        let mut arguments = arguments.into_iter();
        match (arguments.next(), arguments.next(), arguments.next()) {
            (Some(key), Some(value), None) => pattern.settings.push((key, value)),
            _ => return Err(line(self.text, at)),
        }
        Ok(())
    }

    fn expect(&mut self, token: &Token) -> Result<(), usize> {
        let (at, found) = self.next()?;
        if found == *token {
            Ok(())
        } else {
            Err(line(self.text, at))
        }
    }

    fn next(&mut self) -> Result<(usize, Token), usize> {
        let end = self.text.len();
        self.tokens.next().ok_or_else(|| line(self.text, end))
    }
}

/// The tokens of a text, each with its offset. Comments reach from `;` to the end of the line.
fn tokens(text: &str) -> Result<Vec<(usize, Token)>, usize> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        let after = &rest[first.len_utf8()..];
        rest = match first {
            ';' => after.find('\n').map_or("", |end| &after[end..]),
            '(' => {
                found.push((at, Token::Open));
                after
            }
            ')' => {
                found.push((at, Token::Close));
                after
            }
            '"' => {
                // No file needs an escape in a text, so none is understood.
                let end = after.find(['"', '\\', '\n']);
                let end = end.filter(|&end| after.as_bytes()[end] == b'"');
                let end = end.ok_or_else(|| line(text, at))?;
                found.push((at, Token::Text(SmolStr::new(&after[..end]))));
                &after[end + 1..]
            }
            _ if first.is_whitespace() => after,
            _ => {
                let ends = |it: char| it.is_whitespace() || matches!(it, '(' | ')' | '"' | ';');
                let (word, after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
                let name = SmolStr::new(word.get(1..).unwrap_or_default());
                found.push((
                    at,
                    match first {
                        '@' => Token::Capture(name),
                        '#' => Token::Predicate(name),
                        _ => Token::Word(SmolStr::new(word)),
                    },
                ));
                after
            }
        };
    }
    Ok(found)
}

/// The line, from 1, of an offset.
fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use tree_sitter::{Query, QueryPredicateArg, StreamingIterator};

    use super::*;
    use crate::language::Language;

    #[test]
    fn a_pattern_is_read() {
        let text = "; about calls\n((call) @call ; here\n (#callee? \"a.b\" \"*.c\")\n (#set! name \"0 name\"))";
        let [pattern] = read(text).unwrap().try_into().unwrap();
        assert_eq!((&*pattern.node, &*pattern.capture), ("call", "call"));
        assert_eq!(pattern.settings, [("name".into(), "0 name".into())]);
        let names = vec!["a.b".into(), "*.c".into()];
        assert_eq!(pattern.predicates, [("callee?".into(), names)]);
    }

    #[test]
    fn other_forms_are_refused() {
        for (text, line) in [
            ("(call) @call", 1),
            ("\n((call (name)) @call)", 2),
            ("((call))", 1),
            ("\n((call) @call\n(#set! name))", 3),
            ("((call) @call (#set! name \"a)", 1),
            ("((call) @call", 1),
            ("[(call)] @call", 1),
        ] {
            assert_eq!(read(text), Err(line), "{text}");
        }
    }

    /// tree-sitter compiles every file, and reads the same in it.
    #[test]
    fn tree_sitter_reads_the_same() {
        for language in Language::ALL {
            for text in language.query_texts() {
                let query = Query::new(language.grammar().grammar(), text)
                    .unwrap_or_else(|error| panic!("{language:?}: {error}"));
                let patterns = read(text).unwrap();
                assert_eq!(patterns.len(), query.pattern_count(), "{language:?}");
                for (index, pattern) in patterns.iter().enumerate() {
                    let settings: Vec<(SmolStr, SmolStr)> = query
                        .property_settings(index)
                        .iter()
                        .map(|it| {
                            (
                                SmolStr::new(&it.key),
                                it.value.as_deref().unwrap_or("").into(),
                            )
                        })
                        .collect();
                    assert_eq!(pattern.settings, settings, "{pattern:?}");
                    let arguments = |it: &QueryPredicateArg| match it {
                        QueryPredicateArg::String(text) => SmolStr::new(text),
                        QueryPredicateArg::Capture(id) => panic!("{pattern:?} takes capture {id}"),
                    };
                    let predicates: Vec<(SmolStr, Vec<SmolStr>)> = query
                        .general_predicates(index)
                        .iter()
                        .map(|it| {
                            let arguments = it.args.iter().map(arguments).collect();
                            (SmolStr::new(&it.operator), arguments)
                        })
                        .collect();
                    assert_eq!(pattern.predicates, predicates, "{pattern:?}");
                }
            }
        }
    }

    /// tree-sitter finds the same nodes, with the same captures.
    #[test]
    fn tree_sitter_finds_the_same() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        let mut compared = 0;
        for entry in walkdir::WalkDir::new(root).sort_by_file_name() {
            let path = entry.unwrap().into_path();
            let extension = path.extension().and_then(|it| it.to_str());
            let Some(language) = extension.and_then(Language::from_extension) else {
                continue;
            };
            let source = std::fs::read(&path).unwrap();
            let mut parser = tree_sitter::Parser::new();
            parser.set_language(language.grammar().grammar()).unwrap();
            let tree = parser.parse(&source, None).unwrap();
            let found: Vec<_> = language
                .grammar()
                .flow()
                .walk(&tree, &source, None)
                .unwrap()
                .into_iter()
                .map(|(node, pattern)| (node.id(), pattern.kind))
                .collect();
            assert_eq!(found, by_tree_sitter(language, &tree, &source), "{path:?}");
            compared += found.len();
        }
        assert!(compared > 10_000);
    }

    /// What tree-sitter's engine finds of the patterns of `flow.scm`, in the order of the text.
    fn by_tree_sitter(
        language: Language,
        tree: &tree_sitter::Tree,
        source: &[u8],
    ) -> Vec<(usize, super::super::pattern::FactKind)> {
        let text = language.query_texts()[0];
        let patterns = read(text).unwrap();
        let query = Query::new(language.grammar().grammar(), text).unwrap();
        let mut cursor = tree_sitter::QueryCursor::new();
        let mut all = cursor.matches(&query, tree.root_node(), source);
        let mut found = Vec::new();
        while let Some(one) = all.next() {
            let node = one.captures()[0].node;
            let written = &patterns[one.pattern_index];
            let operator = node.child_by_field_name("operator");
            let operator = operator.and_then(|it| it.utf8_text(source).ok());
            let is_met = written.predicates.iter().all(|(_, allowed)| {
                operator.is_some_and(|operator| allowed.iter().any(|it| it == operator))
            });
            let kind = super::super::pattern::FactKind::from_name(&written.capture).unwrap();
            if is_met {
                found.push((node, kind));
            }
        }
        found.sort_by_key(|(node, _)| (node.start_byte(), std::cmp::Reverse(node.end_byte())));
        found
            .into_iter()
            .map(|(node, kind)| (node.id(), kind))
            .collect()
    }
}
