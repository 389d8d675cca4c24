//! Rewriting owners in addresses: the one that is there changed, or one put in.

use super::Work;
use super::address::{is_of_id, raw, segments};
use super::draft::Draft;
use super::environment::halves;
use super::given::Half;
use super::naming::Naming;
use super::style::literal;
use crate::clarifai::{Client, ResourceKind};
use crate::facts::Kind;
use crate::flow::At;
use crate::rules::Target;
use crate::source::{Place, Span};

/// What the path of a resource begins with, behind the version of the API or an owner.
const COLLECTIONS: &[&str] = &[
    "models",
    "workflows",
    "concepts",
    "inputs",
    "searches",
    "annotations",
    "outputs",
    "datasets",
    "modules",
    "workflow_results",
    "collectors",
];

/// Those of them that are part of no other: `/outputs` may go on after `/models/…`.
const OUTERMOST: &[&str] = &["models", "workflows"];

/// Changes the owner in the address of a REST request. `false` if the address names none.
pub(super) fn change(naming: &Naming<'_, '_>, draft: &mut Draft) -> bool {
    let Naming {
        work,
        census,
        index,
        call,
        target,
    } = *naming;
    let Some((user, app)) = segments(work, census.address(index), call) else {
        return false;
    };
    let Target::Fixed { user_id, app_id } = target else {
        draft.stop("the address names an owner already");
        return true;
    };
    let given = census.given(index).clone();
    let halves = [(user, &given.user, user_id), (app, &given.app, app_id)];
    let right = |half: &Half, id: &String| half.text.as_ref() == Some(id);
    let free = |half: &Half| {
        half.enters
            .is_some_and(|it| census.is_free(work, it, target))
    };
    let by_definition = halves
        .iter()
        .all(|(_, half, id)| right(half, id) || half.text.is_some() && free(half));
    for (segment, half, id) in halves {
        if right(half, id) {
            continue;
        }
        if by_definition && let Some(place) = half.enters {
            let quote = work
                .text(place)
                .chars()
                .find(|it| matches!(it, '\'' | '"' | '`'));
            draft.replace(place, literal(id, quote.unwrap_or('"')));
        } else if census.address_is_free(segment.literal, target) {
            let place = Place {
                file: segment.literal.file,
                span: segment.region,
            };
            let text = work.text(work.project.place(segment.literal));
            let quote = text
                .chars()
                .find(|it| matches!(it, '\'' | '"' | '`'))
                .unwrap_or('"');
            let new = if segment.inside {
                id.clone()
            } else {
                literal(id, quote)
            };
            draft.replace(place, new);
        } else {
            draft.stop("the address is shared with calls that ask for another owner's resources");
        }
    }
    true
}

/// Changes the owner in the page of a model, as SDKs and OpenAI-compatible clients take it.
/// `false` if the call is given no such address.
pub(super) fn of_model(naming: &Naming<'_, '_>, draft: &mut Draft) -> bool {
    let Naming {
        work,
        census,
        call,
        target,
        ..
    } = *naming;
    let texts = census.address(naming.index);
    if texts.is_empty() {
        return false;
    }
    if segments(work, texts, call).is_some() {
        return change(naming, draft);
    }
    let [only] = texts else {
        draft.stop("the model's address is put together");
        return true;
    };
    let Target::Fixed { user_id, app_id } = target else {
        draft.stop("your own model has to be named by its page");
        return true;
    };
    let (span, text) = raw(work, *only);
    let inner = text.trim_matches(['"', '\'', '`']);
    let plain = inner.len() + 2 == text.len() && !inner.is_empty();
    if let Some(rest) = inner
        .strip_prefix("clarifai/")
        .filter(|_| call.client == Client::LiteLlm)
    {
        return litellm(work, *only, rest, (user_id, app_id), draft);
    }
    if !plain || inner.contains(['/', '{']) || !census.address_is_free(*only, target) {
        draft.stop("the model's address is shared or put together");
        return true;
    }
    let kind = match call.resource.kind {
        ResourceKind::Workflow => "workflows",
        _ => "models",
    };
    let page = format!("https://clarifai.com/{user_id}/{app_id}/{kind}/");
    draft.insert(only.file, span.start + 1, page);
    true
}

/// LiteLLM's `clarifai/user.app.model`.
fn litellm(
    work: &Work<'_>,
    at: At,
    rest: &str,
    (user_id, app_id): (&str, &str),
    draft: &mut Draft,
) -> bool {
    let (span, text) = raw(work, at);
    let begin = text.len() - 1 - rest.len();
    let parts: Vec<&str> = rest.splitn(3, '.').collect();
    let end = match parts.as_slice() {
        [user, app, _] => begin + user.len() + app.len() + 2,
        [_] => begin,
        _ => {
            draft.stop("the model's name is not understood");
            return true;
        }
    };
    let owner = Span::new(span.start + begin as u32, span.start + end as u32);
    draft.replace(
        Place {
            file: at.file,
            span: owner,
        },
        format!("{user_id}.{app_id}."),
    );
    true
}

/// Puts the owner into the address of a REST request, in front of what is asked for.
pub(super) fn add(naming: &Naming<'_, '_>, draft: &mut Draft) {
    let Naming {
        work,
        census,
        index,
        target,
        ..
    } = *naming;
    let spots: Vec<Spot> = census
        .address(index)
        .iter()
        .filter_map(|&at| spot(work, at))
        .collect();
    let best = spots.iter().map(|it| it.rank).min();
    let best: Vec<&Spot> = spots.iter().filter(|it| Some(it.rank) == best).collect();
    // An address has one model or workflow: several are what it may be, by condition or caller.
    let several = best.iter().all(|it| it.rank <= Rank::Resource);
    if best.is_empty() || best.len() > 1 && !several {
        draft.stop("the address is put together where it cannot be changed");
        return;
    }
    for spot in best {
        if !census.address_is_free(spot.literal, target) {
            draft.stop("the address is shared with calls that ask for another owner's resources");
            return;
        }
        if spot.rank >= Rank::Version
            && let Some(name) = census.shared_name(work, spot.literal)
        {
            draft.assume(&format!(
                "what else begins with `{name}` is to go to the same application"
            ));
        }
        let text = match (target, spot.rank) {
            (Target::Fixed { user_id, app_id }, Rank::Base) => {
                Some(format!("/users/{user_id}/apps/{app_id}"))
            }
            (Target::Fixed { user_id, app_id }, _) => {
                Some(format!("users/{user_id}/apps/{app_id}/"))
            }
            (Target::Own | Target::Open, Rank::Base) => None,
            (Target::Own | Target::Open, _) => own_in_address(work, spot.literal, target, draft),
        };
        let start = work.project.place(spot.literal).span.start + spot.offset as u32;
        match text {
            Some(text) => draft.insert(spot.literal.file, start, text),
            None => draft.stop("the address is put together where it cannot be changed"),
        }
    }
}

/// How well a place in an address is suited for an owner, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// In front of a model or workflow, behind the version of the API.
    WholeResource,
    /// In front of a model or workflow.
    Resource,
    /// In front of something else, behind the version of the API.
    WholeOther,
    /// In front of something else, which may be a part of a model.
    Other,
    /// Behind the version of the API and its slash.
    Version,
    /// The same without a slash.
    Base,
}

/// A place for an owner in an address.
struct Spot {
    rank: Rank,
    literal: At,
    /// In bytes from the beginning of the literal with its quotes.
    offset: usize,
}

/// Where in a literal an owner goes, if anywhere.
fn spot(work: &Work<'_>, literal: At) -> Option<Spot> {
    let (_, text) = raw(work, literal);
    let (rank, offset) = place_in(&text)?;
    Some(Spot {
        rank,
        literal,
        offset,
    })
}

fn place_in(text: &str) -> Option<(Rank, usize)> {
    let begins = |rest: &str, words: &[&str]| {
        words.iter().any(|it| {
            rest.strip_prefix(it)
                .is_some_and(|rest| !rest.starts_with(is_of_id))
        })
    };
    if let Some(at) = text.find("/v2/").map(|it| it + "/v2/".len()) {
        let rest = &text[at..];
        let ends = rest.len() <= 1 || rest.starts_with(['$', '{', '%']);
        let rank = if begins(rest, OUTERMOST) {
            Rank::WholeResource
        } else if begins(rest, COLLECTIONS) {
            Rank::WholeOther
        } else if ends {
            Rank::Version
        } else {
            return None;
        };
        return Some((rank, at));
    }
    let end = text.trim_end_matches(['"', '\'', '`']).len();
    if text[..end].ends_with("/v2") {
        return Some((Rank::Base, end));
    }
    let inner = text.trim_start_matches(|it: char| it.is_ascii_alphabetic());
    let inner = inner.trim_start_matches(['"', '\'', '`']);
    // `${base}/models/…`
    let inner = match inner.find('}') {
        Some(end) if inner.starts_with(['$', '{']) => &inner[end + 1..],
        _ => inner,
    };
    let rooted = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let inner = inner.strip_prefix("v2/").unwrap_or(inner);
    let rank = if begins(inner, OUTERMOST) {
        Rank::Resource
    } else {
        Rank::Other
    };
    (begins(inner, COLLECTIONS) && (rooted || inner.contains('/')))
        .then(|| (rank, text.len() - inner.len()))
}

/// One's own ids, read where an address is written out: the literal is cut in two for it.
fn own_in_address(work: &Work<'_>, at: At, target: &Target, draft: &mut Draft) -> Option<String> {
    let facts = work.facts(at.file)?;
    let place = work.project.place(at);
    let (user, app) = halves(work, place, target, draft);
    let text = work.text(place);
    let prefix: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
    let quote = text[prefix.len()..].chars().next()?;
    if quote == '`' {
        return Some(format!("users/${{{user}}}/apps/${{{app}}}/"));
    }
    let parent = facts.expr(at.expr).parent.map(|it| &facts.expr(it).kind);
    let joins = match parent {
        None | Some(Kind::Join(_) | Kind::Record(_) | Kind::List(_)) => true,
        Some(Kind::Call(callee, _, _)) => *callee != at.expr,
        _ => false,
    };
    let triple =
        text[prefix.len()..].starts_with("\"\"\"") || text[prefix.len()..].starts_with("'''");
    (joins && !triple).then(|| {
        format!("users/{quote} + {user} + {quote}/apps/{quote} + {app} + {prefix}{quote}/")
    })
}
