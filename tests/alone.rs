//! A file given alone, as a hook gives it, is judged with the project around it: what is found in
//! it is what a run over the whole project finds there.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use key2pat::settings::{Settings, Stdin};
use support::everything_in;
use walkdir::WalkDir;

/// Path, line, rule, and how sure.
type Found = BTreeSet<(String, u32, String, String)>;

#[test]
fn a_file_alone_is_judged_as_in_its_project() {
    let mut wrong = Vec::new();
    let mut files = 0;
    for sample in projects() {
        let folder = tempfile::tempdir().expect("a folder for the sample");
        let paths = lay_out(&sample, folder.path());
        let whole = found(folder.path(), folder.path());
        for path in &paths {
            let own: Found = whole.iter().filter(|it| it.0 == *path).cloned().collect();
            let target = folder.path().join(path);
            let given = [
                found(folder.path(), &target),
                found_in_text(folder.path(), &target),
            ];
            files += 1;
            let shown = sample.display();
            for (alone, way) in given.iter().zip(["by path", "as a text"]) {
                let lost = own.difference(alone);
                wrong.extend(lost.map(|it| format!("{shown}, {way}: lost {it:?}")));
                let more = alone.difference(&own);
                wrong.extend(more.map(|it| format!("{shown}, {way}: only alone {it:?}")));
            }
        }
    }
    assert!(files > 100, "the samples are not found (any more)");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The samples that take several files.
fn projects() -> Vec<PathBuf> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let folders = WalkDir::new(fixtures)
        .min_depth(3)
        .max_depth(3)
        .sort_by_file_name();
    folders
        .into_iter()
        .map(|entry| entry.expect("a readable sample").into_path())
        .filter(|path| path.is_dir() && path.extension().is_none_or(|it| it != "fixed"))
        .collect()
}

/// Copies a sample without its marks, which name Clarifai in files that else do not, and returns
/// the paths of its files, with `/`.
fn lay_out(sample: &Path, folder: &Path) -> Vec<String> {
    fs::create_dir(folder.join(".git")).expect("a mark of the project root");
    let mut paths = Vec::new();
    for entry in WalkDir::new(sample).sort_by_file_name() {
        let path = entry.expect("a readable sample").into_path();
        if !path.is_file() {
            continue;
        }
        let inside = path.strip_prefix(sample).expect("a path below the sample");
        let target = folder.join(inside);
        fs::create_dir_all(target.parent().expect("a parent")).expect("a folder");
        let bytes = fs::read(&path).expect("a readable sample");
        fs::write(target, without_marks(bytes)).expect("a copy of the sample");
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        paths.push(parts.join("/"));
    }
    paths
}

fn without_marks(bytes: Vec<u8>) -> Vec<u8> {
    let Ok(text) = String::from_utf8(bytes.clone()) else {
        return bytes;
    };
    let unmarked = text.split_inclusive('\n').map(|line| {
        let mark = line.find("//~").or_else(|| line.find("#~"));
        let end = if line.ends_with('\n') { "\n" } else { "" };
        mark.map_or(line.to_owned(), |at| line[..at].to_owned() + end)
    });
    unmarked.collect::<String>().into_bytes()
}

/// As an editor gives it: the text, and the name of the file that it stands for.
fn found_in_text(root: &Path, target: &Path) -> Found {
    let stdin = Some(Stdin {
        name: target.to_path_buf(),
        bytes: fs::read(target).expect("a readable sample"),
    });
    let settings = Settings {
        stdin,
        ..everything_in(target)
    };
    found_with(root, target, &settings)
}

fn found(root: &Path, target: &Path) -> Found {
    found_with(root, target, &everything_in(target))
}

fn found_with(root: &Path, target: &Path, settings: &Settings) -> Found {
    let report = key2pat::run(settings).expect("a run without failure");
    let file = |id| report.sources.get(id);
    let is_inside = target == root;
    report
        .findings
        .iter()
        .inspect(|it| {
            let path = root.join(&file(it.place.file).display);
            let is_target = is_inside || path == target;
            assert!(is_target, "a finding outside of the target: {path:?}");
        })
        .map(|it| {
            let source = file(it.place.file);
            let line = source.line_column(it.place.span.start).line;
            let rule = it.rule.name().to_owned();
            (
                source.display.clone(),
                line,
                rule,
                format!("{:?}", it.confidence),
            )
        })
        .collect()
}
