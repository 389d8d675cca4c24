//! What `fix` writes, and what it leaves alone: whatever stands in its way, no file is lost or half
//! written, and the error says why.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use key2pat::fix::{WriteError, choose};
use key2pat::rules::{Applicability, Edit, Fix};
use key2pat::source::{DiscoverOptions, FileId, Place, Span};
use key2pat::{Mended, Settings, mend};
use support::{BROKEN, Project, key2pat};

/// [`BROKEN`] after `fix`.
fn mended_text() -> String {
    BROKEN
        .replace("CLARIFAI_API_KEY", "CLARIFAI_PAT")
        .replace("/v2/models", "/v2/users/clarifai/apps/main/models")
}

fn mended(folder: &Path) -> Mended {
    let settings = Settings {
        discover: DiscoverOptions {
            targets: vec![folder.to_path_buf()],
            ..DiscoverOptions::default()
        },
        ..Settings::default()
    };
    mend(&settings, Applicability::Safe).expect("a run without failure")
}

/// All names in a folder, hidden ones too.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|it| it.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn set_read_only(path: &Path) {
    let mut permissions = fs::metadata(path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(path, permissions).unwrap();
}

#[test]
fn a_file_that_changes_during_the_run_is_left_alone_and_so_are_the_others() {
    let project = Project::new(&[("a.py", BROKEN), ("b.py", BROKEN)]);
    let result = mended(&project.path());
    assert_eq!(result.changes.len(), 2);
    project.write("b.py", "# new\n");
    assert!(matches!(result.write(), Err(WriteError::Changed(path)) if path.ends_with("b.py")));
    assert_eq!(project.read("a.py"), BROKEN);
    assert_eq!(project.read("b.py"), "# new\n");
    assert_eq!(names(&project.path()), ["a.py", "b.py"]);
}

#[test]
fn a_file_that_is_gone_stops_before_anything_is_written() {
    let project = Project::new(&[("a.py", BROKEN), ("b.py", BROKEN)]);
    let result = mended(&project.path());
    fs::remove_file(project.path().join("b.py")).unwrap();
    assert!(matches!(result.write(), Err(WriteError::Io { path, .. }) if path.ends_with("b.py")));
    assert_eq!(project.read("a.py"), BROKEN);
    assert_eq!(names(&project.path()), ["a.py"]);
}

/// Holds that `fix` rewrites nothing in a folder, and says why.
fn refuses(folder: &Path, why: &str) {
    let run = key2pat(folder, &["fix"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    let text = &run.stderr;
    assert!(text.contains("nothing was rewritten"), "{text}");
    assert!(text.contains(why), "{text}");
}

#[test]
fn a_read_only_file_stops_before_anything_is_written() {
    let project = Project::new(&[("a.py", BROKEN), ("b.py", BROKEN)]);
    set_read_only(&project.path().join("b.py"));
    refuses(&project.path(), "b.py: read-only");
    assert_eq!(project.read("a.py"), BROKEN);
    assert_eq!(project.read("b.py"), BROKEN);
    assert_eq!(names(&project.path()), ["a.py", "b.py"]);
}

#[cfg(unix)]
#[test]
fn the_mode_of_a_file_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new(&[("a.py", BROKEN)]);
    let path = project.path().join("a.py");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o751)).unwrap();
    assert_eq!(key2pat(project.path(), &["fix"]).code, 0);
    assert_eq!(project.read("a.py"), mended_text());
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o7777, 0o751);
}

#[cfg(unix)]
#[test]
fn the_owner_of_a_file_is_kept() {
    use std::os::unix::fs::{MetadataExt, chown};
    let project = Project::new(&[("a.py", BROKEN)]);
    let path = project.path().join("a.py");
    if chown(&path, Some(4321), Some(4322)).is_err() {
        return support::skipped("only root can give a file to somebody else");
    }
    assert_eq!(key2pat(project.path(), &["fix"]).code, 0);
    let metadata = fs::metadata(&path).unwrap();
    assert_eq!((metadata.uid(), metadata.gid()), (4321, 4322));
    assert_eq!(project.read("a.py"), mended_text());
}

// --- links -------------------------------------------------------------------------------

#[cfg(unix)]
#[test]
fn what_links_lead_to_is_left_alone() {
    use std::os::unix::fs::symlink;
    let elsewhere = Project::new(&[("real.py", BROKEN), ("folder/deep.py", BROKEN)]);
    let project = Project::new(&[(".git/config", ""), ("a.py", BROKEN)]);
    symlink(
        elsewhere.path().join("real.py"),
        project.path().join("b.py"),
    )
    .unwrap();
    symlink(elsewhere.path().join("folder"), project.path().join("c")).unwrap();
    symlink(project.path().join("a.py"), project.path().join("d.py")).unwrap();
    assert_eq!(key2pat(project.path(), &["fix"]).code, 0);
    assert_eq!(project.read("a.py"), mended_text());
    assert_eq!(elsewhere.read("real.py"), BROKEN);
    assert_eq!(elsewhere.read("folder/deep.py"), BROKEN);
    for link in ["b.py", "c", "d.py"] {
        let metadata = fs::symlink_metadata(project.path().join(link)).unwrap();
        assert!(metadata.is_symlink(), "{link}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_given_by_hand_is_refused_if_it_leads_out_of_the_project() {
    use std::os::unix::fs::symlink;
    let elsewhere = Project::new(&[("real.py", BROKEN)]);
    let project = Project::new(&[(".git/config", ""), ("a.py", BROKEN)]);
    symlink(
        elsewhere.path().join("real.py"),
        project.path().join("b.py"),
    )
    .unwrap();
    symlink("a.py", project.path().join("c.py")).unwrap();
    let run = key2pat(project.path(), &["fix", "a.py", "b.py"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("b.py: a link"), "{}", run.stderr);
    assert_eq!(elsewhere.read("real.py"), BROKEN);
    assert_eq!(project.read("a.py"), BROKEN);
    // One that stays inside is another name of a file of the project.
    assert_eq!(key2pat(project.path(), &["fix", "c.py"]).code, 0);
    assert_eq!(project.read("a.py"), mended_text());
    let link = fs::symlink_metadata(project.path().join("c.py")).unwrap();
    assert!(link.is_symlink());
}

#[cfg(unix)]
#[test]
fn a_file_that_becomes_a_link_during_the_run_is_refused() {
    use std::os::unix::fs::symlink;
    let elsewhere = Project::new(&[("real.py", BROKEN)]);
    let project = Project::new(&[("a.py", BROKEN), ("b.py", BROKEN)]);
    let result = mended(&project.path());
    let path = project.path().join("b.py");
    fs::remove_file(&path).unwrap();
    symlink(elsewhere.path().join("real.py"), &path).unwrap();
    assert!(matches!(result.write(), Err(WriteError::Outside(it)) if it == path));
    assert_eq!(elsewhere.read("real.py"), BROKEN);
    assert_eq!(project.read("a.py"), BROKEN);
}

#[cfg(unix)]
#[test]
fn a_folder_that_becomes_a_link_out_of_the_project_is_refused() {
    use std::os::unix::fs::symlink;
    let elsewhere = Project::new(&[("a.py", BROKEN)]);
    let project = Project::new(&[("inside/a.py", BROKEN)]);
    let result = mended(&project.path());
    let folder = project.path().join("inside");
    fs::remove_dir_all(&folder).unwrap();
    symlink(elsewhere.path(), &folder).unwrap();
    assert!(matches!(result.write(), Err(WriteError::Outside(_))));
    assert_eq!(elsewhere.read("a.py"), BROKEN);
    assert_eq!(names(&elsewhere.path()), ["a.py"]);
}

// --- groups ------------------------------------------------------------------------------

fn edit(file: u32, start: u32, end: u32) -> Edit {
    Edit {
        place: Place {
            file: FileId(file),
            span: Span::new(start, end),
        },
        text: "new".to_owned(),
    }
}

fn group(title: &str, edits: Vec<Edit>) -> Fix {
    Fix {
        title: title.to_owned(),
        applicability: Applicability::Safe,
        edits,
    }
}

#[test]
fn of_two_groups_that_overlap_the_second_is_left_out_as_a_whole() {
    let first = group("first", vec![edit(0, 10, 20)]);
    let second = group("second", vec![edit(0, 15, 25), edit(1, 0, 5)]);
    let third = group("third", vec![edit(0, 25, 30), edit(1, 2, 7)]);
    let all = [&first, &second, &third];
    assert_eq!(choose(all, Applicability::Safe), [&first, &third]);
    assert_eq!(choose([&second, &third], Applicability::Safe), [&second]);
}

#[test]
fn groups_that_share_an_edit_do_not_overlap() {
    let import = edit(0, 0, 0);
    let first = group("first", vec![import.clone(), edit(0, 10, 20)]);
    let second = group("second", vec![import, edit(0, 30, 40)]);
    let all = [&first, &second];
    assert_eq!(choose(all, Applicability::Safe), all);
}

// --- a full disk ---------------------------------------------------------------------------

/// A small file system of its own, gone in the end.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn new(folder: &Path) -> Option<Self> {
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"])
            .arg(folder)
            .output();
        let done = mount.is_ok_and(|it| it.status.success());
        done.then(|| Self(folder.to_path_buf()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // What is left mounted holds nothing but the test's files.
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

/// Fills whatever space is left.
fn fill(path: &Path) {
    use std::io::Write as _;
    let mut file = fs::File::create(path).unwrap();
    while file.write_all(&[b'.'; 512]).is_ok() {}
}

#[test]
fn a_full_disk_stops_before_anything_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().canonicalize().unwrap();
    let Some(_disk) = SmallDisk::new(&path) else {
        return support::skipped("a small file system cannot be mounted here");
    };
    let files = ["a.py", "b.py", "c.py", "d.py", "e.py"];
    for name in files {
        fs::write(path.join(name), BROKEN).unwrap();
    }
    // Room for two of them, so that it is full in the middle.
    fs::write(path.join("room"), [b'.'; 8192]).unwrap();
    fill(&path.join("filler"));
    fs::remove_file(path.join("room")).unwrap();

    refuses(&path, "No space left");
    for name in files {
        assert_eq!(fs::read_to_string(path.join(name)).unwrap(), BROKEN);
    }
    let mut expected = files.to_vec();
    expected.push("filler");
    assert_eq!(names(&path), expected);

    fs::remove_file(path.join("filler")).unwrap();
    assert_eq!(key2pat(&path, &["fix"]).code, 0);
    for name in files {
        assert_eq!(fs::read_to_string(path.join(name)).unwrap(), mended_text());
    }
}

// --- killed in the middle --------------------------------------------------------------------

const MANY: usize = 80;
const FOLDERS: usize = 4;
const KILLS: u32 = 12;

fn name_of(index: usize) -> String {
    format!("p{}/m{index}.py", index % FOLDERS)
}

fn many() -> Project {
    let project = Project::new(&[]);
    for index in 0..MANY {
        project.write(&name_of(index), BROKEN);
    }
    project
}

/// How many files have their new text. Every other one has to have its old one.
fn finished(project: &Project) -> usize {
    let new = mended_text();
    let texts = (0..MANY).map(|it| (name_of(it), project.read(&name_of(it))));
    let mut count = 0;
    for (name, text) in texts {
        assert!(text == BROKEN || text == new, "{name}:\n{text}");
        count += usize::from(text == new);
    }
    count
}

/// What a run that was killed leaves in folders, hidden and named after the program.
fn left_over(project: &Project) -> usize {
    let folders = (0..FOLDERS).map(|it| project.path().join(format!("p{it}")));
    let others = folders
        .flat_map(|it| names(&it))
        .filter(|it| !it.ends_with(".py"));
    let others: Vec<String> = others.collect();
    for name in &others {
        assert!(name.starts_with(".key2pat-"), "{name}");
    }
    others.len()
}

/// Runs `fix`, and kills it a while after it began to write.
fn kill_while_writing(project: &Project, later: Duration) {
    let mut run = Command::new(env!("CARGO_BIN_EXE_key2pat"))
        .args(["fix", "--quiet"])
        .current_dir(project.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let begun = || left_over(project) > 0 || finished(project) > 0;
    while run.try_wait().unwrap().is_none() && !begun() {
        std::thread::sleep(Duration::from_micros(300));
    }
    std::thread::sleep(later);
    run.kill().unwrap();
    run.wait().unwrap();
}

#[cfg(unix)]
#[test]
fn killed_at_any_moment_every_file_is_as_before_or_as_after() {
    use std::os::unix::fs::PermissionsExt;
    let whole = {
        let project = many();
        let result = mended(&project.path());
        let begin = Instant::now();
        result.write().expect("writable files");
        begin.elapsed()
    };
    let mut in_time = 0;
    for kill in 0..KILLS {
        let project = many();
        let script = project.path().join(name_of(MANY - 1));
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
        kill_while_writing(&project, whole * kill / KILLS);
        in_time += usize::from(finished(&project) < MANY);
        let mode = fs::metadata(&script).unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o755);
        // What is left over is in nobody's way: the next run does the rest.
        left_over(&project);
        let run = key2pat(project.path(), &["fix", "--quiet"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        assert_eq!(finished(&project), MANY);
    }
    assert!(in_time > 0, "never killed before it was done");
}
