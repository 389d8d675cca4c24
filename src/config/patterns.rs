//! Patterns for files, in the syntax of a `.gitignore` in the folder of the configuration.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns that are relative to a folder.
#[derive(Debug, Default)]
pub struct Patterns {
    folder: PathBuf,
    /// As they are written.
    pub texts: Vec<String>,
    matcher: Option<Gitignore>,
}

impl Patterns {
    /// Patterns relative to a folder.
    ///
    /// # Errors
    /// If one is malformed: its index and what is wrong with it.
    pub fn new(folder: &Path, texts: Vec<String>) -> Result<Self, (usize, String)> {
        let mut builder = GitignoreBuilder::new(folder);
        for (index, text) in texts.iter().enumerate() {
            builder
                .add_line(None, text)
                .map_err(|error| (index, error.to_string()))?;
        }
        let matcher = builder.build().map_err(|error| (0, error.to_string()))?;
        Ok(Self {
            folder: folder.to_path_buf(),
            texts,
            matcher: Some(matcher),
        })
    }

    /// Whether a file with this absolute path, or a folder that it is in, matches.
    #[must_use]
    pub fn matches(&self, file: &Path) -> bool {
        let relative = file.strip_prefix(&self.folder).ok();
        let (Some(matcher), Some(relative)) = (&self.matcher, relative) else {
            return false;
        };
        matcher
            .matched_path_or_any_parents(relative, false)
            .is_ignore()
    }
}
