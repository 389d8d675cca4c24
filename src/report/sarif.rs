//! The format `sarif`: SARIF 2.1.0, as code scanning services take it. Every result has a place in
//! a file; what has none is a notification.

mod model;
mod region;

use std::io::{self, Write};

use model::{
    ArtifactChange, ArtifactLocation, CodeFlow, Configuration, Content, Descriptor, Driver, Fix,
    Invocation, Location, Log, Message, MultiFormat, Notification, PhysicalLocation, Properties,
    Replacement, ResultOf, Run, ThreadFlow, ThreadFlowLocation, Tool,
};
use region::region;

use super::distinct::Distinct;
use super::json_text;
use super::summary::Report;
use super::words;
use crate::clarifai::names::mask;
use crate::rules::{Applicability, Edit, Finding, Rule};
use crate::source::{Place, Sources};

/// The key of our own fingerprint. GitHub computes the one that it goes by itself.
const FINGERPRINT: &str = "key2pat/v1";

/// Writes one JSON document.
///
/// # Errors
/// If `out` refuses.
pub fn report(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let sources = &report.sources;
    let skipped = report.summary.skipped.iter().map(|file| Notification {
        level: "warning",
        message: plain(format!("not looked into: {}", file.reason)),
        locations: vec![Location {
            id: None,
            physical_location: PhysicalLocation {
                artifact_location: artifact(&file.path),
                region: None,
            },
            message: None,
        }],
    });
    let mut told = Distinct::default();
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: Rule::ALL.map(descriptor).into(),
                },
            },
            column_kind: "utf16CodeUnits",
            invocations: [Invocation {
                execution_successful: true,
                tool_execution_notifications: skipped.collect(),
            }],
            results: report
                .findings
                .iter()
                .map(|it| result(it, &mut told, sources))
                .collect(),
        }],
    };
    json_text::pretty(&log, out)?;
    writeln!(out)
}

/// A text that is no Markdown and has no links, although brackets may look so.
fn plain(text: impl Into<String>) -> Message {
    Message {
        text: text.into().replace("](", "] ("),
    }
}

fn descriptor(rule: Rule) -> Descriptor {
    let documentation = rule.documentation();
    Descriptor {
        id: rule.name(),
        short_description: plain(rule.summary()),
        full_description: plain(rule.summary()),
        help: MultiFormat {
            text: documentation,
            markdown: documentation,
        },
        default_configuration: Configuration {
            level: words::severity(rule.severity()),
        },
    }
}

fn result<'a>(finding: &'a Finding, told: &mut Distinct<'a>, sources: &Sources) -> ResultOf {
    let related = finding.related.iter().enumerate();
    let related: Vec<Location> = related
        .map(|(index, it)| Location {
            id: Some(index),
            ..location(it.place, Some(&it.message), sources)
        })
        .collect();
    ResultOf {
        rule_id: finding.rule.name(),
        rule_index: Rule::ALL.iter().position(|it| *it == finding.rule),
        level: words::severity(finding.severity),
        message: plain(message(finding)),
        locations: [location(finding.place, None, sources)],
        code_flows: code_flows(finding, sources),
        related_locations: related,
        partial_fingerprints: [(FINGERPRINT, finding.fingerprint.clone())].into(),
        fixes: fixes(finding, told, sources),
        properties: Properties {
            confidence: words::confidence(finding.confidence),
        },
    }
}

/// What is wrong, and what to write instead.
fn message(finding: &Finding) -> String {
    let mut text = finding.message.clone();
    if let Some((first, more)) = finding.help.split_first() {
        text.push_str("\n\nInstead: ");
        text.push_str(first);
        for line in more {
            text.push('\n');
            text.push_str(line);
        }
    }
    text
}

/// The way of the values, from where they enter to the call.
fn code_flows(finding: &Finding, sources: &Sources) -> Vec<CodeFlow> {
    if finding.related.is_empty() {
        return Vec::new();
    }
    let step = |place, message: &str| ThreadFlowLocation {
        location: location(place, Some(message), sources),
    };
    let way = finding.related.iter().map(|it| step(it.place, &it.message));
    let call = step(finding.place, "the call");
    vec![CodeFlow {
        thread_flows: [ThreadFlow {
            locations: way.chain([call]).collect(),
        }],
    }]
}

/// The rewrite, where it is met first, unless it holds a credential: that is not to be written
/// anywhere else.
fn fixes<'a>(finding: &'a Finding, told: &mut Distinct<'a>, sources: &Sources) -> Vec<Fix> {
    let Some(fix) = &finding.fix else {
        return Vec::new();
    };
    let secret = |text: &str| mask(text) != text;
    if fix.applicability == Applicability::Display
        || !told.number(fix).is_some_and(|(_, is_new)| is_new)
        || fix.edits.iter().any(|edit| secret(&edit.text))
    {
        return Vec::new();
    }
    let replacement = |edit: &Edit| Replacement {
        deleted_region: region(sources.get(edit.place.file), edit.place.span),
        inserted_content: Content {
            text: edit.text.clone(),
        },
    };
    // Edits are sorted by file.
    let by_file = fix.edits.chunk_by(|a, b| a.place.file == b.place.file);
    let changes = by_file.map(|edits| ArtifactChange {
        artifact_location: artifact(&sources.get(edits[0].place.file).display),
        replacements: edits.iter().map(replacement).collect(),
    });
    let title = format!(
        "{} ({})",
        fix.title,
        words::applicability(fix.applicability)
    );
    vec![Fix {
        description: plain(title),
        artifact_changes: changes.collect(),
    }]
}

fn location(place: Place, message: Option<&str>, sources: &Sources) -> Location {
    let file = sources.get(place.file);
    Location {
        id: None,
        physical_location: PhysicalLocation {
            artifact_location: artifact(&file.display),
            region: Some(region(file, place.span)),
        },
        message: message.map(plain),
    }
}

fn artifact(path: &str) -> ArtifactLocation {
    ArtifactLocation {
        uri: uri(path),
        uri_base_id: "%SRCROOT%",
    }
}

/// A relative path as a URI reference: everything but letters, digits, `-._~/` is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for &byte in path.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(byte as char);
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("src/a b.py"), "src/a%20b.py");
        assert_eq!(uri("c:é%.py"), "c%3A%C3%A9%25.py");
    }

    #[test]
    fn brackets_are_no_links() {
        assert_eq!(plain("a[0](b)").text, "a[0] (b)");
    }
}
