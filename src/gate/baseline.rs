//! The baseline: findings that are known and not to be reported again. Known by rule, path and
//! code, never by line or commit, so that lines may move and branches be rebased.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::report::Report;
use crate::rules::Rule;

/// The number of the format of the file.
const VERSION: u32 = 1;

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It cannot be read or written.
    #[error("cannot {verb} the baseline `{}`", .file.display())]
    Io {
        /// "read" or "write".
        verb: &'static str,
        /// The file.
        file: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// It is not what `baseline write` writes.
    #[error("{}:{}: this is no baseline: {source}", .file.display(), .source.line())]
    Malformed {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// It was written by a later version of the program.
    #[error("{}: a baseline of version {version}, which this program does not know", .file.display())]
    Version {
        /// The file.
        file: PathBuf,
        /// Its version.
        version: u32,
    },
}

/// A known finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The path of its file, relative to the project root, with `/`.
    pub path: String,
    /// The name of its rule.
    pub rule: String,
    /// Its fingerprint.
    pub fingerprint: String,
}

/// Known findings, sorted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    /// The findings.
    pub entries: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    findings: Vec<Entry>,
}

impl Baseline {
    /// The findings of a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let entry = |finding: &crate::rules::Finding| Entry {
            path: report.sources.get(finding.place.file).display.clone(),
            rule: finding.rule.name().to_owned(),
            fingerprint: finding.fingerprint.clone(),
        };
        Self::sorted(report.findings.iter().map(entry).collect())
    }

    fn sorted(mut entries: Vec<Entry>) -> Self {
        entries.sort();
        entries.dedup();
        Self { entries }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it cannot be read or is no baseline.
    pub fn read(file: &Path) -> Result<Self, BaselineError> {
        let text = fs::read_to_string(file).map_err(|source| BaselineError::Io {
            verb: "read",
            file: file.to_path_buf(),
            source,
        })?;
        let document: Document =
            serde_json::from_str(&text).map_err(|source| BaselineError::Malformed {
                file: file.to_path_buf(),
                source,
            })?;
        if document.version != VERSION {
            return Err(BaselineError::Version {
                file: file.to_path_buf(),
                version: document.version,
            });
        }
        Ok(Self::sorted(document.findings))
    }

    /// Writes the file: beside it first, so that it is never half written.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, file: &Path) -> Result<(), BaselineError> {
        let failed = |source| BaselineError::Io {
            verb: "write",
            file: file.to_path_buf(),
            source,
        };
        let document = Document {
            version: VERSION,
            findings: self.entries.clone(),
        };
        let text = serde_json::to_string_pretty(&document).map_err(|it| failed(it.into()))?;
        let mut name = file.file_name().unwrap_or_default().to_owned();
        name.push(".new");
        let new = file.with_file_name(name);
        let written = fs::File::create(&new)
            .and_then(|mut it| writeln!(it, "{text}"))
            .and_then(|()| fs::rename(&new, file));
        written.map_err(failed)
    }

    /// The index of the entry that knows a finding.
    #[must_use]
    pub fn find(&self, path: &str, rule: Rule, fingerprint: &str) -> Option<usize> {
        let key = (path, rule.name(), fingerprint);
        self.entries
            .binary_search_by(|it| (&*it.path, &*it.rule, &*it.fingerprint).cmp(&key))
            .ok()
    }

    /// The baseline without these entries.
    #[must_use]
    pub fn without(&self, stale: &[Entry]) -> Self {
        let kept = self.entries.iter().filter(|it| !stale.contains(it));
        Self {
            entries: kept.cloned().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, rule: Rule, fingerprint: &str) -> Entry {
        Entry {
            path: path.to_owned(),
            rule: rule.name().to_owned(),
            fingerprint: fingerprint.to_owned(),
        }
    }

    #[test]
    fn what_is_written_is_read_again_sorted() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("known.json");
        let entries = vec![
            entry("b.py", Rule::ApiKey, "2"),
            entry("a b\n.py", Rule::WrongOwner, "1"),
        ];
        Baseline {
            entries: entries.clone(),
        }
        .write(&file)
        .unwrap();
        let read = Baseline::read(&file).unwrap();
        assert_eq!(read.entries, [entries[1].clone(), entries[0].clone()]);
        assert_eq!(read.find("b.py", Rule::ApiKey, "2"), Some(1));
        assert_eq!(read.find("b.py", Rule::WrongOwner, "2"), None);
        assert_eq!(read.without(&entries[..1]).entries, [entries[1].clone()]);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn other_files_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("known.json");
        let error = |text: &str| {
            fs::write(&file, text).unwrap();
            Baseline::read(&file).unwrap_err().to_string()
        };
        assert!(error("[]").contains("no baseline"));
        assert!(error("{\"version\": 2, \"findings\": []}").contains("version 2"));
        let missing = Baseline::read(&dir.path().join("none")).unwrap_err();
        assert!(missing.to_string().contains("cannot read"));
    }
}
