//! `key2pat explain`: a rule's documentation.

use std::io::{self, Write};

use super::Outcome;
use super::output::Output;
use super::rules;
use crate::rules::Rule;

/// Writes the documentation of a rule, or the table of rules if none is named.
pub fn run(rule: Option<Rule>, out: &mut Output) -> io::Result<Outcome> {
    let Some(rule) = rule else {
        return rules::run(out);
    };
    writeln!(out, "{}", rule.documentation().trim_end())?;
    Ok(Outcome::Clean)
}
