//! key2pat finds the calls to Clarifai that broke when app-specific API keys lost access to
//! Clarifai's own models, and says what to write instead.
//!
//! The data flows one way, and the modules are listed in that order; a later one may use an
//! earlier one, never the reverse. `CONTRIBUTING.md` has the picture.

pub mod source;

pub mod language;

pub mod facts;

pub mod flow;

pub mod clarifai;

pub mod rules;

pub mod report;

pub mod settings;

pub mod cli;

use report::{Report, Summary};
pub use settings::Settings;
use source::{DiscoverError, Scan, Sources};

/// Why a run failed as a whole. No single file of the project makes it fail.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// There is nothing to look into.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// The operating system gives no threads.
    #[error("cannot start threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// Looks into the targets and reports what was found.
///
/// # Errors
/// If a target cannot be reached, a pattern is malformed, or threads cannot be started.
pub fn run(settings: &Settings) -> Result<Report, RunError> {
    // 0 lets the library choose: one for each processor.
    let threads = settings.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()?;
    pool.install(|| check(settings))
}

fn check(settings: &Settings) -> Result<Report, RunError> {
    let limits = settings.read_limits();
    let (scan, loaded) = match &settings.stdin {
        Some(stdin) => {
            source::scan_text(&stdin.name, stdin.bytes.clone(), &settings.discover, limits)?
        }
        None => Scan::new(source::discover(&settings.discover)?, limits),
    };
    let summary = Summary {
        walked: scan.walked,
        read: scan.read,
        candidates: loaded.len(),
        skipped: scan.skipped,
        ..Summary::default()
    };
    let sources = Sources::new(loaded.into_iter().map(|loaded| loaded.file).collect());
    let mut report = Report {
        findings: Vec::new(),
        calls: Vec::new(),
        summary,
        sources,
    };
    report.select(settings.pedantic);
    Ok(report)
}
