//! The chart of verdicts: a bar for each language, client and folder.

use std::io::{self, Write};

use crate::report::figures::{Figures, Tally};
use crate::report::markup::xml;

/// How many bars a chart has; the largest groups are shown.
const MAX_BARS: usize = 12;

/// Writes the charts.
///
/// # Errors
/// If `out` refuses.
pub fn write(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    if figures.all.calls == 0 {
        return writeln!(out, "<p>No call to Clarifai was found.</p>");
    }
    writeln!(out, "<section class=\"charts\">")?;
    for (title, group) in &figures.groups {
        let mut bars: Vec<(&String, &Tally)> = group.iter().collect();
        bars.sort_by_key(|(name, tally)| (std::cmp::Reverse(tally.calls), *name));
        let largest = bars.first().map_or(1, |(_, tally)| tally.calls);
        writeln!(out, "<div class=\"chart\"><h2>Calls by {title}</h2><dl>")?;
        for (name, tally) in bars.iter().take(MAX_BARS) {
            bar(name, tally, largest, out)?;
        }
        writeln!(out, "</dl>")?;
        if let Some(more) = bars.len().checked_sub(MAX_BARS + 1) {
            writeln!(out, "<p>{} more</p>", more + 1)?;
        }
        writeln!(out, "</div>")?;
    }
    writeln!(
        out,
        "<p class=\"legend\"><i class=\"broken\"></i> broken <i class=\"doubtful\"></i> doubtful <i class=\"fine\"></i> fine</p>"
    )?;
    writeln!(out, "</section>")
}

fn bar(name: &str, tally: &Tally, largest: usize, out: &mut dyn Write) -> io::Result<()> {
    let name = xml(name);
    let Tally {
        calls,
        broken,
        doubtful,
    } = *tally;
    let fine = tally.fine();
    let label = format!("{broken} broken, {doubtful} doubtful, {fine} fine of {calls}");
    write!(
        out,
        "<dt>{name}</dt><dd title=\"{label}\"><span class=\"bar\">"
    )?;
    for (class, count) in [("broken", broken), ("doubtful", doubtful), ("fine", fine)] {
        if count > 0 {
            let width = 100.0 * count as f64 / largest as f64;
            write!(out, "<i class=\"{class}\" style=\"width:{width:.2}%\"></i>")?;
        }
    }
    writeln!(out, "</span><small>{broken} of {calls}</small></dd>")
}
