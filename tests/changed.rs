//! `--staged` and `--since` in real repositories.

mod support;

use std::path::Path;
use std::process::Command;

use support::{BROKEN, CLEAN, Project, Run, key2pat};

fn git(folder: impl AsRef<Path>, arguments: &[&str]) {
    let output = Command::new("git")
        .args([
            "-c",
            "user.name=x",
            "-c",
            "user.email=x@example.org",
            "-c",
            "commit.gpgsign=false",
        ])
        .args([
            "-c",
            "init.defaultBranch=main",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {complaint}");
}

/// A repository with these files in its first commit.
fn repository(files: &[(&str, &str)]) -> Project {
    let project = Project::new(files);
    git(project.path(), &["init", "-q"]);
    git(project.path(), &["add", "-A"]);
    git(
        project.path(),
        &["commit", "-q", "--allow-empty", "-m", "first"],
    );
    project
}

/// The paths of the findings.
fn found(run: &Run) -> Vec<String> {
    assert!(run.code < 2, "{}", run.stderr);
    let path = |line: &str| line.split(':').next().unwrap().to_owned();
    run.stdout.lines().map(path).collect()
}

fn staged(project: &Project) -> Vec<String> {
    let run = key2pat(project.path(), &["--staged", "--format", "gitlab"]);
    paths(&run)
}

fn paths(run: &Run) -> Vec<String> {
    assert!(run.code < 2, "{}", run.stderr);
    let issues: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let path = |it: &serde_json::Value| it["location"]["path"].as_str().unwrap().to_owned();
    issues.as_array().unwrap().iter().map(path).collect()
}

#[test]
fn the_index_is_judged_not_the_working_tree() {
    let project = repository(&[("a.py", CLEAN), ("old.py", BROKEN)]);
    assert_eq!(staged(&project), [""; 0]);
    // Broken in the working tree only.
    project.write("a.py", BROKEN);
    assert_eq!(staged(&project), [""; 0]);
    git(project.path(), &["add", "a.py"]);
    // Mended in the working tree only.
    project.write("a.py", CLEAN);
    assert_eq!(staged(&project), ["a.py"]);
    std::fs::remove_file(project.path().join("a.py")).unwrap();
    assert_eq!(staged(&project), ["a.py"]);
}

#[test]
fn values_come_from_the_index_too() {
    let user = "import os\nimport requests\nfrom keys import URL\n\nrequests.post(\n    URL,\n    headers={\"Authorization\": \"Key \" + os.environ[\"CLARIFAI_PAT\"]},\n)\n";
    let keys = |owner: &str| {
        let model = "models/general-image-recognition/outputs";
        format!("URL = \"https://api.clarifai.com/v2/{owner}{model}\"\n")
    };
    let project = repository(&[("keys.py", &keys("users/clarifai/apps/main/"))]);
    project.write("a.py", user);
    git(project.path(), &["add", "a.py"]);
    project.write("keys.py", &keys(""));
    assert_eq!(staged(&project), [""; 0]);
    git(project.path(), &["add", "keys.py"]);
    assert_eq!(staged(&project), ["a.py"]);
}

#[test]
fn renamed_deleted_and_oddly_named_files() {
    let project = repository(&[("a.py", BROKEN), ("b.py", BROKEN), ("c.py", CLEAN)]);
    git(project.path(), &["mv", "a.py", "moved.py"]);
    git(project.path(), &["rm", "-q", "b.py"]);
    let names = [
        "sp ace.py",
        "quo\"te'.py",
        "new\nline.py",
        "\u{e9}\u{65e5}.py",
        "sub/tab\t.py",
    ];
    for name in names {
        project.write(name, BROKEN);
    }
    git(project.path(), &["add", "-A"]);
    let mut expected: Vec<&str> = names.to_vec();
    expected.push("moved.py");
    expected.sort_unstable();
    assert_eq!(staged(&project), expected);
    let only = key2pat(project.path(), &["--staged", "sub", "--format", "gitlab"]);
    assert_eq!(paths(&only), ["sub/tab\t.py"]);
}

#[test]
#[cfg(unix)]
fn links_and_submodules_are_not_followed() {
    let other = repository(&[("inner.py", BROKEN)]);
    let project = repository(&[("real.txt", BROKEN)]);
    std::os::unix::fs::symlink("real.txt", project.path().join("link.py")).unwrap();
    let url = other.path();
    git(
        project.path(),
        &["submodule", "add", "-q", url.to_str().unwrap(), "module.py"],
    );
    git(project.path(), &["add", "-A"]);
    let run = key2pat(project.path(), &["--staged", "-v"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout.contains("link.py: symbolic link"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("module.py"), "{}", run.stdout);
}

/// One of two calls of a file is staged; either way round.
#[test]
fn a_file_staged_in_part() {
    let call = CLEAN.split_once("requests.post").unwrap().1;
    let both = format!("{BROKEN}\nrequests.post{call}");
    let project = repository(&[("a.py", CLEAN)]);
    project.write("a.py", &both);
    git(project.path(), &["add", "a.py"]);
    project.write("a.py", CLEAN);
    let run = key2pat(project.path(), &["--staged", "--format", "gitlab"]);
    assert_eq!(paths(&run), ["a.py"]);
    // The lines are those of the index.
    assert!(run.stdout.contains("\"begin\": 4"), "{}", run.stdout);
    let lines = ["--staged", "--changed-lines", "--format", "gitlab"];
    assert_eq!(paths(&key2pat(project.path(), &lines)), ["a.py"]);
    // What is staged is not what would be written.
    let fixed = key2pat(project.path(), &["fix", "--staged"]);
    assert_eq!(fixed.code, 2, "{}", fixed.stdout);
    assert!(
        fixed.stderr.contains("a.py: what is staged differs"),
        "{}",
        fixed.stderr
    );
    assert_eq!(project.read("a.py"), CLEAN);
    project.write("a.py", &both);
    assert_eq!(key2pat(project.path(), &["fix", "--staged"]).code, 0);
    assert!(project.read("a.py").starts_with(CLEAN));
}

/// `git commit -a` and `git commit FILE` judge an index of their own, of which the hook is told.
#[test]
#[cfg(unix)]
fn under_a_hook_of_git() {
    use std::os::unix::fs::PermissionsExt;
    let project = repository(&[("sub/a.py", CLEAN), ("b.py", CLEAN)]);
    let program = env!("CARGO_BIN_EXE_key2pat");
    let hook = format!("#!/bin/sh\nexec '{program}' check --staged --format concise\n");
    project.write(".git/hooks/pre-commit", &hook);
    let file = project.path().join(".git/hooks/pre-commit");
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
    let commit = |folder: &Path, arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args([
            "-c",
            "user.name=x",
            "-c",
            "user.email=x@example.org",
            "commit",
            "-m",
            "x",
        ]);
        let output = git.args(arguments).current_dir(folder).output().unwrap();
        output.status.success()
    };
    project.write("sub/a.py", BROKEN);
    assert!(!commit(&project.path(), &["-a"]));
    assert!(!commit(&project.path(), &["sub/a.py"]));
    project.write("b.py", &format!("# more\n{CLEAN}"));
    assert!(commit(&project.path(), &["b.py"]));
    assert!(!commit(&project.path().join("sub"), &["-a"]));
    // In a working tree of its own.
    git(project.path(), &["worktree", "add", "-q", "other"]);
    let other = project.path().join("other");
    std::fs::write(other.join("new.py"), BROKEN).unwrap();
    git(&other, &["add", "new.py"]);
    assert!(!commit(&other, &[]));
}

#[test]
fn nothing_staged_is_said() {
    let project = repository(&[("a.py", BROKEN)]);
    let run = key2pat(project.path(), &["--staged"]);
    let said = "no file of a supported language under . is staged\n";
    assert_eq!((run.code, &*run.stdout), (0, said));
    // A file that is only meant to be added later is not.
    project.write("later.py", BROKEN);
    git(project.path(), &["add", "-N", "later.py"]);
    assert_eq!(key2pat(project.path(), &["--staged"]).stdout, said);
    let since = key2pat(
        project.path(),
        &["--since", "HEAD", "--exclude", "later.py"],
    );
    assert!(
        since.stdout.contains("changed since HEAD"),
        "{}",
        since.stdout
    );
}

#[test]
#[cfg(target_os = "linux")]
fn names_that_are_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let project = repository(&[]);
    let name = std::ffi::OsStr::from_bytes(b"a\xff.py");
    std::fs::write(project.path().join(name), BROKEN).unwrap();
    git(project.path(), &["add", "-A"]);
    assert_eq!(staged(&project), ["a\u{fffd}.py"]);
}

#[test]
fn a_shallow_clone_has_an_index_like_any_other() {
    let project = repository(&[("a.py", BROKEN)]);
    git(
        project.path(),
        &["commit", "-q", "--allow-empty", "-m", "second"],
    );
    let url = format!("file://{}", project.path().display());
    let clone = Project::new(&[]);
    git(clone.path(), &["clone", "-q", "--depth", "1", &url, "."]);
    clone.write("b.py", BROKEN);
    git(clone.path(), &["add", "b.py"]);
    assert_eq!(staged(&clone), ["b.py"]);
}

#[test]
fn before_the_first_commit() {
    let project = Project::new(&[("a.py", BROKEN)]);
    git(project.path(), &["init", "-q"]);
    git(project.path(), &["add", "-A"]);
    assert_eq!(staged(&project), ["a.py"]);
}

#[test]
fn what_a_branch_changed() {
    let project = repository(&[("a.py", BROKEN), ("b.py", BROKEN)]);
    git(project.path(), &["checkout", "-q", "-b", "work"]);
    project.write("a.py", &format!("{BROKEN}\n# more\n"));
    git(project.path(), &["commit", "-q", "-a", "-m", "second"]);
    project.write("new.py", BROKEN);
    // What happens on the other branch meanwhile is not ours.
    git(project.path(), &["checkout", "-q", "main"]);
    git(project.path(), &["rm", "-q", "b.py"]);
    git(project.path(), &["commit", "-q", "-m", "elsewhere"]);
    git(project.path(), &["checkout", "-q", "work"]);
    let since = |more: &[&str]| {
        let arguments = [&["--since", "main", "--format", "concise"], more].concat();
        found(&key2pat(project.path(), &arguments))
    };
    assert_eq!(since(&[]), ["a.py", "new.py"]);
    // The old call in the changed file stands on no changed line.
    assert_eq!(since(&["--changed-lines"]), ["new.py"]);
    project.write(
        "a.py",
        &BROKEN.replace("json={\"inputs\": []}", "json={\"inputs\": [1]}"),
    );
    assert_eq!(since(&["--changed-lines"]), ["a.py", "new.py"]);
}

#[test]
fn where_git_cannot_help_it_is_said() {
    let complaint = |folder: &Path, arguments: &[&str]| {
        let run = key2pat(folder, arguments);
        assert_eq!(run.code, 2, "{}", run.stdout);
        run.stderr
    };
    let plain = Project::new(&[("a.py", BROKEN)]);
    assert!(complaint(&plain.path(), &["--staged"]).contains("is in no git working tree"));
    let project = repository(&[("a.py", BROKEN)]);
    assert!(complaint(&project.path(), &["--since", "nowhere"]).contains("no commit `nowhere`"));
    assert!(complaint(&project.path(), &["--since=--output=x"]).contains("no commit"));
    git(
        project.path(),
        &["commit", "-q", "--allow-empty", "-m", "second"],
    );
    let url = format!("file://{}", project.path().display());
    git(plain.path(), &["clone", "-q", "--bare", &url, "bare"]);
    assert!(
        complaint(&plain.path().join("bare"), &["--staged"]).contains("is in no git working tree")
    );
    git(
        plain.path(),
        &["clone", "-q", "--depth", "1", &url, "shallow"],
    );
    let shallow = complaint(&plain.path().join("shallow"), &["--since", "HEAD~1"]);
    assert!(shallow.contains("shallow clone"), "{shallow}");
    let without = Command::new(env!("CARGO_BIN_EXE_key2pat"))
        .arg("--staged")
        .current_dir(project.path())
        .env("PATH", "")
        .output()
        .unwrap();
    assert_eq!(without.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&without.stderr).contains("git is needed"));
}
