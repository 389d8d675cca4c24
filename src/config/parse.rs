//! From the text of a configuration to what it says. Read by hand, key by key, so that every
//! error has its line and a suggestion.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{ConfigError, Configuration, Patterns, parse_size};
use crate::nearest::nearest;
use crate::rules::{Rule, Severity};

/// The keys of a configuration.
pub const KEYS: [&str; 15] = [
    "exclude",
    "select",
    "ignore",
    "per-file-ignores",
    "severity",
    "fail-on",
    "pedantic",
    "baseline",
    "names",
    "own-models",
    "own-workflows",
    "pat-env",
    "user-env",
    "app-env",
    "max-file-size",
];

/// The keys of the table `names`.
const NAME_KEYS: [&str; 2] = ["api-key", "pat"];

type Value<'a> = Spanned<DeValue<'a>>;

/// What the text says. `folder` is what its patterns and paths are relative to. Of a
/// `pyproject.toml` only the table `tool.key2pat` counts; `None` if it has none.
///
/// # Errors
/// If the text is no TOML, has a key that does not exist or a value that does not fit.
pub fn parse(file: &Path, folder: &Path, text: &str) -> Result<Option<Configuration>, ConfigError> {
    let reader = Reader { file, folder, text };
    let document = match DeTable::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let span = error.span().unwrap_or_default();
            return Err(reader.wrong(span, error.message().to_owned()));
        }
    };
    let table = if file.file_name().is_some_and(|it| it == "pyproject.toml") {
        let tool = get(document.get_ref(), "tool").and_then(|it| it.get_ref().as_table());
        match tool.and_then(|it| get(it, "key2pat")) {
            Some(value) => reader.table(value)?,
            None => return Ok(None),
        }
    } else {
        document.get_ref()
    };
    let mut configuration = Configuration {
        file: Some(file.to_path_buf()),
        ..Configuration::default()
    };
    for (key, value) in table {
        reader.key(&mut configuration, key, value)?;
    }
    Ok(Some(configuration))
}

fn get<'t, 'a>(table: &'t DeTable<'a>, key: &str) -> Option<&'t Value<'a>> {
    let found = table.iter().find(|(name, _)| name.get_ref() == key);
    found.map(|(_, value)| value)
}

struct Reader<'a> {
    file: &'a Path,
    folder: &'a Path,
    text: &'a str,
}

impl Reader<'_> {
    fn wrong(&self, span: Range<usize>, message: String) -> ConfigError {
        let before = self.text.as_bytes().get(..span.start).unwrap_or_default();
        ConfigError::Wrong {
            file: self.file.to_path_buf(),
            line: memchr::memchr_iter(b'\n', before).count() + 1,
            message,
        }
    }

    fn key(
        &self,
        into: &mut Configuration,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Value<'_>,
    ) -> Result<(), ConfigError> {
        match key.get_ref().as_ref() {
            "exclude" => into.exclude = self.patterns(value)?,
            "select" => into.select = Some(self.rules(value)?),
            "ignore" => into.ignore = self.rules(value)?,
            "per-file-ignores" => into.per_file_ignores = self.per_file_ignores(value)?,
            "severity" => into.severity = self.severities(value)?,
            "fail-on" => into.fail_on = Some(self.severity(value)?),
            "pedantic" => into.pedantic = self.boolean(value)?,
            "baseline" => into.baseline = Some(self.folder.join(self.text_of(value)?)),
            "names" => self.names(into, value)?,
            "own-models" => into.own_models = self.texts(value)?,
            "own-workflows" => into.own_workflows = self.texts(value)?,
            "pat-env" => into.environment.pat = self.variable(value)?,
            "user-env" => into.environment.user_id = self.variable(value)?,
            "app-env" => into.environment.app_id = self.variable(value)?,
            "max-file-size" => into.max_file_size = Some(self.size(value)?),
            other => return Err(self.unknown("key", other, key.span(), KEYS)),
        }
        Ok(())
    }

    fn names(&self, into: &mut Configuration, value: &Value<'_>) -> Result<(), ConfigError> {
        for (key, value) in self.table(value)? {
            match key.get_ref().as_ref() {
                "api-key" => into.names.api_key = self.texts(value)?,
                "pat" => into.names.pat = self.texts(value)?,
                other => {
                    return Err(self.unknown("key", other, key.span(), NAME_KEYS));
                }
            }
        }
        Ok(())
    }

    fn unknown<const N: usize>(
        &self,
        what: &str,
        name: &str,
        span: Range<usize>,
        known: [&'static str; N],
    ) -> ConfigError {
        let meant = match nearest(name, known, |it| it) {
            Some(near) => format!("; did you mean `{near}`?"),
            None => format!("; there are {}", known.join(", ")),
        };
        self.wrong(span, format!("there is no {what} `{name}`{meant}"))
    }

    fn expected(&self, value: &Value<'_>, what: &str) -> ConfigError {
        let kind = value.get_ref().type_str();
        self.wrong(value.span(), format!("expected {what}, not this {kind}"))
    }

    fn table<'t, 'v>(&self, value: &'t Value<'v>) -> Result<&'t DeTable<'v>, ConfigError> {
        let table = value.get_ref().as_table();
        table.ok_or_else(|| self.expected(value, "a table"))
    }

    fn boolean(&self, value: &Value<'_>) -> Result<bool, ConfigError> {
        let boolean = value.get_ref().as_bool();
        boolean.ok_or_else(|| self.expected(value, "`true` or `false`"))
    }

    fn text_of<'t>(&self, value: &'t Value<'_>) -> Result<&'t str, ConfigError> {
        let text = value.get_ref().as_str();
        text.ok_or_else(|| self.expected(value, "a string"))
    }

    fn items<'t, 'v>(&self, value: &'t Value<'v>) -> Result<Vec<&'t Value<'v>>, ConfigError> {
        let list = value.get_ref().as_array();
        let list = list.ok_or_else(|| self.expected(value, "a list of strings"))?;
        Ok(list.iter().collect())
    }

    fn texts(&self, value: &Value<'_>) -> Result<Vec<String>, ConfigError> {
        let items = self.items(value)?.into_iter();
        items
            .map(|item| self.text_of(item).map(str::to_owned))
            .collect()
    }

    fn variable(&self, value: &Value<'_>) -> Result<String, ConfigError> {
        let name = self.text_of(value)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let begins = |c: char| c.is_ascii_digit();
        if name.is_empty() || !name.chars().all(plain) || name.starts_with(begins) {
            let message = format!("`{name}` is no name of an environment variable");
            return Err(self.wrong(value.span(), message));
        }
        Ok(name.to_owned())
    }

    fn size(&self, value: &Value<'_>) -> Result<u64, ConfigError> {
        let text = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            DeValue::String(text) => text,
            _ => return Err(self.expected(value, "a number of bytes, or a string such as \"5M\"")),
        };
        parse_size(text).map_err(|message| self.wrong(value.span(), message))
    }

    fn rule(&self, name: &str, span: Range<usize>) -> Result<Rule, ConfigError> {
        let found = Rule::from_name(name);
        found.ok_or_else(|| self.unknown("rule", name, span, Rule::ALL.map(Rule::name)))
    }

    fn rules(&self, value: &Value<'_>) -> Result<Vec<Rule>, ConfigError> {
        let items = self.items(value)?.into_iter();
        items
            .map(|item| self.rule(self.text_of(item)?, item.span()))
            .collect()
    }

    fn severity(&self, value: &Value<'_>) -> Result<Severity, ConfigError> {
        let name = self.text_of(value)?;
        let names = [Severity::Error, Severity::Warning, Severity::Note].map(Severity::name);
        let found = Severity::from_name(name);
        found.ok_or_else(|| self.unknown("severity", name, value.span(), names))
    }

    fn severities(&self, value: &Value<'_>) -> Result<Vec<(Rule, Severity)>, ConfigError> {
        let entries = self.table(value)?.iter();
        entries
            .map(|(key, value)| Ok((self.rule(key.get_ref(), key.span())?, self.severity(value)?)))
            .collect()
    }

    fn patterns(&self, value: &Value<'_>) -> Result<Patterns, ConfigError> {
        let items = self.items(value)?;
        Patterns::new(self.folder, self.texts(value)?).map_err(|(index, message)| {
            let span = items.get(index).map_or(value.span(), |item| item.span());
            self.wrong(span, message)
        })
    }

    fn per_file_ignores(
        &self,
        value: &Value<'_>,
    ) -> Result<Vec<(Patterns, Vec<Rule>)>, ConfigError> {
        let mut all = Vec::new();
        for (key, value) in self.table(value)? {
            let pattern = key.get_ref().clone().into_owned();
            let patterns = Patterns::new(self.folder, vec![pattern])
                .map_err(|(_, message)| self.wrong(key.span(), message))?;
            all.push((patterns, self.rules(value)?));
        }
        Ok(all)
    }
}
