//! Programs of others: where they come from, and how they are run.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// The programs from PyPI. Pinned, so that a new version of one of them breaks nothing here.
const PYTHON: [&str; 4] = [
    "maturin==1.16.0",
    "pre-commit==4.7.0",
    "sarif-tools==3.0.5",
    "zizmor==1.32.0",
];

/// The packages from npm.
const NODE: [&str; 3] = [
    "@microsoft/jest-sarif@1.0.0-beta.0",
    "@microsoft/sarif-multitool@5.7.0",
    "playwright-core@1.65.1",
];

/// The root of this repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the programs from PyPI.
pub fn python() -> PathBuf {
    static DONE: LazyLock<PathBuf> = LazyLock::new(|| {
        install("python", &PYTHON, |folder| {
            let pip = environment(folder);
            run(Command::new(pip).args(["install", "-q"]).args(PYTHON));
        })
    });
    DONE.join("bin")
}

/// Makes an environment of Python's, and returns its pip.
pub fn environment(folder: &Path) -> PathBuf {
    let mut python = Command::new("python3");
    run(python.args(["-m", "venv", "--clear"]).arg(folder));
    folder.join("bin/pip")
}

/// The folder with `node_modules`.
pub fn node() -> PathBuf {
    static DONE: LazyLock<PathBuf> = LazyLock::new(|| {
        install("node", &NODE, |folder| {
            fs::create_dir_all(folder).unwrap();
            fs::write(folder.join("package.json"), "{}").unwrap();
            let mut npm = Command::new("npm");
            run(npm
                .args(["install", "--silent"])
                .args(NODE)
                .current_dir(folder));
        })
    });
    DONE.clone()
}

/// Installs packages into a folder, unless just these are there already.
fn install(name: &str, packages: &[&str], act: impl Fn(&Path)) -> PathBuf {
    let folder = repository().join("target/outside").join(name);
    let mark = folder.join("installed");
    let wanted = packages.join("\n");
    if fs::read_to_string(&mark).ok().as_deref() != Some(&wanted) {
        act(&folder);
        fs::write(&mark, wanted).unwrap();
    }
    folder
}

/// The folder into which cargo builds.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository().join("target"), PathBuf::from)
}

/// How a program ended, and all that it wrote.
pub struct Ended {
    /// Its exit code.
    pub code: Option<i32>,
    /// Its output and its complaints.
    pub text: String,
}

/// Runs a program, whatever comes of it.
pub fn tried(command: &mut Command) -> Ended {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = [output.stdout, output.stderr].concat();
    Ended {
        code: output.status.code(),
        text: String::from_utf8_lossy(&text).into_owned(),
    }
}

/// Runs a program that has to succeed, and returns what it wrote.
pub fn run(command: &mut Command) -> String {
    let ended = tried(command);
    assert_eq!(ended.code, Some(0), "{command:?}\n{}", ended.text);
    ended.text
}
