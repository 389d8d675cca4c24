//! Names that say "API key" and hold a token from now on: renamed where every use is known.

use smol_str::SmolStr;

use super::Work;
use super::draft::Draft;
use super::names::{binding, definition_at, is_seen_outside};
use crate::clarifai::names::kind_of_name;
use crate::clarifai::{CredentialKind, Hop};
use crate::facts::{Bound, Definition, Entry, ExprId, Facts, Kind, ScopeId, ScopeKind, Step};
use crate::flow::HopRole;
use crate::source::{FileId, Place, Span};

/// The ways to write "API key", and "PAT" written the same way.
const SPELLINGS: &[(&str, &str)] = &[
    ("API_KEY", "PAT"),
    ("api_key", "pat"),
    ("APIKEY", "PAT"),
    ("APIKey", "PAT"),
    ("apiKey", "pat"),
    ("ApiKey", "Pat"),
    ("apikey", "pat"),
    ("APP_KEY", "PAT"),
    ("appKey", "pat"),
    ("KEY", "PAT"),
    ("Key", "Pat"),
    ("key", "pat"),
];

/// What a name that says "API key" is called once it holds a token.
fn renamed(name: &str) -> Option<String> {
    let new = SPELLINGS
        .iter()
        .find(|(key, _)| name.contains(key))
        .map(|(key, pat)| name.replacen(key, pat, 1))?;
    let is_key = kind_of_name(name) == Some(CredentialKind::ApiKey);
    (is_key && kind_of_name(&new) == Some(CredentialKind::Pat)).then_some(new)
}

/// Renames what the credential is bound to on its way, where that can be done completely. A name
/// that stays is legal: it only misleads the next reader.
pub(super) fn along_the_way(work: &Work<'_>, hops: &[Hop], draft: &mut Draft) {
    for hop in hops
        .iter()
        .filter(|it| matches!(it.role, HopRole::Bound | HopRole::Stored))
    {
        let Some(new) = hop.name.as_deref().and_then(renamed) else {
            continue;
        };
        let Some(facts) = work.facts(hop.place.file) else {
            continue;
        };
        if let Some(edits) = renaming(work, facts, hop.place, &new) {
            for (span, text) in edits {
                draft.replace(
                    Place {
                        file: hop.place.file,
                        span,
                    },
                    text,
                );
            }
        }
    }
}

/// Every edit that renaming takes; `None` where a use may be missed.
fn renaming(
    work: &Work<'_>,
    facts: &Facts,
    place: Place,
    new: &str,
) -> Option<Vec<(Span, String)>> {
    let (scope, name, _) = definition_at(facts, place.span)?;
    let free = !facts.mentions.contains_key(new)
        && !facts.scopes.iter().any(|it| it.names.contains_key(new));
    let followable = facts.scope(scope).names[&name]
        .iter()
        .all(|it| match &it.value {
            Bound::Value(_) | Bound::Append(_) | Bound::Declared(_) => true,
            Bound::Field(_) => facts.language.sees_fields(),
            _ => false,
        });
    let class_of_others =
        matches!(facts.scope(scope).kind, ScopeKind::Class(_)) && !facts.language.sees_fields();
    if !free
        || !followable
        || class_of_others
        || is_seen_outside(work, place.file, facts, scope, &name)
    {
        return None;
    }
    // The definition of a field may be the whole of its declaration, which begins with the name.
    let name_of = |it: &Definition| {
        let span = Span::new(it.span.start, it.span.start + name.len() as u32);
        let text = work.text(Place {
            file: place.file,
            span,
        });
        (text == name).then(|| (span, new.to_owned()))
    };
    let definitions = &facts.scope(scope).names[&name];
    let mut edits: Vec<(Span, String)> = definitions.iter().map(name_of).collect::<Option<_>>()?;
    for &mention in facts.mentions.get(&name).into_iter().flatten() {
        match facts.expr(mention).kind {
            Kind::Name(_) if binding(facts, facts.expr(mention).scope, &name) == Some(scope) => {
                let span = facts.expr(mention).span;
                let short = is_short(work, place.file, facts, mention, &name);
                edits.push((
                    span,
                    if short {
                        format!("{name}: {new}")
                    } else {
                        new.to_owned()
                    },
                ));
            }
            // A member of that name is the same only for a field of a class.
            Kind::Member(..) if matches!(facts.scope(scope).kind, ScopeKind::Class(_)) => {
                return None;
            }
            _ => {}
        }
    }
    edits.sort();
    edits.dedup();
    is_complete(work, place.file, facts, &name, &edits).then_some(edits)
}

/// Whether a name stands for key and value of an entry at once: `{ apiKey }`.
pub(super) fn is_short(
    work: &Work<'_>,
    file: FileId,
    facts: &Facts,
    name: ExprId,
    text: &str,
) -> bool {
    let expr = facts.expr(name);
    let Some(parent) = expr.parent else {
        return false;
    };
    let Kind::Record(entries) = &facts.expr(parent).kind else {
        return false;
    };
    let entry = entries
        .iter()
        .any(|it| matches!(it, Entry::Field(key, value) if *value == name && key == text));
    let before = work
        .bytes(file)
        .get(..expr.span.start as usize)
        .unwrap_or_default();
    let before = before.trim_ascii_end().last();
    entry && matches!(before, Some(b'{' | b','))
}

/// Whether every word of that name in the code is among the edits: what is missed would break.
fn is_complete(
    work: &Work<'_>,
    file: FileId,
    facts: &Facts,
    name: &str,
    edits: &[(Span, String)],
) -> bool {
    let bytes = work.bytes(file);
    let is_word = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'$') || *it >= 0x80;
    memchr::memmem::find_iter(bytes, name.as_bytes()).all(|at| {
        let span = Span::new(at as u32, (at + name.len()) as u32);
        let part = at
            .checked_sub(1)
            .and_then(|it| bytes.get(it))
            .is_some_and(is_word)
            || bytes.get(at + name.len()).is_some_and(is_word);
        part || edits.iter().any(|(it, _)| *it == span)
            || facts.comments.iter().any(|it| it.contains(span))
            || facts
                .exprs
                .iter()
                .any(|it| matches!(it.kind, Kind::Text(_)) && it.span.contains(span))
            || is_member(bytes, at)
            || is_keyword(facts, span)
    })
}

/// Whether a word is the member of an object, which has nothing to do with a name.
fn is_member(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).and_then(|it| bytes.get(it)) == Some(&b'.')
}

/// Whether a word is the keyword of an argument, which is an expression of no kind.
fn is_keyword(facts: &Facts, span: Span) -> bool {
    let mut there = facts.exprs.iter().filter(|it| it.span == span);
    there.any(|it| matches!(it.kind, Kind::Other))
}

/// A name taken out of the environment by its own name: `const { X } = process.env`.
pub(super) fn taken_apart(facts: &Facts, place: Place) -> Option<(ScopeId, SmolStr, SmolStr)> {
    let (scope, name, definition) = definition_at(facts, place.span)?;
    match &definition.value {
        Bound::Part(_, steps, _) => match steps.as_slice() {
            [Step::Key(key)] => Some((scope, name, key.clone())),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_style() {
        for (old, new) in [
            ("API_KEY", "PAT"),
            ("CLARIFAI_API_KEY", "CLARIFAI_PAT"),
            ("clarifai_api_key", "clarifai_pat"),
            ("apiKey", "pat"),
            ("clarifaiApiKey", "clarifaiPat"),
            ("CLARIFAI_KEY", "CLARIFAI_PAT"),
        ] {
            assert_eq!(renamed(old).as_deref(), Some(new), "{old}");
        }
        for other in ["monkey", "PAT", "token", "cacheKey"] {
            assert_eq!(renamed(other), None, "{other}");
        }
    }
}
