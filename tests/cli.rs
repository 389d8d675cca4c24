//! The command line: verbs, options and exit codes, one file for each case in `tests/cmd`.
//! `TRYCMD=overwrite cargo test --test cli` writes what the program says today.

use std::io::Read;
use std::process::{Command, Stdio};

#[test]
fn cases() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .case("tests/cmd/*.trycmd")
        .case("tests/cmd/*.toml");
}

/// `key2pat catalogue | head -1`: the reader goes away, and that is no failure.
#[test]
fn a_reader_that_had_enough_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_key2pat"))
        .arg("catalogue")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut complaints = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut complaints)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(complaints, "");
}
