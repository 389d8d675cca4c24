//! Why a run fails as a whole.

use crate::config::ConfigError;
use crate::gate::BaselineError;
use crate::source::{DiscoverError, GitError};

/// Why a run failed as a whole. No single file of the project makes it fail.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// There is nothing to look into.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// The configuration cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Git was needed and did not answer.
    #[error(transparent)]
    Git(#[from] GitError),
    /// The baseline cannot be used.
    #[error(transparent)]
    Baseline(#[from] BaselineError),
    /// The operating system gives no threads.
    #[error("cannot start threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}
