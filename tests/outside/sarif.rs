//! SARIF before the standard's schema, an official validator, and another reader.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::{BROKEN, Project, key2pat};
use crate::tools::{node, python, repository, run, tried};

/// Reports of a project in several languages, of every fixture, of odd names, and of nothing.
fn reports(folder: &Path) -> Vec<PathBuf> {
    let odd = Project::new(&[
        ("a b/%41é日#?.py", BROKEN),
        ("new\nline::error::.py", BROKEN),
        ("not.utf8.py", ""),
    ]);
    fs::write(odd.path().join("not.utf8.py"), b"\0clarifai").unwrap();
    let nothing = Project::new(&[]);
    let roots = [
        ("sample", repository().join("examples/smart-album")),
        ("fixtures", repository().join("fixtures")),
        ("odd", odd.path()),
        ("nothing", nothing.path()),
    ];
    let report = |(name, root): (&str, PathBuf)| {
        let file = folder.join(format!("{name}.sarif"));
        let output = format!("--output=sarif={}", file.display());
        let arguments = ["--pedantic", "--no-ignore", "--exit-zero", "-q", &output];
        assert_eq!(key2pat(root, &arguments).code, 0);
        file
    };
    roots.map(report).into()
}

fn json(file: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
#[ignore = "takes the schema and a validator from npm"]
fn the_standard_allows_every_report() {
    let folder = tempfile::tempdir().unwrap();
    let reports = reports(folder.path());
    let packages = node().join("node_modules/@microsoft");
    for schema in [
        "sarif-multitool-linux/sarif-2.1.0.json",
        "jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json",
    ] {
        let validator = jsonschema::validator_for(&json(&packages.join(schema))).unwrap();
        assert!(!validator.is_valid(&serde_json::json!({"version": "2.1.0"})));
        for report in &reports {
            let document = json(report);
            let errors: Vec<String> = validator
                .iter_errors(&document)
                .map(|it| it.to_string())
                .collect();
            assert!(errors.is_empty(), "{}: {errors:?}", report.display());
        }
    }
    // Beyond the schema: what the standard says in prose, and what code scanning asks for.
    for report in &reports {
        let mut tool = Command::new(packages.join("sarif-multitool-linux/Sarif.Multitool"));
        tool.env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1");
        let said = run(tool
            .args(["validate", "--rule-kind", "Sarif;Ghas"])
            .arg(report));
        let complaints: Vec<&str> = said.lines().filter(|line| is_complaint(line)).collect();
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    }
}

/// The program has no page of its own yet that could be named.
fn is_complaint(line: &str) -> bool {
    (line.contains(": error ") || line.contains(": warning ")) && !line.contains("informationUri")
}

#[test]
#[ignore = "takes sarif-tools from PyPI"]
fn another_reader_counts_the_same() {
    let folder = tempfile::tempdir().unwrap();
    for report in reports(folder.path()) {
        let document = json(&report);
        let results = document["runs"][0]["results"].as_array().unwrap();
        let table = folder.path().join("table.csv");
        let mut reader = Command::new(python().join("sarif"));
        let ended = tried(reader.arg("csv").arg("--output").arg(&table).arg(&report));
        assert_eq!(ended.code, Some(0), "{}", ended.text);
        let summary = run(Command::new(python().join("sarif"))
            .arg("summary")
            .arg(&report));
        for level in ["error", "warning", "note"] {
            let count = results.iter().filter(|it| it["level"] == level).count();
            let line = format!("{level}: {count}");
            assert!(summary.lines().any(|it| it == line), "{line}\n{summary}");
        }
    }
}
