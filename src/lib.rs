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

pub mod suppress;

pub mod fix;

pub mod report;

pub mod config;

pub mod settings;

pub mod gate;

pub mod cli;

mod error;
mod gather;
mod mend;
mod nearest;
mod plan;
mod run;

pub use error::RunError;
pub use mend::{Change, Mended, mend};
pub use run::{baseline_file, files, run, settings_of};
pub use settings::Settings;
