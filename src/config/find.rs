//! Which configuration counts for a file.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::parse::parse;
use super::{ConfigError, Configuration};

/// The names of configuration files, in the order in which they count in one folder.
const FILES: [&str; 3] = ["key2pat.toml", ".key2pat.toml", "pyproject.toml"];

/// Where configurations come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Where {
    /// From the folder of a file, or the nearest one above it, up to the project root.
    #[default]
    Closest,
    /// From this file, for all files. Its patterns are relative to the project root.
    File(PathBuf),
    /// From nowhere.
    Isolated,
}

/// The configurations of a project, each read once.
#[derive(Debug)]
pub struct Configurations {
    root: PathBuf,
    closest: bool,
    /// What counts where no closer file does.
    base: Arc<Configuration>,
    folders: FxHashMap<PathBuf, Option<Arc<Configuration>>>,
}

impl Configurations {
    /// The configurations below a project root, which is a canonical path.
    ///
    /// # Errors
    /// If that of the root, or the one named, cannot be used.
    pub fn new(root: &Path, from: &Where) -> Result<Self, ConfigError> {
        let mut all = Self {
            root: root.to_path_buf(),
            closest: *from == Where::Closest,
            base: Arc::default(),
            folders: FxHashMap::default(),
        };
        match from {
            Where::Isolated => {}
            Where::Closest => all.base = all.of_folder(root)?.unwrap_or_default(),
            Where::File(file) => {
                let read = read(file, root)?;
                let message = "there is no table `tool.key2pat`".to_owned();
                let none = || ConfigError::Wrong {
                    file: file.clone(),
                    line: 1,
                    message,
                };
                all.base = Arc::new(read.ok_or_else(none)?);
            }
        }
        Ok(all)
    }

    /// The configuration of the project root: it decides about the run as a whole.
    #[must_use]
    pub const fn base(&self) -> &Arc<Configuration> {
        &self.base
    }

    /// The configuration that counts for a file, or a folder, with this canonical path.
    ///
    /// # Errors
    /// If it cannot be used.
    pub fn of(&mut self, path: &Path) -> Result<Arc<Configuration>, ConfigError> {
        if self.closest {
            let within: Vec<&Path> = path
                .ancestors()
                .take_while(|folder| folder.starts_with(&self.root))
                .collect();
            for folder in within {
                if let Some(found) = self.of_folder(folder)? {
                    return Ok(found);
                }
            }
        }
        Ok(Arc::clone(&self.base))
    }

    /// The configuration that stands in a folder itself.
    fn of_folder(&mut self, folder: &Path) -> Result<Option<Arc<Configuration>>, ConfigError> {
        if let Some(known) = self.folders.get(folder) {
            return Ok(known.clone());
        }
        let mut found = None;
        for name in FILES {
            let file = folder.join(name);
            if file.is_file()
                && !self.leads_out(&file)?
                && let Some(configuration) = read(&file, folder)?
            {
                found = Some(Arc::new(configuration));
                break;
            }
        }
        self.folders.insert(folder.to_path_buf(), found.clone());
        Ok(found)
    }

    /// Whether a file is a link out of the project, from where nothing is read. A configuration
    /// that somebody made for key2pat is not passed over in silence.
    fn leads_out(&self, file: &Path) -> Result<bool, ConfigError> {
        let real = file.canonicalize();
        if real.is_ok_and(|it| it.starts_with(&self.root)) {
            return Ok(false);
        }
        if is_shared(file) {
            return Ok(true);
        }
        Err(ConfigError::Wrong {
            file: file.to_path_buf(),
            line: 1,
            message: "it is a link that leads out of the project; give the file itself with \
                      `--config`"
                .to_owned(),
        })
    }
}

fn read(file: &Path, folder: &Path) -> Result<Option<Configuration>, ConfigError> {
    let text = fs::read_to_string(file).map_err(|source| ConfigError::Unreadable {
        file: file.to_path_buf(),
        source,
    })?;
    // A `pyproject.toml` that does not mention us is none of our business, valid or not.
    if is_shared(file) && !text.contains("key2pat") {
        return Ok(None);
    }
    parse(file, folder, &text)
}

/// Whether a file is one in which other programs are configured, too.
fn is_shared(file: &Path) -> bool {
    file.ends_with("pyproject.toml")
}
