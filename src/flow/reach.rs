//! Which definitions of a name a use may see: those of the innermost scope that binds it, as far as
//! branches and order let them reach the use.

use crate::facts::{Bound, Definition, Expr, Facts, ScopeId, ScopeKind};

/// The scope that binds a name as seen from a scope, and its definitions.
pub(super) fn lookup<'f>(
    facts: &'f Facts,
    from: ScopeId,
    name: &str,
) -> Option<(ScopeId, &'f [Definition])> {
    let sees_fields = facts.language.sees_fields();
    facts.scopes_from(from).find_map(|(id, scope)| {
        // The names of a class body are seen by the body itself, not by the methods in it.
        if matches!(scope.kind, ScopeKind::Class(_)) && id != from && !sees_fields {
            return None;
        }
        scope
            .names
            .get(name)
            .map(|definitions| (id, definitions.as_slice()))
    })
}

/// Whether a name is used in the only value that it is given: what it was before comes from
/// elsewhere, `var shop = shop || {}`.
pub(super) fn is_own_beginning(
    facts: &Facts,
    expr: &Expr,
    scope: ScopeId,
    definitions: &[Definition],
) -> bool {
    let [only] = definitions else {
        return false;
    };
    let Bound::Value(value) = only.value else {
        return false;
    };
    facts.expr(value).span.contains(expr.span)
        && facts.function_around(expr.scope) == facts.function_around(scope)
}

/// The definitions that an expression may see, the latest first.
pub(super) fn reaching<'f>(
    facts: &Facts,
    expr: &Expr,
    scope: ScopeId,
    definitions: &'f [Definition],
) -> Vec<&'f Definition> {
    if let [only] = definitions {
        return vec![only];
    }
    let same_function = facts.function_around(expr.scope) == facts.function_around(scope);
    let use_branch = branch_at(facts, expr.span.start);
    let mut found = Vec::new();
    for definition in definitions.iter().rev() {
        // In its own value a name has what it was before; a function in there is called later.
        let own_value = match definition.value {
            Bound::Value(value) | Bound::Append(value) | Bound::Part(value, ..) => {
                let value = facts.expr(value);
                value.span.contains(expr.span)
                    && facts.function_around(value.scope) == facts.function_around(expr.scope)
            }
            _ => false,
        };
        let later = definition.span.start >= expr.span.start;
        if own_value || same_function && later {
            continue;
        }
        if same_function && excluded(facts, definition.branch, use_branch) {
            continue;
        }
        found.push(definition);
        if is_certain(facts, definition, use_branch)
            && !matches!(definition.value, Bound::Append(_))
        {
            break;
        }
    }
    if found.is_empty() {
        // In a loop, or hoisted: what comes later may have been before.
        found.extend(definitions.iter().rev());
    }
    if found
        .iter()
        .any(|it| !matches!(it.value, Bound::Declared(_)))
    {
        found.retain(|it| !matches!(it.value, Bound::Declared(_)));
    }
    found
}

/// Whether a use cannot be reached but through a definition before it.
pub(super) fn is_certain(facts: &Facts, definition: &Definition, use_branch: Option<u32>) -> bool {
    definition
        .branch
        .is_none_or(|branch| is_inside(facts, use_branch, branch))
}

/// The innermost branch around an offset.
pub(super) fn branch_at(facts: &Facts, offset: u32) -> Option<u32> {
    let after = facts
        .branches
        .partition_point(|(span, _)| span.start <= offset);
    let mut at = after.checked_sub(1).map(|it| it as u32);
    while let Some(id) = at {
        let (span, parent) = facts.branches.get(id as usize)?;
        if offset < span.end {
            return Some(id);
        }
        at = *parent;
    }
    None
}

/// Whether the branch `inner` is `outer` or lies in it.
fn is_inside(facts: &Facts, inner: Option<u32>, outer: u32) -> bool {
    let mut at = inner;
    while let Some(id) = at {
        if id == outer {
            return true;
        }
        at = facts
            .branches
            .get(id as usize)
            .and_then(|(_, parent)| *parent);
    }
    false
}

/// Whether two branches exclude each other: they part at a fork.
fn excluded(facts: &Facts, one: Option<u32>, other: Option<u32>) -> bool {
    let path = |from: Option<u32>| {
        let mut path = Vec::new();
        let mut at = from;
        while let Some(id) = at {
            path.push(id);
            at = facts
                .branches
                .get(id as usize)
                .and_then(|(_, parent)| *parent);
        }
        path.reverse();
        path
    };
    let (one, other) = (path(one), path(other));
    let common = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    common > 0
        && one.len() > common
        && other.len() > common
        && facts.forks.contains_key(&one[common - 1])
}
