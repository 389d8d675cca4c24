//! The rules: the table that judges a call, what each rule means, and the finding that comes of it.

mod finding;
mod judge;
mod registry;

pub use finding::{
    Applicability, Confidence, Edit, Finding, Fix, JudgedCall, Related, Rule, Severity, Verdict,
};
pub use judge::{judge, side_findings};
