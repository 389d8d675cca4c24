//! The hooks under the real pre-commit: a commit with a broken call is stopped, and goes through
//! when it is mended.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::packaging::installed;
use crate::support::{BROKEN, CLEAN, Project};
use crate::tools::{Ended, python, repository, run, target, tried};

/// A repository with hooks.
struct Guarded {
    project: Project,
    /// Where pre-commit keeps what it builds.
    home: PathBuf,
    /// What comes first on the `PATH`.
    path: Vec<PathBuf>,
}

impl Guarded {
    /// A repository with these hooks, which are lines of YAML.
    fn new(home: &Path, path: &[PathBuf], repos: &str) -> Self {
        let project = Project::new(&[(".pre-commit-config.yaml", &format!("repos:\n{repos}"))]);
        let guarded = Self {
            project,
            home: home.to_owned(),
            path: [path, &[python()]].concat(),
        };
        for arguments in [
            "init -q",
            "config user.name x",
            "config user.email x@example.org",
            "config commit.gpgsign false",
        ] {
            let mut git = guarded.command("git");
            run(git.args(arguments.split(' ')));
        }
        run(guarded.command("pre-commit").args(["install"]));
        guarded
    }

    fn command(&self, program: &str) -> Command {
        let old = env::var_os("PATH").unwrap_or_default();
        let path = self.path.iter().cloned().chain(env::split_paths(&old));
        let mut command = Command::new(program);
        command
            .current_dir(self.project.path())
            .env("PATH", env::join_paths(path).unwrap())
            .env("PRE_COMMIT_HOME", &self.home)
            .env("PIP_FIND_LINKS", target().join("outside/wheel"))
            // What is built already need not be built again.
            .env("CARGO_TARGET_DIR", target());
        command
    }

    fn pre_commit(&self) -> Ended {
        tried(self.command("pre-commit").args(["run", "--all-files"]))
    }

    /// Stages everything and commits.
    fn commit(&self) -> Ended {
        run(self.command("git").args(["add", "-A"]));
        tried(self.command("git").args(["commit", "-q", "-m", "x"]))
    }

    fn count(&self) -> usize {
        let log = tried(self.command("git").args(["log", "--oneline"]));
        if log.code == Some(0) {
            log.text.lines().count()
        } else {
            0
        }
    }
}

/// A hook that reports stops a commit until its call is mended.
fn stops(guarded: &Guarded) {
    let project = &guarded.project;
    project.write("with space/a.py", BROKEN);
    project.write("legacy/old.py", BROKEN);
    project.write("key2pat.toml", "exclude = [\"legacy/\"]\n");
    run(guarded.command("git").args(["add", "-A"]));
    let found = guarded.pre_commit();
    assert_eq!(found.code, Some(1), "{}", found.text);
    assert!(found.text.contains("with space/a.py:4:1"), "{}", found.text);
    assert!(!found.text.contains("legacy"), "{}", found.text);
    let stopped = guarded.commit();
    assert_ne!(stopped.code, Some(0));
    assert!(
        stopped.text.contains("key-on-clarifai-model"),
        "{}",
        stopped.text
    );
    assert_eq!(guarded.count(), 0);
    // As the report says.
    let mut fix = Command::new(installed().join("key2pat"));
    run(fix.arg("fix").current_dir(project.path()));
    assert_eq!(project.read("with space/a.py"), CLEAN);
    let passed = guarded.commit();
    assert_eq!(passed.code, Some(0), "{}", passed.text);
    assert_eq!(guarded.count(), 1);
    // Of a file that is staged in part, that part counts.
    project.write("with space/a.py", &format!("# more\n{CLEAN}"));
    run(guarded.command("git").args(["add", "-A"]));
    project.write("with space/a.py", BROKEN);
    let passed = tried(guarded.command("git").args(["commit", "-q", "-m", "x"]));
    assert_eq!(passed.code, Some(0), "{}", passed.text);
    assert_eq!(project.read("with space/a.py"), BROKEN);
    // A file that git is asked to commit beside the index.
    let stopped = tried(
        guarded
            .command("git")
            .args(["commit", "-q", "-a", "-m", "x"]),
    );
    assert_ne!(stopped.code, Some(0), "{}", stopped.text);
    // pre-commit knows no name for these files.
    run(guarded.command("git").args(["checkout", "-q", "--", "."]));
    run(guarded.command("git").args(["reset", "-q", "--hard"]));
    project.write("b.mts", "// the client: clarifai\n");
    run(guarded.command("git").args(["add", "-A"]));
    assert!(guarded.pre_commit().text.contains("Passed"));
}

/// A hook that rewrites stops a commit once, since the file changed.
fn mends(guarded: &Guarded) {
    guarded.project.write("a.py", BROKEN);
    let stopped = guarded.commit();
    assert_ne!(stopped.code, Some(0));
    assert!(
        stopped.text.contains("files were modified by this hook"),
        "{}",
        stopped.text
    );
    assert_eq!(guarded.project.read("a.py"), CLEAN);
    let passed = guarded.commit();
    assert_eq!(passed.code, Some(0), "{}", passed.text);
    assert_eq!(guarded.count(), 1);
}

/// Runs the hook on five files that call Clarifai.
fn times(guarded: &Guarded, what: &str) {
    let sample = repository().join("examples/smart-album/tagger");
    for name in [
        "tags.py",
        "faces.py",
        "settings.py",
        "connection.py",
        "archive.py",
    ] {
        let text = fs::read_to_string(sample.join(name)).unwrap();
        guarded.project.write(name, &text);
    }
    run(guarded.command("git").args(["add", "-A"]));
    let begin = Instant::now();
    let found = tried(guarded.command("pre-commit").args(["run"]));
    let took = begin.elapsed().as_millis();
    assert_eq!(found.code, Some(1), "{}", found.text);
    println!("{what}: five staged files in {took} ms, pre-commit's own time with it");
}

/// A hook of this repository, as the commit at hand has it.
fn of_this_repository(id: &str) -> String {
    let mut git = Command::new("git");
    let head = run(git.args(["rev-parse", "HEAD"]).current_dir(repository()));
    let (repo, rev) = (repository().display(), head.trim());
    format!("  - repo: '{repo}'\n    rev: {rev}\n    hooks:\n      - id: {id}\n")
}

#[test]
#[ignore = "takes pre-commit from PyPI, which builds the program"]
fn hooks_that_are_built_from_source() {
    // pre-commit clones the repository and has cargo build it.
    let home = tempfile::tempdir().unwrap();
    let hook = |id| Guarded::new(home.path(), &[], &of_this_repository(id));
    stops(&hook("key2pat"));
    mends(&hook("key2pat-fix"));
    times(&hook("key2pat"), "built from source");
}

#[test]
#[ignore = "takes pre-commit and maturin from PyPI"]
fn hooks_of_the_wheel() {
    let path = [installed().to_owned()];
    let home = tempfile::tempdir().unwrap();
    // As docs/hook.md has it.
    let page = fs::read_to_string(repository().join("docs/hook.md")).unwrap();
    let begin = page.find("  - repo: local").expect("a hook of the wheel");
    let local = page[begin..].split("```").next().unwrap();
    stops(&Guarded::new(home.path(), &[], local));
    times(&Guarded::new(home.path(), &[], local), "of the wheel");
    // The program that is on the PATH.
    let hook = |id| Guarded::new(home.path(), &path, &of_this_repository(id));
    stops(&hook("key2pat-system"));
    mends(&hook("key2pat-fix-system"));
}
