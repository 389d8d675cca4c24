//! The linter as a gate: exit codes, known findings, changed code, and what no report may hold.

mod support;

use std::fs;
use std::path::Path;

use support::{BROKEN, CLEAN, FORMATS, Project, WARNING, key2pat};
use walkdir::WalkDir;

/// A case of the table of exit codes: what it is, the files beside `a.py`, its text, the
/// arguments, and the code.
type Case<'a> = (
    &'a str,
    &'a [(&'a str, &'a str)],
    &'a str,
    &'a [&'a str],
    i32,
);

/// The code depends on what was found and asked for, and never on the format.
#[test]
fn exit_codes() {
    let suppressed = BROKEN.replace(
        "requests.post(",
        "# key2pat: ignore[key-on-clarifai-model] later\nrequests.post(",
    );
    let known = known(BROKEN);
    let baseline = ("known.json", known.as_str());
    let named = ("key2pat.toml", "baseline = 'known.json'");
    let cases: [Case<'_>; 28] = [
        ("clean", &[], CLEAN, &[], 0),
        ("nothing of Clarifai's", &[], "x = 1\n", &[], 0),
        ("findings", &[], BROKEN, &[], 1),
        ("findings, exit zero", &[], BROKEN, &["--exit-zero"], 0),
        ("only warnings", &[], WARNING, &[], 0),
        ("warnings count", &[], WARNING, &["--fail-on", "warning"], 1),
        (
            "warnings are not shown",
            &[],
            WARNING,
            &["--fail-on", "warning", "--min-severity", "error"],
            0,
        ),
        ("all suppressed", &[], &suppressed, &[], 0),
        (
            "suppressions do not count",
            &[],
            &suppressed,
            &["--no-suppressions"],
            1,
        ),
        ("all baselined", &[baseline, named], BROKEN, &[], 0),
        (
            "all baselined by an option",
            &[baseline],
            BROKEN,
            &["--baseline", "known.json"],
            0,
        ),
        ("a stale baseline", &[baseline, named], CLEAN, &[], 0),
        (
            "the baseline does not count",
            &[baseline, named],
            BROKEN,
            &["--isolated"],
            1,
        ),
        (
            "the baseline is passed over",
            &[baseline, named],
            BROKEN,
            &["--no-baseline"],
            1,
        ),
        (
            "rule not wanted",
            &[],
            BROKEN,
            &["--ignore", "key-on-clarifai-model"],
            0,
        ),
        (
            "other rule wanted",
            &[],
            BROKEN,
            &["--select", "missing-owner,wrong-owner"],
            0,
        ),
        ("excluded", &[], BROKEN, &["--exclude", "a.py"], 0),
        ("syntax error", &[], "def (\nclarifai", &[], 0),
        ("no such option", &[], CLEAN, &["--quux"], 2),
        ("no such rule", &[], CLEAN, &["--select", "quux"], 2),
        ("no such root", &[], BROKEN, &["nowhere"], 2),
        ("a root in a file", &[], BROKEN, &["a.py/b"], 2),
        (
            "one of two roots missing",
            &[],
            BROKEN,
            &["a.py", "nowhere"],
            2,
        ),
        (
            "no such configuration",
            &[],
            CLEAN,
            &["--config", "nowhere.toml"],
            2,
        ),
        (
            "a wrong configuration",
            &[("key2pat.toml", "exlude = []")],
            BROKEN,
            &[],
            2,
        ),
        (
            "no such baseline",
            &[],
            CLEAN,
            &["--baseline", "nowhere.json"],
            2,
        ),
        (
            "no baseline",
            &[("known.json", "[]"), named],
            BROKEN,
            &[],
            2,
        ),
        (
            "nowhere to write",
            &[],
            CLEAN,
            &["-o", "json=nowhere/x.json"],
            2,
        ),
    ];
    for (name, files, source, arguments, code) in cases {
        let project = Project::new(files);
        project.write("a.py", source);
        for format in FORMATS {
            let run = key2pat(project.path(), &[&["--format", format], arguments].concat());
            assert_eq!(run.code, code, "{name}, {format}: {}", run.stderr);
            // What failed is said, and not in the place of a report.
            assert_eq!(run.stderr.is_empty(), code < 2, "{name}, {format}");
        }
    }
}

/// A root that may not be read. Whoever may read everything cannot try it.
#[test]
#[cfg(unix)]
fn an_unreadable_root_is_a_failure() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new(&[("locked/a.py", BROKEN)]);
    let locked = project.path().join("locked");
    let mode = |mode| fs::set_permissions(&locked, fs::Permissions::from_mode(mode)).unwrap();
    mode(0o000);
    if fs::read_dir(&locked).is_err() {
        for format in FORMATS {
            let run = key2pat(project.path(), &["locked", "--format", format]);
            assert_eq!(run.code, 2, "{format}");
        }
    }
    mode(0o755);
}

/// What `baseline write` makes of a source.
fn known(source: &str) -> String {
    let project = Project::new(&[("a.py", source)]);
    let run = key2pat(project.path(), &["baseline", "write"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    project.read("key2pat-baseline.json")
}

#[test]
fn a_file_holds_what_standard_output_would() {
    for source in [CLEAN, WARNING, BROKEN] {
        let project = Project::new(&[("a.py", source)]);
        let outputs = FORMATS.map(|it| format!("--output={it}=out.{it}"));
        let all: Vec<&str> = outputs.iter().map(String::as_str).collect();
        let code = key2pat(project.path(), &all).code;
        for format in FORMATS {
            let written = project.read(&format!("out.{format}"));
            let run = key2pat(project.path(), &["--format", format]);
            assert_eq!((written, code), (run.stdout, run.code), "{format}");
        }
    }
}

#[test]
fn fix_writes_reports_of_what_is_left_and_lists_without_rewriting() {
    let project = Project::new(&[("a.py", BROKEN)]);
    let listed = key2pat(project.path(), &["fix", "--show-files"]);
    assert_eq!((&*listed.stdout, listed.code), ("a.py\n", 0));
    assert_eq!(project.read("a.py"), BROKEN);
    let fixed = key2pat(project.path(), &["fix", "-q", "-o", "concise=left"]);
    assert_eq!((&*fixed.stdout, fixed.code), ("", 0), "{}", fixed.stderr);
    assert_eq!(project.read("a.py"), CLEAN);
    assert_eq!(project.read("left"), "");
}

/// A comment, or of several rules the one, that silences nothing is told of and taken out.
#[test]
fn suppressions_that_are_not_needed_are_taken_out() {
    let call = BROKEN.split_once("requests.post").unwrap().1;
    let with = |rules: &str| {
        format!(
            "import os\nimport requests\n\n# key2pat: ignore[{rules}] not ours\nrequests.post{call}"
        )
    };
    let cases = [
        (
            with("key-on-clarifai-model, retired-model"),
            with("key-on-clarifai-model"),
        ),
        (
            format!(
                "# key2pat: ignore-file[retired-model]\n{}",
                with("key-on-clarifai-model")
            ),
            with("key-on-clarifai-model"),
        ),
        (
            format!("{CLEAN}x = 1  # key2pat: ignore[api-key] old\n"),
            format!("{CLEAN}x = 1\n"),
        ),
    ];
    for (before, after) in cases {
        let project = Project::new(&[("a.py", &before)]);
        let told = key2pat(project.path(), &["--format", "concise"]);
        assert!(told.stdout.contains("unused-ignore"), "{}", told.stdout);
        let fixed = key2pat(project.path(), &["fix"]);
        assert_eq!(fixed.code, 0, "{}", fixed.stderr);
        assert_eq!(project.read("a.py"), after);
    }
}

#[test]
fn a_configuration_decides() {
    let cases: [(&str, &str, i32); 8] = [
        ("key2pat.toml", "ignore = ['key-on-clarifai-model']", 0),
        (".key2pat.toml", "exclude = ['a.py']", 0),
        (
            "pyproject.toml",
            "[tool.key2pat]\nseverity = { key-on-clarifai-model = 'warning' }",
            0,
        ),
        ("pyproject.toml", "[tool.other]\nx = 1", 1),
        (
            "key2pat.toml",
            "per-file-ignores = { '*.py' = ['key-on-clarifai-model'] }",
            0,
        ),
        (
            "key2pat.toml",
            "own-models = ['general-image-recognition']",
            0,
        ),
        ("key2pat.toml", "exlude = []", 2),
        (
            "key2pat.toml",
            "names = { pat = ['CLARIFAI_API_KEY'] }\nselect = ['key-on-clarifai-model']",
            0,
        ),
    ];
    for (file, text, code) in cases {
        let project = Project::new(&[("a.py", BROKEN), (file, text)]);
        let run = key2pat(project.path(), &[]);
        assert_eq!(run.code, code, "{text}: {}{}", run.stdout, run.stderr);
        let isolated = key2pat(project.path(), &["--isolated"]);
        assert_eq!(isolated.code, 1, "{text}: {}", isolated.stderr);
    }
}

#[test]
fn the_closest_configuration_counts() {
    let project = Project::new(&[
        ("key2pat.toml", "fail-on = 'warning'"),
        (
            "a/key2pat.toml",
            "ignore = ['key-on-clarifai-model']\npat-env = 'THE_PAT'",
        ),
        ("a/x.py", BROKEN),
        ("b/x.py", BROKEN),
        ("c/key2pat.toml", "exclude = ['x.py']"),
        ("c/x.py", BROKEN),
    ]);
    let run = key2pat(project.path(), &["--format", "concise"]);
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    assert!(run.stdout.starts_with("b/x.py:"), "{}", run.stdout);
    let shown = key2pat(project.path(), &["--show-settings", "a/x.py"]);
    assert!(
        shown.stdout.contains("pat-env = \"THE_PAT\""),
        "{}",
        shown.stdout
    );
    let files = key2pat(project.path(), &["--show-files"]);
    assert_eq!(files.stdout, "a/x.py\nb/x.py\n");
}

#[test]
fn a_baseline_knows_findings_by_what_they_say() {
    let project = Project::new(&[
        ("a.py", BROKEN),
        ("key2pat.toml", "baseline = 'known.json'"),
    ]);
    assert_eq!(key2pat(project.path(), &["baseline", "write"]).code, 0);
    assert_eq!(key2pat(project.path(), &[]).code, 0);
    // Lines may move.
    project.write("a.py", &format!("# more\n\n{BROKEN}"));
    let moved = key2pat(project.path(), &[]);
    assert_eq!(moved.code, 0);
    assert!(
        moved.stdout.contains("1 finding in the baseline"),
        "{}",
        moved.stdout
    );
    // A second call of the same text is new.
    let call = BROKEN.split_once("requests.post").unwrap().1;
    project.write("a.py", &format!("{BROKEN}requests.post{call}"));
    assert_eq!(key2pat(project.path(), &[]).code, 1);
    // What is mended is stale, and pruned.
    project.write("a.py", CLEAN);
    let stale = key2pat(project.path(), &[]);
    assert!(
        stale.stdout.contains("1 entry of the baseline"),
        "{}",
        stale.stdout
    );
    assert_eq!(stale.code, 0);
    let which = key2pat(project.path(), &["-v"]).stdout;
    assert!(which.contains("  a.py: key-on-clarifai-model\n"), "{which}");
    for format in ["json", "markdown", "html"] {
        let told = key2pat(project.path(), &["--format", format]).stdout;
        let word = if format == "json" {
            "\"stale\": [\n"
        } else {
            "1 entry of"
        };
        assert!(told.contains(word), "{format}");
    }
    let pruned = key2pat(project.path(), &["baseline", "prune"]);
    assert_eq!(
        pruned.stdout, "1 finding dropped from known.json\n",
        "{}",
        pruned.stderr
    );
    assert!(!project.read("known.json").contains("a.py"));
}

#[test]
fn lists_of_files() {
    let project = Project::new(&[("a b.py", BROKEN), ("c.py", BROKEN)]);
    let run = |list: &str| {
        project.write("list", list);
        key2pat(
            project.path(),
            &["--files-from", "list", "--format", "concise"],
        )
    };
    assert_eq!(run("a b.py\n").stdout.lines().count(), 1);
    assert_eq!(run("a b.py\0c.py\0").stdout.lines().count(), 2);
    assert_eq!(run("").code, 0);
    assert_eq!(run("gone.py\n").code, 2);
}

/// Runs of 32 hexadecimal digits in fixtures are ids of the catalogue or credentials; of the
/// latter none may be in any report.
#[test]
fn no_credential_of_any_fixture_is_in_any_report() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut secrets: Vec<String> = Vec::new();
    for entry in WalkDir::new(&fixtures).into_iter().flatten() {
        let bytes = fs::read(entry.path()).unwrap_or_default();
        let hex = |byte: &u8| byte.is_ascii_hexdigit();
        for run in bytes.split(|byte| !hex(byte)).filter(|run| run.len() == 32) {
            let text = String::from_utf8_lossy(run).into_owned();
            if key2pat::clarifai::names::looks_like_secret(&text) {
                secrets.push(text);
            }
        }
    }
    secrets.sort();
    secrets.dedup();
    assert!(secrets.len() > 5, "{secrets:?}");
    let dir = tempfile::tempdir().unwrap();
    let outputs = FORMATS.map(|it| format!("--output={it}={}/{it}", dir.path().display()));
    let mut arguments = vec!["--pedantic", "--no-ignore", "--all-calls", "-v", "."];
    arguments.extend(outputs.iter().map(String::as_str));
    let run = key2pat(&fixtures, &arguments);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for format in FORMATS {
        let written = fs::read_to_string(dir.path().join(format)).unwrap();
        assert!(!written.is_empty(), "{format}");
        for secret in &secrets {
            assert!(!written.contains(secret.as_str()), "{format}: {secret}");
        }
    }
}

#[test]
fn shells_and_man_know_the_arguments() {
    let project = Project::new(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = key2pat(project.path(), &["completions", shell]);
        assert_eq!(run.code, 0);
        assert!(run.stdout.contains("changed-lines"), "{shell}");
    }
    let manual = key2pat(project.path(), &["man"]).stdout;
    assert!(
        manual.contains(".TH") && manual.contains("changed\\-lines"),
        "{manual}"
    );
}
