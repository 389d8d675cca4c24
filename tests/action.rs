//! `action.yml`, run as a runner runs it: its script under bash, with its inputs in the
//! environment, and a cargo that hands out the program of this build.

#![cfg(unix)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use serde_yaml_ng::Value;
use support::{BROKEN, CLEAN, Project};

/// What the action did.
struct Done {
    code: Option<i32>,
    log: String,
    outputs: String,
    summary: String,
}

fn step() -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("action.yml");
    let action: Value = serde_yaml_ng::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    action["runs"]["steps"][0].clone()
}

fn act(project: &Project, inputs: &[(&str, &str)]) -> Done {
    let outside = tempfile::tempdir().unwrap();
    let mut git = Command::new("git");
    let made = git
        .args(["init", "-q"])
        .current_dir(project.path())
        .status();
    assert!(made.unwrap().success());
    let at = |name: &str| outside.path().join(name);
    fs::create_dir(at("bin")).unwrap();
    let program = env!("CARGO_BIN_EXE_key2pat");
    let cargo = format!(
        "#!/bin/sh\nfor it; do root=$it; done\nmkdir -p \"$root/bin\" && ln -sf '{program}' \"$root/bin/key2pat\"\n"
    );
    fs::write(at("bin/cargo"), cargo).unwrap();
    fs::set_permissions(at("bin/cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var("PATH").unwrap();
    let script = step()["run"].as_str().unwrap().to_owned();
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &script])
        .current_dir(project.path())
        .env("PATH", format!("{}:{path}", at("bin").display()))
        .env("RUNNER_TEMP", outside.path())
        .env("GITHUB_OUTPUT", at("outputs"))
        .env("GITHUB_STEP_SUMMARY", at("summary"))
        .env("SOURCE", env!("CARGO_MANIFEST_DIR"));
    let given = [
        ("PATHS", "."),
        ("ARGS", ""),
        ("SARIF", ""),
        ("SUMMARY", "true"),
    ];
    for (name, value) in given.iter().chain(inputs) {
        bash.env(format!("INPUT_{name}"), value);
    }
    let output = bash.output().unwrap();
    let read = |name| fs::read_to_string(at(name)).unwrap_or_default();
    Done {
        code: output.status.code(),
        log: String::from_utf8([output.stdout, output.stderr].concat()).unwrap(),
        outputs: read("outputs"),
        summary: read("summary"),
    }
}

#[test]
fn findings_stop_the_job_and_are_told_three_times() {
    let project = Project::new(&[("src/a b.py", BROKEN), ("other/c.py", BROKEN)]);
    let done = act(
        &project,
        &[("PATHS", "src/a b.py\n"), ("SARIF", "out.sarif")],
    );
    assert_eq!(done.code, Some(1), "{}", done.log);
    assert_eq!(done.outputs, "exit-code=1\n");
    assert!(
        done.log.starts_with("::error file=src/a b.py,line=4,"),
        "{}",
        done.log
    );
    assert!(!done.log.contains("c.py"), "{}", done.log);
    assert!(
        done.summary.contains("1 of 1 call broken"),
        "{}",
        done.summary
    );
    assert!(project.read("out.sarif").contains("src/a%20b.py"));
}

#[test]
fn other_ends_are_told_apart() {
    let project = Project::new(&[("a.py", CLEAN)]);
    let clean = act(&project, &[("SUMMARY", "false")]);
    assert_eq!((clean.code, &*clean.outputs), (Some(0), "exit-code=0\n"));
    assert_eq!(clean.summary, "");
    let failed = act(&project, &[("ARGS", "--since=nowhere\n--pedantic")]);
    assert_eq!((failed.code, &*failed.outputs), (Some(2), "exit-code=2\n"));
}

/// Inputs are words, never commands, and paths are never options.
#[test]
fn inputs_are_no_commands() {
    let project = Project::new(&[("a.py", CLEAN)]);
    let inputs = [
        "$(touch pwned)",
        "`touch pwned`",
        "; touch pwned",
        "--output=json=pwned",
    ];
    for input in inputs {
        let done = act(&project, &[("PATHS", input), ("SARIF", "")]);
        assert_eq!(done.code, Some(2), "{}", done.log);
        assert!(!project.path().join("pwned").exists(), "{input}");
    }
}
