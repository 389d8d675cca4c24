//! Markers in small files, with findings made by hand.

use super::*;
use crate::language::Language;
use crate::rules::{Confidence, Severity};
use crate::source::{Place, SourceFile};

/// What is left of findings of `rule` at every `call()` of a source: their lines, the messages
/// of unused markers, and how many were silenced.
fn run(source: &str, rule: Rule) -> (Vec<usize>, Vec<Finding>, usize, String) {
    run_in(Language::Python, source, rule)
}

fn run_in(language: Language, text: &str, rule: Rule) -> (Vec<usize>, Vec<Finding>, usize, String) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    let crate::facts::Outcome::Facts(facts) =
        crate::facts::read(language, text.as_bytes(), deadline)
    else {
        panic!("not parsed");
    };
    let file = SourceFile::new("a.py".into(), language, text.as_bytes().to_vec(), false);
    let sources = Sources::new(vec![file]);
    let mut findings: Vec<Finding> = text
        .match_indices("call(")
        .map(|(at, _)| finding(rule, at, text[at..].find(')').unwrap() + 1))
        .collect();
    let read = Suppressions::read([(FileId(0), &*facts)].into_iter(), &sources);
    let silenced = read.apply(&mut findings, &sources);
    let (unused, rest): (Vec<_>, Vec<_>) = findings
        .into_iter()
        .partition(|it| it.rule == Rule::UnusedIgnore);
    let lines = rest
        .iter()
        .map(|it| line_of(sources.get(FileId(0)), it.place.span.start) + 1);
    let mut fixed = text.to_owned();
    for edit in unused
        .iter()
        .rev()
        .flat_map(|it| &it.fix)
        .flat_map(|fix| &fix.edits)
    {
        fixed.replace_range(edit.place.span.range(), &edit.text);
    }
    (lines.collect(), unused, silenced, fixed)
}

fn finding(rule: Rule, at: usize, length: usize) -> Finding {
    let span = Span::new(at as u32, (at + length) as u32);
    Finding {
        rule,
        severity: Severity::Error,
        confidence: Confidence::High,
        message: String::new(),
        place: Place {
            file: FileId(0),
            span,
        },
        call: None,
        related: Vec::new(),
        notes: Vec::new(),
        help: Vec::new(),
        fix: None,
        fingerprint: String::new(),
    }
}

#[test]
fn a_comment_counts_on_its_lines_and_directly_above() {
    let cases = [
        "call(x)  # key2pat: ignore[api-key] later",
        "# key2pat: ignore[api-key] later\ncall(x)",
        "# key2pat: ignore[api-key]\n# because of that\ncall(x)",
        "call(\n    x,  # key2pat: ignore[api-key, missing-owner]\n    y,\n)",
        "call(\n    x,\n)  # key2pat: ignore[ api-key ]",
        "call(x)  # noqa  # key2pat: ignore[api-key]",
        "#key2pat:ignore[api-key]\ncall(x)",
        "# key2pat: ignore-file[api-key] old\n\n\ncall(x)\ncall(y)",
    ];
    for source in cases {
        let (left, unused, silenced, _) = run(source, Rule::ApiKey);
        let of_another = source.contains("missing-owner");
        assert_eq!(
            (left.len(), unused.len()),
            (0, usize::from(of_another)),
            "{source}"
        );
        assert!(silenced > 0, "{source}");
    }
}

#[test]
fn a_comment_counts_nowhere_else() {
    let cases = [
        "# key2pat: ignore[api-key]\n\ncall(x)",
        "call(x)\n# key2pat: ignore[api-key]",
        "x = 1  # key2pat: ignore[api-key]\ncall(x)",
        "# key2pat: ignore[missing-owner]\ncall(x)",
        "# key2pat: ignore\ncall(x)",
        "# key2pat: ignore[]\ncall(x)",
        "# key2pat: ignore[*]\ncall(x)",
        "# key2pat: ignore[api-kye]\ncall(x)",
    ];
    for source in cases {
        let (left, unused, silenced, _) = run(source, Rule::ApiKey);
        assert_eq!((left.len(), unused.len(), silenced), (1, 1, 0), "{source}");
    }
}

#[test]
fn only_comments_are_read() {
    let cases = [
        "call('key2pat: ignore[api-key]')",
        "'''\n# key2pat: ignore[api-key]\n'''\ncall(x)",
        "# write `key2pat: ignore[api-key]` to silence it\ncall(x)",
    ];
    for source in cases {
        let (left, unused, _, _) = run(source, Rule::ApiKey);
        assert_eq!((left.len(), unused.len()), (1, 0), "{source}");
    }
}

#[test]
fn scripts_have_other_comments() {
    let cases = [
        "// key2pat: ignore[api-key] later\ncall(x);",
        "/* key2pat: ignore[api-key] */ call(x);",
        "/*\n * key2pat: ignore[api-key]\n */\ncall(x);",
        "a = <b>\n  {/* key2pat: ignore[api-key] */}\n  {call(x)}\n</b>;",
    ];
    for source in cases {
        let (left, unused, _, _) = run_in(Language::JavaScript, source, Rule::ApiKey);
        assert_eq!((left.len(), unused.len()), (0, 0), "{source}");
    }
}

#[test]
fn what_silences_nothing_is_taken_out() {
    let cases = [
        ("# key2pat: ignore[api-key] x\r\ny = 1\r\n", "y = 1\r\n"),
        (
            "y = 1  # key2pat: ignore[api-key] x\nz = 2\n",
            "y = 1\nz = 2\n",
        ),
        (
            "call(x)  # key2pat: ignore[api-key, wrong-owner] x\n",
            "call(x)  # key2pat: ignore[api-key] x\n",
        ),
        (
            "def f():\n    # key2pat: ignore[api-key]\n    y\n",
            "def f():\n    y\n",
        ),
    ];
    for (source, expected) in cases {
        let (_, unused, _, fixed) = run(source, Rule::ApiKey);
        assert_eq!(unused.len(), 1, "{source}");
        assert_eq!(fixed, expected);
    }
}

#[test]
fn a_misspelt_rule_is_told_with_the_right_one() {
    let (_, unused, _, fixed) = run("# key2pat: ignore[api-kye]\ncall(x)", Rule::ApiKey);
    assert_eq!(
        unused[0].message,
        "There is no rule `api-kye`, so nothing is silenced by it."
    );
    assert_eq!(unused[0].help, ["perhaps `api-key` is meant"]);
    assert!(fixed.contains("api-kye"));
}

#[test]
fn the_rule_about_comments_can_be_silenced_too() {
    let source = "# key2pat: ignore-file[unused-ignore] kept for old branches\n\
                  # key2pat: ignore[api-key]\nx = 1\n";
    let (_, unused, silenced, _) = run(source, Rule::ApiKey);
    assert_eq!((unused.len(), silenced), (0, 1));
}
