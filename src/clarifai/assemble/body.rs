//! URLs: the parts of a path of the service, and of a model's own address.

use super::owner::{is_unfilled, word};
use smol_str::SmolStr;

use crate::clarifai::Part;
use crate::flow::{Chunk, Value};

/// What stands for a hole in a text that is taken apart.
const HOLE: char = '\u{1}';

/// A segment of a path.
#[derive(Debug, Clone)]
pub(super) enum Segment {
    /// Written out.
    Text(SmolStr),
    /// A single value.
    Hole(Value),
    /// Put together from text and values.
    Mixed(String),
}

/// A URL of the service that a program asks.
#[derive(Debug, Clone)]
pub(super) struct ServiceUrl {
    /// The segments behind `/v2/`.
    pub(super) segments: Vec<Segment>,
    /// Whether the text names Clarifai's host.
    pub(super) host: bool,
    /// Whether only a value stands where the host would be.
    pub(super) open: bool,
    /// Whether it is a path of the own server, which may hand it on.
    pub(super) relative: bool,
    /// Whether such a path has other words in front.
    pub(super) proxied: bool,
}

/// The owner and id in a model's address.
#[derive(Debug, Default)]
pub(super) struct ModelUrl {
    pub(super) user: Option<Part>,
    pub(super) app: Option<Part>,
    pub(super) id: Option<Part>,
}

/// A text with its holes numbered.
fn flat(form: &[Chunk]) -> (String, Vec<&Value>) {
    let mut text = String::new();
    let mut holes = Vec::new();
    for chunk in form {
        match (chunk.text(), chunk) {
            (Some(part), _) => text.push_str(part),
            (None, Chunk::Hole(value)) => {
                text.push(HOLE);
                holes.push(value);
            }
            (None, Chunk::Text(_)) => {}
        }
    }
    (text, holes)
}

fn segments(path: &str, before: &str, holes: &[&Value]) -> Vec<Segment> {
    let mut next = before.matches(HOLE).count();
    let mut found = Vec::new();
    for part in path.split('/') {
        let count = part.matches(HOLE).count();
        let segment = if count == 0 {
            Segment::Text(SmolStr::new(part))
        } else if count == 1 && part.chars().count() == 1 {
            holes
                .get(next)
                .map_or(Segment::Mixed(part.to_owned()), |it| {
                    Segment::Hole((*it).clone())
                })
        } else {
            Segment::Mixed(part.replace(HOLE, "…"))
        };
        next += count;
        found.push(segment);
    }
    found
}

/// The text of a URL up to its query, fragment, or the first blank.
fn path_end(text: &str) -> usize {
    text.find(['?', '#', ' ', '"', '\'', '\n'])
        .unwrap_or(text.len())
}

/// Takes a text apart as a URL of the service: with Clarifai's host, behind a base that only run
/// time knows, or relative (for a client with a base of its own, or a proxy).
pub(super) fn service_url(form: &[Chunk]) -> Option<ServiceUrl> {
    let (text, holes) = flat(form);
    let host = text.rfind("clarifai.com");
    // A sentence that quotes an address is none.
    let quoted = |at: usize| text[..at].trim_start().contains(char::is_whitespace);
    if host.is_some_and(quoted) {
        return None;
    }
    let start = host.unwrap_or(0);
    let rest = &text[start..];
    let end = path_end(rest);
    let url = &rest[..end];
    if host.is_none() && url.contains("://") {
        return None;
    }
    let version = url.find("/v2/").map(|at| at + "/v2/".len());
    let (begin, open) = match version {
        Some(at) => (
            at,
            host.is_none() && !url.starts_with('/') && !url.starts_with("v2"),
        ),
        None if url.starts_with("v2/") => ("v2/".len(), false),
        // `${base}/models/…` and `/models/…` below a base that ends in /v2.
        None if host.is_none() => {
            let at = ["users/", "models/", "workflows/"]
                .iter()
                .filter_map(|it| url.find(it))
                .min()?;
            (at, at > 1)
        }
        None => return None,
    };
    let path = &url[begin..];
    let before = &text[..start + begin];
    // A base is one value, or nothing; other words in front make it another service's path.
    let base = url[..begin].trim_end_matches("v2/").trim_matches('/');
    let relative = host.is_none() && url.starts_with('/') && version.is_some();
    let proxied = host.is_none() && !base.is_empty() && base.chars().any(|it| it != HOLE);
    if proxied && !relative {
        return None;
    }
    let segments = segments(path, before, &holes);
    Some(ServiceUrl {
        segments,
        host: host.is_some(),
        open,
        relative,
        proxied,
    })
}

/// Whether a text begins with the address of a host that is not Clarifai's.
pub(super) fn names_other_host(form: &[Chunk]) -> bool {
    let first = form.first().and_then(Chunk::text).unwrap_or_default();
    let rest = first.split_once("://").map(|(_, rest)| rest);
    let host = rest.and_then(|it| it.split(['/', '?', '#']).next());
    host.is_some_and(|it| !it.is_empty() && !it.contains("clarifai"))
}

/// Takes a model's own address apart: `https://clarifai.com/user/app/models/id/versions/…`, the
/// same without host, or LiteLLM's `clarifai/user.app.id`.
pub(super) fn model_url(form: &[Chunk]) -> ModelUrl {
    let (text, holes) = flat(form);
    let mut found = ModelUrl::default();
    if let Some(rest) = text.strip_prefix("clarifai/")
        && !rest.contains('/')
    {
        let mut parts = rest.splitn(3, '.').map(|it| part(it, &[]));
        found.user = parts.next().flatten();
        found.app = parts.next().flatten();
        found.id = parts.next().flatten();
        return found;
    }
    let start = text
        .find("clarifai.com/")
        .map_or(0, |at| at + "clarifai.com/".len());
    let rest = &text[start..];
    let path = &rest[..path_end(rest)];
    let all = segments(path, &text[..start], &holes);
    let marker = all.iter().position(
        |it| matches!(it, Segment::Text(text) if matches!(text.as_str(), "models" | "workflows")),
    );
    let Some(marker) = marker else { return found };
    found.id = all.get(marker + 1).and_then(segment_part);
    let mut owner: Vec<&Segment> = all[..marker].iter().collect();
    owner.retain(|it| {
        !matches!(it, Segment::Text(text) if matches!(text.as_str(), "" | "users" | "apps" | "v2" | "api"))
    });
    if let [.., user, app] = owner.as_slice() {
        found.user = segment_part(user);
        found.app = segment_part(app);
    }
    found
}

fn part(text: &str, _: &[&Value]) -> Option<Part> {
    if text.is_empty() {
        return None;
    }
    let open = text.contains(HOLE);
    Some(if open {
        Part::Dynamic("a value that only run time knows".to_owned())
    } else {
        Part::Literal(text.to_owned())
    })
}

/// A segment as half of an owner, or as an id.
pub(super) fn segment_part(segment: &Segment) -> Option<Part> {
    match segment {
        Segment::Text(text) if text.is_empty() => None,
        Segment::Text(text) if is_unfilled(text) => Some(Part::Dynamic(format!("`{text}`"))),
        Segment::Text(text) => Some(Part::Literal(text.to_string())),
        Segment::Hole(value) => match value.text() {
            Some(text) if is_unfilled(text) => Some(Part::Dynamic(format!("`{text}`"))),
            Some(text) => Some(Part::Literal(text.to_owned())),
            None => Some(Part::Dynamic(word(value))),
        },
        Segment::Mixed(text) => Some(Part::Dynamic(format!("`{text}`"))),
    }
}
