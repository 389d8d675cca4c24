//! What names tell: the kind of a credential by the names along its way, which literals are
//! placeholders, which are secrets, and how secrets are masked.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::CredentialKind;
use super::catalogue::{is_listed_id, is_raw_id};

/// What one code base calls its credentials, beside the names that everybody knows
/// (`names.api-key` and `names.pat` in the configuration).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// Names that mean an app-specific API key.
    pub api_key: Vec<String>,
    /// Names that mean a personal access token.
    pub pat: Vec<String>,
}

impl Names {
    /// The kind that a name tells: first as this code base says it (compared whole or by the last
    /// segment of a dotted path, whatever the case), then as [`kind_of_name`] does.
    #[must_use]
    pub fn kind_of(&self, name: &str) -> Option<CredentialKind> {
        let last = name.rsplit('.').next().unwrap_or(name);
        let listed = |names: &[String]| {
            names
                .iter()
                .any(|own| own.eq_ignore_ascii_case(name) || own.eq_ignore_ascii_case(last))
        };
        if listed(&self.pat) {
            Some(CredentialKind::Pat)
        } else if listed(&self.api_key) {
            Some(CredentialKind::ApiKey)
        } else {
            kind_of_name(name)
        }
    }

    /// Whether a name says `key` and nothing else, unless this code base says what it means: what
    /// the header calls either kind of credential.
    #[must_use]
    pub fn is_bare_key(&self, name: &str) -> bool {
        let mut own = self.api_key.iter().chain(&self.pat);
        name.eq_ignore_ascii_case("key") && !own.any(|it| it.eq_ignore_ascii_case(name))
    }
}

/// Words that say nothing about the kind and may stand around `key` without changing its sense:
/// `KEY`, `MY_KEY`, `VITE_KEY`.
const FILLERS: &[&str] = &[
    "a",
    "auth",
    "authorization",
    "config",
    "current",
    "default",
    "enter",
    "env",
    "expo",
    "here",
    "insert",
    "my",
    "new",
    "next",
    "of",
    "old",
    "our",
    "paste",
    "public",
    "put",
    "react",
    "replace",
    "service",
    "test",
    "the",
    "this",
    "user",
    "users",
    "vite",
    "with",
    "your",
];

/// Spellings in which words run together, with their parts.
const GLUED: &[(&str, &[&str])] = &[
    ("apikey", &["api", "key"]),
    ("apikeys", &["api", "key"]),
    ("appkey", &["app", "key"]),
    ("authkey", &["auth", "key"]),
    ("sessiontoken", &["session", "token"]),
    ("personaltoken", &["personal", "token"]),
    ("personalaccesstoken", &["personal", "access", "token"]),
    ("patkey", &["pat", "key"]),
    ("pattoken", &["pat", "token"]),
];

/// The kind of credential that an identifier, environment variable or configuration key tells.
///
/// | words | kind |
/// | --- | --- |
/// | `pat`, `personal access token`, `personal token`, `session token` | PAT |
/// | `key` with `api`, `app` or `clarifai`, or alone but for fillers (`KEY`, `myKey`) | API key |
/// | `api` and `clarifai`, and nothing else (`API_CLARIFAI`) | API key |
/// | `token` without more (`CLARIFAI_TOKEN`), `api token`, `access token` (OAuth had such), anything else | none |
///
/// `PAT` beside `key` wins (`CLARIFAI_PAT_KEY`), unless an `or` stands between them
/// (`API_KEY_OR_PAT`), which tells nothing. Of a dotted path the last segment counts first.
/// A session token counts as a PAT since it acts for a user as that does.
#[must_use]
pub fn kind_of_name(name: &str) -> Option<CredentialKind> {
    let last = name.rsplit('.').next().unwrap_or(name);
    kind_of_words(&words(last)).or_else(|| kind_of_words(&words(name)))
}

fn kind_of_words(words: &[String]) -> Option<CredentialKind> {
    let (pat, key) = (say_pat(words), say_key(words));
    match (pat, key) {
        (true, true) if has(words, "or") => None,
        (true, _) => Some(CredentialKind::Pat),
        (false, true) => Some(CredentialKind::ApiKey),
        (false, false) => None,
    }
}

fn has(words: &[String], wanted: &str) -> bool {
    words.iter().any(|word| word == wanted)
}

fn say_pat(words: &[String]) -> bool {
    let in_a_row = |first: &str, second: &str| {
        words
            .windows(2)
            .any(|pair| pair[0] == first && pair[1] == second)
    };
    has(words, "pat")
        || has(words, "pats")
        || in_a_row("personal", "access")
        || in_a_row("personal", "token")
        || in_a_row("session", "token")
}

fn say_key(words: &[String]) -> bool {
    let is_key = |word: &String| word == "key" || word == "keys";
    let filler = |word: &String| FILLERS.contains(&word.as_str());
    if !words.iter().any(is_key) {
        let (api, clarifai) = (has(words, "api"), has(words, "clarifai"));
        let sayings = ["api", "clarifai", "app"];
        let other = |word: &String| !sayings.contains(&word.as_str()) && !filler(word);
        return api && clarifai && !words.iter().any(other);
    }
    ["api", "app", "application", "clarifai"]
        .iter()
        .any(|owner| has(words, owner))
        || words.iter().all(|word| is_key(word) || filler(word))
}

/// The words of an identifier or a text, in lower case: split at everything that is no letter or
/// digit and at the humps of camel case; digits at the end of a word fall away.
fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in text.split(|c: char| !c.is_alphanumeric()) {
        for word in humps(part) {
            let lower = word.to_lowercase();
            push_word(
                lower.trim_end_matches(|c: char| c.is_ascii_digit()),
                &mut found,
            );
        }
    }
    found
}

fn push_word(word: &str, found: &mut Vec<String>) {
    let parts = |word: &str| GLUED.iter().find(|(glued, _)| *glued == word);
    if let Some((_, parts)) = parts(word) {
        found.extend(parts.iter().map(|&part| part.to_owned()));
        return;
    }
    for prefix in ["clarifai", "my", "your", "user"] {
        let rest = word.strip_prefix(prefix).unwrap_or_default();
        if matches!(rest, "pat" | "key" | "api" | "token") || parts(rest).is_some() {
            found.push(prefix.to_owned());
            return push_word(rest, found);
        }
    }
    if !word.is_empty() {
        found.push(word.to_owned());
    }
}

/// Splits camel case: `apiKey`, `APIKey`, `PATs`, `userPAT` give two, two, one and two parts.
fn humps(part: &str) -> Vec<&str> {
    let chars: Vec<(usize, char)> = part.char_indices().collect();
    let mut found = Vec::new();
    let mut start = 0;
    for at in 1..chars.len() {
        let (offset, here) = chars[at];
        let before = chars[at - 1].1;
        let after = chars.get(at + 1).map(|&(_, next)| next);
        let plural = after == Some('s') && at + 2 == chars.len();
        let rise = here.is_uppercase() && !before.is_uppercase();
        let acronym_ends = here.is_uppercase()
            && before.is_uppercase()
            && after.is_some_and(char::is_lowercase)
            && !plural;
        if rise || acronym_ends {
            found.push(&part[start..offset]);
            start = offset;
        }
    }
    found.push(&part[start..]);
    found
}

/// The kind that the text of a placeholder tells: `YOUR_PAT_HERE`, `<your api key>`. `None` for
/// one that says either (`MY_CLARIFAI_API_KEY_OR_PAT`) or neither, and for a text that is no
/// placeholder.
#[must_use]
pub fn kind_of_placeholder(text: &str) -> Option<CredentialKind> {
    let text = without_scheme(text);
    let placeholder = !looks_like_secret(text) && is_placeholder(text);
    placeholder.then(|| kind_of_words(&words(text)))?
}

/// Whether a literal in a credential's place stands for one that is to be filled in: nothing, a
/// text that says so, a run of one character, or something too short to be a credential
/// (16 characters; the service's have 32).
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    let text = without_scheme(text);
    text.chars().count() < 16 || says_placeholder(text)
}

/// Words that only a text to be replaced has.
const REQUESTS: &[&str] = &[
    "your",
    "my",
    "enter",
    "insert",
    "replace",
    "here",
    "placeholder",
    "example",
    "dummy",
    "changeme",
    "change",
    "todo",
    "fill",
    "paste",
    "put",
    "secret",
    "redacted",
    "hidden",
];

/// Whether the text itself shows that it is no credential, however long it is.
fn says_placeholder(text: &str) -> bool {
    let bracketed = text.starts_with(['<', '{', '[', '$', '%']);
    let first = text.chars().next();
    let few = text.chars().all(|c| first == Some(c));
    let elided = text.contains("...") || text.contains('…') || text.contains("***");
    let found = words(text);
    // The humps of a random token may spell a word by chance.
    let asks = !is_random(text) && found.iter().any(|word| REQUESTS.contains(&word.as_str()));
    let crossed_out = found
        .iter()
        .any(|word| word.len() > 2 && word.bytes().all(|c| c == b'x'));
    // A name in a value's place (`CLARIFAI_API_KEY`) has no digits but at its end.
    let name = !text
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .contains(char::is_numeric)
        && kind_of_words(&found).is_some();
    bracketed || few || elided || asks || crossed_out || name
}

/// The text without blanks around it and without the header's scheme (`Key `, `Bearer `).
fn without_scheme(text: &str) -> &str {
    let text = text.trim();
    let rest = text
        .strip_prefix("Key ")
        .or_else(|| text.strip_prefix("Bearer "));
    rest.map_or(text, str::trim)
}

/// Whether a literal looks like a real credential: 32 hexadecimal digits that are no id of the
/// catalogue, or a long random token (a session token, a client secret).
#[must_use]
pub fn looks_like_secret(text: &str) -> bool {
    let text = without_scheme(text);
    let hex = is_raw_id(&text.to_ascii_lowercase());
    let token = |c: char| c.is_ascii_alphanumeric() || "-_.+/=".contains(c);
    let random = text.len() >= 20 && text.chars().all(token) && is_random(text);
    (hex || random) && !is_listed_id(text) && !says_placeholder(text)
}

/// Whether letters and digits are mixed as chance mixes them, not as a name does.
fn is_random(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let bytes = text.as_bytes();
    let changes = bytes.windows(2).filter(|pair| {
        pair.iter().all(u8::is_ascii_alphanumeric)
            && pair[0].is_ascii_digit() != pair[1].is_ascii_digit()
    });
    digits >= 4 && changes.count() >= 6
}

/// A text with every credential in it masked: what is left of one is a few characters at its
/// beginning (an eighth of it, four at most) and `…`. Masked are runs of 32 and more hexadecimal
/// digits that are no id or version id of the catalogue, values after `Key `, `Bearer `,
/// `api_key=` and their like, and other long random tokens.
#[must_use]
pub fn mask(text: &str) -> String {
    replace_secrets(text, |kept, _| format!("{kept}…"))
}

/// As [`mask`], for a line of source that is shown with marks under it: the masked part keeps its
/// length in bytes, so that every offset in the line stays right.
#[must_use]
pub fn mask_line(line: &str) -> String {
    replace_secrets(line, |kept, bytes| {
        format!("{kept}{}", "*".repeat(bytes - kept.len()))
    })
}

/// Puts `form(what is kept of it, its length in bytes)` for every secret.
fn replace_secrets(text: &str, form: impl Fn(&str, usize) -> String) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for range in secrets(text) {
        let secret = &text[range.clone()];
        let kept = secret.len().div_euclid(8).min(4);
        masked.push_str(&text[done..range.start]);
        masked.push_str(&form(&secret[..kept], secret.len()));
        done = range.end;
    }
    masked.push_str(&text[done..]);
    masked
}

/// Runs of hexadecimal digits as long as a credential.
static HEX: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("[0-9a-fA-F]{32,}").ok());

/// Other tokens that may be random: plain ones, and JSON web tokens.
static TOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"eyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]+)*|[A-Za-z0-9]{24,}").ok()
});

/// A value in a credential's place. Group 1 is the value.
static PLACED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let name = r"(?:api[_-]?key|pat|token|secret|password|clarifai_key)";
    let set = r#"["'`\])]*\s*(?:[:=,]|=>)+\s*"#;
    let scheme = r"\b(?:key|bearer)\s+";
    let value = r#"["'`]?([A-Za-z0-9_.+/=-]{6,})"#;
    Regex::new(&format!(
        "(?i)(?:{name}{set}|{scheme})(?:[\"'`]?{scheme})?{value}"
    ))
    .ok()
});

/// Where the secrets of a text are: in order, without overlap, each of ASCII only.
fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let all = |regex: &'static LazyLock<Option<Regex>>| {
        regex
            .iter()
            .flat_map(move |regex| regex.find_iter(text))
            .map(|hit| hit.range())
    };
    found.extend(all(&HEX).filter(|range| !is_listed_id(&text[range.clone()])));
    found.extend(all(&TOKEN).filter(|range| {
        let token = &text[range.clone()];
        token.starts_with("eyJ") || is_random(token) && !is_listed_id(token)
    }));
    let placed = PLACED.iter().flat_map(|regex| regex.captures_iter(text));
    found.extend(
        placed
            .filter_map(|captures| captures.get(1))
            .map(|value| value.range())
            .filter(|range| is_placed_secret(text, range)),
    );
    merge(found)
}

/// Whether what stands in a credential's place is one: in quotes anything that does not say it is
/// a placeholder, outside of them (where code and prose go on) only what looks like one.
fn is_placed_secret(text: &str, range: &Range<usize>) -> bool {
    let value = &text[range.clone()];
    let next = text[range.end..].chars().next();
    if next.is_some_and(|next| next == '…' || next == '*') {
        return false;
    }
    let quoted = next.is_some_and(|next| matches!(next, '"' | '\'' | '`'));
    !is_listed_id(value)
        && if quoted {
            !says_placeholder(value)
        } else {
            looks_like_secret(value)
        }
}

fn merge(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECRET: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
    const GENERAL: &str = "aaa03c23b3724a16a56b629203edc62c";

    #[test]
    fn pats() {
        for name in [
            "PAT",
            "pat",
            "clarifai_pat",
            "CLARIFAI_PAT",
            "clarifaiPat",
            "userPAT",
            "PATToken",
            "CLARIFAI_PAT_KEY",
            "REACT_APP_CLARIFAI_PAT",
            "VITE_PAT",
            "NEXT_PUBLIC_CLARIFAI_PAT",
            "EXPO_PUBLIC_PAT",
            "personal_access_token",
            "CLARIFAI_PERSONAL_ACCESS_TOKEN",
            "personalAccessToken",
            "clarifai.personal-access-token",
            "CLARIFAI_SESSION_TOKEN",
            "sessionToken",
            "config.clarifai.pat",
            "PATs",
            "pat2",
            "clarifaipat",
            "api_keys.pat",
            "MY_PAT",
        ] {
            assert_eq!(kind_of_name(name), Some(CredentialKind::Pat), "{name}");
        }
    }

    #[test]
    fn api_keys() {
        for name in [
            "api_key",
            "apiKey",
            "APIKey",
            "API_KEY",
            "apikey",
            "APIKEY",
            "api-key",
            "CLARIFAI_API_KEY",
            "clarifai_key",
            "CLARIFAI_KEY",
            "clarifaiKey",
            "clarifaiApiKey",
            "REACT_APP_CLARIFAI_API_KEY",
            "VITE_API_KEY",
            "clarifai.api.key",
            "appKey",
            "app_specific_key",
            "key",
            "KEY",
            "myKey",
            "MY_KEY",
            "API_CLARIFAI",
            "CLARIFAI_API",
            "REACT_APP_API_CLARIFAI",
            "apiKey2",
            "pat_config.api_key",
            "clarifaikey",
            "this.apiKey",
            "BuildConfig.CLARIFAI_KEY",
        ] {
            assert_eq!(kind_of_name(name), Some(CredentialKind::ApiKey), "{name}");
        }
    }

    #[test]
    fn names_that_tell_nothing() {
        for name in [
            "",
            "path",
            "PATH",
            "pattern",
            "patient",
            "patch",
            "compat",
            "keyboard",
            "monkey",
            "key_path",
            "keyName",
            "cacheKey",
            "token",
            "CLARIFAI_TOKEN",
            "api_token",
            "auth",
            "credential",
            "clarifai",
            "api",
            "CLARIFAI_API_URL",
            "clarifai_api_base",
            "secret",
            "API_KEY_OR_PAT",
            "patOrApiKey",
            "primaryKey",
            "…",
            "ключ",
        ] {
            assert_eq!(kind_of_name(name), None, "{name}");
        }
    }

    #[test]
    fn names_of_the_project() {
        let names = Names {
            api_key: vec!["CF_SECRET".into()],
            pat: vec!["vision_login".into()],
        };
        assert_eq!(names.kind_of("cf_secret"), Some(CredentialKind::ApiKey));
        assert_eq!(
            names.kind_of("settings.vision_login"),
            Some(CredentialKind::Pat)
        );
        assert_eq!(names.kind_of("CLARIFAI_PAT"), Some(CredentialKind::Pat));
        assert_eq!(names.kind_of("other"), None);
        assert_eq!(Names::default().kind_of("cf_secret"), None);
    }

    #[test]
    fn kinds_of_placeholders() {
        for (text, kind) in [
            ("YOUR_PAT_HERE", Some(CredentialKind::Pat)),
            ("{YOUR_PERSONAL_TOKEN}", Some(CredentialKind::Pat)),
            ("Key YOUR_PAT", Some(CredentialKind::Pat)),
            ("YOUR_CLARIFAI_API_KEY", Some(CredentialKind::ApiKey)),
            ("<your api key>", Some(CredentialKind::ApiKey)),
            ("Key YOUR_API_KEY", Some(CredentialKind::ApiKey)),
            ("YOUR_KEY_HERE", Some(CredentialKind::ApiKey)),
            ("Enter your API key here", Some(CredentialKind::ApiKey)),
            ("MY_CLARIFAI_API_KEY_OR_PAT", None),
            ("YOUR_CLARIFAI_API_KEY_OR_PAT", None),
            ("Key YOUR_TOKEN", None),
            ("", None),
            (SECRET, None),
        ] {
            assert_eq!(kind_of_placeholder(text), kind, "{text}");
        }
    }

    #[test]
    fn placeholders_and_secrets() {
        for text in [
            "",
            "  ",
            "sadasd",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "<your-clarifai-api-key>",
            "{CLARIFAI_PERSONAL_ACCESS_TOKEN}",
            "00000000000000000000000000000000",
            "YOUR_CLARIFAI_API_KEY",
            "insert-the-thing-here-please",
            "CLARIFAI_API_KEY",
            "Key ",
            "abcdef012345...",
            "${CLARIFAI_API_KEY_FOR_TESTS}",
        ] {
            assert!(is_placeholder(text), "{text}");
            assert!(!looks_like_secret(text), "{text}");
        }
        for text in [
            SECRET,
            "Key 0a1b2c3d4e5f60718293a4b5c6d7e8f9",
            "x9Kd83jsLq02mZn5tRw7Yb1c",
        ] {
            assert!(!is_placeholder(text), "{text}");
            assert!(looks_like_secret(text), "{text}");
        }
        for id in [
            GENERAL,
            "general-image-recognition",
            "CLIP-ViT-L-14-DataComp-XL-s13B-b90K",
        ] {
            assert!(!looks_like_secret(id), "{id}");
        }
    }

    #[test]
    fn masking() {
        for (text, expected) in [
            (format!("Key {SECRET}"), "Key 0a1b…".to_owned()),
            (format!("'Key {SECRET}'"), "'Key 0a1b…'".to_owned()),
            (format!("x{SECRET}y"), "x0a1…".to_owned()),
            (
                format!("models/{GENERAL}/outputs"),
                format!("models/{GENERAL}/outputs"),
            ),
            ("apiKey: \"sadasdasd\"".into(), "apiKey: \"s…\"".into()),
            ("api_key='hunter2hunter2'".into(), "api_key='h…'".into()),
            (
                "{'authorization': 'Key hunter22'}".into(),
                "{'authorization': 'Key h…'}".into(),
            ),
            (
                "env[\"API_KEY\"] = \"hunter2x\"".into(),
                "env[\"API_KEY\"] = \"h…\"".into(),
            ),
        ] {
            assert_eq!(mask(&text), expected);
        }
    }

    #[test]
    fn what_is_not_masked() {
        for text in [
            "an app-specific key reaches resources of its own application",
            "api_key=os.environ[\"CLARIFAI_API_KEY\"]",
            "'Key ' + key",
            "f\"Key {PAT}\"",
            "\"Key \" + process.env.CLARIFAI_API_KEY",
            "api_key = \"YOUR_CLARIFAI_API_KEY\"",
            "Key YOUR_PAT_HERE",
            "new Clarifai.App({ apiKey: config.key, userId: \"clarifai\" })",
            "the model `general-image-detector-detic_C2_IN_L_SwinB_lvis`",
            "e15d0f873e66047e579f90cf82c9882z",
            "https://clarifai.com/clarifai/main/models/CLIP-ViT-L-14-DataComp-XL-s13B-b90K",
        ] {
            assert_eq!(mask(text), text);
            assert_eq!(mask_line(text), text);
        }
    }

    proptest! {
        #[test]
        fn no_key_survives(secret in "[0-9a-f]{32}", before in "\\PC{0,20}", after in "\\PC{0,20}") {
            prop_assume!(!is_listed_id(&secret));
            let text = format!("{before}{secret}{after}");
            prop_assert!(!mask(&text).contains(&secret));
            prop_assert!(!mask(&text).contains(&secret[8..]));
            prop_assert!(!mask_line(&text).contains(&secret));
        }

        #[test]
        fn a_masked_text_stays_as_it_is(
            secret in "[0-9a-f]{32}",
            lead in prop::sample::select(vec!["Key ", "api_key=", "\"apiKey\": \"", "at "]),
        ) {
            let once = mask(&format!("{lead}{secret}\""));
            prop_assert_eq!(mask(&once), once);
        }

        #[test]
        fn lines_keep_their_length(line in "\\PC{0,80}", secret in "[0-9a-f]{32}") {
            prop_assert_eq!(mask_line(&line).len(), line.len());
            let line = format!("{line} key=\"{secret}\"");
            prop_assert_eq!(mask_line(&line).len(), line.len());
        }

        #[test]
        fn any_text_is_taken(text in "\\PC{0,60}") {
            let _ = kind_of_name(&text);
            let _ = kind_of_placeholder(&text);
            prop_assert!(!(is_placeholder(&text) && looks_like_secret(&text)));
        }
    }
}
