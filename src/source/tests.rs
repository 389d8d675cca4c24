//! Discovering, reading and prefiltering together, on small trees.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::*;

const CALL: &str = "import clarifai\n";

/// A tree in a temporary folder; names that end in `/` are empty folders.
fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        if name.ends_with('/') {
            fs::create_dir_all(path).unwrap();
        } else {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    dir
}

fn options(base: &Path, targets: &[&str]) -> DiscoverOptions {
    let targets = targets.iter().map(|target| base.join(target)).collect();
    DiscoverOptions {
        targets,
        ..DiscoverOptions::default()
    }
}

fn scan(options: &DiscoverOptions) -> (Scan, Vec<Loaded>) {
    let limits = ReadLimits {
        max_file_size: 100_000,
        minified: options.no_ignore,
    };
    Scan::new(discover(options).unwrap(), limits)
}

fn shown(loaded: &[Loaded]) -> Vec<&str> {
    loaded
        .iter()
        .map(|loaded| loaded.file.display.as_str())
        .collect()
}

/// What a scan of the whole tree keeps.
fn kept(dir: &tempfile::TempDir) -> Vec<String> {
    let (_, loaded) = scan(&options(dir.path(), &["."]));
    shown(&loaded).into_iter().map(str::to_owned).collect()
}

fn reasons(scan: &Scan) -> Vec<(&str, &str)> {
    scan.skipped
        .iter()
        .map(|s| (s.path.as_str(), s.reason.as_str()))
        .collect()
}

#[test]
fn files_of_supported_languages_that_concern_clarifai() {
    let dir = tree(&[
        ("b.py", CALL),
        ("a/x.tsx", CALL),
        ("a/y.java", "class Y {}"),
        ("a/z.rb", CALL),
        (".github/tool.mjs", CALL),
        (".git/hook.py", CALL),
        ("Upper.PY", CALL),
    ]);
    let (scan, loaded) = scan(&options(dir.path(), &["."]));
    assert_eq!(
        shown(&loaded),
        [".github/tool.mjs", "Upper.PY", "a/x.tsx", "b.py"]
    );
    assert_eq!((scan.walked, scan.read), (5, 5));
    assert_eq!(loaded[3].file.bytes, CALL.as_bytes());
    assert_eq!(loaded[3].mention, Mention::Direct);
    assert!(scan.skipped.is_empty());
}

#[test]
fn ignored_and_built_in_exclusions_and_neither() {
    let dir = tree(&[
        ("src/a.py", CALL),
        ("ignored/b.py", CALL),
        ("node_modules/m/c.js", CALL),
        ("venv/pyvenv.cfg", ""),
        ("venv/lib/d.py", CALL),
        ("lib/e.min.js", CALL),
        ("src/skip.ts", CALL),
        ("src/.ignore", "skip.ts\n"),
        (".gitignore", "/ignored/\n"),
        (".git/config", ""),
        (".git/f.py", CALL),
    ]);
    assert_eq!(kept(&dir), ["src/a.py"]);
    let everything = DiscoverOptions {
        no_ignore: true,
        ..options(dir.path(), &["."])
    };
    let (_, loaded) = scan(&everything);
    let expected = [
        "ignored/b.py",
        "lib/e.min.js",
        "node_modules/m/c.js",
        "src/a.py",
        "src/skip.ts",
        "venv/lib/d.py",
    ];
    assert_eq!(shown(&loaded), expected);
}

#[test]
fn rules_of_folders_above_a_target_hold_up_to_the_root() {
    let dir = tree(&[
        (".gitignore", "*.py\n"),
        ("repo/.git/", ""),
        ("repo/.gitignore", "skip.js\n"),
        ("repo/src/a.py", CALL),
        ("repo/src/skip.js", CALL),
    ]);
    let (scan, loaded) = scan(&options(dir.path(), &["repo/src"]));
    assert_eq!(shown(&loaded), ["src/a.py"]);
    assert_eq!(scan.root, dir.path().canonicalize().unwrap().join("repo"));
}

#[test]
fn exclude_patterns_read_like_gitignore() {
    let dir = tree(&[
        ("a.py", CALL),
        ("test/b.py", CALL),
        ("src/test/c.py", CALL),
        ("d.js", CALL),
    ]);
    let with = |patterns: &[&str]| {
        let exclude = patterns.iter().map(|p| (*p).to_owned()).collect();
        let options = DiscoverOptions {
            exclude,
            ..options(dir.path(), &["."])
        };
        let (_, loaded) = scan(&options);
        shown(&loaded).join(" ")
    };
    assert_eq!(with(&["test"]), "a.py d.js");
    assert_eq!(with(&["/test"]), "a.py d.js src/test/c.py");
    assert_eq!(with(&["*.py"]), "d.js");
    assert_eq!(with(&["*.py", "!a.py"]), "a.py d.js");
    let malformed = vec!["{a".to_owned()];
    let options = DiscoverOptions {
        exclude: malformed,
        ..options(dir.path(), &["."])
    };
    assert!(matches!(
        discover(&options),
        Err(DiscoverError::Pattern { .. })
    ));
}

#[test]
fn a_path_given_by_hand_wins_unless_exclusion_is_forced() {
    let bundle = format!("{}{CALL}", "f(a,b);".repeat(1000));
    let dir = tree(&[
        (".gitignore", "b.js\n"),
        ("dist/a.js", &bundle),
        ("dist/index.html", ""),
        ("b.js", CALL),
        ("c.js", CALL),
    ]);
    let mut by_hand = options(dir.path(), &["dist/a.js", "b.js", "c.js", "c.js"]);
    by_hand.exclude = vec!["c.js".to_owned()];
    assert_eq!(shown(&scan(&by_hand).1), ["b.js", "c.js", "dist/a.js"]);
    by_hand.force_exclude = true;
    assert_eq!(shown(&scan(&by_hand).1), [""; 0]);
    let mut folder = options(dir.path(), &["dist", "."]);
    assert_eq!(shown(&scan(&folder).1), ["c.js"]);
    folder.no_ignore = true;
    assert_eq!(shown(&scan(&folder).1), ["b.js", "c.js", "dist/a.js"]);
}

#[test]
fn what_is_given_by_hand_and_not_supported_is_counted() {
    let dir = tree(&[("README.md", CALL), ("a.py", CALL)]);
    let (scan, loaded) = scan(&options(dir.path(), &["README.md", "a.py"]));
    assert_eq!(shown(&loaded), ["a.py"]);
    assert_eq!(
        reasons(&scan),
        [("README.md", "not of a supported language")]
    );
}

#[test]
fn a_target_that_does_not_exist_is_an_error() {
    let dir = tree(&[]);
    let error = discover(&options(dir.path(), &["nothing"])).unwrap_err();
    assert!(matches!(error, DiscoverError::Target { .. }));
}

#[test]
fn large_binary_and_minified_files_are_skipped_with_a_reason() {
    let bundle = format!("{CALL}{}", "f(a,b);".repeat(1000));
    let dir = tree(&[
        ("large.py", &format!("{CALL}{}", "#".repeat(400_000))),
        (
            "just.py",
            &format!("{CALL}{}", "#".repeat(100_000 - CALL.len())),
        ),
        ("video.ts", &"\0".repeat(400_000)),
        ("binary.py", "clarifai\0"),
        ("bundle.js", &bundle),
        ("quiet-bundle.js", &"f(a,b);".repeat(1000)),
    ]);
    let (scan, loaded) = scan(&options(dir.path(), &["."]));
    assert_eq!(shown(&loaded), ["just.py"]);
    let expected = [
        ("binary.py", "binary"),
        ("bundle.js", "minified or bundled"),
        ("large.py", "larger than 100000 bytes"),
        ("video.ts", "binary"),
    ];
    assert_eq!(reasons(&scan), expected);
    assert_eq!((scan.walked, scan.read), (6, 2));
}

#[test]
fn utf16_is_searched_as_text() {
    let dir = tree(&[]);
    let utf16: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(CALL.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    fs::write(dir.path().join("a.py"), utf16).unwrap();
    let (_, loaded) = scan(&options(dir.path(), &["."]));
    assert_eq!(loaded[0].file.bytes, CALL.as_bytes());
    assert!(loaded[0].file.decoded);
}

#[test]
fn odd_names() {
    let names = ["a b.py", "日本.js", "tab\there.ts", "clarifai.service.js"];
    let dir = tree(&names.map(|name| (name, CALL)));
    assert_eq!(
        kept(&dir),
        ["a b.py", "clarifai.service.js", "tab\there.ts", "日本.js"]
    );
    let quiet = tree(&[("clarifai.service.js", "export default api")]);
    assert_eq!(kept(&quiet), ["clarifai.service.js"]);
}

#[test]
fn a_second_look_stays_in_repositories_that_concern_clarifai() {
    let dir = tree(&[
        ("one/.git/", ""),
        ("one/client.py", CALL),
        ("one/use.py", "from client import app\n"),
        ("one/other.py", "print(1)\n"),
        ("two/.git/", ""),
        ("two/use.py", "from client import app\n"),
    ]);
    let (mut scan, loaded) = scan(&options(dir.path(), &["."]));
    assert_eq!(shown(&loaded), ["one/client.py"]);
    let needles = SecondNeedles::new(["client"], []);
    let second = scan.second_look(&needles);
    assert_eq!(shown(&second), ["one/use.py"]);
    assert_eq!(second[0].mention, Mention::Needle);
    assert!(scan.second_look(&needles).is_empty(), "a file is kept once");
    assert_eq!((scan.walked, scan.read), (4, 4));
}

#[test]
fn context_is_read_inside_of_the_project_only() {
    let dir = tree(&[
        ("repo/.git/", ""),
        ("repo/src/a.py", CALL),
        ("repo/config.py", "KEY = 1\n"),
        ("repo/notes.txt", ""),
        ("outside.py", "KEY = 2\n"),
    ]);
    let (scan, _) = scan(&options(dir.path(), &["repo/src"]));
    let context = |name: &str| scan.context(&dir.path().join(name)).map(|l| l.file.display);
    assert_eq!(context("repo/config.py").as_deref(), Some("config.py"));
    assert_eq!(
        context("repo/src/../config.py").as_deref(),
        Some("config.py")
    );
    for name in [
        "outside.py",
        "repo/nothing.py",
        "repo/notes.txt",
        "repo/src",
    ] {
        assert_eq!(context(name), None, "{name}");
    }
}

#[test]
fn a_text_from_standard_input() {
    let dir = tree(&[(".git/", ""), ("src/", "")]);
    let limits = ReadLimits {
        max_file_size: 1000,
        minified: false,
    };
    let look = |name: &str, options: &DiscoverOptions| {
        scan_text(&dir.path().join(name), CALL.into(), options, limits).unwrap()
    };
    let (scan, loaded) = look("src/new.py", &DiscoverOptions::default());
    assert_eq!((shown(&loaded), scan.walked), (vec!["src/new.py"], 1));
    let (scan, loaded) = look("src/new.md", &DiscoverOptions::default());
    assert_eq!((loaded.len(), scan.walked), (0, 0));
    assert_eq!(
        reasons(&scan),
        [("src/new.md", "not of a supported language")]
    );
    let mut options = DiscoverOptions {
        exclude: vec!["src".to_owned()],
        ..Default::default()
    };
    assert_eq!(look("src/new.py", &options).1.len(), 1);
    options.force_exclude = true;
    assert_eq!(look("src/new.py", &options).1.len(), 0);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_not_followed() {
        let dir = tree(&[("real/a.py", CALL), ("note.txt", "")]);
        let at = |name: &str| dir.path().join(name);
        symlink(dir.path(), at("real/loop")).unwrap();
        symlink(at("real/a.py"), at("link.py")).unwrap();
        symlink(at("nowhere"), at("broken")).unwrap();
        symlink(at("note.txt"), at("other.txt")).unwrap();
        symlink(at("self"), at("self")).unwrap();
        let (scan, loaded) = scan(&options(dir.path(), &["."]));
        assert_eq!(shown(&loaded), ["real/a.py"]);
        let expected = [("link.py", "symbolic link"), ("real/loop", "symbolic link")];
        assert_eq!(reasons(&scan), expected);
    }

    #[test]
    fn a_target_behind_a_link_is_what_it_leads_to() {
        let dir = tree(&[("real/a.py", CALL)]);
        symlink(dir.path().join("real"), dir.path().join("link")).unwrap();
        assert_eq!(shown(&scan(&options(dir.path(), &["link"])).1), ["a.py"]);
    }

    /// Opening a FIFO waits for a writer, so a test that fails here hangs.
    #[test]
    fn a_fifo_is_not_opened() {
        let dir = tree(&[("a.py", CALL)]);
        let make = |name: &str| {
            let made = Command::new("mkfifo").arg(dir.path().join(name)).status();
            made.is_ok_and(|status| status.success())
        };
        if !(make("pipe.py") && make(".gitignore")) {
            return;
        }
        let (everything, loaded) = scan(&options(dir.path(), &["."]));
        assert_eq!(shown(&loaded), ["a.py"]);
        assert_eq!(reasons(&everything), [("pipe.py", "not a regular file")]);
        let (by_hand, _) = scan(&options(dir.path(), &["pipe.py", "a.py"]));
        assert_eq!(reasons(&by_hand), [("pipe.py", "not a regular file")]);
    }

    /// The superuser reads everything, so this shows nothing when it runs as that.
    #[test]
    fn what_cannot_be_read_is_told() {
        use std::os::unix::fs::PermissionsExt;

        let dir = tree(&[("a.py", CALL), ("closed/b.py", CALL), ("c.py", CALL)]);
        let closed = dir.path().join("closed");
        let set = |path: &Path, mode| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        };
        set(&closed, 0);
        set(&dir.path().join("c.py"), 0);
        let is_superuser = fs::read_dir(&closed).is_ok();
        let (scan, loaded) = scan(&options(dir.path(), &["."]));
        set(&closed, 0o700);
        if is_superuser {
            return;
        }
        assert_eq!(shown(&loaded), ["a.py"]);
        let expected = [
            ("c.py", "permission denied"),
            ("closed", "permission denied"),
        ];
        assert_eq!(reasons(&scan), expected);
    }

    #[test]
    fn names_that_are_not_unicode() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;

        let dir = tree(&[]);
        let name = OsStr::from_bytes(b"caf\xe9\n.py");
        fs::write(dir.path().join(name), CALL).unwrap();
        let (_, loaded) = scan(&options(dir.path(), &["."]));
        assert_eq!(shown(&loaded), ["caf\u{fffd}\n.py"]);
        assert!(loaded[0].path.ends_with(name));
    }
}
