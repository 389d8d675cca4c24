//! Scripts of a page import nothing, and what one of them binds at its top all others see: which
//! names are bound so, and which file a name comes from.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::{SmolStr, format_smolstr};

use crate::facts::{Bound, ExprId, Facts, Kind, ScopeId};
use crate::source::{FileId, Sources};

/// How many of the files before and behind the one that asks are looked at that bind a name.
const MAX_FILES: usize = 8;

/// What puts a name where all scripts see it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Put {
    /// A declaration at the top of a script.
    Declared,
    /// A value that is given to a member of the global object: `window.settings = …`.
    Assigned(ExprId),
}

/// The names that scripts put where others see them.
#[derive(Debug, Default)]
pub(super) struct Pages {
    names: FxHashMap<SmolStr, Vec<(FileId, Put)>>,
    /// The files that are no modules.
    plain: FxHashSet<FileId>,
}

impl Pages {
    /// Those of files.
    pub(super) fn of(facts: &[Option<Box<Facts>>]) -> Self {
        let mut found = Self::default();
        for (index, facts) in facts.iter().enumerate() {
            let Some(facts) = facts.as_deref().filter(|it| it.language.is_script()) else {
                continue;
            };
            let file = FileId(index as u32);
            found.add_assigned(file, facts);
            if is_plain(facts) {
                found.plain.insert(file);
                found.add_declared(file, facts);
                found.add_spaces(file, facts);
            }
        }
        found
    }

    fn add_declared(&mut self, file: FileId, facts: &Facts) {
        for (name, definitions) in &facts.scopes[0].names {
            let given = definitions.iter().any(|it| match it.value {
                Bound::Value(value) => !is_known(facts, name) || is_plain_value(facts, value),
                Bound::Function(_) | Bound::Class(_) => !is_known(facts, name),
                _ => false,
            });
            if given {
                let all = self.names.entry(name.clone()).or_default();
                all.push((file, Put::Declared));
            }
        }
    }

    fn add_assigned(&mut self, file: FileId, facts: &Facts) {
        for assignment in &facts.assignments {
            let Kind::Name(object) = &facts.expr(assignment.object).kind else {
                continue;
            };
            if let Some(key) = &assignment.key
                && facts.language.global_objects().contains(&object.as_str())
                && (!is_known(facts, key) || is_plain_value(facts, assignment.value))
            {
                let all = self.names.entry(key.clone()).or_default();
                all.push((file, Put::Assigned(assignment.value)));
            }
        }
    }

    /// What is put into objects that scripts share: `shop.settings = …`.
    fn add_spaces(&mut self, file: FileId, facts: &Facts) {
        for assignment in &facts.assignments {
            let object = facts.expr(assignment.object);
            let Kind::Name(space) = &object.kind else {
                continue;
            };
            let mut scopes = facts.scopes_from(object.scope);
            let bound = scopes.find(|(_, it)| it.names.contains_key(space));
            if let Some(key) = &assignment.key
                && bound.is_none_or(|(id, _)| id == ScopeId(0))
                && !is_known(facts, space)
            {
                let all = self
                    .names
                    .entry(format_smolstr!("{space}.{key}"))
                    .or_default();
                all.push((file, Put::Assigned(assignment.value)));
            }
        }
    }

    /// What puts a name where a file sees it: in the file that is nearest to it, if one is.
    pub(super) fn put(&self, from: FileId, name: &str, sources: &Sources) -> Vec<(FileId, Put)> {
        let plain = self.plain.contains(&from);
        let all = self.names.get(name).map_or(&[][..], Vec::as_slice);
        // Files are listed by their paths, so the nearest stand beside the one that asks.
        let here = all.partition_point(|it| it.0 < from);
        let around = here.saturating_sub(MAX_FILES)..all.len().min(here + MAX_FILES);
        let global = !name.contains('.');
        let visible = |it: &&(FileId, Put)| plain || global && matches!(it.1, Put::Assigned(_));
        let mut seen: Vec<(FileId, Put)> = all[around].iter().filter(visible).copied().collect();
        let path = |file: FileId| sources.get(file).display.as_str();
        let near = |it: &(FileId, Put)| shared_folders(path(from), path(it.0));
        let nearest = seen.iter().map(near).max().unwrap_or_default();
        seen.retain(|it| near(it) == nearest);
        let one = seen.windows(2).all(|pair| pair[0].0 == pair[1].0);
        if one { seen } else { Vec::new() }
    }

    /// The files whose names a file sees and mentions.
    pub(super) fn mentioned(&self, from: FileId, facts: &Facts, sources: &Sources) -> Vec<FileId> {
        if !self.plain.contains(&from) {
            return Vec::new();
        }
        let names = facts.mentions.keys();
        let open = names.filter(|it| !facts.scopes[0].names.contains_key(*it));
        let mut found: Vec<FileId> = open
            .flat_map(|name| self.put(from, name, sources))
            .map(|it| it.0)
            .filter(|it| *it != from)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Whether signatures tell what a global name means.
fn is_known(facts: &Facts, name: &str) -> bool {
    facts.language.signatures().is_about(name)
}

/// Whether an expression is a text or a record: no library's own.
fn is_plain_value(facts: &Facts, value: ExprId) -> bool {
    matches!(facts.expr(value).kind, Kind::Text(_) | Kind::Record(_))
}

/// Whether a script is no module: it imports nothing and exports nothing.
fn is_plain(facts: &Facts) -> bool {
    facts.imports.is_empty()
        && facts.exports.is_empty()
        && facts.exports_whole.is_empty()
        && facts.exports_named.is_empty()
        && facts.required_modules().next().is_none()
}

/// How many folders two paths have in common from the top on.
fn shared_folders(one: &str, other: &str) -> usize {
    let pairs = one.split('/').zip(other.split('/'));
    pairs.take_while(|(one, other)| one == other).count()
}
