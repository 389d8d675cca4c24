//! Names of files and texts of sources that try to be more than text, in every format.

use std::io::{self, Write};

use super::tests::{SECRET, sample, shown};
use super::*;
use crate::source::{SourceFile, Sources};

/// Texts that some reader of some format would obey.
const HOSTILE: [&str; 14] = [
    "::error::pwned",
    "\n::error::pwned",
    "a\r\n  ::set-env name=X::y",
    "\u{1b}[5;41mred\u{1b}]8;;http://x\u{7}",
    "]]><x/>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "nul\0nul",
    "\u{202e}gnp.exe\u{2066}",
    "| a | b |\n\n# x [y](javascript:alert(1)) @all",
    "%0A::error::x",
    "x ##[error]pwned",
    "##vso[task.setvariable variable=x]y",
    "\"'`${x}\\",
];

type Format = fn(&Report, &mut dyn Write) -> io::Result<()>;

const FORMATS: [(&str, Format); 13] = [
    ("human", |report, out| {
        let options = HumanOptions {
            verbose: true,
            ..HumanOptions::default()
        };
        human(report, &options, out)
    }),
    ("human in colours", |report, out| {
        out.write_all(without_own_colours(&coloured(report)).as_bytes())
    }),
    ("statistics", |report, out| {
        out.write_all(Figures::of(report).tables().as_bytes())
    }),
    ("concise", concise),
    ("json", |report, out| json(report, true, out)),
    ("jsonl", |report, out| jsonl(report, true, out)),
    ("sarif", sarif),
    ("github", github),
    ("gitlab", gitlab),
    ("junit", junit),
    ("checkstyle", checkstyle),
    ("markdown", markdown),
    ("html", html),
];

fn coloured(report: &Report) -> String {
    let options = HumanOptions {
        color: true,
        verbose: true,
        ..HumanOptions::default()
    };
    shown(report, &options)
}

/// The text without the sequences that the program writes of a harmless report, too.
fn without_own_colours(text: &str) -> String {
    let mut report = sample();
    report.select(true);
    let harmless = coloured(&report);
    let mut text = text.to_owned();
    for part in harmless.split('\u{1b}').skip(1) {
        let (own, _) = part.split_once('m').unwrap();
        text = text.replace(&format!("\u{1b}{own}m"), "");
    }
    text
}

/// The sample with a hostile text for the name of its file, in a line of its call, and wherever
/// findings say something.
fn hostile(text: &str) -> Report {
    let mut report = sample();
    let files = report.sources.iter().map(|(_, file)| {
        let name = format!("{text}.py");
        let code = String::from_utf8(file.bytes.clone()).unwrap();
        // The same length, so that every place stays.
        let line = "        argument,\n";
        let one_line = text.replace(['\n', '\r'], " ");
        let width = line.len() - 1;
        let other = one_line.is_char_boundary(width.min(one_line.len()));
        let cut = if other {
            &one_line[..width.min(one_line.len())]
        } else {
            ""
        };
        let code = code.replacen(line, &format!("{cut:width$}\n"), 1);
        SourceFile::new(name, file.language, code.into_bytes(), false)
    });
    report.sources = Sources::new(files.collect());
    for finding in &mut report.findings {
        finding.message = format!("{text} {}", finding.message);
        finding.notes.push(text.to_owned());
        finding.help.push(text.to_owned());
        for related in &mut finding.related {
            related.message = text.to_owned();
        }
        if let Some(fix) = &mut finding.fix {
            fix.title = text.to_owned();
            fix.edits[0].text = text.to_owned();
        }
        if let Some(call) = &mut finding.call {
            call.resource.id = Some(text.to_owned());
            call.operation.name = text.to_owned();
        }
    }
    for judged in &mut report.calls {
        judged.call.resource.known_as = Some(text.to_owned());
    }
    report.summary.skipped[0].path = text.to_owned();
    report.select(true);
    report
}

#[test]
fn nothing_in_any_format_is_obeyed() {
    for text in HOSTILE {
        let report = hostile(text);
        for (format, write) in FORMATS {
            let mut out = Vec::new();
            write(&report, &mut out).unwrap();
            let written = String::from_utf8(out).unwrap();
            let case = format!("{format}, {text:?}:\n{written}");
            harmless_for_all(&written, format, &case);
            match format {
                "json" | "sarif" | "gitlab" => {
                    serde_json::from_str::<serde_json::Value>(&written).expect(&case);
                }
                "jsonl" => written.lines().for_each(|line| {
                    serde_json::from_str::<serde_json::Value>(line).expect(&case);
                }),
                "junit" | "checkstyle" => well_formed(&written, &case),
                "html" => page(&written, &case),
                "markdown" => {
                    // What a backslash stands before is plain.
                    let written = written.replace("\\]", "").replace("\\[", "");
                    for markup in ["<img", "<script", "<x", "](", " @", "\n# "] {
                        assert!(!written.contains(markup), "{case}");
                    }
                }
                _ => {}
            }
        }
    }
}

/// No terminal, no build server and no reader is led astray.
fn harmless_for_all(written: &str, format: &str, case: &str) {
    let obeyed = |c: char| c != '\n' && c != '\t' && safe_text::is_unsafe(c);
    assert!(!written.contains(obeyed), "{case}");
    assert!(!written.contains(SECRET), "{case}");
    // `##[error]`, `##vso[…]`: obeyed wherever in a line they stand.
    assert!(
        !written.contains("##[") && !written.contains("##vso["),
        "{case}"
    );
    for line in written.lines() {
        let command = line.trim_start().strip_prefix("::");
        let ours = format == "github"
            && command.is_some_and(|it| {
                ["error file=", "warning file=", "notice file="]
                    .iter()
                    .any(|own| it.starts_with(own))
            });
        assert!(command.is_none() || ours, "{case}");
    }
}

/// Whether tags close in order and every `&` begins an entity.
fn well_formed(xml: &str, case: &str) {
    assert!(!xml.contains("]]>") && !xml.contains("<![CDATA["), "{case}");
    let mut open: Vec<&str> = Vec::new();
    let mut parts = xml.split('<');
    assert_eq!(parts.next(), Some(""), "{case}");
    for part in parts {
        let (tag, text) = part.split_once('>').expect(case);
        assert!(!text.contains('>'), "{case}");
        for entity in part.split('&').skip(1) {
            let name = entity.split(';').next().unwrap_or_default();
            assert!(["amp", "lt", "gt", "quot", "#39"].contains(&name), "{case}");
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{case}");
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{case}"),
            None if tag.ends_with(['/', '?']) => {}
            None => open.push(tag.split(' ').next().unwrap_or_default()),
        }
    }
    assert!(open.is_empty(), "{case}");
}

/// Whether the page has the scripts and elements that it has always, and no other.
fn page(written: &str, case: &str) {
    assert_eq!(written.matches("<script").count(), 2, "{case}");
    assert_eq!(written.matches("</script").count(), 2, "{case}");
    assert!(
        !written.contains("<img") && !written.contains("<x"),
        "{case}"
    );
}
