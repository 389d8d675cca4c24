//! The reports: one file per format. What they show comes masked and sorted.

mod concise;
mod excerpt;
mod human;
mod json;
mod safe_text;
mod select;
mod summary;
mod totals;
mod words;

#[cfg(test)]
mod tests;

pub use crate::source::Skipped;
pub use concise::report as concise;
pub use human::{HumanOptions, report as human};
pub use json::report as json;
pub use safe_text::{safe_line, safe_lines};
pub use summary::{Report, Summary};
pub use words::{counted, severity as severity_name};
