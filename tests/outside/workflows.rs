//! The workflow and the action, before an auditor of such files.

use std::process::Command;

use crate::tools::{python, repository, tried};

#[test]
#[ignore = "takes zizmor from PyPI"]
fn an_auditor_finds_nothing() {
    let mut zizmor = Command::new(python().join("zizmor"));
    zizmor.args(["--offline", "--no-progress", "--persona=pedantic"]);
    zizmor.args([".github/workflows", "action.yml"]);
    let found = tried(zizmor.current_dir(repository()));
    assert_eq!(found.code, Some(0), "{}", found.text);
}
