//! `key2pat fix`: puts rewrites in, or shows them as a patch.

use std::io::Write;

use anyhow::bail;

use super::Outcome;
use super::arguments::{ColorWhen, FixArguments, Format};
use super::check;
use super::output::{Output, complain};
use crate::fix::{WriteError, stays_inside, unified};
use crate::report::safe_path;
use crate::rules::Applicability;
use crate::source::Changes;
use crate::{Mended, mend};

/// Rewrites, reports what is left, and says by the exit code whether something is.
pub fn run(
    arguments: &FixArguments,
    color: ColorWhen,
    out: &mut Output,
) -> anyhow::Result<Outcome> {
    let settings = check::settings(&arguments.check)?;
    if check::show_only(&arguments.check, &settings, out)? {
        return Ok(Outcome::Clean);
    }
    if settings.stdin.is_some() {
        bail!("`fix` rewrites files, not standard input");
    }
    for target in &settings.discover.targets {
        stays_inside(target).map_err(told)?;
    }
    let least = if arguments.unsafe_too {
        Applicability::Unsafe
    } else {
        Applicability::Safe
    };
    let mended = mend(&settings, least)?;
    if settings.changes == Some(Changes::Staged) && !arguments.diff {
        stands_as_staged(&mended)?;
    }
    if arguments.diff {
        for change in &mended.changes {
            out.write_all(&unified(&change.display, &change.old, &change.new))?;
        }
    } else {
        mended.write().map_err(told)?;
    }
    for title in &mended.taken_back {
        complain(
            color,
            &format!(
                "a rewrite made something worse and is left out ({title}): please report this"
            ),
        );
    }
    let outcome = check::outcome(&arguments.check, &mended.after);
    if !arguments.diff {
        check::to_files(&arguments.check, &mended.after)?;
        check::write(&arguments.check, &mended.after, out)?;
        if !arguments.check.quiet && arguments.check.format == Format::Human {
            writeln!(out, "{}", summary(&mended))?;
        }
    }
    Ok(if mended.taken_back.is_empty() {
        outcome
    } else {
        Outcome::Failed
    })
}

/// The error, and whether anything was rewritten in spite of it.
fn told(error: WriteError) -> anyhow::Error {
    match error {
        WriteError::Partly { .. } => error.into(),
        _ => anyhow::Error::from(error).context("nothing was rewritten"),
    }
}

/// What is staged was looked into, but the working tree is what is written.
fn stands_as_staged(mended: &Mended) -> anyhow::Result<()> {
    match mended.differing() {
        Some(path) => bail!(
            "{}: what is staged differs from what stands there; stage all of it, or put the rest aside (`git stash --keep-index`)",
            safe_path(path)
        ),
        None => Ok(()),
    }
}

fn summary(mended: &Mended) -> String {
    let count = |number: usize, what: &str| {
        format!("{number} {what}{}", if number == 1 { "" } else { "s" })
    };
    let left = mended.after.summary.fixable;
    let mut text = format!(
        "{} mended in {}",
        count(mended.mended, "finding"),
        count(mended.changes.len(), "file")
    );
    if left > 0 {
        text.push_str(&format!("; {left} more by `key2pat fix --unsafe`"));
    }
    text
}
