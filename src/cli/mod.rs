//! The command line: arguments to settings, settings to a run, its report to an exit code. One
//! file for each verb.

mod arguments;
mod baseline;
mod catalogue;
mod check;
mod completions;
mod explain;
mod fix;
mod output;
mod rules;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use arguments::{Arguments, Verb};
use output::Output;

/// How a run of the program ended. Never depends on the format of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Nothing at or above the severity that counts.
    Clean,
    /// Findings.
    Findings,
    /// The run itself failed: usage, configuration, an unreadable root.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Clean => 0,
            Outcome::Findings => 1,
            Outcome::Failed => 2,
        })
    }
}

/// Runs the program with these arguments, the first of which is its own name.
pub fn run<I, A>(arguments: I) -> Outcome
where
    I: IntoIterator<Item = A>,
    A: Into<OsString> + Clone,
{
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let color = arguments.color;
    match perform(arguments) {
        Ok(outcome) => outcome,
        Err(error) if output::is_broken_pipe(&error) => Outcome::Clean,
        Err(error) => {
            output::complain(color, &format!("{error:#}"));
            Outcome::Failed
        }
    }
}

/// Help and version are what was asked for, and go to standard output; all else is a complaint.
fn usage(error: &clap::Error) -> Outcome {
    output::usage(error);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Outcome::Clean,
        _ => Outcome::Failed,
    }
}

fn perform(arguments: Arguments) -> anyhow::Result<Outcome> {
    let mut out = Output::new(arguments.color);
    let outcome = match arguments.verb {
        None => check::run(&arguments.check, &mut out)?,
        Some(Verb::Check(check)) => check::run(&check, &mut out)?,
        Some(Verb::Fix(fix)) => fix::run(&fix, arguments.color, &mut out)?,
        Some(Verb::Baseline { action }) => baseline::run(&action, &mut out)?,
        Some(Verb::Completions { shell }) => completions::run(shell, &mut out)?,
        Some(Verb::Man) => completions::manual(&mut out)?,
        Some(Verb::Explain { rule }) => explain::run(rule, &mut out)?,
        Some(Verb::Rules) => rules::run(&mut out)?,
        Some(Verb::Catalogue { text }) => catalogue::run(&text, &mut out)?,
    };
    out.finish()?;
    Ok(outcome)
}
