//! Every query compiles, and uses only words that the vocabulary has.

use super::Language;

#[test]
fn every_query_compiles() {
    for language in Language::ALL {
        // Both panic on a query that tree-sitter refuses or on a word that is not known.
        assert!(language.grammar().flow().len() > 30, "{language:?}");
        assert!(language.signatures().iter().count() > 10, "{language:?}");
    }
}

#[test]
fn the_vocabulary_has_every_word_of_the_queries() {
    let table = include_str!("../../queries/README.md");
    for language in Language::ALL {
        for text in language.query_texts() {
            for word in words(text) {
                assert!(
                    table.contains(&format!("`{word}`")),
                    "`{word}` is not in queries/README.md"
                );
            }
        }
    }
}

#[test]
fn the_vocabulary_has_no_word_that_no_query_uses() {
    let table = include_str!("../../queries/README.md");
    let mut used: Vec<String> = Vec::new();
    for language in Language::ALL {
        for text in language.query_texts() {
            used.extend(words(text));
        }
    }
    let listed = table.lines().filter_map(|line| {
        let word = line.strip_prefix("| `")?;
        word.split('`').next()
    });
    for word in listed {
        assert!(used.iter().any(|it| it == word), "no query uses `{word}`");
    }
}

/// The captures (`@call`), keys (`#set! callee`) and predicates (`#callee?`) of a query.
fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let code = strip_comment(line);
        for capture in code.split(" @").skip(1) {
            let end = capture.find([' ', ')']).unwrap_or(capture.len());
            if !code.contains(&format!("\"{}", &capture[..end])) {
                found.push(format!("@{}", &capture[..end]));
            }
        }
        for key in code.split("(#set! ").skip(1) {
            found.push(key.split(' ').next().unwrap_or_default().to_owned());
        }
        for predicate in code.split("(#").skip(1) {
            let name = predicate.split(' ').next().unwrap_or_default();
            if name != "set!" {
                found.push(format!("#{name}"));
            }
        }
    }
    found
}

fn strip_comment(line: &str) -> &str {
    if line.trim_start().starts_with(';') {
        ""
    } else {
        line
    }
}
