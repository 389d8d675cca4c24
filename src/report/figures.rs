//! The figures of a migration: how far it is, and where the rest stands. For `--statistics`, the
//! summary in Markdown and the page.

use std::collections::BTreeMap;
use std::fmt::Write;

use rustc_hash::FxHashMap;

use super::summary::Report;
use crate::rules::{Applicability, Finding, JudgedCall, Severity};
use crate::source::Place;

/// How many calls have which fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// All calls.
    pub calls: usize,
    /// Calls with an error.
    pub broken: usize,
    /// Calls with a warning.
    pub doubtful: usize,
}

impl Tally {
    fn add(&mut self, severity: Option<Severity>) {
        self.calls += 1;
        match severity {
            Some(Severity::Error) => self.broken += 1,
            Some(Severity::Warning) => self.doubtful += 1,
            Some(Severity::Note) | None => {}
        }
    }

    /// Calls that are neither broken nor doubtful.
    #[must_use]
    pub const fn fine(&self) -> usize {
        self.calls - self.broken - self.doubtful
    }
}

/// The figures of a run.
#[derive(Debug, Default)]
pub struct Figures {
    /// Of all calls.
    pub all: Tally,
    /// Broken or doubtful calls that `fix` mends.
    pub mended: usize,
    /// Those that it mends with `--unsafe` only.
    pub mended_unsafely: usize,
    /// Broken calls that need a decision first.
    pub undecided: usize,
    /// By language, client, and first folder.
    pub groups: [(&'static str, BTreeMap<String, Tally>); 3],
    /// Findings by rule and severity.
    pub rules: BTreeMap<(&'static str, &'static str), usize>,
}

impl Figures {
    /// The figures of a report. Only findings that it shows count.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let mut gravest: FxHashMap<Place, &Finding> = FxHashMap::default();
        let mut figures = Self {
            groups: ["language", "client", "folder"].map(|name| (name, BTreeMap::new())),
            ..Self::default()
        };
        for finding in &report.findings {
            let key = (
                finding.rule.name(),
                super::words::severity(finding.severity),
            );
            *figures.rules.entry(key).or_default() += 1;
            let best = gravest.entry(finding.place).or_insert(finding);
            if finding.severity > best.severity {
                *best = finding;
            }
        }
        for call in &report.calls {
            figures.count(call, gravest.get(&call.call.place).copied(), report);
        }
        figures
    }

    fn count(&mut self, judged: &JudgedCall, finding: Option<&Finding>, report: &Report) {
        let severity = finding.map(|it| it.severity);
        let call = &judged.call;
        let path = &report.sources.get(call.place.file).display;
        let folder = path.split_once('/').map_or(".", |(folder, _)| folder);
        let names = [call.language.name(), call.client.name(), folder];
        self.all.add(severity);
        for ((_, group), name) in self.groups.iter_mut().zip(names) {
            group.entry(name.to_owned()).or_default().add(severity);
        }
        let fix = finding.and_then(|it| it.fix.as_ref());
        match fix.map(|it| it.applicability) {
            Some(Applicability::Safe) => self.mended += 1,
            Some(Applicability::Unsafe) => self.mended_unsafely += 1,
            _ if severity == Some(Severity::Error) => self.undecided += 1,
            _ => {}
        }
    }

    /// "31 of 214 calls broken; 12 mended by `fix`; 9 by `fix --unsafe`; 10 need a decision".
    #[must_use]
    pub fn progress(&self) -> String {
        let calls = super::words::counted(self.all.calls, "call");
        let mut text = format!("{} of {calls} broken", self.all.broken);
        if self.mended > 0 {
            // Writing to a string cannot fail.
            let _ = write!(text, "; {} mended by `fix`", self.mended);
        }
        if self.mended_unsafely > 0 {
            let verb = if self.mended > 0 { "" } else { "mended " };
            let _ = write!(text, "; {} {verb}by `fix --unsafe`", self.mended_unsafely);
        }
        match self.undecided {
            0 => {}
            1 => text.push_str("; 1 needs a decision"),
            count => {
                let _ = write!(text, "; {count} need a decision");
            }
        }
        text
    }

    /// The figures as tables for a terminal.
    #[must_use]
    pub fn tables(&self) -> String {
        let mut text = format!("{}\n", self.progress());
        let mut table = |title: &str, rows: Vec<(String, String)>| {
            let width = rows.iter().map(|(name, _)| name.chars().count()).max();
            let _ = writeln!(text, "\nby {title}");
            for (name, value) in &rows {
                let _ = writeln!(text, "  {name:width$}  {value}", width = width.unwrap_or(0));
            }
        };
        let rules = self.rules.iter();
        table(
            "rule",
            rules
                .map(|((rule, severity), count)| {
                    ((*rule).to_owned(), format!("{count} {severity}"))
                })
                .collect(),
        );
        for (title, group) in &self.groups {
            let row = |(name, tally): (&String, &Tally)| {
                let Tally {
                    calls,
                    broken,
                    doubtful,
                } = tally;
                let name = super::safe_text::safe_line(name).into_owned();
                (
                    name,
                    format!("{broken} broken, {doubtful} doubtful of {calls}"),
                )
            };
            table(title, group.iter().map(row).collect());
        }
        text
    }
}
