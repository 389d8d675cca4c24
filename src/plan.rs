//! What a run looks into: the project root, the configurations, and the files to read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{Configuration, Configurations};
use crate::error::RunError;
use crate::settings::{DEFAULT_MAX_FILE_SIZE, Settings};
use crate::source::{
    self, ChangedLines, DiscoverOptions, Discovery, Index, Loaded, ReadLimits, Repository, Scan,
};

/// What a run looks into.
#[derive(Debug)]
pub struct Plan {
    /// The project root, as a canonical path.
    pub root: PathBuf,
    /// The configurations of the project.
    pub configurations: Configurations,
    /// What to look for, with what the configuration of the root leaves out.
    discover: DiscoverOptions,
    limits: ReadLimits,
    repository: Option<Repository>,
}

impl Plan {
    /// The plan for these settings.
    ///
    /// # Errors
    /// If a target cannot be reached, the configuration is wrong, or git is needed and does not
    /// answer.
    pub fn new(settings: &Settings) -> Result<Self, RunError> {
        let root = match &settings.stdin {
            Some(stdin) => root_of_text(&stdin.name)?,
            None => source::root_of(&settings.discover.targets)?,
        };
        let configurations = Configurations::new(&root, &settings.configuration)?;
        let base = configurations.base();
        let mut discover = settings.discover.clone();
        discover.exclude.extend_from_slice(&base.exclude.texts);
        let size = settings.max_file_size.or(base.max_file_size);
        let limits = ReadLimits {
            max_file_size: size.unwrap_or(DEFAULT_MAX_FILE_SIZE),
            minified: settings.discover.no_ignore,
        };
        let repository = match settings.changes {
            Some(_) => Some(Repository::around(&root)?),
            None => None,
        };
        Ok(Self {
            root,
            configurations,
            discover,
            limits,
            repository,
        })
    }

    /// The files to look into.
    ///
    /// # Errors
    /// If a target cannot be reached, a pattern is malformed, or git does not answer.
    pub fn discover(&self, settings: &Settings) -> Result<Discovery, RunError> {
        let changed = match (&settings.changes, &self.repository) {
            (Some(changes), Some(repository)) => Some(repository.changed(changes)?),
            _ => None,
        };
        let Some(changed) = changed else {
            if self.discover.targets.is_empty() {
                return Ok(source::discover_changed(
                    &self.root,
                    &[],
                    &[],
                    &self.discover,
                )?);
            }
            return Ok(source::discover(&self.discover)?);
        };
        let targets = self.discover.targets.iter();
        let within: Vec<PathBuf> = targets.filter_map(|it| it.canonicalize().ok()).collect();
        Ok(source::discover_changed(
            &self.root,
            &within,
            &changed,
            &self.discover,
        )?)
    }

    /// Reads the files, and returns those that concern Clarifai.
    ///
    /// # Errors
    /// As [`Self::discover`].
    pub fn scan(&self, settings: &Settings) -> Result<(Scan, Vec<Loaded>), RunError> {
        if let Some(stdin) = &settings.stdin {
            let bytes = stdin.bytes.clone();
            return Ok(source::scan_text(
                &stdin.name,
                bytes,
                &self.discover,
                self.limits,
            )?);
        }
        let found = self.discover(settings)?;
        match (&settings.changes, &self.repository) {
            (Some(source::Changes::Staged), Some(repository)) => {
                let index = Index::new(repository)?;
                Ok(Scan::of_index(found, self.limits, index))
            }
            _ => Ok(Scan::new(found, self.limits)),
        }
    }

    /// The files of the project around the targets, by the rules by which targets are walked, or
    /// of the index where contents come from there. `None` if the targets are the whole project.
    ///
    /// # Errors
    /// As [`Self::discover`].
    pub fn around(&self, settings: &Settings, scan: &Scan) -> Result<Option<Discovery>, RunError> {
        if let Some(index) = scan.index() {
            let within = [self.root.clone()];
            let found =
                source::discover_changed(&self.root, &within, &index.files(), &self.discover)?;
            return Ok(Some(found));
        }
        if self.is_whole(settings) {
            return Ok(None);
        }
        let options = DiscoverOptions {
            targets: vec![self.root.clone()],
            ..self.discover.clone()
        };
        Ok(Some(source::discover(&options)?))
    }

    /// Whether the targets are the whole project.
    #[must_use]
    pub fn is_whole(&self, settings: &Settings) -> bool {
        let is_root = |it: &PathBuf| it.canonicalize().is_ok_and(|it| it == self.root);
        settings.stdin.is_none()
            && settings.changes.is_none()
            && self.discover.targets.iter().any(is_root)
    }

    /// The lines outside of which findings do not count, if they were asked for.
    ///
    /// # Errors
    /// If git does not answer.
    pub fn lines(&self, settings: &Settings) -> Result<Option<ChangedLines>, RunError> {
        match (&settings.changes, &self.repository) {
            (Some(changes), Some(repository)) if settings.changed_lines => {
                Ok(Some(ChangedLines::new(repository.clone(), changes)?))
            }
            _ => Ok(None),
        }
    }

    /// The configurations that count for files, by their absolute paths.
    ///
    /// # Errors
    /// If one of them is wrong.
    pub fn of_files(&mut self, paths: &[PathBuf]) -> Result<Vec<Arc<Configuration>>, RunError> {
        let folders = paths.iter().map(|path| path.parent().unwrap_or(path));
        let all = folders.map(|folder| self.configurations.of(folder));
        Ok(all.collect::<Result<_, _>>()?)
    }

    /// Whether the configuration that is closest to a file leaves it out. One that was given by
    /// hand is left out by force only.
    #[must_use]
    pub fn excludes(&self, path: &Path, configuration: &Configuration) -> bool {
        let is_target = |it: &PathBuf| it.canonicalize().is_ok_and(|it| it == path);
        let excluded = configuration.exclude.matches(path);
        excluded && (self.discover.force_exclude || !self.discover.targets.iter().any(is_target))
    }
}

/// The root of the project in which a file of this name would be.
fn root_of_text(name: &Path) -> Result<PathBuf, RunError> {
    let folder = name.parent().filter(|it| it.is_dir());
    let folder = folder.unwrap_or(Path::new("."));
    Ok(source::root_of(&[folder.to_path_buf()])?)
}
