//! Configurations as texts and as files.

use std::fs;

use serde_json::Value;

use super::*;

const FULL: &str = r#"
exclude = ["legacy/", "*.gen.py"]
select = ["key-on-clarifai-model", "missing-owner"]
ignore = ["api-key"]
fail-on = "warning"
pedantic = true
baseline = "known.json"
own-models = ["my-model"]
own-workflows = ["my-flow"]
pat-env = "PAT"
user-env = "USER_ID"
app-env = "APP_ID"
max-file-size = "2M"

[names]
api-key = ["VISION_SECRET"]
pat = ["VISION_TOKEN"]

[severity]
retired-client = "error"

[per-file-ignores]
"tests/" = ["hard-coded-credential"]
"#;

fn parsed(text: &str) -> Result<Configuration, String> {
    let file = Path::new("/p/key2pat.toml");
    parse::parse(file, Path::new("/p"), text)
        .map(Option::unwrap_or_default)
        .map_err(|error| error.to_string())
}

#[test]
fn every_key_is_read() {
    let read = parsed(FULL).unwrap();
    assert_eq!(read.exclude.texts, ["legacy/", "*.gen.py"]);
    assert_eq!(
        read.select,
        Some(vec![Rule::KeyOnClarifaiModel, Rule::MissingOwner])
    );
    assert_eq!(read.ignore, [Rule::ApiKey]);
    assert_eq!(read.fail_on, Some(Severity::Warning));
    assert!(read.pedantic);
    assert_eq!(read.baseline.as_deref(), Some(Path::new("/p/known.json")));
    assert_eq!(
        (read.own_models, read.own_workflows),
        (vec!["my-model".into()], vec!["my-flow".into()])
    );
    assert_eq!(
        (read.names.api_key, read.names.pat),
        (vec!["VISION_SECRET".into()], vec!["VISION_TOKEN".into()])
    );
    let Environment {
        pat,
        user_id,
        app_id,
    } = read.environment;
    assert_eq!([pat, user_id, app_id], ["PAT", "USER_ID", "APP_ID"]);
    assert_eq!(read.max_file_size, Some(2 * 1024 * 1024));
}

#[test]
fn severities_and_files_are_looked_up() {
    let read = parsed(FULL).unwrap();
    assert_eq!(read.severity_of(Rule::RetiredClient), Some(Severity::Error));
    assert_eq!(read.severity_of(Rule::ApiKey), None);
    let rule = Rule::HardCodedCredential;
    assert!(read.ignores_in(rule, Path::new("/p/a/tests/x.py")));
    assert!(!read.ignores_in(rule, Path::new("/p/a/x.py")));
    assert!(!read.ignores_in(Rule::ApiKey, Path::new("/p/tests/x.py")));
    assert!(read.exclude.matches(Path::new("/p/legacy/old/x.py")));
    assert!(!read.exclude.matches(Path::new("/elsewhere/legacy/x.py")));
}

#[test]
fn what_is_shown_can_be_read_again() {
    for text in ["", FULL, "exclude = ['a\"b\\\\c']"] {
        let shown = parsed(text).unwrap().to_toml();
        let again = parsed(&shown).unwrap().to_toml();
        assert_eq!(shown, again);
    }
}

#[test]
fn errors_have_their_line_and_a_suggestion() {
    let cases = [
        (
            "\nexlude = []",
            "/p/key2pat.toml:2: there is no key `exlude`; did you mean `exclude`?",
        ),
        (
            "q = 1",
            "/p/key2pat.toml:1: there is no key `q`; there are exclude, select",
        ),
        (
            "[names]\napi_key = []",
            ":2: there is no key `api_key`; did you mean `api-key`?",
        ),
        (
            "select = [\n  'api-key',\n  'api-kye'\n]",
            ":3: there is no rule `api-kye`; did you mean `api-key`?",
        ),
        (
            "[severity]\napi-key = 'eror'",
            ":2: there is no severity `eror`; did you mean `error`?",
        ),
        (
            "pedantic = 'yes'",
            ":1: expected `true` or `false`, not this string",
        ),
        (
            "exclude = 'a'",
            ":1: expected a list of strings, not this string",
        ),
        ("exclude = ['a', '{b']", ":1: "),
        ("max-file-size = '5G'", ":1: expected a number of bytes"),
        (
            "pat-env = 'a b'",
            ":1: `a b` is no name of an environment variable",
        ),
        ("a = \n", ":1: "),
        ("exclude = []\nexclude = []", ":2: "),
    ];
    for (text, expected) in cases {
        let error = parsed(text).unwrap_err();
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn the_schema_allows_what_is_read() {
    let schema: Value = serde_json::from_str(include_str!("../../schema/config-v1.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let keys: Vec<&str> = schema["properties"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let mut known = KEYS.to_vec();
    known.sort_unstable();
    let mut keys = keys;
    keys.sort_unstable();
    assert_eq!(keys, known);
    let rules: Vec<String> =
        serde_json::from_value(schema["$defs"]["rule"]["enum"].clone()).unwrap();
    assert_eq!(rules, Rule::ALL.map(Rule::name));
    let document = |text: &str| toml::from_str::<Value>(text).unwrap();
    let full = document(FULL);
    assert!(
        validator.is_valid(&full),
        "{:?}",
        validator.iter_errors(&full).collect::<Vec<_>>()
    );
    for wrong in [
        "exlude = []",
        "pedantic = 1",
        "[severity]\napi-key = 'x'",
        "max-file-size = '5G'",
        "pat-env = 'a b'",
    ] {
        assert!(!validator.is_valid(&document(wrong)), "{wrong}");
        assert!(parsed(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn the_closest_file_counts_alone() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    fs::create_dir_all(root.join("a/b")).unwrap();
    fs::create_dir(root.join("c")).unwrap();
    fs::write(
        root.join("key2pat.toml"),
        "pat-env = 'ROOT'\nignore = ['api-key']",
    )
    .unwrap();
    fs::write(
        root.join("a/pyproject.toml"),
        "[tool.key2pat]\npat-env = 'A'",
    )
    .unwrap();
    fs::write(root.join("a/b/pyproject.toml"), "[tool.other]\nx = 1").unwrap();
    fs::write(root.join("c/.key2pat.toml"), "pat-env = 'C'").unwrap();
    let mut all = Configurations::new(&root, &Where::Closest).unwrap();
    let mut pat = |path: &str| {
        let found = all.of(&root.join(path)).unwrap();
        (found.environment.pat.clone(), found.ignore.len())
    };
    assert_eq!(pat("x.py"), ("ROOT".into(), 1));
    assert_eq!(pat("a/b/x.py"), ("A".into(), 0));
    assert_eq!(pat("c/x.py"), ("C".into(), 0));
    let mut one = Configurations::new(&root, &Where::File(root.join("c/.key2pat.toml"))).unwrap();
    assert_eq!(one.of(&root.join("a/x.py")).unwrap().environment.pat, "C");
    let mut none = Configurations::new(&root, &Where::Isolated).unwrap();
    assert_eq!(
        none.of(&root.join("c/x.py")).unwrap().environment.pat,
        "CLARIFAI_PAT"
    );
    let error =
        Configurations::new(&root, &Where::File(root.join("a/b/pyproject.toml"))).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("there is no table `tool.key2pat`")
    );
}

#[test]
#[cfg(unix)]
fn a_link_out_of_the_project_is_not_read() {
    let dir = tempfile::tempdir().unwrap();
    let above = dir.path().canonicalize().unwrap();
    let root = above.join("project");
    fs::create_dir_all(root.join("a")).unwrap();
    let secret = "[tool.key2pat]\nsecret = 'key2pat'";
    fs::write(above.join("secret.toml"), secret).unwrap();
    fs::write(root.join("shared.toml"), "pat-env = 'SHARED'").unwrap();
    let link = |from: &str, to: &str| {
        std::os::unix::fs::symlink(from, root.join(to)).unwrap();
    };
    link("../secret.toml", "pyproject.toml");
    link("../shared.toml", "a/key2pat.toml");
    let mut all = Configurations::new(&root, &Where::Closest).unwrap();
    let found = all.of(&root.join("a/x.py")).unwrap();
    assert_eq!(found.environment.pat, "SHARED");
    fs::remove_file(root.join("a/key2pat.toml")).unwrap();
    link("../../secret.toml", "a/key2pat.toml");
    let mut all = Configurations::new(&root, &Where::Closest).unwrap();
    let error = all.of(&root.join("a/x.py")).unwrap_err().to_string();
    assert!(error.contains("leads out"), "{error}");
    assert!(!error.contains("secret ="), "{error}");
}
