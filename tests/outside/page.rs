//! The page of `--format html` in a browser: see `page.mjs`.

use std::fs;
use std::process::Command;

use crate::support::{Project, key2pat};
use crate::tools::{node, repository, run};

/// How many calls the large project has.
const MANY: usize = 5200;

/// How many of them stand in one file.
const IN_A_FILE: usize = 10;

/// A project of many broken calls, in two languages and several folders.
fn large() -> Project {
    let project = Project::new(&[]);
    for number in 0..MANY / IN_A_FILE {
        let folder = ["services", "web", "tools", "jobs/night"][number % 4];
        let (ending, text) = if number % 3 == 0 {
            ("js", javascript())
        } else {
            ("py", python())
        };
        project.write(
            &format!("{folder}/part{}/file{number}.{ending}", number / 50),
            &text,
        );
    }
    project
}

fn python() -> String {
    let head = "import os\nimport requests\n\nKEY = os.environ[\"CLARIFAI_API_KEY\"]\n";
    let call = |number: usize| {
        let model = ["general-image-recognition", "face-detection", "my-own"][number % 3];
        format!(
            "\n\ndef ask_{number}(inputs):\n    return requests.post(\n        \"https://api.clarifai.com/v2/models/{model}/outputs\",\n        headers={{\"Authorization\": \"Key \" + KEY}},\n        json={{\"inputs\": inputs}},\n    )\n"
        )
    };
    format!("{head}{}", (0..IN_A_FILE).map(call).collect::<String>())
}

fn javascript() -> String {
    let head = "const Clarifai = require(\"clarifai\");\nconst app = new Clarifai.App({ apiKey: process.env.CLARIFAI_API_KEY });\n";
    let call = |number: usize| {
        let model = ["GENERAL_MODEL", "FACE_DETECT_MODEL"][number % 2];
        format!("\nexports.ask{number} = (url) => app.models.predict(Clarifai.{model}, url);\n")
    };
    format!("{head}{}", (0..IN_A_FILE).map(call).collect::<String>())
}

/// The program of the browser, as Debian and others call it.
fn browser() -> &'static str {
    let names = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];
    let found = names.into_iter().find(|it| fs::exists(it).unwrap_or(false));
    found.expect("a Chromium: apt-get install chromium")
}

#[test]
#[ignore = "takes a Chromium, and playwright-core from npm"]
fn the_page_is_used_in_a_browser() {
    let folder = node().join("page");
    let shots = folder.join("shots");
    fs::create_dir_all(&shots).unwrap();
    let report = |root: &std::path::Path, name: &str| {
        let output = format!("--output=html={}", folder.join(name).display());
        assert_eq!(key2pat(root, &["--exit-zero", "-q", &output]).code, 0);
        folder.join(name)
    };
    let sample = Project::new(&[("skipped.py", &"x".repeat(6 << 20))]);
    for entry in walkdir::WalkDir::new(repository().join("examples/smart-album")) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(repository()).unwrap();
            let text = fs::read_to_string(entry.path()).unwrap();
            sample.write(path.to_str().unwrap(), &text);
        }
    }
    let small = report(&sample.path(), "small.html");
    let large = report(&large().path(), "large.html");
    // Beside `node_modules`, where it finds what it imports.
    let script = folder.join("page.mjs");
    fs::copy(repository().join("tests/outside/page.mjs"), &script).unwrap();
    let mut node = Command::new("node");
    print!(
        "{}",
        run(node.arg(script).arg(browser()).args([small, large, shots]))
    );
}
