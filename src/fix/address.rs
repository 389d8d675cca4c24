//! Owners in addresses: `/v2/users/…/apps/…` of REST, and a model's own page.

use super::Work;
use super::given::{Given, Half, arguments, chain, signed, slot_values};
use super::locate::{expr_at, texts_behind};
use crate::clarifai::{Call, Client};
use crate::facts::{Facts, Kind, Piece};
use crate::flow::{At, Context, Flow, Trail};
use crate::source::{Place, Span};

/// Keywords of requests whose values have nothing to do with the address.
const NO_ADDRESSES: &[&str] = &[
    "json", "data", "files", "headers", "auth", "timeout", "content",
];

/// A half of an owner in an address.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    /// The literal in which the address goes on.
    pub(super) literal: At,
    /// What stands for the half: in the literal, or an expression of its own.
    pub(super) region: Span,
    /// The expression whose value it is.
    value: Option<At>,
    /// Whether it stands inside of the quotes of the literal.
    pub(super) inside: bool,
}

/// The expressions that the address of a call comes from.
fn starts(work: &Work<'_>, call: &Call) -> Vec<At> {
    if call.client != Client::Rest {
        let flow = Flow::new(work.project);
        return signed(work, call)
            .into_iter()
            .filter(|(signature, _)| {
                signature.get("url").is_some() && signature.get("id").is_some()
                    || matches!(call.client, Client::OpenAiCompatible | Client::LiteLlm)
            })
            .filter_map(|(signature, at)| {
                let slots = signature.slots("url");
                let given = slot_values(&flow, at, &slots);
                (!given.is_empty()).then(|| {
                    flow.slot(at, &slots).or_else(|| {
                        let place = given.first()?.trail.from_use().first()?.place;
                        let expr = expr_at(work.facts(place.file)?, place.span, |_| true)?;
                        Some(At {
                            file: place.file,
                            expr,
                        })
                    })
                })?
            })
            .collect();
    }
    // A builder gets the address somewhere in its chain, or the chain begins with it.
    let (calls, base) = chain(work, call);
    let mut found = arguments(work, &calls, |keyword| !NO_ADDRESSES.contains(&keyword));
    found.extend(base);
    found
}

/// The literals of a call's address.
pub(super) fn texts(work: &Work<'_>, call: &Call) -> Vec<At> {
    let relevant = call.client == Client::Rest || call.client.takes_address();
    if !relevant {
        return Vec::new();
    }
    let mut found: Vec<At> = starts(work, call)
        .into_iter()
        .flat_map(|it| texts_behind(work, it))
        .collect();
    found.sort_unstable();
    found.dedup();
    // Of several addresses one may be that of another service.
    found.retain(|it| {
        let (_, text) = raw(work, *it);
        !text.contains("://") || text.contains("clarifai") || call.client != Client::Rest
    });
    found
}

pub(super) fn raw(work: &Work<'_>, at: At) -> (Span, String) {
    let place = work.project.place(at);
    (place.span, work.text(place))
}

// --- the owner that an address names -------------------------------------------------

/// The owner that the address of a call names, if it does.
pub(super) fn given(work: &Work<'_>, call: &Call) -> Option<Given> {
    let (user, app) = segments(work, &texts(work, call), call)?;
    let half = |segment: Segment| {
        let place = Place {
            file: segment.literal.file,
            span: segment.region,
        };
        match segment.value {
            Some(value) => {
                let flow = Flow::new(work.project);
                let values = flow.eval(value, &Context::new(), &Trail::new());
                let [only] = values.as_slice() else {
                    return Half {
                        used: Some(place),
                        ..Half::default()
                    };
                };
                let enters = only
                    .trail
                    .from_source()
                    .next()
                    .map(|it| it.place)
                    .filter(|it| {
                        work.facts(it.file).is_some_and(|facts| {
                            expr_at(facts, it.span, |kind| matches!(kind, Kind::Text(_))).is_some()
                        })
                    });
                let used = Some(work.project.place(value));
                Half {
                    text: only.text().map(str::to_owned),
                    enters,
                    used,
                }
            }
            None => Half {
                text: Some(work.text(place)),
                enters: None,
                used: Some(place),
            },
        }
    };
    Some(Given {
        user: half(user),
        app: half(app),
        ..Given::default()
    })
}

pub(super) fn segments(work: &Work<'_>, texts: &[At], call: &Call) -> Option<(Segment, Segment)> {
    if call.client == Client::Rest {
        let find = |word: &str| {
            texts.iter().find_map(|&at| {
                let (_, text) = raw(work, at);
                let end = text.find(word)? + word.len();
                segment_at(work, at, end)
            })
        };
        return Some((find("users/")?, find("apps/")?));
    }
    texts.iter().find_map(|&at| page_segments(work, at))
}

/// User and app in front of `/models/` or `/workflows/` in a model's page.
fn page_segments(work: &Work<'_>, at: At) -> Option<(Segment, Segment)> {
    let (_, text) = raw(work, at);
    let end = ["/models/", "/workflows/"]
        .iter()
        .find_map(|it| text.find(it))?;
    let app = text[..end].rfind(['/', '"', '\'', '`'])? + 1;
    let user = text[..app - 1].rfind(['/', '"', '\'', '`'])? + 1;
    (user < app - 1 && app < end)
        .then(|| Some((segment_at(work, at, user)?, segment_at(work, at, app)?)))?
}

/// What stands in a literal from a byte on, as a half of an owner.
fn segment_at(work: &Work<'_>, literal: At, from: usize) -> Option<Segment> {
    let facts = work.facts(literal.file)?;
    let (span, text) = raw(work, literal);
    let rest = text.get(from..)?;
    let start = span.start + from as u32;
    let at = |expr| At {
        file: literal.file,
        expr,
    };
    if rest.starts_with("${") || rest.starts_with('{') {
        let hole = holes(facts, literal).find(|it| facts.expr(*it).span.start > start)?;
        let end = facts.expr(hole).span.end;
        let after = text.get((end - span.start) as usize..)?;
        let close = end + after.find('}')? as u32 + 1;
        let region = Span::new(start, close);
        return Some(Segment {
            literal,
            region,
            value: Some(at(hole)),
            inside: true,
        });
    }
    if rest.starts_with(['"', '\'', '`']) {
        // The next part of what is joined.
        let parent = facts.expr(literal.expr).parent?;
        let next = match &facts.expr(parent).kind {
            Kind::Join(parts) => {
                let own = parts.iter().position(|it| *it == literal.expr)?;
                *parts.get(own + 1)?
            }
            _ => return None,
        };
        let region = facts.expr(next).span;
        return Some(Segment {
            literal,
            region,
            value: Some(at(next)),
            inside: false,
        });
    }
    let length = rest.find(|it: char| !is_of_id(it))?;
    let region = Span::new(start, start + length as u32);
    (length > 0).then_some(Segment {
        literal,
        region,
        value: None,
        inside: true,
    })
}

pub(super) fn is_of_id(it: char) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.')
}

fn holes<'f>(facts: &'f Facts, literal: At) -> impl Iterator<Item = crate::facts::ExprId> + 'f {
    let pieces = match &facts.expr(literal.expr).kind {
        Kind::Text(pieces) => pieces.as_slice(),
        _ => &[],
    };
    pieces.iter().filter_map(|it| match it {
        Piece::Hole(hole) => Some(*hole),
        Piece::Text(_) => None,
    })
}

impl Client {
    /// Whether a call by this client may name model and owner by an address.
    const fn takes_address(self) -> bool {
        matches!(
            self,
            Self::Sdk | Self::LangChain | Self::LlamaIndex | Self::OpenAiCompatible | Self::LiteLlm
        )
    }

    /// The same, for owners.
    pub(super) const fn takes_owner_in_address(self) -> bool {
        self.takes_address()
    }
}
