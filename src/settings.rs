//! What a run is to do: the values that the command line (and the configuration) come to.

use std::path::PathBuf;

use crate::source::{DiscoverOptions, ReadLimits};

/// The size in bytes above which a file is not looked into, unless the user says otherwise.
pub const DEFAULT_MAX_FILE_SIZE: u64 = 5 * 1024 * 1024;

/// What a run is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What to look into and what to leave out.
    pub discover: DiscoverOptions,
    /// A text to look into instead of the targets.
    pub stdin: Option<Stdin>,
    /// The size in bytes above which a file is not looked into.
    pub max_file_size: u64,
    /// The number of threads; `None` is one for each processor.
    pub threads: Option<usize>,
    /// Whether notes and guesses are shown, too.
    pub pedantic: bool,
    /// Whether comments can silence findings.
    pub suppressions: bool,
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
            max_file_size: DEFAULT_MAX_FILE_SIZE,
            threads: None,
            pedantic: false,
            suppressions: true,
        }
    }
}

impl Settings {
    /// What reading a file allows.
    #[must_use]
    pub const fn read_limits(&self) -> ReadLimits {
        ReadLimits {
            max_file_size: self.max_file_size,
            minified: self.discover.no_ignore,
        }
    }
}
