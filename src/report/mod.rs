//! The reports: one file per format. What they show comes masked and sorted.

mod checkstyle;
mod concise;
mod distinct;
mod excerpt;
mod figures;
mod github;
mod gitlab;
mod html;
mod human;
mod json;
mod json_text;
mod jsonl;
mod junit;
mod markdown;
mod markup;
mod safe_text;
mod sarif;
mod select;
mod summary;
mod totals;
mod words;

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;

pub use crate::source::Skipped;
pub use checkstyle::report as checkstyle;
pub use concise::report as concise;
pub use figures::{Figures, Tally};
pub use github::report as github;
pub use gitlab::report as gitlab;
pub use html::report as html;
pub use human::{HumanOptions, report as human};
pub use json::report as json;
pub use jsonl::report as jsonl;
pub use junit::report as junit;
pub use markdown::report as markdown;
pub use safe_text::{safe_line, safe_lines, safe_path, without_commands};
pub use sarif::report as sarif;
pub use summary::{Report, Summary};
pub use words::{counted, severity as severity_name};
