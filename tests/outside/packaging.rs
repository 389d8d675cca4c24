//! The wheel and the packages of npm: built here, installed from what was built, and run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use crate::support::{BROKEN, CLEAN, Project};
use crate::tools::{environment, python, repository, run, target, tried};

/// A folder with the wheel in it.
pub fn wheel() -> &'static Path {
    static DONE: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = target().join("outside/wheel");
        // An older wheel could be installed instead.
        let _ = fs::remove_dir_all(&folder);
        let mut maturin = Command::new(python().join("maturin"));
        maturin
            .args(["build", "--release", "-q", "-o"])
            .arg(&folder);
        run(maturin.current_dir(repository().join("packaging/wheel")));
        folder
    });
    &DONE
}

/// The folder of the program that the wheel installs.
pub fn installed() -> &'static Path {
    static DONE: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = target().join("outside/installed");
        let mut pip = Command::new(environment(&folder));
        pip.args(["install", "-q", "--no-index", "--find-links"]);
        run(pip.arg(wheel()).arg("key2pat"));
        folder.join("bin")
    });
    &DONE
}

/// The installed program does what it does elsewhere.
fn works(program: &Path) {
    let project = Project::new(&[("a.py", BROKEN)]);
    let version = run(Command::new(program).arg("--version"));
    assert_eq!(
        version.trim(),
        concat!("key2pat ", env!("CARGO_PKG_VERSION"))
    );
    let broken = tried(Command::new(program).arg(project.path()));
    assert_eq!(broken.code, Some(1), "{}", broken.text);
    run(Command::new(program).arg("fix").arg(project.path()));
    assert_eq!(project.read("a.py"), CLEAN);
    assert_eq!(tried(Command::new(program).arg("--quux")).code, Some(2));
}

#[test]
#[ignore = "takes maturin from PyPI"]
fn the_wheel_is_installed_and_runs() {
    works(&installed().join("key2pat"));
}

#[test]
#[ignore = "takes maturin from PyPI, and npm"]
fn the_packages_of_npm_are_installed_and_run() {
    let folder = tempfile::tempdir().unwrap();
    let packaging = repository().join("packaging/npm");
    let platform = run(Command::new("node").args(["-p", "`${process.platform}-${process.arch}`"]));
    let made = folder.path().join("platform");
    let mut make = Command::new("node");
    make.arg(packaging.join("platform.mjs"))
        .arg(platform.trim());
    run(make.arg(installed().join("key2pat")).arg(&made));
    let project = folder.path().join("project");
    fs::create_dir(&project).unwrap();
    fs::write(project.join("package.json"), "{}").unwrap();
    let packed = [&made, &packaging].map(|it| {
        let mut pack = Command::new("npm");
        pack.args(["pack", "--silent", "--pack-destination"])
            .arg(&project);
        let name = run(pack.current_dir(it));
        format!("./{}", name.trim())
    });
    // The packages of other platforms are optional; offline nothing is asked for.
    let mut install = Command::new("npm");
    install.args(["install", "--silent", "--offline", "--no-audit"]);
    run(install.args(&packed).current_dir(&project));
    works(&project.join("node_modules/.bin/key2pat"));
    // Without the platform's package the launcher says what is missing.
    let package = format!("node_modules/key2pat-{}", platform.trim());
    fs::remove_dir_all(project.join(package)).unwrap();
    let without = tried(&mut Command::new(project.join("node_modules/.bin/key2pat")));
    assert_eq!(without.code, Some(2));
    assert!(without.text.contains("--omit=optional"), "{}", without.text);
}

/// The versions of all packages are that of the program.
#[test]
fn the_packages_have_the_version_of_the_program() {
    let text = fs::read_to_string(repository().join("packaging/npm/package.json")).unwrap();
    let package: serde_json::Value = serde_json::from_str(&text).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(package["version"], version);
    let others = package["optionalDependencies"].as_object().unwrap();
    assert!(others.values().all(|it| it == version));
}
