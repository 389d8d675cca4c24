//! Small projects in temporary folders, and the program run in them. Not every test needs all.

#![allow(dead_code)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use key2pat::Settings;
use key2pat::source::DiscoverOptions;

/// A call that is broken: one error.
pub const BROKEN: &str = r#"import os
import requests

requests.post(
    "https://api.clarifai.com/v2/models/general-image-recognition/outputs",
    headers={"Authorization": "Key " + os.environ["CLARIFAI_API_KEY"]},
    json={"inputs": []},
)
"#;

/// A call that works.
pub const CLEAN: &str = r#"import os
import requests

requests.post(
    "https://api.clarifai.com/v2/users/clarifai/apps/main/models/general-image-recognition/outputs",
    headers={"Authorization": "Key " + os.environ["CLARIFAI_PAT"]},
    json={"inputs": []},
)
"#;

/// A call that works, with a token in the code: one warning.
pub const WARNING: &str = r#"import requests

CLARIFAI_PAT = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
requests.post(
    "https://api.clarifai.com/v2/users/clarifai/apps/main/models/general-image-recognition/outputs",
    headers={"Authorization": "Key " + CLARIFAI_PAT},
    json={"inputs": []},
)
"#;

/// The formats of reports.
pub const FORMATS: [&str; 11] = [
    "human",
    "concise",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "markdown",
    "html",
];

/// A folder of files that is removed in the end.
pub struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    /// A project of files, given by path and text.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let project = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    /// Its folder, as a canonical path.
    pub fn path(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: &str) {
        let file = self.folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join(path)).unwrap()
    }
}

/// Says that a test was not made, past the harness, which would keep it to itself.
pub fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// How a run of the program ended.
pub struct Run {
    /// Its exit code.
    pub code: i32,
    /// What it wrote.
    pub stdout: String,
    /// What it complained of.
    pub stderr: String,
}

/// Runs the program in a folder.
pub fn key2pat(folder: impl AsRef<Path>, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_key2pat"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The contents of the code blocks of a page in a language.
pub fn blocks(page: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let after = page.split(fence.as_str()).skip(1);
    after
        .filter_map(|rest| rest.split_once("```"))
        .map(|(block, _)| block.to_owned())
        .collect()
}

/// Looks at everything in a folder or file, ignored or not, and shows all that is found.
pub fn everything_in(target: &Path) -> Settings {
    Settings {
        discover: DiscoverOptions {
            targets: vec![target.to_path_buf()],
            no_ignore: true,
            ..DiscoverOptions::default()
        },
        threads: Some(1),
        pedantic: true,
        ..Settings::default()
    }
}
