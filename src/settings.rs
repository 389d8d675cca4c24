//! What a run is to do: the values that the command line (and the configuration) come to.

use std::path::PathBuf;

use crate::config::{Configuration, Where};
use crate::rules::{Rule, Severity};
use crate::source::{Changes, DiscoverOptions};

/// The size in bytes above which a file is not looked into, unless the user says otherwise.
pub const DEFAULT_MAX_FILE_SIZE: u64 = 5 * 1024 * 1024;

/// What a run is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What to look into and what to leave out.
    pub discover: DiscoverOptions,
    /// A text to look into instead of the targets.
    pub stdin: Option<Stdin>,
    /// Where the configuration comes from. What is said here counts instead of it.
    pub configuration: Where,
    /// What has to have changed, if not everything is looked into.
    pub changes: Option<Changes>,
    /// Whether only findings on changed lines count.
    pub changed_lines: bool,
    /// The only rules that are reported.
    pub select: Option<Vec<Rule>>,
    /// Rules that are not reported.
    pub ignore: Option<Vec<Rule>>,
    /// The least severity that is shown.
    pub min_severity: Option<Severity>,
    /// The least severity that makes the exit code 1.
    pub fail_on: Option<Severity>,
    /// Which findings are known already.
    pub baseline: Known,
    /// The size in bytes above which a file is not looked into.
    pub max_file_size: Option<u64>,
    /// The number of threads; `None` is one for each processor.
    pub threads: Option<usize>,
    /// Whether notes and guesses are shown, too.
    pub pedantic: bool,
    /// Whether comments can silence findings.
    pub suppressions: bool,
    /// Whether findings get their rewrites, which takes time and not every report shows.
    pub rewrites: bool,
}

/// Where the known findings stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Known {
    /// In the file that the configuration names, if it does.
    #[default]
    Configured,
    /// In this file.
    File(PathBuf),
    /// Nowhere: all findings are new.
    Nothing,
}

impl Known {
    /// The file, if there is to be one.
    #[must_use]
    pub fn file(&self, configuration: &Configuration) -> Option<PathBuf> {
        match self {
            Self::Configured => configuration.baseline.clone(),
            Self::File(file) => Some(file.clone()),
            Self::Nothing => None,
        }
    }
}

/// A text from standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stdin {
    /// The name of the file that it stands for.
    pub name: PathBuf,
    /// The text.
    pub bytes: Vec<u8>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            discover: DiscoverOptions {
                targets: vec![PathBuf::from(".")],
                ..DiscoverOptions::default()
            },
            stdin: None,
            configuration: Where::Closest,
            changes: None,
            changed_lines: false,
            select: None,
            ignore: None,
            min_severity: None,
            fail_on: None,
            baseline: Known::Configured,
            max_file_size: None,
            threads: None,
            pedantic: false,
            suppressions: true,
            rewrites: true,
        }
    }
}
