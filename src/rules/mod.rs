//! The rules: the table that judges a call, what each rule means, and the finding that comes of it.

mod finding;
mod fingerprint;
mod help;
mod judge;
mod message;
mod registry;
mod related;
mod settle;

pub use finding::{
    Applicability, Confidence, Edit, Finding, Fix, JudgedCall, Related, Rule, Severity, Verdict,
};
pub use fingerprint::fingerprint;
pub use help::{Environment, Target};
pub use judge::{is_retired, judge};
pub use message::findings;
pub use settle::settle;
