//! `key2pat baseline`: writes today's findings down, and drops those that are gone.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::arguments::{BaselineAction, CheckArguments};
use super::check;
use super::output::Output;
use crate::gate::Baseline;
use crate::report::counted;
use crate::settings::Known;

/// The file where neither an option nor the configuration names one.
const DEFAULT_FILE: &str = "key2pat-baseline.json";

/// Does what is asked for.
pub fn run(action: &BaselineAction, out: &mut Output) -> anyhow::Result<Outcome> {
    match action {
        BaselineAction::Write(arguments) => write(arguments, out),
        BaselineAction::Prune(arguments) => prune(arguments, out),
    }
}

fn write(arguments: &CheckArguments, out: &mut Output) -> anyhow::Result<Outcome> {
    let mut settings = check::settings(arguments)?;
    if check::show_only(arguments, &settings, out)? {
        return Ok(Outcome::Clean);
    }
    let file = crate::baseline_file(&settings)?;
    let path = file.clone().unwrap_or_else(|| PathBuf::from(DEFAULT_FILE));
    settings.baseline = Known::Nothing;
    let report = crate::run(&settings).map_err(check::hint)?;
    let baseline = Baseline::of(&report);
    baseline.write(&path)?;
    let (count, path) = (counted(baseline.entries.len(), "finding"), shown(&path));
    writeln!(out, "{count} recorded in {path}")?;
    if file.is_none() {
        writeln!(
            out,
            "so that it counts, write in key2pat.toml: baseline = \"{path}\""
        )?;
    }
    Ok(Outcome::Clean)
}

fn prune(arguments: &CheckArguments, out: &mut Output) -> anyhow::Result<Outcome> {
    let mut settings = check::settings(arguments)?;
    if check::show_only(arguments, &settings, out)? {
        return Ok(Outcome::Clean);
    }
    let path = crate::baseline_file(&settings)?.unwrap_or_else(|| PathBuf::from(DEFAULT_FILE));
    settings.baseline = Known::File(path.clone());
    let report = crate::run(&settings).map_err(check::hint)?;
    let stale = &report.summary.stale;
    if !stale.is_empty() {
        Baseline::read(&path)?.without(stale).write(&path)?;
    }
    let count = counted(stale.len(), "finding");
    writeln!(out, "{count} dropped from {}", shown(&path))?;
    Ok(Outcome::Clean)
}

/// The path as people write it: from the current folder, if it is below that.
fn shown(path: &Path) -> String {
    let current = std::env::current_dir().and_then(|it| it.canonicalize());
    let relative = current
        .as_ref()
        .ok()
        .and_then(|it| path.strip_prefix(it).ok());
    let path = relative.unwrap_or(path);
    crate::report::safe_line(&path.to_string_lossy()).into_owned()
}
