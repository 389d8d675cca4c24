//! `key2pat rules`: the table of rules.

use std::io::{self, Write};

use super::Outcome;
use super::output::Output;
use crate::report::severity_name;
use crate::rules::Rule;

/// Writes one line for each rule: name, severity, what it says.
pub fn run(out: &mut Output) -> io::Result<Outcome> {
    let width = Rule::ALL
        .iter()
        .map(|rule| rule.name().len())
        .max()
        .unwrap_or_default();
    for rule in Rule::ALL {
        let (name, severity) = (rule.name(), severity_name(rule.severity()));
        writeln!(out, "{name:width$}  {severity:7}  {}", rule.summary())?;
    }
    Ok(Outcome::Clean)
}
