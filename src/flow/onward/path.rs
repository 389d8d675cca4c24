//! How far down a value is in what holds it: the way out of records and lists that it was put into.

use smol_str::SmolStr;

use crate::facts::{Argument, ExprId, Facts, Kind, Piece, Step};

/// A step into a record or list that a value was put into.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Into {
    /// Under that key.
    Key(SmolStr),
    /// Under a key that is not known.
    Any,
}

/// One step deeper.
pub(super) fn deeper(path: &[Into], step: Into) -> Vec<Into> {
    let mut path = path.to_vec();
    path.push(step);
    path
}

/// Into what keeps its arguments under their names.
pub(super) fn held(path: &[Into], argument: &Argument) -> Vec<Into> {
    match argument.spread {
        true => path.to_vec(),
        false => deeper(path, keyword(argument)),
    }
}

/// The key under which an argument is put.
pub(super) fn keyword(argument: &Argument) -> Into {
    argument.name.clone().map_or(Into::Any, Into::Key)
}

/// One step out: `None` if what is read there is something else.
pub(super) fn out(path: &[Into], key: Option<&str>) -> Option<Vec<Into>> {
    let Some((last, rest)) = path.split_last() else {
        // A part of the value itself.
        return Some(Vec::new());
    };
    match (last, key) {
        (Into::Key(held), Some(read)) if held != read => None,
        _ => Some(rest.to_vec()),
    }
}

/// What a part of a value that is taken apart has of it.
pub(super) fn part(path: &[Into], steps: &[Step]) -> Option<Vec<Into>> {
    let mut path = path.to_vec();
    for step in steps {
        path = match step {
            Step::Key(key) => out(&path, Some(key))?,
            Step::Position(_) => out(&path, None)?,
            Step::Rest => path,
        };
    }
    Some(path)
}

/// A text that is written out.
pub(super) fn text(facts: &Facts, expr: ExprId) -> Option<&str> {
    match &facts.expr(expr).kind {
        Kind::Text(pieces) => match pieces.as_slice() {
            [Piece::Text(text)] => Some(text),
            _ => None,
        },
        _ => None,
    }
}
