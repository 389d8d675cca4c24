//! Data: settings that a program reads from files which are not code.
//!
//! The names in them tell what a credential is, and ids and owners may stand in them. Their
//! credentials are never shown.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::listing::Listing;

/// The size in bytes above which a file of settings is not read.
const MAX_SIZE: u64 = 256 * 1024;
/// How many such files of one folder are read.
const MAX_CUSTOM: usize = 24;
/// Settings that frameworks read without being told to, relative to a folder.
const CONVENTIONAL: [&str; 10] = [
    ".env",
    ".env.local",
    "src/main/resources/application.properties",
    "src/main/resources/application.yml",
    "src/main/resources/application.yaml",
    "application.properties",
    "application.yml",
    "res/values/strings.xml",
    "build.gradle",
    "build.gradle.kts",
];

/// Folders of which whatever file of settings counts as such: in Android each file of these
/// resources, in Spring the one of each profile.
const FOLDERS: [(&str, &str, &str); 2] = [
    ("res/values", "", ".xml"),
    ("src/main/resources", "application-", ""),
];

/// The folder whose programs read a file without being told to, by the path of the file.
#[must_use]
pub fn custom_folder(path: &str) -> Option<&str> {
    let below = |rest: &str| {
        let folder = path.strip_suffix(rest)?;
        if folder.is_empty() {
            return Some(folder);
        }
        folder.strip_suffix('/')
    };
    let listed = CONVENTIONAL.iter().find_map(|file| below(file));
    listed.or_else(|| {
        let (folder, name) = path.rsplit_once('/')?;
        let (custom, begins, ends) = FOLDERS.iter().find(|(it, ..)| {
            folder
                .strip_suffix(it)
                .is_some_and(|it| it.is_empty() || it.ends_with('/'))
        })?;
        (name.starts_with(begins) && name.ends_with(ends))
            .then(|| below(&path[folder.len() - custom.len()..]))?
    })
}

/// Reads a file of settings as one record, or `None` if it is too large, malformed, reached through
/// a link, or of a form that is not known by its name.
#[must_use]
pub fn read_data(path: &Path) -> Option<Value> {
    let about = path.symlink_metadata().ok()?;
    if !about.is_file() || about.len() > MAX_SIZE {
        return None;
    }
    let name = path.file_name()?.to_str()?;
    let text = std::fs::read_to_string(path).ok()?;
    parse_data(name, &text)
}

/// Reads the text of a file of settings; its name tells the form.
#[must_use]
pub fn parse_data(name: &str, text: &str) -> Option<Value> {
    let text = text.trim_start_matches('\u{feff}');
    let extension = name.rsplit('.').next().unwrap_or_default();
    let value = match extension {
        "json" => serde_json::from_str(text).ok()?,
        "yml" | "yaml" => serde_yaml_ng::from_str(text).ok()?,
        "toml" => toml::from_str(text).ok()?,
        "properties" | "ini" | "cfg" | "conf" => lines(text),
        "xml" => strings(text),
        "gradle" | "kts" => build_fields(text),
        _ if name.starts_with(".env") => lines(text),
        _ => return None,
    };
    matches!(value, Value::Object(_) | Value::Array(_)).then_some(value)
}

/// `key = value` or `key: value` a line, in sections if there are headings in brackets.
fn lines(text: &str) -> Value {
    let mut all = Map::new();
    let mut section: Option<String> = None;
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with(['#', ';', '!']) {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            section = Some(name.trim().to_owned());
            continue;
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((key, value)) = line.split_once(['=', ':']) else {
            continue;
        };
        let value = value.trim().trim_matches(['"', '\'']).to_owned();
        let target = match &section {
            Some(name) => match all.entry(name).or_insert_with(|| Value::Object(Map::new())) {
                Value::Object(fields) => fields,
                _ => continue,
            },
            None => &mut all,
        };
        target.insert(key.trim().to_owned(), Value::String(value));
    }
    Value::Object(all)
}

/// `<string name="key">value</string>` of an Android resource.
fn strings(text: &str) -> Value {
    let mut all = Map::new();
    for part in text.split("<string ").skip(1) {
        let name = part
            .split("name=\"")
            .nth(1)
            .and_then(|it| it.split('"').next());
        let value = part
            .split_once('>')
            .and_then(|(_, it)| it.split('<').next());
        if let (Some(name), Some(value)) = (name, value) {
            all.insert(name.to_owned(), Value::String(value.trim().to_owned()));
        }
    }
    Value::Object(all)
}

/// `buildConfigField "String", "KEY", "\"value\""`, in either of Gradle's languages.
fn build_fields(text: &str) -> Value {
    let mut all = Map::new();
    for part in text.split("buildConfigField").skip(1) {
        let line = part.lines().next().unwrap_or_default();
        let mut words = line.splitn(3, ',').skip(1);
        let bare = |it: &str| {
            let it = it.trim();
            // What stands behind the quotes is the build's.
            let quote = it.chars().next().filter(|it| matches!(it, '"' | '\''));
            let end = quote.and_then(|quote| {
                let inner = it.get(1..)?.replace("\\\"", "  ");
                inner.find(quote)
            });
            let it = end.and_then(|end| it.get(..=end)).unwrap_or(it);
            it.trim_end_matches(')').replace(['\\', '"', '\''], "")
        };
        if let (Some(name), Some(value)) = (words.next().map(bare), words.next().map(bare))
            // What the build computes is no value.
            && !value.contains(['(', '$', ' '])
        {
            all.insert(name, Value::String(value));
        }
    }
    Value::Object(all)
}

/// How many settings may be put into one another.
const MAX_REFERENCES: u32 = 8;

/// The text of the setting under a dotted name, `clarifai.app-id`: in nested records, or under one
/// key with dots. What it takes from other settings of the file, `${other}`, is put in; `None`
/// where only run time knows that.
#[must_use]
pub fn setting(data: &Value, name: &str) -> Option<String> {
    resolved(data, entry(data, name)?.as_str()?, MAX_REFERENCES)
}

fn resolved(data: &Value, text: &str, left: u32) -> Option<String> {
    if text.contains("{{") {
        return None;
    }
    let Some((before, rest)) = text.split_once("${") else {
        return Some(text.to_owned());
    };
    let (name, after) = rest.split_once('}')?;
    let (name, default) = match name.split_once(':') {
        Some((name, default)) => (name, Some(default)),
        None => (name, None),
    };
    let left = left.checked_sub(1)?;
    let known = entry(data, name).and_then(Value::as_str);
    let known = known.and_then(|it| resolved(data, it, left));
    // A default that is empty stands for a value that the environment has to give.
    let default = default.filter(|it| !it.is_empty()).map(str::to_owned);
    let after = resolved(data, after, left)?;
    Some(format!("{before}{}{after}", known.or(default)?))
}

fn entry<'a>(data: &'a Value, name: &str) -> Option<&'a Value> {
    if let Some(found) = data.get(name) {
        return Some(found);
    }
    let inner = name
        .split_once('.')
        .and_then(|(first, rest)| entry(alike(data, first)?, rest));
    inner.or_else(|| alike(data, name))
}

/// What stands under a key, however its words are joined: `user-id`, `userId`.
fn alike<'a>(data: &'a Value, name: &str) -> Option<&'a Value> {
    let letters = |text: &str| {
        let kept = text.chars().filter(|it| !matches!(it, '-' | '_'));
        kept.flat_map(char::to_lowercase).collect::<String>()
    };
    let wanted = letters(name);
    let mut fields = data.as_object()?.iter();
    fields
        .find(|(key, _)| letters(key) == wanted)
        .map(|it| it.1)
}

/// The files of settings in `folder` that programs there and below may read without naming them,
/// as far as they exist.
#[must_use]
pub fn conventional_data(listing: &Listing, folder: &Path) -> Vec<PathBuf> {
    let all = CONVENTIONAL.iter().map(|name| folder.join(name));
    let mut found: Vec<PathBuf> = all.filter(|path| listing.is_file(path)).collect();
    for (custom, begins, ends) in FOLDERS {
        let named = |path: &PathBuf| {
            let name = path.file_name().and_then(|it| it.to_str());
            name.is_some_and(|it| it.starts_with(begins) && it.ends_with(ends))
        };
        let files = listing.files_in(&folder.join(custom)).into_iter();
        let more: Vec<PathBuf> = files
            .filter(|it| named(it) && !found.contains(it))
            .take(MAX_CUSTOM)
            .collect();
        found.extend(more);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{parse_data, setting};

    #[test]
    fn every_form_is_read() {
        let forms = [
            ("a.json", r#"{"clarifai": {"app-id": "x"}}"#),
            ("a.yml", "clarifai:\n  app-id: x\n"),
            ("a.toml", "[clarifai]\napp-id = 'x'\n"),
            (
                "strings.xml",
                "<resources><string name=\"clarifai.app-id\">x</string></resources>",
            ),
            (
                "build.gradle",
                "buildConfigField 'String', 'clarifai.app-id', '\"x\"'\n",
            ),
            ("a.ini", "; remark\n[clarifai]\napp-id = x\n"),
            ("a.properties", "# remark\nclarifai.app-id=x\n"),
            (".env.local", "export clarifai.app-id=\"x\"\n"),
        ];
        for (name, text) in forms {
            let data = parse_data(name, text).unwrap_or_else(|| panic!("{name}"));
            let found = setting(&data, "clarifai.app-id");
            assert_eq!(found.as_deref(), Some("x"), "{name}");
        }
    }

    #[test]
    fn what_is_malformed_or_unknown_is_no_data() {
        assert_eq!(parse_data("a.json", "{"), None);
        assert_eq!(parse_data("a.txt", "a=b"), None);
        assert_eq!(parse_data("a.json", "\"text\""), None);
    }
}
