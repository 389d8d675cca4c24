//! The README says what the program does: its picture, its rules, its commands.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use key2pat::rules::Rule;
use support::blocks;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("a file of the repository")
}

fn key2pat(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_key2pat"))
        .args(arguments)
        .current_dir(root())
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts")
}

fn stdout(arguments: &[&str]) -> String {
    String::from_utf8(key2pat(arguments).stdout).expect("output in UTF-8")
}

/// The picture is what the program says of the sample project, but for what `…` leaves out.
#[test]
fn the_picture_is_true() {
    let blocks = blocks(&text("README.md"), "console");
    let [picture] = blocks.as_slice() else {
        panic!("one picture in the README, not {}", blocks.len());
    };
    let (command, shown) = picture.split_once('\n').expect("a command and its output");
    let arguments: Vec<&str> = command.split(' ').skip(2).collect();
    assert_eq!(arguments, ["check", "examples/smart-album"]);
    let output = stdout(&arguments);
    let mut rest = output.as_str();
    for part in shown.split("…\n").filter(|part| !part.is_empty()) {
        let at = rest.find(part);
        let at = at.unwrap_or_else(|| panic!("not said (any more):\n{part}\nbut:\n{output}"));
        rest = &rest[at + part.len()..];
    }
    assert_eq!(rest, "", "the picture ends where the output does");
}

/// The first command has something to show: findings of each of the sample's languages.
#[test]
fn the_sample_project_has_findings() {
    let found = key2pat(&["check", "examples/smart-album", "--format", "concise"]);
    assert_eq!(found.status.code(), Some(1));
    assert!(found.stderr.is_empty());
    let lines = String::from_utf8_lossy(&found.stdout);
    for ending in [".py:", ".js:", ".tsx:", ".java:"] {
        assert!(
            lines.lines().any(|it| it.contains(ending)),
            "{ending}\n{lines}"
        );
    }
}

#[test]
fn the_commands_are_those_that_ci_runs() {
    let commands: Vec<String> = blocks(&text("README.md"), "sh")
        .concat()
        .lines()
        .map(str::to_owned)
        .collect();
    let [sample, tests, install] = commands.as_slice() else {
        panic!("three commands, not {commands:?}");
    };
    assert_eq!(sample, "cargo run --release -- check examples/smart-album");
    assert!(install.starts_with("cargo install --path ."));
    let steps = text(".ci/run");
    assert!(
        steps.lines().any(|line| line == format!("step {tests}")),
        "`.ci/run` does not run `{tests}`"
    );
}

#[test]
fn the_table_of_rules_is_that_of_the_program() {
    let rows: Vec<String> = Rule::ALL
        .iter()
        .map(|rule| {
            let severity = rule.severity().name();
            format!("| `{rule}` | {severity} | {} |", rule.summary())
        })
        .collect();
    let heading = "| rule | severity | what it says |\n| --- | --- | --- |";
    let table = format!("{heading}\n{}\n\n", rows.join("\n"));
    let readme = text("README.md");
    assert!(readme.contains(&table), "the README lacks:\n{table}");
}

/// Every verb and every option that the program has is in the README.
#[test]
fn what_help_lists_is_told() {
    let readme = text("README.md");
    let help = stdout(&["--help"]);
    let verbs = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next());
    let mut told = 0;
    for verb in verbs {
        let ways = [format!("`key2pat {verb}"), format!("`key2pat [{verb}]")];
        assert!(ways.iter().any(|it| readme.contains(it)), "{verb}");
        told += 1;
    }
    let words = help.split(|it: char| it.is_whitespace() || it == ',');
    let options = words.filter(|word| word.starts_with("--") && word.len() > 2);
    for option in options.filter(|it| !matches!(*it, "--help" | "--version")) {
        assert!(readme.contains(&format!("`{option}")), "{option}");
        told += 1;
    }
    assert!(told > 15, "the help is not understood (any more)");
}

/// What the README links to is there.
#[test]
fn links_lead_somewhere() {
    for page in ["README.md", "CONTRIBUTING.md"] {
        let content = text(page);
        let targets = content
            .split("](")
            .skip(1)
            .filter_map(|it| it.split(')').next());
        for target in targets {
            let (file, section) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { page } else { file };
            assert!(Path::exists(&root().join(file)), "{page}: {target}");
            let anchors = |line: &str| {
                let title = line.trim_start_matches('#').trim().to_lowercase();
                line.starts_with('#') && title.replace(' ', "-") == section
            };
            assert!(
                section.is_empty() || text(file).lines().any(anchors),
                "{page}: {target}"
            );
        }
    }
}
