//! `key2pat check`: looks, reports, and says by the exit code whether something was found.

use std::io::{self, Read};
use std::path::Path;
use std::slice;

use anyhow::{Context, bail};
use clap::Subcommand;

use super::Outcome;
use super::arguments::{CheckArguments, Format, Verb};
use super::output::{Output, is_broken_pipe};
use crate::RunError;
use crate::report::{self, HumanOptions, Report};
use crate::rules::Severity;
use crate::settings::{Settings, Stdin};
use crate::source::{DiscoverError, DiscoverOptions};

/// Runs the check and writes its report.
pub fn run(arguments: &CheckArguments, out: &mut Output) -> anyhow::Result<Outcome> {
    let settings = settings(arguments)?;
    let report = crate::run(&settings).map_err(hint)?;
    let outcome = outcome(arguments, &report);
    match write(arguments, &report, out) {
        // A reader that had enough does not change what was found.
        Err(error) if is_broken_pipe(&error) => Ok(outcome),
        Err(error) => Err(error.context("cannot write the report")),
        Ok(()) => Ok(outcome),
    }
}

/// Adds what was probably meant when the name of a verb is taken for a path.
fn hint(error: RunError) -> anyhow::Error {
    let verb = match &error {
        RunError::Discover(DiscoverError::Target { path, .. }) => path.to_str(),
        _ => None,
    };
    match verb {
        Some(verb) if Verb::has_subcommand(verb) => {
            let verb = verb.to_owned();
            anyhow::Error::from(error).context(format!("a verb comes first: `key2pat {verb} …`"))
        }
        _ => error.into(),
    }
}

fn settings(arguments: &CheckArguments) -> anyhow::Result<Settings> {
    Ok(Settings {
        discover: DiscoverOptions {
            targets: arguments.paths.clone(),
            exclude: arguments.exclude.clone(),
            force_exclude: arguments.force_exclude,
            no_ignore: arguments.no_ignore,
        },
        stdin: stdin(arguments)?,
        max_file_size: arguments.max_file_size,
        threads: arguments.threads,
        pedantic: arguments.pedantic,
        suppressions: !arguments.no_suppressions,
    })
}

/// Standard input, if `-` is what is to be looked into.
fn stdin(arguments: &CheckArguments) -> anyhow::Result<Option<Stdin>> {
    let dashes = arguments
        .paths
        .iter()
        .filter(|path| *path == Path::new("-"))
        .count();
    match (dashes, arguments.paths.len(), &arguments.stdin_filename) {
        (0, _, None) => Ok(None),
        (0, _, Some(_)) => bail!("`--stdin-filename` goes with `-` only"),
        (1, 1, Some(name)) => {
            let mut bytes = Vec::new();
            // One byte more than is allowed is enough to see that it is too large.
            io::stdin()
                .lock()
                .take(arguments.max_file_size + 1)
                .read_to_end(&mut bytes)
                .context("cannot read standard input")?;
            Ok(Some(Stdin {
                name: name.clone(),
                bytes,
            }))
        }
        (1, 1, None) => bail!("`-` needs `--stdin-filename`, which tells the language"),
        _ => bail!("`-` goes with no other path"),
    }
}

fn outcome(arguments: &CheckArguments, report: &Report) -> Outcome {
    let threshold = Severity::from(arguments.fail_on);
    let found = report
        .findings
        .iter()
        .any(|finding| finding.severity >= threshold);
    if found && !arguments.exit_zero {
        Outcome::Findings
    } else {
        Outcome::Clean
    }
}

fn write(arguments: &CheckArguments, report: &Report, out: &mut Output) -> anyhow::Result<()> {
    match arguments.format {
        Format::Human => report::human(report, &human_options(arguments, out.color()), out)?,
        Format::Concise => report::concise(report, out)?,
        Format::Json => report::json(report, arguments.all_calls, out)?,
    }
    io::Write::flush(out)?;
    Ok(())
}

fn human_options(arguments: &CheckArguments, color: bool) -> HumanOptions {
    let paths = match &arguments.stdin_filename {
        Some(name) => slice::from_ref(name),
        None => arguments.paths.as_slice(),
    };
    let targets: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
    HumanOptions {
        color,
        quiet: arguments.quiet,
        verbose: arguments.verbose,
        targets: targets.join(", "),
    }
}
