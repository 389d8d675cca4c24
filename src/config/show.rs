//! A configuration as it counts, written as one: for `--show-settings`.

use std::fmt::{self, Write};

use super::Configuration;
use crate::rules::{Rule, Severity};

impl Configuration {
    /// The configuration as TOML, every key with the value that counts.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) -> fmt::Result {
        match &self.file {
            Some(file) => writeln!(
                out,
                "# {}",
                crate::report::safe_line(&file.to_string_lossy())
            )?,
            None => writeln!(out, "# no configuration")?,
        }
        let all = || Rule::ALL.to_vec();
        writeln!(out, "exclude = {}", list(&self.exclude.texts))?;
        writeln!(
            out,
            "select = {}",
            rules(&self.select.clone().unwrap_or_else(all))
        )?;
        writeln!(out, "ignore = {}", rules(&self.ignore))?;
        writeln!(
            out,
            "fail-on = {}",
            quoted(self.fail_on.unwrap_or(Severity::Error).name())
        )?;
        writeln!(out, "pedantic = {}", self.pedantic)?;
        if let Some(baseline) = &self.baseline {
            writeln!(out, "baseline = {}", quoted(&baseline.to_string_lossy()))?;
        }
        writeln!(out, "own-models = {}", list(&self.own_models))?;
        writeln!(out, "own-workflows = {}", list(&self.own_workflows))?;
        writeln!(out, "pat-env = {}", quoted(&self.environment.pat))?;
        writeln!(out, "user-env = {}", quoted(&self.environment.user_id))?;
        writeln!(out, "app-env = {}", quoted(&self.environment.app_id))?;
        let size = self.max_file_size;
        let size = size.unwrap_or(crate::settings::DEFAULT_MAX_FILE_SIZE);
        writeln!(out, "max-file-size = {size}")?;
        writeln!(out, "\n[names]")?;
        writeln!(out, "api-key = {}", list(&self.names.api_key))?;
        writeln!(out, "pat = {}", list(&self.names.pat))?;
        writeln!(out, "\n[severity]")?;
        for rule in Rule::ALL {
            let severity = self.severity_of(rule).unwrap_or(rule.severity());
            writeln!(out, "{} = {}", rule.name(), quoted(severity.name()))?;
        }
        writeln!(out, "\n[per-file-ignores]")?;
        for (patterns, ignored) in &self.per_file_ignores {
            let pattern = patterns.texts.join(" ");
            writeln!(out, "{} = {}", quoted(&pattern), rules(ignored))?;
        }
        Ok(())
    }
}

fn rules(rules: &[Rule]) -> String {
    let names: Vec<String> = rules.iter().map(|it| it.name().to_owned()).collect();
    list(&names)
}

fn list(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|it| quoted(it)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A basic string, with everything escaped that has to be.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04X}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
