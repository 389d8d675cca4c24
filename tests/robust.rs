//! No input may stop the run, make it hang, or overflow its stack: random bytes, damaged samples,
//! and programs that nest, repeat or refer to themselves beyond reason. Each ends in time and says
//! of every file whether it was looked into.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use key2pat::report::Report;
use key2pat::settings::{Settings, Stdin};
use key2pat::source::DiscoverOptions;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use walkdir::WalkDir;

/// How long a run may take, in a build without optimisation on a machine that does other things,
/// too. What is bounded ends in a fraction of it.
const DEADLINE: Duration = Duration::from_secs(60);

/// One file name for each grammar.
const NAMES: [&str; 5] = ["a.py", "a.js", "a.ts", "a.tsx", "A.java"];

/// Fails if `work` panics or does not end in time. That it hangs must not hang the test.
fn in_time<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || send.send(work()));
    match receive.recv_timeout(DEADLINE) {
        Ok(result) => result,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("{what}: not done after {DEADLINE:?}"),
        Err(mpsc::RecvTimeoutError::Disconnected) => panic!("{what}: it panicked"),
    }
}

/// Everything is looked into, minified or not.
fn settings(folder: &Path) -> Settings {
    Settings {
        discover: DiscoverOptions {
            targets: vec![folder.to_path_buf()],
            no_ignore: true,
            ..DiscoverOptions::default()
        },
        threads: Some(2),
        pedantic: true,
        ..Settings::default()
    }
}

/// Looks into a text as if it were a file of that name in an empty folder.
fn check(name: &str, text: impl Into<Vec<u8>>) -> Report {
    let bytes = text.into();
    let what = format!(
        "{name}: {}",
        String::from_utf8_lossy(&bytes[..bytes.len().min(200)])
    );
    let name = PathBuf::from(name);
    in_time(&what, move || {
        let folder = tempfile::tempdir().expect("a folder");
        let stdin = Some(Stdin {
            name: folder.path().join(name),
            bytes,
        });
        let settings = Settings {
            stdin,
            threads: Some(1),
            ..settings(folder.path())
        };
        key2pat::run(&settings).expect("a run without failure")
    })
}

/// Looks into a small project.
fn check_project(what: &str, files: &[(&str, String)]) -> Report {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let settings = settings(folder.path());
    in_time(what, move || {
        key2pat::run(&settings).expect("a run without failure")
    })
}

/// What became of a file: judged, or left out for a reason that is told.
fn assert_accounted(name: &str, report: &Report) {
    let summary = &report.summary;
    let told = summary.skipped.iter().all(|it| !it.reason.is_empty());
    assert!(told, "{name}: {:?}", summary.skipped);
    assert!(
        summary.candidates + summary.skipped.len() >= 1,
        "{name}: neither looked into nor told of"
    );
}

// --- random and damaged texts ---------------------------------------------------

/// Pieces of programs: what grammars and the flow of values have to do with.
const PIECES: &[&str] = &[
    "clarifai",
    "ClarifaiApp",
    "api_key",
    "apiKey",
    "app",
    "models",
    "predict",
    "get",
    "stub",
    "PostModelOutputs",
    "fetch",
    "user_app_id",
    "'aaa03c23b3724a16a56b629203edc62c'",
    "\"/v2/models/\"",
    "`${a}",
    "`",
    "f\"{a}\"",
    "f'{",
    "\"",
    "'",
    "\\",
    "a",
    "b",
    "self",
    "this",
    "super",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    "/>",
    ">",
    ".",
    "...",
    "**",
    ",",
    ";",
    ":",
    "=",
    "+=",
    "=>",
    "->",
    "+",
    "%",
    "?",
    "??",
    "||",
    "\n",
    "\n    ",
    "\t",
    " ",
    "import",
    "from",
    "export",
    "require",
    "default",
    "as",
    "*",
    "def",
    "class",
    "extends",
    "new",
    "return",
    "lambda",
    "function",
    "async",
    "await",
    "const",
    "var",
    "let",
    "if",
    "else",
    "for",
    "in",
    "of",
    "while",
    "try",
    "with",
    "static",
    "final",
    "String",
    "public",
    "interface",
    "enum",
    "@",
    "//",
    "#",
    "/*",
    "*/",
    "\"\"\"",
    "$",
    "é",
    "\u{feff}",
    "\0",
];

fn random_text() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 0..600),
        vec(proptest::sample::select(PIECES), 0..200).prop_map(|it| it.concat().into_bytes()),
        vec(proptest::sample::select(PIECES), 0..200).prop_map(|it| it.join(" ").into_bytes()),
    ]
}

/// A change to a text: where, how much of it goes, and what takes its place.
type Damage = (Index, u8, Vec<u8>);

fn damage() -> impl Strategy<Value = Vec<Damage>> {
    let insertion = prop_oneof![
        Just(Vec::new()),
        proptest::sample::select(PIECES).prop_map(|it| it.as_bytes().to_vec()),
        vec(any::<u8>(), 1..4),
    ];
    vec((any::<Index>(), 0_u8..60, insertion), 1..8)
}

fn damaged(mut bytes: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for (at, length, insertion) in damages {
        let start = at.index(bytes.len() + 1);
        let end = bytes.len().min(start + usize::from(*length));
        bytes.splice(start..end, insertion.iter().copied());
    }
    bytes
}

/// The files among the fixtures with this ending.
fn samples(ending: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let walk = WalkDir::new(root).sort_by_file_name().into_iter();
    let files = walk.map(|entry| entry.expect("a readable fixture").into_path());
    files
        .filter(|path| path.extension().is_some_and(|it| it == ending))
        .collect()
}

/// A fixture, damaged.
fn damaged_sample(ending: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let samples = samples(ending);
    assert!(!samples.is_empty(), "no fixtures end in .{ending}");
    (any::<Index>(), damage()).prop_map(move |(which, damages)| {
        let bytes = fs::read(which.get(&samples)).expect("a readable fixture");
        damaged(bytes, &damages)
    })
}

fn quick(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// The same two properties for each grammar.
macro_rules! any_text_is_survived {
    ($($language:ident: $name:literal, $ending:literal;)*) => {$(
        mod $language {
            use super::*;

            proptest! {
                #![proptest_config(quick(96))]

                #[test]
                fn random(text in random_text()) {
                    let text = [b"clarifai ", text.as_slice()].concat();
                    assert_accounted($name, &check($name, text));
                }

                #[test]
                fn damaged(text in damaged_sample($ending)) {
                    check($name, text);
                }
            }
        }
    )*};
}

any_text_is_survived! {
    python: "a.py", "py";
    javascript: "a.js", "js";
    typescript: "a.ts", "ts";
    tsx: "a.tsx", "tsx";
    java: "A.java", "java";
}

// --- beyond reason -----------------------------------------------------------------

/// A program in which an expression is the credential and the model's id of a call.
fn asking(name: &str, expression: &str) -> String {
    match name.rsplit('.').next() {
        Some("py") => format!(
            "from clarifai.rest import ClarifaiApp\n\
             x = {expression}\n\
             app = ClarifaiApp(api_key=x)\n\
             app.models.get(x).predict_by_url(x)\n"
        ),
        Some("java") => format!(
            "import clarifai2.api.*;\n\
             class A {{ void a() {{ var x = {expression};\n\
             ClarifaiClient c = new ClarifaiBuilder(x).buildSync();\n\
             c.predict(x).executeSync(); }} }}\n"
        ),
        _ => format!(
            "const Clarifai = require('clarifai');\n\
             const x = {expression};\n\
             const app = new Clarifai.App({{ apiKey: x }});\n\
             app.models.predict(x, x);\n"
        ),
    }
}

/// An expression nested in itself.
fn nested(times: usize, before: &str, inside: &str, after: &str) -> String {
    format!("{}{inside}{}", before.repeat(times), after.repeat(times))
}

#[test]
fn nesting_of_expressions() {
    for name in NAMES {
        let mut expressions = vec![
            nested(100_000, "[", "a", "]"),
            nested(100_000, "(", "a", ")"),
            nested(200_000, "(", "", ""),
            nested(50_000, "{a:", "b", "}"),
            nested(20_000, "f(", "a", ")"),
            nested(20_000, "", "a", ".a()"),
            nested(20_000, "", "a", "[0]"),
            nested(20_000, "", "'a'", " + a"),
            nested(20_000, "a + (", "'a'", ")"),
            nested(20_000, "", "a", ".a"),
            nested(20_000, "-", "a", ""),
        ];
        expressions.extend(match name {
            "a.py" => vec![
                nested(2_000, "f\"{", "a", "}\""),
                nested(5_000, "{'a': ", "a", "}"),
                nested(5_000, "lambda a: ", "a", ""),
                nested(5_000, "a if b else ", "a", ""),
                nested(5_000, "await ", "a", ""),
            ],
            "A.java" => vec![
                nested(5_000, "a -> ", "a", ""),
                nested(5_000, "b ? a : ", "a", ""),
                nested(5_000, "(String) ", "a", ""),
                nested(5_000, "new A(", "a", ")"),
            ],
            _ => vec![
                nested(5_000, "`${", "a", "}`"),
                nested(5_000, "a => ", "a", ""),
                nested(5_000, "b ? a : ", "a", ""),
                nested(5_000, "<a>", "a", "</a>"),
                nested(5_000, "function () { return ", "a", "}"),
                nested(5_000, "{ ...", "a", "}"),
                nested(5_000, "a || ", "a", ""),
            ],
        });
        for expression in expressions {
            assert_accounted(name, &check(name, asking(name, &expression)));
        }
    }
}

#[test]
fn nesting_of_statements() {
    let braces = |opening: &str| format!("var clarifai; {}", nested(5_000, opening, "a;", "}"));
    for name in ["a.js", "a.ts", "a.tsx", "A.java"] {
        for opening in ["{", "if (a) {", "for (;;) {", "class A {", "a(() => {"] {
            assert_accounted(name, &check(name, braces(opening)));
        }
        let chain = nested(5_000, "if (a) { clarifai() } else ", "{}", "");
        assert_accounted(name, &check(name, chain));
    }
    for opening in ["if a:", "def f():", "class A:", "for a in b:", "with a:"] {
        let lines = (0..400).map(|depth| format!("{}{opening}\n", " ".repeat(depth)));
        let text = format!("{}{}clarifai", lines.collect::<String>(), " ".repeat(400));
        assert_accounted("a.py", &check("a.py", text));
    }
    let chain = "if a:\n  clarifai()\n".to_owned() + &"elif a:\n  a = a\n".repeat(5_000);
    assert_accounted("a.py", &check("a.py", chain));
}

#[test]
fn a_bundle_in_one_line() {
    let bundle = "function a(b,c){return b(c,{d:[a(b,c)]})};clarifai.a(b,c);".repeat(85_000);
    assert!(bundle.len() > 4_900_000);
    // Looked into only because it is asked for, and given up in time if that takes too long.
    let report = check("a.js", bundle.clone());
    assert_accounted("a.js", &report);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.js"), bundle).expect("a file");
    let mut settings = settings(folder.path());
    settings.discover.no_ignore = false;
    let report = key2pat::run(&settings).expect("a run without failure");
    let reasons: Vec<_> = report.summary.skipped.iter().map(|it| &it.reason).collect();
    assert_eq!(reasons, ["minified or bundled"]);
}

/// Statements that define names by each other, and what asks with such a name.
fn entangled(name: &str, statements: &str, key: &str) -> Report {
    let text = asking(name, key);
    let (head, tail) = text.split_once('\n').expect("an import and the rest");
    let text = match name {
        "A.java" => format!("{head}\nclass B {{ {statements} }}\n{tail}"),
        _ => format!("{head}\n{statements}\n{tail}"),
    };
    check(name, text)
}

#[test]
fn names_that_hold_each_other() {
    let doubling: String = (0..80)
        .map(|n| format!("x{} = x{n} + x{n}\n", n + 1))
        .collect();
    let python = [
        ("a = b\nb = a\n", "a"),
        ("a = a + a\n", "a"),
        ("a = 'k'\na += a\na += a\n", "a"),
        ("a = a or b\nb = b if a else a\n", "b"),
        ("a = [a]\nb = {'a': a, **b}\n", "b['a'][0]"),
        ("def f(): return g()\ndef g(): return f()\n", "f()"),
        ("def f(a): return f(f(a))\n", "f(f)"),
        ("def f(a=f): return a\n", "f()"),
        ("class A(A): a = a\nb = A()\nb.a = b\n", "b.a.a.a"),
        (
            "class A(B): pass\nclass B(A):\n def __getattr__(s, n): return s.n\n",
            "A().n",
        ),
        ("f = lambda x: f(f)(x(x))\n", "f(f)"),
        ("a, b = b, a\n(a, (b, a)) = (b, (a, b))\n", "a"),
        ("a: b = b\nb: a = a\nclass C(a): pass\n", "C().a"),
        ("a = a + b + '/v2'\nb = b + a\nnote(a, b)\n", "a"),
        ("for a in a:\n a = a.a(a)\n", "a"),
        (doubling.as_str(), "x80"),
    ];
    for (statements, key) in python {
        assert_accounted(statements, &entangled("a.py", statements, key));
    }
    let doubling: String = (0..80)
        .map(|n| format!("let x{} = c ? x{n} + x{n} : `${{x{n}}}${{x{n}}}`;", n + 1))
        .collect();
    let script = [
        ("var a = b; var b = a;", "a"),
        ("let a = a + a; a += a;", "a"),
        (
            "let a = a || b, b = b ?? a; ({ a, ...b } = { b, ...a });",
            "a",
        ),
        ("const a = { a, get b() { return this.b } };", "a.b.a"),
        (
            "function f() { return g() } function g() { return f() }",
            "f()",
        ),
        ("const f = (a = f) => f(a)(f);", "f(f)"),
        ("var a = a + b + '/v2', b = b + a; note(a, b);", "a"),
        (
            "class A extends A { a = this.a; b() { return super.b() } }",
            "new A().b()",
        ),
        (
            "a.a = a; a.b = a.a.b; Object.assign(a, a); const b = { ...a, ...b };",
            "b.b",
        ),
        (
            "module.exports = require('./a'); var a = require('.');",
            "a.a",
        ),
        (
            "const a: b = b; const b: a = a; class C extends a { }",
            "new C().a",
        ),
        ("var a = b, b = a; class C extends a { }", "new C().a"),
        (doubling.as_str(), "x80"),
    ];
    for name in ["a.js", "a.ts", "a.tsx"] {
        for (statements, key) in script {
            assert_accounted(statements, &entangled(name, statements, key));
        }
    }
    let java = [
        ("static String a = B.b; static String b = B.a;", "B.a"),
        ("static String a = a + a + B.a;", "B.a"),
        (
            "static String f() { return g(); } static String g() { return f(); }",
            "B.f()",
        ),
        (
            "static String f(String a) { return f(f(a)); }",
            "B.f(B.f(\"\"))",
        ),
        (
            "class C extends C { String a = this.a; } C c = new C();",
            "new B().c.a",
        ),
        ("B b = new B().b.b; String k = b.k;", "new B().b.b.k"),
        ("static C C = D; static D D = C;", "B.C.a"),
    ];
    for (statements, key) in java {
        assert_accounted(statements, &entangled("A.java", statements, key));
    }
}

#[test]
fn modules_that_import_each_other() {
    let python = |other: &str| {
        format!(
            "from {other} import *\nfrom {other} import KEY, app\nimport {other} as o\n\
             from . import {other}\nKEY = o.KEY\napp = o.app\n\
             import clarifai\no.app.models.get(o.KEY).predict_by_url(KEY)\n"
        )
    };
    let script = |other: &str| {
        format!(
            "export * from './{other}'; export {{ default }} from './{other}';\n\
             import o, {{ KEY as K, app }} from './{other}'; import Clarifai from 'clarifai';\n\
             export const KEY = K + o.KEY; export {{ app }};\n\
             app.models.predict(KEY, o);\n"
        )
    };
    let java = |name: &str, other: &str| {
        format!(
            "package p; import clarifai2.api.*; import static p.{other}.*;\n\
             public class {name} extends {other} {{ public static String KEY = {other}.KEY;\n\
             ClarifaiClient c = new ClarifaiBuilder({other}.KEY).buildSync();\n\
             void f() {{ c.predict(KEY).executeSync(); super.f(); }} }}\n"
        )
    };
    let ring = [
        ("a.py", python("b")),
        ("b.py", python("c")),
        ("c.py", python("a")),
        ("a.ts", script("b")),
        ("b.js", script("c")),
        ("c.tsx", script("a")),
        ("p/A.java", java("A", "B")),
        ("p/B.java", java("B", "A")),
    ];
    let report = check_project("a ring of imports", &ring);
    assert_eq!(report.summary.candidates, ring.len());
    let itself = [
        ("own.py", python("own")),
        ("own.ts", script("own")),
        ("pack/__init__.py", python("pack")),
        ("Own.java", java("Own", "Own")),
    ];
    let report = check_project("a module that imports itself", &itself);
    assert_eq!(report.summary.candidates, itself.len());
}

/// A long chain of helpers that hand on a key and an id.
#[test]
fn a_chain_of_helpers() {
    let helpers: String = (0..2_000)
        .map(|n| format!("def f{n}(key, model):\n    return f{}(key, model)\n", n + 1))
        .collect();
    let text = format!(
        "from clarifai.rest import ClarifaiApp\n{helpers}\
         def f2000(key, model):\n    return ClarifaiApp(api_key=key).models.get(model)\n\
         f0('k', 'general-v1.3').predict_by_url('u')\n"
    );
    let report = check("a.py", text);
    assert_accounted("a.py", &report);
    // What is too far away to follow is no reason to lose the call.
    assert!(report.summary.calls > 0);
}

/// One helper with more callers than anybody looks at.
#[test]
fn a_helper_with_many_callers() {
    let python: String = (0..10_000)
        .map(|n| format!("tags('key{n}', 'model{n}')\n"))
        .collect();
    let python = format!(
        "from clarifai.rest import ClarifaiApp\n\
         def tags(key, model):\n    return ClarifaiApp(api_key=key).models.get(model).predict([])\n\
         {python}"
    );
    let script: String = (0..10_000)
        .map(|n| format!("export const c{n} = () => tags('key{n}', 'model{n}');\n"))
        .collect();
    let script = format!(
        "import Clarifai from 'clarifai';\n\
         const tags = (apiKey, model) => new Clarifai.App({{ apiKey }}).models.predict(model, '');\n\
         {script}"
    );
    for (name, text) in [("a.py", python), ("a.js", script)] {
        let report = check(name, text);
        assert!(report.summary.calls > 0, "{name}");
        assert!(!report.findings.is_empty(), "{name}");
    }
}

/// Many statements about one object, and many calls on it.
#[test]
fn an_object_of_which_much_is_said() {
    let lines: String = (0..5_000)
        .map(|n| format!("o.k{n} = o.k{}; o.a(o.k{n}, k); k = k + o.k{n};\n", n / 2))
        .collect();
    let text = format!(
        "const Clarifai = require('clarifai');\nlet k = 'k'; const o = new Clarifai.App({{ apiKey: k }});\n\
         {lines}o.models.predict(o.k4999, k);\n"
    );
    let report = check("a.js", text);
    assert!(report.summary.calls > 0);
}

// --- files that are none -----------------------------------------------------------

#[cfg(unix)]
#[test]
fn odd_entries_of_a_folder() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("sub")).expect("a folder");
    symlink("..", path("sub/loop")).expect("a link");
    symlink(path("self.py"), path("self.py")).expect("a link");
    symlink("nowhere.js", path("dangling.js")).expect("a link");
    let made = Command::new("mkfifo").arg(path("pipe.py")).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo");
    fs::write(path("locked.py"), "clarifai").expect("a file");
    fs::set_permissions(path("locked.py"), fs::Permissions::from_mode(0o0)).expect("a mode");
    // Nothing is locked for the superuser.
    let is_locked = fs::read(path("locked.py")).is_err();
    let call = asking("a.py", "'general-v1.3'");
    fs::write(path("sub/good.py"), call).expect("a file");

    let settings = settings(folder.path());
    let report = in_time("odd entries", move || {
        key2pat::run(&settings).expect("a run without failure")
    });
    assert_eq!(report.summary.calls, 1);
    let skipped = &report.summary.skipped;
    let reason = |name: &str| {
        let found = skipped.iter().find(|it| it.path.ends_with(name));
        found.map(|it| it.reason.as_str())
    };
    assert_eq!(reason("pipe.py"), Some("not a regular file"));
    assert_eq!(reason("self.py"), Some("symbolic link"));
    assert_eq!(reason("dangling.js"), Some("symbolic link"));
    assert_eq!(
        reason("locked.py"),
        is_locked.then_some("permission denied")
    );
}

// --- threads --------------------------------------------------------------------------

/// The output over all fixtures is the same for any number of threads.
#[test]
fn threads_change_nothing() {
    let output = |threads: &str, format: &str| {
        let run = Command::new(env!("CARGO_BIN_EXE_key2pat"))
            .args([
                "check",
                "fixtures",
                "--pedantic",
                "--all-calls",
                "--no-ignore",
            ])
            .args(["--format", format, "-j", threads])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("the program starts");
        assert_eq!(run.status.code(), Some(1), "{threads} {format}");
        run.stdout
    };
    for format in ["json", "human"] {
        let (one, eight) = (output("1", format), output("8", format));
        assert!(one.len() > 10_000, "{format}");
        assert!(one == eight, "-j1 and -j8 differ in {format}");
    }
}
