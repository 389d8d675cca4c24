//! The reports: one file per format. What they show comes masked and sorted.

mod summary;

pub use summary::{Report, Skipped, Summary};
