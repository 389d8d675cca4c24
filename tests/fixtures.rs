//! The samples in `fixtures/` check themselves. A sample says in comments what is to be found in
//! it, a run says what is found, and the two must agree.
//!
//! - `fixtures/<language>/<client>/<name>.<ext>` is a sample of one file,
//!   `fixtures/<language>/<client>/<name>/` a small project. Either is laid out in a folder of its
//!   own and looked into there, with notes and guesses shown.
//! - `#~ rule` or `//~ rule` expects a finding that begins in that line; several rules stand side
//!   by side. `#~^ rule` means the line above, and each further `^` one line more.
//! - A sample without marks must give nothing.
//! - `<name>.fixed.<ext>` is what `fix` makes of a sample, `<name>.fixed/` what it makes of a
//!   project (see `tests/fix.rs`); neither is a sample itself.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use key2pat::clarifai::catalogue;
use key2pat::report::Report;
use key2pat::rules::{Finding, Rule};
use key2pat::source::{SourceFile, decode};
use support::everything_in;
use walkdir::{DirEntry, WalkDir};

/// A finding as a mark tells it: file, line and rule.
type Mark = (String, u32, &'static str);

/// The languages that have samples, each with a test of its own below.
const LANGUAGES: [&str; 4] = ["java", "javascript", "python", "typescript"];

#[test]
fn java() {
    check("java");
}

#[test]
fn javascript() {
    check("javascript");
}

#[test]
fn python() {
    check("python");
}

#[test]
fn typescript() {
    check("typescript");
}

#[test]
fn every_language_with_samples_is_checked() {
    let folders = entries(&root()).filter(|entry| entry.file_type().is_dir());
    let names: Vec<String> = folders.map(|folder| name(folder.path())).collect();
    assert_eq!(names, LANGUAGES);
}

/// Runs every sample of a language, and fails with all that is missing, extra or wrong.
fn check(language: &str) {
    let samples = samples(&root().join(language));
    assert!(!samples.is_empty(), "no samples of {language}");
    let complaints: Vec<String> = samples
        .iter()
        .filter_map(|sample| complaint(sample))
        .collect();
    assert!(
        complaints.is_empty(),
        "\n{}\n{} of {} {language} samples give something else than their marks say",
        complaints.concat(),
        complaints.len(),
        samples.len(),
    );
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// What is directly below a folder, sorted by name.
fn entries(folder: &Path) -> impl Iterator<Item = DirEntry> + use<> {
    let walk = WalkDir::new(folder)
        .min_depth(1)
        .max_depth(1)
        .sort_by_file_name();
    walk.into_iter()
        .map(|entry| entry.expect("a readable folder"))
}

/// The samples of a language: the files and folders below its clients' folders.
fn samples(language: &Path) -> Vec<PathBuf> {
    let clients = entries(language).filter(|entry| entry.file_type().is_dir());
    let inside = clients.flat_map(|client| entries(client.path()).map(DirEntry::into_path));
    inside.filter(|path| !is_expected_fix(path)).collect()
}

fn is_expected_fix(path: &Path) -> bool {
    path.file_stem()
        .is_some_and(|stem| stem.to_string_lossy().ends_with(".fixed"))
        || path
            .extension()
            .is_some_and(|extension| extension == "fixed")
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// What is wrong with a sample, for people.
fn complaint(sample: &Path) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder for the sample");
    // The folder is a project of its own, wherever the system keeps such folders.
    fs::create_dir(folder.path().join(".git")).expect("a mark of the project root");
    let mut lines = Vec::new();
    let mut marks = BTreeSet::new();
    for (path, bytes) in files(sample) {
        let target = folder.path().join(&path);
        fs::create_dir_all(target.parent().unwrap_or(folder.path())).expect("a folder");
        fs::write(target, &bytes).expect("a copy of the sample");
        read_marks(&path, &bytes, &mut marks, &mut lines);
    }
    let report = run(folder.path());
    compare(&marks, &report, &mut lines);
    look_for_secrets(&report, &mut lines);
    let title = sample.strip_prefix(root()).unwrap_or(sample).display();
    (!lines.is_empty()).then(|| format!("{title}\n{}\n\n", lines.join("\n")))
}

/// The files of a sample: their paths below it, with `/`, and their bytes.
fn files(sample: &Path) -> Vec<(String, Vec<u8>)> {
    let base = if sample.is_dir() {
        Some(sample)
    } else {
        sample.parent()
    };
    let base = base.expect("a sample below a client's folder");
    WalkDir::new(sample)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("a readable sample").into_path())
        .filter(|path| path.is_file() && !is_expected_fix(path))
        .map(|path| {
            let inside = path.strip_prefix(base).unwrap_or(&path);
            let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
            (parts.join("/"), fs::read(&path).expect("a readable sample"))
        })
        .collect()
}

fn run(folder: &Path) -> Report {
    key2pat::run(&everything_in(folder)).expect("a run without failure")
}

/// Reads the marks of a file, and complains of those that are none.
fn read_marks(path: &str, bytes: &[u8], marks: &mut BTreeSet<Mark>, lines: &mut Vec<String>) {
    // A file that cannot be decoded is not looked into, which is complained of below.
    let decoded = decode(bytes.to_vec()).map_or_else(|_| Vec::new(), |decoded| decoded.bytes);
    let text = String::from_utf8_lossy(&decoded);
    for (line, content) in (1_u32..).zip(text.lines()) {
        let Some(mark) = mark_in(content) else {
            continue;
        };
        let rules = mark.trim_start_matches('^');
        let above = mark.len() - rules.len();
        let meant = u32::try_from(above)
            .ok()
            .and_then(|above| line.checked_sub(above));
        let words = rules
            .split_whitespace()
            .take_while(|word| !is_end_of_comment(word));
        let rules: Vec<_> = words
            .map(|word| Rule::from_name(word).ok_or(word))
            .collect();
        if rules.is_empty() {
            lines.push(format!("  {path}:{line}: a mark without a rule"));
        }
        for rule in rules {
            match (rule, meant) {
                (Ok(rule), Some(meant @ 1..)) => {
                    marks.insert((path.to_owned(), meant, rule.name()));
                }
                (Ok(_), _) => {
                    lines.push(format!("  {path}:{line}: the mark points above the file"))
                }
                (Err(word), _) => lines.push(format!("  {path}:{line}: `{word}` is no rule")),
            }
        }
    }
}

/// The part of a line behind `#~` or `//~`, if such a comment stands in it.
fn mark_in(line: &str) -> Option<&str> {
    ["#~", "//~"].into_iter().find_map(|sign| {
        let at = line.match_indices(sign).map(|(at, _)| at).find(|&at| {
            let before = line[..at].chars().next_back();
            before.is_none_or(|before| before.is_whitespace() || before == '\u{feff}')
        })?;
        let mark = &line[at + sign.len()..];
        mark.starts_with(['^', ' ']).then_some(mark)
    })
}

fn is_end_of_comment(word: &str) -> bool {
    matches!(word, "*/" | "*/}" | "-->")
}

/// Complains of what was not found, of what was found too much, and of what was not looked into.
fn compare(marks: &BTreeSet<Mark>, report: &Report, lines: &mut Vec<String>) {
    if report.summary.walked == 0 {
        lines.push("  no file of a supported language".to_owned());
    }
    for skipped in &report.summary.skipped {
        lines.push(format!(
            "  {}: not looked into: {}",
            skipped.path, skipped.reason
        ));
    }
    let found: BTreeSet<Mark> = report
        .findings
        .iter()
        .map(|finding| mark_of(finding, report))
        .collect();
    for missing in marks.difference(&found) {
        lines.push(entry("missing", missing, ""));
    }
    for finding in &report.findings {
        let mark = mark_of(finding, report);
        if !marks.contains(&mark) {
            lines.push(entry("extra  ", &mark, &finding.message));
        }
    }
}

fn entry(what: &str, (path, line, rule): &Mark, message: &str) -> String {
    let mut text = format!("  {what}  {path}:{line}  {rule}");
    if !message.is_empty() {
        write!(text, "\n           {message}").expect("a text takes more text");
    }
    text
}

fn mark_of(finding: &Finding, report: &Report) -> Mark {
    let file: &SourceFile = report.sources.get(finding.place.file);
    let line = file.line_column(finding.place.span.start).line;
    (file.display.clone(), line, finding.rule.name())
}

/// Complains of texts that show what may be a credential: as many hexadecimal digits as one has,
/// and no id of the catalogue.
fn look_for_secrets(report: &Report, lines: &mut Vec<String>) {
    for finding in &report.findings {
        for text in texts(finding) {
            if shows_secret(text) {
                let (path, line, rule) = mark_of(finding, report);
                lines.push(format!(
                    "  shown    {path}:{line}  {rule}  a credential in a text"
                ));
            }
        }
    }
}

/// All texts of a finding that a report may show.
fn texts(finding: &Finding) -> Vec<&str> {
    let mut texts = vec![finding.message.as_str()];
    texts.extend(
        finding
            .related
            .iter()
            .map(|related| related.message.as_str()),
    );
    texts.extend(
        finding
            .notes
            .iter()
            .chain(&finding.help)
            .map(String::as_str),
    );
    if let Some(fix) = &finding.fix {
        texts.push(&fix.title);
        texts.extend(fix.edits.iter().map(|edit| edit.text.as_str()));
    }
    if let Some(call) = &finding.call {
        texts.push(&call.credential.evidence);
        texts.extend(
            call.credential
                .hops
                .iter()
                .filter_map(|hop| hop.name.as_deref()),
        );
        texts.extend(call.missing.iter().map(String::as_str));
    }
    texts
}

fn shows_secret(text: &str) -> bool {
    let runs = text.split(|c: char| !c.is_ascii_hexdigit());
    runs.filter(|run| run.len() >= 32)
        .any(|run| !catalogue::is_listed_id(run))
}

#[test]
fn marks_are_read() {
    let text = "# a\nx = 1  #~ api-key retired-model\n  //~^^ wrong-owner\nhttps://~me \"#~x\"\n";
    let (mut marks, mut lines) = (BTreeSet::new(), Vec::new());
    read_marks("a.py", text.as_bytes(), &mut marks, &mut lines);
    let expected = [(1, "wrong-owner"), (2, "api-key"), (2, "retired-model")];
    assert_eq!(
        marks,
        expected
            .map(|(line, rule)| ("a.py".to_owned(), line, rule))
            .into()
    );
    assert_eq!(lines, Vec::<String>::new());
    read_marks(
        "b.py",
        b"#~^ api-key\n#~ no-such-rule\n",
        &mut marks,
        &mut lines,
    );
    assert_eq!(lines.len(), 2, "{lines:?}");
}
