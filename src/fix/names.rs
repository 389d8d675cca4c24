//! The names of a program: where they are defined, who sees them, and which of them keeps a value.

use smol_str::SmolStr;

use super::Work;
use crate::facts::{
    Bound, Definition, Exported, ExprId, Facts, FunctionId, Parameter, ScopeId, ScopeKind,
};
use crate::source::{FileId, Span};

/// The definition that stands there, with its name and the scope that it is in.
pub(super) fn definition_at(facts: &Facts, span: Span) -> Option<(ScopeId, SmolStr, &Definition)> {
    facts.scopes.iter().zip(0..).find_map(|(scope, index)| {
        scope.names.iter().find_map(|(name, definitions)| {
            let found = definitions.iter().find(|it| it.span == span)?;
            Some((ScopeId(index), name.clone(), found))
        })
    })
}

/// The scope that binds a name as seen from another.
pub(super) fn binding(facts: &Facts, from: ScopeId, name: &str) -> Option<ScopeId> {
    facts
        .scopes_from(from)
        .find(|(id, scope)| {
            let hidden = matches!(scope.kind, ScopeKind::Class(_))
                && *id != from
                && !facts.language.sees_fields();
            !hidden && scope.names.contains_key(name)
        })
        .map(|(id, _)| id)
}

/// Whether other files may use a name of that scope.
pub(super) fn is_seen_outside(
    work: &Work<'_>,
    file: FileId,
    facts: &Facts,
    scope: ScopeId,
    name: &str,
) -> bool {
    match facts.scope(scope).kind {
        ScopeKind::Function(_) | ScopeKind::Block => return false,
        ScopeKind::Class(_) => return work.is_mentioned_near(file, name),
        ScopeKind::Module => {}
    }
    let exported =
        facts.exports.iter().any(|it| {
            it.name == name || matches!(&it.what, Exported::Local(local) if local == name)
        }) || facts.exports_named.iter().any(|it| it.0 == name);
    // A script that is no module shares its names with the others of its page.
    let shared = facts.language.is_script()
        && facts.imports.is_empty()
        && facts.exports.is_empty()
        && facts.exports_whole.is_empty()
        && facts.exports_named.is_empty()
        && facts.required_modules().next().is_none();
    match facts.language {
        _ if exported => true,
        _ if shared => work.is_mentioned_outside(file, name),
        language if language.is_script() => false,
        _ => work.is_mentioned_near(file, name),
    }
}

/// What keeps the value of an expression.
pub(super) enum Kept {
    /// Nothing does: it is used where it stands.
    Nowhere,
    /// One name.
    Name(ScopeId, SmolStr),
    /// A parameter of that name, for which it is the default.
    Default(ScopeId, SmolStr),
    /// A field that gets no other value, declared or assigned there.
    Field(SmolStr, Span),
    /// Several names, or a field that gets other values, too.
    Otherwise,
}

/// What keeps the value of an expression.
pub(super) fn kept(facts: &Facts, expr: ExprId) -> Kept {
    let mut fields = facts.classes.iter().flat_map(|class| {
        let own = class.fields.iter();
        own.filter(|(_, values)| values.iter().any(|it| it.value == Some(expr)))
    });
    if let Some((name, values)) = fields.next() {
        return match (values.as_slice(), fields.next()) {
            ([only], None) => Kept::Field(name.clone(), only.span),
            _ => Kept::Otherwise,
        };
    }
    if let Some((scope, name)) = parameter_with_default(facts, expr) {
        return Kept::Default(scope, name);
    }
    let mut found = facts.scopes.iter().zip(0..).flat_map(|(scope, index)| {
        let names = scope.names.iter().filter(move |(_, definitions)| {
            let is = |it: &Definition| matches!(it.value, Bound::Value(value) if value == expr);
            definitions.iter().any(is)
        });
        names.map(move |(name, _)| (ScopeId(index), name.clone()))
    });
    match (found.next(), found.next()) {
        (None, _) => Kept::Nowhere,
        (Some((scope, name)), None) => Kept::Name(scope, name),
        _ => Kept::Otherwise,
    }
}

/// The parameter that has an expression for its default, and the scope in which it is a name.
fn parameter_with_default(facts: &Facts, expr: ExprId) -> Option<(ScopeId, SmolStr)> {
    let (function, position) = facts.functions.iter().zip(0..).find_map(|(it, index)| {
        let is = |it: &Parameter| it.default == Some(expr);
        Some((FunctionId(index), it.parameters.iter().position(is)?))
    })?;
    facts.scopes.iter().zip(0..).find_map(|(scope, index)| {
        let is = |it: &Definition| {
            matches!(it.value, Bound::Parameter(of, at)
                if of == function && at as usize == position)
        };
        let mut names = scope.names.iter();
        let (name, _) = names.find(|(_, definitions)| definitions.iter().any(is))?;
        Some((ScopeId(index), name.clone()))
    })
}
