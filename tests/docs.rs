//! The pages under `docs/` say what holds: every command in them runs, every link leads somewhere,
//! and the configurations are configurations.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{BROKEN, Project, blocks, key2pat};

const PAGES: [&str; 4] = ["adopting.md", "audit.md", "gate.md", "hook.md"];

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

fn page(name: &str) -> String {
    fs::read_to_string(docs().join(name)).unwrap()
}

/// A repository with a broken call in it and one that is staged.
fn repository() -> Project {
    let project = Project::new(&[("a.py", BROKEN), ("b.py", BROKEN)]);
    for arguments in ["init -q", "add b.py"] {
        let mut git = Command::new("git");
        let status = git.args(arguments.split(' ')).current_dir(project.path());
        assert!(status.status().unwrap().success());
    }
    project
}

#[test]
#[cfg(unix)]
fn commands_run() {
    let program = Path::new(env!("CARGO_BIN_EXE_key2pat"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::split_paths(&path);
    let path = std::iter::once(program.parent().unwrap().to_owned()).chain(path);
    let path = std::env::join_paths(path).unwrap();
    let mut run = 0;
    for name in PAGES {
        // The commands of a page build on each other.
        let project = repository();
        for block in blocks(&page(name), "sh") {
            for line in block.lines() {
                let mut shell = Command::new("sh");
                shell.args(["-c", line]).current_dir(project.path());
                let output = shell.env("PATH", &path).output().unwrap();
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(output.status.code() < Some(2), "{name}: {line}\n{said}");
                run += 1;
            }
        }
        if name == "adopting.md" {
            let left = key2pat(project.path(), &["--no-baseline"]);
            assert_eq!(left.code, 0, "all is mended: {}", left.stdout);
            assert!(!project.read("key2pat-baseline.json").contains("a.py"));
        }
    }
    assert!(run > 7, "{run}");
}

/// Commands in the middle of a sentence have the verbs and options that they name.
#[test]
fn commands_in_sentences_are_understood() {
    let project = repository();
    let mut known = 0;
    for name in PAGES {
        let page = page(name);
        let quoted = page.split('`').skip(1).step_by(2);
        for command in quoted.filter(|it| it.starts_with("key2pat ") && !it.contains('\n')) {
            let words: Vec<&str> = command.split(' ').skip(1).collect();
            let words: Vec<&str> = words
                .iter()
                .map(|it| if *it == "PATH" { "." } else { it })
                .collect();
            let run = key2pat(project.path(), &words);
            let no_baseline = run.stderr.contains("cannot read the baseline");
            assert!(
                run.code < 2 || no_baseline,
                "{name}: {command}\n{}",
                run.stderr
            );
            known += 1;
        }
    }
    assert!(known > 5, "{known}");
}

/// Every option that a page names is one of the program's.
#[test]
fn options_are_known() {
    let project = Project::new(&[]);
    let help = ["check", "fix"].map(|verb| key2pat(project.path(), &[verb, "--help"]).stdout);
    let help = help.concat();
    // Options of other programs.
    let others = ["--rm", "--release", "--all-files", "--keep-index"];
    for name in PAGES {
        let page = page(name);
        let words = page.split(|it: char| !(it.is_ascii_alphanumeric() || it == '-'));
        for word in words.filter(|it| it.starts_with("--") && it.len() > 3) {
            let known = help.contains(&format!("{word} ")) || help.contains(&format!("{word}\n"));
            assert!(known || others.contains(&word), "{name}: {word}");
        }
    }
}

#[test]
fn configurations_are_read() {
    for block in blocks(&page("adopting.md"), "toml") {
        let project = Project::new(&[("key2pat.toml", &block)]);
        let shown = key2pat(project.path(), &["--show-settings"]);
        assert_eq!(shown.code, 0, "{block}{}", shown.stderr);
        let said: toml::Table = shown.stdout.parse().unwrap();
        let meant: toml::Table = block.parse().unwrap();
        for (key, value) in meant {
            assert!(said.contains_key(&key), "{key} = {value:?}");
        }
    }
}

#[test]
fn links_lead_somewhere() {
    for name in PAGES {
        let page = page(name);
        let targets = page.split("](").skip(1);
        for target in targets.filter_map(|it| it.split(')').next()) {
            assert!(docs().join(target).exists(), "{name}: {target}");
        }
    }
}

/// Each page begins with something to copy.
#[test]
fn the_first_thing_is_to_be_copied() {
    for name in PAGES {
        let page = page(name);
        let (before, _) = page.split_once("```").unwrap();
        assert!(before.lines().count() <= 6, "{name}");
    }
}

/// What is to be copied names the version of the program.
#[test]
fn versions_are_those_of_the_program() {
    let version = env!("CARGO_PKG_VERSION");
    let gitlab = docs().join("../packaging/gitlab/key2pat.gitlab-ci.yml");
    let gitlab = fs::read_to_string(gitlab).unwrap();
    for (text, before) in [
        (page("hook.md"), "rev: v"),
        (page("hook.md"), "[key2pat=="),
        (page("gate.md"), "key2pat@v"),
        (gitlab, "KEY2PAT_VERSION: v"),
    ] {
        let (_, after) = text.split_once(before).expect(before);
        assert!(after.starts_with(version), "{before}");
    }
}
