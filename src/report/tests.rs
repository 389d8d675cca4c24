//! The formats over one report made by hand.

use serde_json::Value;

use super::*;
use crate::clarifai::{
    Basis, Call, Client, Credential, CredentialKind, Intent, Operation, Owner, Part, Resource,
    ResourceKind, Standing,
};
use crate::language::Language;
use crate::rules::{
    Applicability, Confidence, Edit, Finding, Fix, JudgedCall, Related, Rule, Severity, Verdict,
};
use crate::source::{FileId, Place, SourceFile, Sources, Span};

pub const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// A file whose first line is long and whose call goes over many lines.
fn source() -> String {
    format!(
        "# {}\u{1b}[31m\nKEY = \"{SECRET}\"\n\n\ndef ask(stub):\n    return stub.PostModelOutputs(\n{}    )\n",
        "long ".repeat(60),
        "        argument,\n".repeat(12),
    )
}

fn place(file: u32, source: &str, text: &str) -> Place {
    let start = source.find(text).unwrap();
    Place {
        file: FileId(file),
        span: Span::new(start as u32, (start + text.len()) as u32),
    }
}

fn call(source: &str) -> Call {
    let request = &source[source.find("stub.Post").unwrap()..source.len() - 1];
    Call {
        client: Client::Grpc,
        language: Language::Python,
        place: place(0, source, request),
        operation: Operation {
            name: "PostModelOutputs".to_owned(),
            intent: Intent::Predict,
            pat_only: false,
        },
        credential: Credential {
            kind: CredentialKind::ApiKey,
            basis: Basis::Name,
            evidence: "the variable `KEY`".to_owned(),
            place: Some(place(0, source, "KEY")),
            hard_coded: true,
            scheme: None,
            hops: Vec::new(),
            others: Vec::new(),
        },
        resource: Resource {
            kind: ResourceKind::Model,
            id: Some("aaa03c23b3724a16a56b629203edc62c".to_owned()),
            known_as: Some("general-image-recognition".to_owned()),
            standing: Standing::Clarifais,
            place: None,
            unresolved_from: None,
        },
        owner: Owner {
            user_id: Some(Part::Literal("me".to_owned())),
            app_id: Some(Part::Dynamic("the environment variable `APP`".to_owned())),
            place: None,
            client_default: false,
        },
        sends: Vec::new(),
        callers: Vec::new(),
        ambiguous: false,
        cases: Vec::new(),
        missing: Vec::new(),
    }
}

pub fn sample() -> Report {
    let text = source();
    let call = call(&text);
    let error = Finding {
        rule: Rule::KeyOnClarifaiModel,
        severity: Severity::Error,
        confidence: Confidence::Medium,
        message: "an API key no longer reaches Clarifai's model".to_owned(),
        place: call.place,
        related: vec![
            Related {
                place: place(0, &text, &format!("\"{SECRET}\"")),
                message: "the key enters here".to_owned(),
                essential: true,
            },
            Related {
                place: place(0, &text, "long"),
                message: "a station on the way".to_owned(),
                essential: false,
            },
        ],
        notes: vec!["the service answers \"Model does not exist\"".to_owned()],
        help: vec![
            "name the owner:".to_owned(),
            "user_app_id=UserAppIDSet(…)".to_owned(),
        ],
        fix: Some(Fix {
            title: "use a PAT and name the owner".to_owned(),
            applicability: Applicability::Unsafe,
            edits: vec![Edit {
                place: place(0, &text, "argument"),
                text: "user_app_id=x".to_owned(),
            }],
        }),
        fingerprint: "0011223344556677".to_owned(),
        call: Some(call.clone()),
    };
    let note = Finding {
        rule: Rule::UnusedIgnore,
        severity: Severity::Note,
        call: None,
        fix: None,
        related: Vec::new(),
        place: place(1, "x = 1", "x"),
        ..error.clone()
    };
    let verdict = Verdict {
        rule: Some(Rule::KeyOnClarifaiModel),
        severity: Severity::Error,
        confidence: Confidence::Medium,
    };
    let clean = Verdict {
        rule: None,
        severity: Severity::Note,
        confidence: Confidence::High,
    };
    let files = [("src/a\u{1b}.py", text), ("src/b.py", "x = 1".to_owned())];
    let file = |(name, text): (&str, String)| {
        SourceFile::new(name.to_owned(), Language::Python, text.into_bytes(), false)
    };
    Report {
        findings: vec![error, note],
        calls: [verdict, clean]
            .map(|verdict| JudgedCall::of(call.clone(), verdict, [&call]))
            .into(),
        summary: Summary {
            walked: 7,
            read: 6,
            candidates: 2,
            skipped: vec![Skipped {
                path: "big.py".to_owned(),
                reason: "larger than 5 MiB".to_owned(),
            }],
            calls: 2,
            files_with_calls: 1,
            clean: 1,
            ..Summary::default()
        },
        sources: Sources::new(files.into_iter().map(file).collect()),
    }
}

pub fn shown(report: &Report, options: &HumanOptions) -> String {
    let mut out = Vec::new();
    human(report, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn sample_json(all_calls: bool) -> Value {
    let mut report = sample();
    report.select(true);
    let mut out = Vec::new();
    json(&report, all_calls, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

#[test]
fn human_shows_the_evidence() {
    let mut report = sample();
    report.select(false);
    let text = shown(&report, &HumanOptions::default());
    assert!(!text.contains(SECRET), "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn human_verbose_shows_every_station() {
    let mut report = sample();
    report.select(true);
    let options = HumanOptions {
        verbose: true,
        ..HumanOptions::default()
    };
    insta::assert_snapshot!(shown(&report, &options));
}

#[test]
fn human_colours_and_quiet() {
    let mut report = sample();
    report.select(false);
    let color = HumanOptions {
        color: true,
        ..HumanOptions::default()
    };
    assert!(shown(&report, &color).contains("\u{1b}[0m"));
    let quiet = HumanOptions {
        quiet: true,
        ..HumanOptions::default()
    };
    assert!(!shown(&report, &quiet).contains("broken"));
    report.findings.clear();
    assert_eq!(shown(&report, &quiet), "");
}

#[test]
fn human_says_what_there_was_when_there_is_nothing() {
    let empty = |summary| Report {
        findings: Vec::new(),
        calls: Vec::new(),
        summary,
        sources: Sources::default(),
    };
    let options = HumanOptions {
        targets: ".".to_owned(),
        ..HumanOptions::default()
    };
    let walked = |walked, calls| Summary {
        walked,
        calls,
        files_with_calls: calls.min(5),
        ..Summary::default()
    };
    let line = |summary| shown(&empty(summary), &options);
    assert_eq!(line(walked(120, 0)), "no call to Clarifai in 120 files\n");
    assert_eq!(line(walked(120, 12)), "0 broken of 12 calls in 5 files\n");
    assert_eq!(line(walked(1, 1)), "0 broken of 1 call in 1 file\n");
    assert_eq!(
        line(walked(0, 0)),
        "no file of a supported language under .\n"
    );
}

#[test]
fn concise_is_one_line_a_finding() {
    let mut report = sample();
    report.findings[1].message = "two\nlines".to_owned();
    let mut out = Vec::new();
    concise(&report, &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap(), @"
    src/a␛.py:6:12: error[key-on-clarifai-model] an API key no longer reaches Clarifai's model
    src/b.py:1:1: note[unused-ignore] two lines
    ");
}

#[test]
fn json_is_what_the_schema_says() {
    let schema = serde_json::from_str(include_str!("../../schema/report-v1.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for all_calls in [false, true] {
        let document = sample_json(all_calls);
        let errors: Vec<_> = validator.iter_errors(&document).collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(document.get("calls").is_some(), all_calls);
    }
}

/// What the program may write and what the schema allows is the same.
#[test]
fn the_schema_knows_every_name() {
    let schema: Value = serde_json::from_str(include_str!("../../schema/report-v1.json")).unwrap();
    let names = |pointer: &str| -> Vec<String> {
        serde_json::from_value(schema.pointer(pointer).unwrap().clone()).unwrap()
    };
    assert_eq!(names("/$defs/rule/enum"), Rule::ALL.map(Rule::name));
    assert_eq!(
        names("/$defs/call/properties/client/enum"),
        Client::ALL.map(Client::name)
    );
}

#[test]
fn json_counts_lines_and_columns_from_1_and_bytes_from_0() {
    let document = sample_json(true);
    let finding = &document["findings"][0];
    assert_eq!(finding["start"]["line"], 6);
    assert_eq!(finding["start"]["column"], 12);
    assert_eq!(
        finding["start"]["offset"],
        source().find("stub.Post").unwrap()
    );
    assert_eq!(finding["call"]["credential"]["line"], 2);
    assert_eq!(finding["call"]["owner"]["given"], "dynamic");
    assert_eq!(finding["call"]["owner"]["app_id"], Value::Null);
    assert_eq!(document["findings"][1]["call"], Value::Null);
    let verdicts: Vec<_> = (0..2).map(|at| &document["calls"][at]["verdict"]).collect();
    assert_eq!(verdicts, ["key-on-clarifai-model", "clean"]);
}

#[test]
fn notes_and_guesses_are_hidden_and_counted() {
    let mut report = sample();
    report.findings[0].confidence = Confidence::Low;
    report.select(false);
    assert!(report.findings.is_empty());
    let summary = &report.summary;
    assert_eq!((summary.hidden, summary.notes, summary.errors), (2, 1, 0));
    let mut report = sample();
    report.select(true);
    let summary = &report.summary;
    assert_eq!((summary.hidden, summary.errors, summary.fixable), (0, 1, 1));
}

/// What a format writes of the report made by hand.
fn written(format: fn(&Report, &mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut report = sample();
    report.select(true);
    let mut out = Vec::new();
    format(&report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn sarif_of_the_sample() {
    let mut document: Value = serde_json::from_str(&written(sarif)).unwrap();
    let rules = document["runs"][0]["tool"]["driver"]["rules"].take();
    assert_eq!(rules.as_array().unwrap().len(), Rule::ALL.len());
    insta::assert_snapshot!(serde_json::to_string_pretty(&document).unwrap());
}

#[test]
fn github_of_the_sample() {
    insta::assert_snapshot!(written(github));
}

#[test]
fn github_says_what_it_will_not_show() {
    let mut report = sample();
    let error = report.findings[0].clone();
    report.findings = vec![error; 12];
    let mut out = Vec::new();
    github(&report, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(text.matches("::error ").count(), 12);
    assert!(text.ends_with("::2 more findings in the log only: GitHub shows 10 of a kind\n"));
}

#[test]
fn gitlab_of_the_sample() {
    insta::assert_snapshot!(written(gitlab));
}

#[test]
fn junit_of_the_sample() {
    insta::assert_snapshot!(written(junit));
}

#[test]
fn checkstyle_of_the_sample() {
    insta::assert_snapshot!(written(checkstyle));
}

#[test]
fn jsonl_of_the_sample() {
    insta::assert_snapshot!(written(|report, out| jsonl(report, true, out)));
}

#[test]
fn markdown_of_the_sample() {
    insta::assert_snapshot!(written(markdown));
}

#[test]
fn html_of_the_sample() {
    let page = written(html);
    let body = page.split_once("<body>").unwrap().1;
    let body = body.split_once("<script>").unwrap().0;
    insta::assert_snapshot!(body);
}

#[test]
fn statistics_of_the_sample() {
    let mut report = sample();
    report.select(true);
    insta::assert_snapshot!(Figures::of(&report).tables());
}
