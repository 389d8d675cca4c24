//! `key2pat catalogue`: what is known as Clarifai's, and as other public owners'.

use std::io::{self, Write};

use super::Outcome;
use super::output::Output;
use crate::clarifai::catalogue::{Entry, Relation, search};

/// Writes one line for each entry in which the text occurs. That there is none is an answer, too.
pub fn run(text: &str, out: &mut Output) -> io::Result<Outcome> {
    let entries = search(text);
    if entries.is_empty() {
        writeln!(
            out,
            "nothing is known by `{}`",
            crate::report::safe_line(text)
        )?;
    }
    for entry in entries {
        let (kind, owner) = (
            entry.kind.name(),
            format!("{}/{}", entry.user_id, entry.app_id),
        );
        let line = format!("{kind:8}  {:36}  {owner:14}  {}", entry.id, details(entry));
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(Outcome::Clean)
}

/// What else is known: today's id, other names, constants of the old clients, whether it is gone.
fn details(entry: &Entry) -> String {
    let mut details = Vec::new();
    if let Some((id, relation)) = entry.renamed {
        details.push(match relation {
            Relation::Same => format!("is {id}"),
            Relation::Inferred => format!("is {id} (inferred)"),
            Relation::Successor => format!("replaced by {id}"),
            Relation::Moved => format!("moved to another owner as {id}"),
        });
    }
    if let Some(retirement) = &entry.retired {
        let successor = retirement.successor.map(|id| format!(", successor {id}"));
        details.push(format!(
            "retired {}{}",
            retirement.when,
            successor.unwrap_or_default()
        ));
    }
    let mut list = |what: &str, names: &[&str]| {
        if !names.is_empty() {
            details.push(format!("{what} {}", names.join(", ")));
        }
    };
    list("named", &entry.names);
    list("versions", &entry.versions);
    list("written", &entry.members);
    details.join("; ")
}
