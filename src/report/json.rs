//! The format `json`: schema 1, published as `schema/report-v1.json`. Fields are added to it
//! without a new number; none is renamed, removed or given another meaning.

use std::io::{self, Write};

use serde::Serialize;

use super::json_text;
use super::summary::{Report, Summary};
use super::words;
use crate::clarifai::{Call, Credential, Owner, Part, Resource};
use crate::gate::Entry;
use crate::rules::{Finding, Fix, JudgedCall};
use crate::source::{Place, Skipped, Sources};

/// Writes the report as one JSON document. `all_calls` adds every call with its verdict.
///
/// # Errors
/// If `out` refuses.
pub fn report(report: &Report, all_calls: bool, out: &mut dyn Write) -> io::Result<()> {
    let sources = &report.sources;
    let document = Document {
        schema: 1,
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        findings: report
            .findings
            .iter()
            .map(|f| JsonFinding::new(f, sources))
            .collect(),
        calls: all_calls.then(|| {
            report
                .calls
                .iter()
                .map(|call| JsonVerdict::new(call, sources))
                .collect()
        }),
        summary: JsonSummary::from(&report.summary),
    };
    json_text::pretty(&document, out)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    tool: Tool,
    findings: Vec<JsonFinding<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    calls: Option<Vec<JsonVerdict<'a>>>,
    summary: JsonSummary<'a>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// A finding, as `json` and `jsonl` write it.
#[derive(Serialize)]
pub struct JsonFinding<'a> {
    rule: &'static str,
    severity: &'static str,
    confidence: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: JsonPlace<'a>,
    call: Option<JsonCall<'a>>,
    related: Vec<JsonRelated<'a>>,
    notes: &'a [String],
    help: &'a [String],
    fix: Option<JsonFix<'a>>,
    fingerprint: &'a str,
}

impl<'a> JsonFinding<'a> {
    /// The finding, whose places are in `sources`.
    pub fn new(finding: &'a Finding, sources: &'a Sources) -> Self {
        let related = finding.related.iter().map(|related| JsonRelated {
            place: JsonPlace::new(related.place, sources),
            message: &related.message,
        });
        Self {
            rule: finding.rule.name(),
            severity: words::severity(finding.severity),
            confidence: words::confidence(finding.confidence),
            message: &finding.message,
            place: JsonPlace::new(finding.place, sources),
            call: finding
                .call
                .as_ref()
                .map(|call| JsonCall::new(call, sources)),
            related: related.collect(),
            notes: &finding.notes,
            help: &finding.help,
            fix: finding.fix.as_ref().map(|fix| JsonFix::new(fix, sources)),
            fingerprint: &finding.fingerprint,
        }
    }
}

/// A call of `--all-calls`: the same fields as in a finding, and what became of it.
#[derive(Serialize)]
pub struct JsonVerdict<'a> {
    #[serde(flatten)]
    place: JsonPlace<'a>,
    verdict: &'static str,
    #[serde(flatten)]
    call: JsonCall<'a>,
}

impl<'a> JsonVerdict<'a> {
    /// The call, whose places are in `sources`.
    pub fn new(judged: &'a JudgedCall, sources: &'a Sources) -> Self {
        Self {
            place: JsonPlace::new(judged.call.place, sources),
            verdict: judged.verdict.rule.map_or("clean", |rule| rule.name()),
            call: JsonCall::new(&judged.call, sources),
        }
    }
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    path: &'a str,
    start: Position,
    end: Position,
}

impl<'a> JsonPlace<'a> {
    fn new(place: Place, sources: &'a Sources) -> Self {
        let file = sources.get(place.file);
        let position = |offset| {
            let at = file.line_column(offset);
            Position {
                line: at.line,
                column: at.column,
                offset,
            }
        };
        Self {
            path: &file.display,
            start: position(place.span.start),
            end: position(place.span.end),
        }
    }
}

/// Lines and columns from 1, columns in characters, offsets in bytes.
#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Serialize)]
struct JsonRelated<'a> {
    #[serde(flatten)]
    place: JsonPlace<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonCall<'a> {
    client: &'static str,
    language: &'static str,
    operation: &'a str,
    credential: JsonCredential<'a>,
    resource: JsonResource<'a>,
    owner: JsonOwner<'a>,
}

impl<'a> JsonCall<'a> {
    fn new(call: &'a Call, sources: &'a Sources) -> Self {
        Self {
            client: call.client.name(),
            language: call.language.name(),
            operation: &call.operation.name,
            credential: JsonCredential::new(&call.credential, sources),
            resource: JsonResource::from(&call.resource),
            owner: JsonOwner::from(&call.owner),
        }
    }
}

#[derive(Serialize)]
struct JsonCredential<'a> {
    kind: &'static str,
    evidence: &'a str,
    path: Option<&'a str>,
    line: Option<u32>,
}

impl<'a> JsonCredential<'a> {
    fn new(credential: &'a Credential, sources: &'a Sources) -> Self {
        let enters = credential
            .place
            .map(|place| (sources.get(place.file), place.span.start));
        Self {
            kind: credential.kind.name(),
            evidence: &credential.evidence,
            path: enters.map(|(file, _)| file.display.as_str()),
            line: enters.map(|(file, offset)| file.line_column(offset).line),
        }
    }
}

#[derive(Serialize)]
struct JsonResource<'a> {
    kind: &'static str,
    id: Option<&'a str>,
    known_as: Option<&'a str>,
}

impl<'a> From<&'a Resource> for JsonResource<'a> {
    fn from(resource: &'a Resource) -> Self {
        Self {
            kind: resource.kind.name(),
            id: resource.id.as_deref(),
            known_as: resource.known_as.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct JsonOwner<'a> {
    user_id: Option<&'a str>,
    app_id: Option<&'a str>,
    given: &'static str,
}

impl<'a> From<&'a Owner> for JsonOwner<'a> {
    fn from(owner: &'a Owner) -> Self {
        fn literal(part: Option<&Part>) -> Option<&str> {
            match part {
                Some(Part::Literal(text)) => Some(text),
                _ => None,
            }
        }
        Self {
            user_id: literal(owner.user_id.as_ref()),
            app_id: literal(owner.app_id.as_ref()),
            given: owner.given().name(),
        }
    }
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<JsonEdit<'a>>,
}

impl<'a> JsonFix<'a> {
    fn new(fix: &'a Fix, sources: &'a Sources) -> Self {
        let edits = fix.edits.iter().map(|edit| JsonEdit {
            path: &sources.get(edit.place.file).display,
            start: edit.place.span.start,
            end: edit.place.span.end,
            text: &edit.text,
        });
        Self {
            title: &fix.title,
            applicability: words::applicability(fix.applicability),
            edits: edits.collect(),
        }
    }
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    path: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct JsonSummary<'a> {
    files: JsonFiles<'a>,
    calls: usize,
    clean: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    fixable: usize,
    suppressed: usize,
    baselined: usize,
    stale: &'a [Entry],
}

#[derive(Serialize)]
struct JsonFiles<'a> {
    walked: usize,
    read: usize,
    candidates: usize,
    skipped: Vec<JsonSkipped<'a>>,
}

#[derive(Serialize)]
struct JsonSkipped<'a> {
    path: &'a str,
    reason: &'a str,
}

impl<'a> From<&'a Summary> for JsonSummary<'a> {
    fn from(summary: &'a Summary) -> Self {
        let skipped = |skipped: &'a Skipped| JsonSkipped {
            path: &skipped.path,
            reason: &skipped.reason,
        };
        Self {
            files: JsonFiles {
                walked: summary.walked,
                read: summary.read,
                candidates: summary.candidates,
                skipped: summary.skipped.iter().map(skipped).collect(),
            },
            calls: summary.calls,
            clean: summary.clean,
            errors: summary.errors,
            warnings: summary.warnings,
            notes: summary.notes,
            fixable: summary.fixable,
            suppressed: summary.suppressed,
            baselined: summary.baselined,
            stale: &summary.stale,
        }
    }
}
