//! Files whose names and lines try to be more than text, from the disk to every report.

mod support;

use support::{BROKEN, FORMATS, Project, key2pat};

/// What some reader of some format would obey.
const HOSTILE: [&str; 13] = [
    "::error::pwned",
    "\n::error::pwned",
    "\r::set-env name=X::y",
    "\u{1b}[5;41mred\u{1b}]8;;x\u{7}",
    "]]><x>",
    "<script>alert(1)<!--",
    "<img src=x onerror=alert(1)>",
    "\u{202e}gnp.exe\u{2066}",
    "| a | [x](javascript:alert(1)) @all",
    "%0A::error::x",
    "##[error]pwned",
    "\"'`${x}\\",
    "\u{9b}31m\u{85}::error::x",
];

/// The characters of a report that a terminal would obey, but for line ends and tabs.
fn is_obeyed(c: char) -> bool {
    let direction = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() && !matches!(c, '\n' | '\t') || direction
}

fn check(written: &str, format: &str, case: &str) {
    assert!(!written.contains(is_obeyed), "{case}");
    assert!(!written.contains("##["), "{case}");
    let own = ["::error file=", "::warning file=", "::notice "];
    for line in written.lines() {
        let is_command = line.trim_start().starts_with("::");
        let is_own = format == "github" && own.iter().any(|it| line.starts_with(it));
        assert!(!is_command || is_own, "{case}");
    }
    match format {
        "json" | "sarif" | "gitlab" => {
            serde_json::from_str::<serde_json::Value>(written).expect(case);
        }
        "jsonl" => written.lines().for_each(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect(case);
        }),
        "junit" | "checkstyle" => {
            assert!(
                !written.contains("]]>") && !written.contains("<x>"),
                "{case}"
            );
        }
        "html" => {
            assert_eq!(written.matches("<script").count(), 2, "{case}");
            assert_eq!(written.matches("</script").count(), 2, "{case}");
            assert!(
                !written.contains("<img") && !written.contains("<!--"),
                "{case}"
            );
        }
        "markdown" => {
            assert!(
                !written.contains("<img") && !written.contains(" @all"),
                "{case}"
            );
        }
        _ => {}
    }
}

/// A call with the text in a comment, in what it asks for, and in the name of its file.
fn project(text: &str) -> Project {
    let quoted: String = text
        .chars()
        .map(|it| format!("\\U{:08x}", it as u32))
        .collect();
    let line = text.replace(['\n', '\r'], " ");
    let source = BROKEN
        .replace("requests.post(", &format!("requests.post(  # {line}\0"))
        .replace("general-image-recognition", &quoted);
    // A NUL makes a file binary: it is told of as skipped, by its name.
    let binary = format!("clarifai\0{text}");
    let name = text.replace('/', "-");
    Project::new(&[
        (&format!("{name}.py"), &source.replace('\0', "")),
        (&format!("{name}/{name}.js"), &binary),
        ("plain.py", &BROKEN.replace("CLARIFAI_API_KEY", &quoted)),
    ])
}

#[test]
#[cfg(unix)]
fn every_text_in_every_format() {
    for text in HOSTILE {
        let project = project(text);
        let outputs = FORMATS.map(|it| format!("--output={it}=../{it}"));
        let folder = project.path().join("in");
        std::fs::create_dir(&folder).unwrap();
        for entry in std::fs::read_dir(project.path()).unwrap().flatten() {
            if entry.path() != folder {
                std::fs::rename(entry.path(), folder.join(entry.file_name())).unwrap();
            }
        }
        let mut arguments = vec!["--pedantic", "--all-calls", "--statistics", "-v"];
        arguments.extend(outputs.iter().map(String::as_str));
        let run = key2pat(&folder, &arguments);
        assert!(run.code < 2, "{text:?}: {}", run.stderr);
        check(&run.stdout, "human", &format!("{text:?}: {}", run.stdout));
        for format in FORMATS {
            let written = project.read(format);
            let case = format!("{format}, {text:?}:\n{written}");
            assert!(!written.is_empty(), "{case}");
            check(&written, format, &case);
        }
    }
}

/// What is said beside reports: lists, settings, the baseline, errors.
#[test]
#[cfg(unix)]
fn every_text_beside_reports() {
    for text in HOSTILE {
        let project = project(text);
        let name = format!("{}.py", text.replace('/', "-"));
        let missing = format!("./nowhere{text}");
        let config = format!("./{name}");
        let toml = format!(
            "\"{}\" = 1",
            text.chars()
                .map(|it| format!("\\U{:08x}", it as u32))
                .collect::<String>()
        );
        project.write("wrong.toml", &toml);
        let runs: [&[&str]; 9] = [
            &["--show-files"],
            &["--show-settings", &config],
            &[&missing],
            &["--config", &config],
            &["--config", "wrong.toml"],
            &["--baseline", &config],
            &["--exclude", text, "--show-files"],
            &["baseline", "write", "--baseline", "known.json"],
            &["--select", text],
        ];
        for arguments in runs {
            let run = key2pat(project.path(), arguments);
            let case = format!("{arguments:?}:\n{}\n{}", run.stdout, run.stderr);
            check(&run.stdout, "", &case);
            check(&run.stderr, "", &case);
        }
    }
}
