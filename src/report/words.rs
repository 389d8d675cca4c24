//! The words that all formats share: names of severities and the like, and counted nouns.

use crate::rules::{Applicability, Confidence, Severity};

/// The severity's name in every format.
pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// The confidence's name in every format.
pub const fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    }
}

/// The applicability's name in every format.
pub const fn applicability(applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::Display => "display",
        Applicability::Unsafe => "unsafe",
        Applicability::Safe => "safe",
    }
}

/// "1 file", "2 files".
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// How many entries of the baseline have outlived their finding.
pub fn stale(count: usize) -> String {
    let entries = if count == 1 { "entry" } else { "entries" };
    format!("{count} {entries} of the baseline without a finding")
}
