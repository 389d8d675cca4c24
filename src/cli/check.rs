//! `key2pat check`: looks, reports, and says by the exit code whether something was found.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::slice;

use anyhow::{Context, bail};
use clap::Subcommand;

use super::Outcome;
use super::arguments::{CheckArguments, Format, Verb};
use super::output::{Output, is_broken_pipe};
use crate::RunError;
use crate::config::Where;
use crate::report::{self, HumanOptions, Report};
use crate::rules::Severity;
use crate::settings::{Known, Settings, Stdin};
use crate::source::{Changes, DiscoverError, DiscoverOptions};

/// The size in bytes up to which standard input is read: more than any configuration allows.
const LARGEST: u64 = 1 << 31;

/// Runs the check and writes its report.
pub fn run(arguments: &CheckArguments, out: &mut Output) -> anyhow::Result<Outcome> {
    let mut settings = settings(arguments)?;
    if show_only(arguments, &settings, out)? {
        return Ok(Outcome::Clean);
    }
    settings.rewrites = shows_rewrites(arguments);
    let report = crate::run(&settings).map_err(hint)?;
    let outcome = outcome(arguments, &report);
    to_files(arguments, &report)?;
    match write(arguments, &report, out) {
        // A reader that had enough does not change what was found.
        Err(error) if is_broken_pipe(&error) => Ok(outcome),
        Err(error) => Err(error.context("cannot write the report")),
        Ok(()) => Ok(outcome),
    }
}

/// Shows the configuration or the files, if that is all that is asked for; says whether it is.
pub(super) fn show_only(
    arguments: &CheckArguments,
    settings: &Settings,
    out: &mut Output,
) -> anyhow::Result<bool> {
    if arguments.show_settings {
        write!(out, "{}", crate::settings_of(settings).map_err(hint)?)?;
    } else if arguments.show_files {
        for file in crate::files(settings).map_err(hint)? {
            writeln!(out, "{}", report::safe_path(&file))?;
        }
    }
    Ok(arguments.show_settings || arguments.show_files)
}

/// Adds what was probably meant when the name of a verb is taken for a path.
pub fn hint(error: RunError) -> anyhow::Error {
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

/// What the arguments ask for.
pub fn settings(arguments: &CheckArguments) -> anyhow::Result<Settings> {
    Ok(Settings {
        discover: DiscoverOptions {
            targets: targets(arguments)?,
            exclude: arguments.exclude.clone(),
            force_exclude: arguments.force_exclude,
            no_ignore: arguments.no_ignore,
        },
        stdin: stdin(arguments)?,
        configuration: match &arguments.config {
            Some(file) => Where::File(file.clone()),
            None if arguments.isolated => Where::Isolated,
            None => Where::Closest,
        },
        changes: changes(arguments)?,
        changed_lines: arguments.changed_lines,
        select: arguments.select.clone(),
        ignore: arguments.ignore.clone(),
        min_severity: arguments.min_severity.map(Severity::from),
        fail_on: arguments.fail_on.map(Severity::from),
        baseline: match &arguments.baseline {
            Some(file) => Known::File(file.clone()),
            None if arguments.isolated || arguments.no_baseline => Known::Nothing,
            None => Known::Configured,
        },
        max_file_size: arguments.max_file_size,
        threads: arguments.threads,
        pedantic: arguments.pedantic,
        suppressions: !arguments.no_suppressions,
        rewrites: true,
    })
}

/// Whether what is written tells of rewrites.
fn shows_rewrites(arguments: &CheckArguments) -> bool {
    let files = arguments.output.iter().map(|(format, _)| *format);
    let mut formats = files.chain([arguments.format]);
    arguments.statistics || formats.any(Format::shows_rewrites)
}

/// What has to have changed.
fn changes(arguments: &CheckArguments) -> anyhow::Result<Option<Changes>> {
    let changes = match &arguments.since {
        Some(commit) => Some(Changes::Since(commit.clone())),
        None if arguments.staged => Some(Changes::Staged),
        None => None,
    };
    if arguments.changed_lines && changes.is_none() {
        bail!("`--changed-lines` goes with `--staged` or `--since`");
    }
    if changes.is_some() && arguments.paths.iter().any(|path| path == Path::new("-")) {
        bail!("`-` goes with neither `--staged` nor `--since`");
    }
    Ok(changes)
}

/// The paths to look into, given one by one or as a list.
fn targets(arguments: &CheckArguments) -> anyhow::Result<Vec<PathBuf>> {
    let Some(list) = &arguments.files_from else {
        return Ok(arguments.paths.clone());
    };
    let bytes = if list == Path::new("-") {
        let mut bytes = Vec::new();
        let read = io::stdin().lock().read_to_end(&mut bytes);
        read.map(|_| bytes)
    } else {
        std::fs::read(list)
    };
    let bytes = bytes.with_context(|| format!("cannot read the list `{}`", list.display()))?;
    // Only a list that is divided by NULs can hold names with line ends.
    let end = if bytes.contains(&0) { 0 } else { b'\n' };
    let names = bytes.split(|&byte| byte == end);
    let names = names.map(|name| match end {
        b'\n' => name.strip_suffix(b"\r").unwrap_or(name),
        _ => name,
    });
    let names = names.filter(|name| !name.is_empty());
    Ok(names.map(crate::source::path_of_bytes).collect())
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
                .take(arguments.max_file_size.unwrap_or(LARGEST) + 1)
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

pub(super) fn outcome(arguments: &CheckArguments, report: &Report) -> Outcome {
    if report.summary.failing > 0 && !arguments.exit_zero {
        Outcome::Findings
    } else {
        Outcome::Clean
    }
}

pub(super) fn write(
    arguments: &CheckArguments,
    report: &Report,
    out: &mut Output,
) -> anyhow::Result<()> {
    let color = out.color();
    in_format(arguments.format, arguments, report, color, out)?;
    if arguments.statistics {
        let tables = report::Figures::of(report).tables();
        match arguments.format {
            Format::Human => write!(out, "\n{tables}")?,
            // What other programs read stays as they expect it.
            _ => write!(io::stderr(), "{tables}")?,
        }
    }
    out.flush()?;
    Ok(())
}

/// Writes the reports that go into files.
pub(super) fn to_files(arguments: &CheckArguments, report: &Report) -> anyhow::Result<()> {
    for (format, path) in &arguments.output {
        let written = File::create(path).and_then(|file| {
            let mut file = BufWriter::new(file);
            in_format(*format, arguments, report, false, &mut file)?;
            file.flush()
        });
        written.with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(())
}

fn in_format(
    format: Format,
    arguments: &CheckArguments,
    report: &Report,
    color: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Human => report::human(report, &human_options(arguments, color), out),
        Format::Concise => report::concise(report, out),
        Format::Json => report::json(report, arguments.all_calls, out),
        Format::Jsonl => report::jsonl(report, arguments.all_calls, out),
        Format::Sarif => report::sarif(report, out),
        Format::Github => report::github(report, out),
        Format::Gitlab => report::gitlab(report, out),
        Format::Junit => report::junit(report, out),
        Format::Checkstyle => report::checkstyle(report, out),
        Format::Markdown => report::markdown(report, out),
        Format::Html => report::html(report, out),
    }
}

fn human_options(arguments: &CheckArguments, color: bool) -> HumanOptions {
    let paths = match &arguments.stdin_filename {
        Some(name) => slice::from_ref(name),
        None => arguments.paths.as_slice(),
    };
    let targets: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
    let mut targets = targets.join(", ");
    if arguments.staged {
        targets.push_str(" is staged");
    } else if let Some(commit) = &arguments.since {
        targets.push_str(&format!(" changed since {commit}"));
    }
    HumanOptions {
        color,
        quiet: arguments.quiet,
        verbose: arguments.verbose,
        targets,
    }
}
