//! What `fix` makes of whole programs, run with the real clients against a service that holds the
//! credential contract: each fails before as the service fails, and works after.
//!
//! The programs are in `tests/contract/programs/`, one folder for each client; `driver.py` there
//! runs them. The clients are installed into `target/contract/` by pip and npm. Where the machine
//! lacks a tool or reaches no registry, the tests say so and pass, unless
//! `KEY2PAT_REQUIRE_CONTRACT=1` demands them.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// How many programs each client has at least.
const LEAST: usize = 12;
/// The exit code of `install.py` on a machine that cannot run the tests.
const UNABLE: i32 = 77;

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contract")
}

fn python(interpreter: &Path, script: &str) -> Command {
    let mut command = Command::new(interpreter);
    command
        .arg(sources().join(script))
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// The folder that the clients are installed in, or why they cannot be. Done once for all tests.
fn installed() -> &'static Result<PathBuf, String> {
    static INSTALLED: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("contract");
        let run = python(Path::new("python3"), "install.py")
            .arg(&home)
            .output();
        let run = run.map_err(|error| format!("python3: {error}"))?;
        match run.status.code() {
            Some(0) => Ok(home),
            Some(UNABLE) => Err(String::from_utf8_lossy(&run.stdout).trim().to_owned()),
            _ => panic!("install.py failed\n{}", said(&run)),
        }
    })
}

fn said(run: &Output) -> String {
    let [out, err] = [&run.stdout, &run.stderr].map(|it| String::from_utf8_lossy(it));
    format!("{out}{err}")
}

/// Runs the programs of a client.
fn check(family: &str) {
    let home = match installed() {
        Ok(home) => home,
        Err(why) => {
            let required = std::env::var_os("KEY2PAT_REQUIRE_CONTRACT").is_some_and(|it| it == "1");
            assert!(!required, "the contract tests cannot run: {why}");
            // Not by a macro: the harness would keep it to itself.
            let _ = writeln!(std::io::stderr(), "skipped: {family}: {why}");
            return;
        }
    };
    let run = python(&home.join("venv/bin/python"), "driver.py")
        .arg("--key2pat")
        .arg(env!("CARGO_BIN_EXE_key2pat"))
        .arg("--home")
        .arg(home)
        .arg(family)
        .output()
        .expect("the Python that was installed");
    assert!(run.status.success(), "{}", said(&run));
    let count = String::from_utf8_lossy(&run.stdout)
        .lines()
        .filter(|it| it.starts_with("ok "))
        .count();
    assert!(count >= LEAST, "{family} has only {count} programs");
}

#[test]
fn python_grpc() {
    check("python-grpc");
}

#[test]
fn python_sdk() {
    check("python-sdk");
}

#[test]
fn python_requests() {
    check("python-requests");
}

#[test]
fn node_grpc() {
    check("node-grpc");
}

#[test]
fn node_fetch() {
    check("node-fetch");
}

#[test]
fn node_axios() {
    check("node-axios");
}

#[test]
fn node_legacy() {
    check("node-legacy");
}

/// Compiled only: the classes of the client are stand-ins without content.
#[test]
fn java_grpc() {
    check("java-grpc");
}

/// Shell is not read by key2pat: its programs are fixed as the documentation shows, by hand.
#[test]
fn shell_curl() {
    check("shell-curl");
}

#[test]
fn every_client_with_programs_is_tested() {
    let folders = std::fs::read_dir(sources().join("programs")).expect("the programs");
    let names = folders.map(|it| it.expect("a folder").file_name());
    let text = include_str!("contract.rs");
    for name in names {
        let call = format!("check({name:?})");
        assert!(text.contains(&call), "nothing here says {call}");
    }
}
