//! The configuration: `key2pat.toml`, `.key2pat.toml`, or `[tool.key2pat]` in `pyproject.toml`.
//! The one closest to a file counts for it, alone; nothing is merged.

mod error;
mod find;
mod parse;
mod patterns;
mod show;
mod size;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use crate::clarifai::names::Names;
use crate::rules::{Environment, Rule, Severity};

pub use error::ConfigError;
pub use find::{Configurations, Where};
pub use parse::KEYS;
pub use patterns::Patterns;
pub use size::parse_size;

/// What one configuration file says. Keys that it does not have are `None` or empty.
#[derive(Debug, Default)]
pub struct Configuration {
    /// The file; `None` where there is none.
    pub file: Option<PathBuf>,
    /// What is left out.
    pub exclude: Patterns,
    /// The only rules that are reported.
    pub select: Option<Vec<Rule>>,
    /// Rules that are not reported.
    pub ignore: Vec<Rule>,
    /// Rules that are not reported for files that match.
    pub per_file_ignores: Vec<(Patterns, Vec<Rule>)>,
    /// Severities other than the usual ones.
    pub severity: Vec<(Rule, Severity)>,
    /// The least severity that makes the exit code 1.
    pub fail_on: Option<Severity>,
    /// Whether notes and guesses are shown.
    pub pedantic: bool,
    /// The file of known findings, as an absolute path.
    pub baseline: Option<PathBuf>,
    /// What this code base calls its credentials.
    pub names: Names,
    /// Ids of models that are one's own.
    pub own_models: Vec<String>,
    /// Ids of workflows that are one's own.
    pub own_workflows: Vec<String>,
    /// The environment variables that rewrites read.
    pub environment: Environment,
    /// The number of bytes above which a file is not looked into.
    pub max_file_size: Option<u64>,
}

impl Configuration {
    /// The severity of a rule, if it is not the usual one.
    #[must_use]
    pub fn severity_of(&self, rule: Rule) -> Option<Severity> {
        let found = self.severity.iter().find(|(it, _)| *it == rule);
        found.map(|(_, severity)| *severity)
    }

    /// Whether a rule is not to be reported for this file, whose path is absolute.
    #[must_use]
    pub fn ignores_in(&self, rule: Rule, file: &Path) -> bool {
        self.per_file_ignores
            .iter()
            .any(|(patterns, rules)| rules.contains(&rule) && patterns.matches(file))
    }
}
