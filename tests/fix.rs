//! What `fix` makes of the samples in `fixtures/`.
//!
//! - `<name>.fixed.<ext>` beside a sample is the sample after `fix`. `<name>.fixed/` beside a
//!   project has the files of the project that `fix` changes, and no others.
//! - Where nothing can be rewritten safely, it is what `fix --unsafe` gives.
//! - Of samples without either it is only asked that no rewrite makes anything worse.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use key2pat::rules::Applicability;
use key2pat::source::DiscoverOptions;
use key2pat::{Mended, Settings, mend};
use tempfile::TempDir;
use walkdir::WalkDir;

/// The files of a project by their paths with `/`.
type Project = BTreeMap<String, Vec<u8>>;

/// A sample and what is expected of it.
struct Sample {
    name: String,
    before: Project,
    after: Option<Project>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn is_expected(path: &Path) -> bool {
    let ends = |part: Option<&std::ffi::OsStr>, text: &str| {
        part.is_some_and(|it| it.to_string_lossy().ends_with(text))
    };
    ends(path.file_stem(), ".fixed") || ends(path.extension(), "fixed")
}

/// The samples of all languages, those with an expectation and those without.
fn samples() -> Vec<Sample> {
    let clients = WalkDir::new(root())
        .min_depth(3)
        .max_depth(3)
        .sort_by_file_name();
    let paths = clients
        .into_iter()
        .map(|it| it.expect("a readable folder").into_path());
    paths
        .filter(|it| !is_expected(it))
        .map(|it| sample(&it))
        .collect()
}

fn sample(path: &Path) -> Sample {
    let before = project(path);
    let beside = if path.is_dir() {
        path.with_extension("fixed")
    } else {
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        path.with_extension(format!("fixed.{extension}"))
    };
    let after = beside.exists().then(|| {
        let mut after = before.clone();
        for (name, bytes) in project(&beside) {
            let name = name.replace(".fixed.", ".");
            assert!(
                after.contains_key(&name),
                "{}: no such file: {name}",
                beside.display()
            );
            after.insert(name, bytes);
        }
        after
    });
    let name = path
        .strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string();
    Sample {
        name,
        before,
        after,
    }
}

/// The files below a path, or the file that it is.
fn project(path: &Path) -> Project {
    let base = if path.is_dir() {
        path
    } else {
        path.parent().expect("a folder")
    };
    let files = WalkDir::new(path)
        .into_iter()
        .map(|it| it.expect("a readable file").into_path());
    let files = files.filter(|it| it.is_file());
    let named = |file: PathBuf| {
        let inside = file.strip_prefix(base).unwrap_or(&file);
        let parts: Vec<_> = inside.iter().map(|it| it.to_string_lossy()).collect();
        (parts.join("/"), fs::read(&file).expect("a readable file"))
    };
    files.map(named).collect()
}

fn lay_out(project: &Project) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the sample");
    fs::create_dir(folder.path().join(".git")).expect("a mark of the project root");
    for (name, bytes) in project {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a copy of the sample");
    }
    folder
}

fn settings(folder: &Path) -> Settings {
    Settings {
        discover: DiscoverOptions {
            targets: vec![folder.to_path_buf()],
            no_ignore: true,
            ..DiscoverOptions::default()
        },
        threads: Some(1),
        ..Settings::default()
    }
}

fn mended(folder: &Path, least: Applicability) -> Mended {
    mend(&settings(folder), least).expect("a run without failure")
}

/// What `fix` makes of a project, or `fix --unsafe` where that changes nothing.
fn fixed(before: &Project) -> Project {
    let folder = lay_out(before);
    let mut result = mended(folder.path(), Applicability::Safe);
    if result.changes.is_empty() {
        result = mended(folder.path(), Applicability::Unsafe);
    }
    let mut after = before.clone();
    for change in result.changes {
        after.insert(change.display, change.new);
    }
    after
}

/// The first line in which two projects differ, for people.
fn difference(expected: &Project, found: &Project) -> Option<String> {
    for (name, wanted) in expected {
        let got = &found[name];
        if wanted == got {
            continue;
        }
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (wanted, got) = (text(wanted), text(got));
        let pairs = wanted.split('\n').zip(got.split('\n')).zip(1..);
        for ((wanted, got), line) in pairs {
            if wanted != got {
                return Some(format!(
                    "{name}:{line}\n  wanted {wanted:?}\n  found  {got:?}"
                ));
            }
        }
        return Some(format!("{name}: one ends before the other"));
    }
    None
}

fn check(change: impl Fn(&[u8]) -> Vec<u8>) {
    check_if(|_| true, change);
}

/// Changes the samples for which that is permitted, and looks for the same change in what `fix`
/// makes of them.
fn check_if(permits: impl Fn(&Sample) -> bool, change: impl Fn(&[u8]) -> Vec<u8>) {
    let mut complaints = Vec::new();
    let mut count = 0;
    for sample in samples().into_iter().filter(permits) {
        let Some(after) = sample.after else { continue };
        count += 1;
        let changed = |project: &Project| -> Project {
            project
                .iter()
                .map(|(name, bytes)| match name.ends_with(".json") {
                    // That is no code, whose style could be another one.
                    true => (name.clone(), bytes.clone()),
                    false => (name.clone(), change(bytes)),
                })
                .collect()
        };
        if let Some(difference) = difference(&changed(&after), &fixed(&changed(&sample.before))) {
            complaints.push(format!("{}: {difference}", sample.name));
        }
    }
    assert!(count >= 40, "only {count} samples with an expectation");
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// Each kind of quote becomes the other one: what was a text is one still.
fn swapped_quotes(bytes: &[u8]) -> Vec<u8> {
    let swapped = bytes.iter().map(|it| match it {
        b'\'' => b'"',
        b'"' => b'\'',
        _ => *it,
    });
    swapped.collect()
}

#[test]
fn samples_become_what_is_expected() {
    check(<[u8]>::to_vec);
}

#[test]
fn line_ends_are_kept() {
    check(|bytes| {
        let mut result = Vec::new();
        for &byte in bytes {
            if byte == b'\n' && result.last() != Some(&b'\r') {
                result.push(b'\r');
            }
            result.push(byte);
        }
        result
    });
}

#[test]
fn byte_order_marks_are_kept() {
    check(|bytes| {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        [b"\xef\xbb\xbf", text].concat()
    });
}

#[test]
fn indentation_by_tabs_is_kept() {
    check(|bytes| {
        let lines = bytes.split_inclusive(|it| *it == b'\n').flat_map(|line| {
            let blanks = line.iter().take_while(|it| **it == b' ').count();
            let tabs = vec![b'\t'; blanks / 2];
            [tabs, line[blanks..].to_vec()].concat()
        });
        lines.collect()
    });
}

#[test]
fn the_other_quotes_are_kept() {
    // Java has one kind only, and a file without any says nothing of which it would have.
    let has_quotes = |it: &Vec<u8>| it.iter().any(|it| matches!(it, b'\'' | b'"'));
    check_if(
        |sample| !sample.name.starts_with("java/") && sample.before.values().all(has_quotes),
        swapped_quotes,
    );
}

#[test]
fn no_rewrite_makes_anything_worse_and_none_is_left_for_a_second_run() {
    for sample in samples() {
        let folder = lay_out(&sample.before);
        let first = mended(folder.path(), Applicability::Unsafe);
        assert_eq!(first.taken_back, Vec::<String>::new(), "{}", sample.name);
        if first.changes.is_empty() {
            continue;
        }
        first.write().expect("writable files");
        let second = mended(folder.path(), Applicability::Unsafe);
        assert!(
            second.changes.is_empty(),
            "{}: {:?}",
            sample.name,
            second.changes
        );
        let left = second
            .before
            .findings
            .iter()
            .filter_map(|it| it.fix.as_ref());
        let left: Vec<_> = left
            .filter(|it| it.applicability > Applicability::Display)
            .collect();
        assert!(left.is_empty(), "{}: {left:?}", sample.name);
    }
}

#[test]
fn no_literal_credential_is_left_in_what_is_written() {
    for sample in samples() {
        let Some(after) = sample.after else { continue };
        for (name, bytes) in fixed(&sample.before) {
            if bytes == sample.before[&name] {
                continue;
            }
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let marked = text
                .lines()
                .filter(|it| it.contains("~ hard-coded-credential"));
            for line in marked.filter(|_| after[&name] != sample.before[&name]) {
                let hexadecimal = |it: char| it.is_ascii_hexdigit();
                let runs = line.split(|it| !hexadecimal(it));
                let secret = runs.into_iter().any(|it| it.len() == 32);
                assert!(!secret, "{}: {line}", sample.name);
            }
        }
    }
}

// --- the program ---------------------------------------------------------------------------

const BROKEN: &str = "const Clarifai = require('clarifai');\n\
    const app = new Clarifai.App({ apiKey: process.env.CLARIFAI_API_KEY });\n\
    exports.faces = (url) => app.models.predict(Clarifai.FACE_DETECT_MODEL, url);\n";

fn broken(names: &[&str]) -> TempDir {
    lay_out(
        &names
            .iter()
            .map(|it| ((*it).to_owned(), BROKEN.into()))
            .collect(),
    )
}

#[test]
fn the_program_prints_a_patch_that_git_applies() {
    let folder = lay_out(&Project::new());
    fs::remove_dir(folder.path().join(".git")).unwrap();
    let git = |arguments: &[&str]| {
        let run = Command::new("git")
            .current_dir(folder.path())
            .args(arguments)
            .output();
        let run = run.expect("git");
        assert!(
            run.status.success(),
            "{}",
            String::from_utf8_lossy(&run.stderr)
        );
    };
    git(&["init", "--quiet"]);
    fs::create_dir(folder.path().join("a folder")).unwrap();
    let without_end = BROKEN.trim_end().replace('\n', "\r\n");
    fs::write(folder.path().join("a folder/a.js"), BROKEN).unwrap();
    fs::write(folder.path().join("b.js"), &without_end).unwrap();
    let program = Command::new(env!("CARGO_BIN_EXE_key2pat"))
        .current_dir(folder.path())
        .args(["fix", "--diff", "--exit-zero"])
        .output()
        .unwrap();
    assert_eq!(
        fs::read_to_string(folder.path().join("a folder/a.js")).unwrap(),
        BROKEN
    );
    fs::write(folder.path().join("x.patch"), &program.stdout).unwrap();
    git(&["apply", "x.patch"]);
    let right = "{ userId: 'clarifai', appId: 'main', apiKey: process.env.CLARIFAI_PAT }";
    let wrong = "{ apiKey: process.env.CLARIFAI_API_KEY }";
    let read = |name| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("a folder/a.js"), BROKEN.replace(wrong, right));
    assert_eq!(read("b.js"), without_end.replace(wrong, right));
}

#[test]
fn the_program_writes_and_exits_by_what_is_left() {
    let folder = broken(&["a.js"]);
    let fix = || {
        let program = Command::new(env!("CARGO_BIN_EXE_key2pat"))
            .current_dir(folder.path())
            .arg("fix")
            .output();
        program.unwrap()
    };
    let first = fix();
    assert_eq!(
        first.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&first.stderr)
    );
    let text = String::from_utf8_lossy(&first.stdout).into_owned();
    assert!(text.contains("1 finding mended in 1 file"), "{text}");
    let after = fs::read_to_string(folder.path().join("a.js")).unwrap();
    assert!(after.contains("userId: 'clarifai'"));
    assert_eq!(fix().status.code(), Some(0));
    assert_eq!(
        fs::read_to_string(folder.path().join("a.js")).unwrap(),
        after
    );
}
