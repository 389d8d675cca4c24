//! The service's operations: its RPCs and their REST paths, what they ask for, and which of them
//! take personal access tokens only. The data is `endpoints.tsv`, read from the service
//! definition in `clarifai-nodejs-grpc` 11.11.0 (its options `cl_auth_type` and
//! `google.api.http`), with the RPCs that `clarifai_grpc` 12.6.0 adds.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{Intent, Operation, ResourceKind};

const DATA: &str = include_str!("endpoints.tsv");

/// Which credentials an RPC takes (the option `cl_auth_type` of its definition).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Auth {
    /// `KeyAuth`: app-specific keys and personal access tokens.
    Key,
    /// `PATAuth`: personal access tokens only; "an app-specific API key will not work".
    Pat,
    /// `NoAuth`: none needed.
    None,
    /// `SessionTokenAuth`: a session token.
    Session,
}

/// An RPC of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rpc {
    /// Its name: `PostModelOutputs`.
    pub name: &'static str,
    /// Which credentials it takes.
    pub auth: Auth,
    /// The kind of resource that it asks for; `Other` where it names none, such as a list.
    pub kind: ResourceKind,
    /// What it does.
    pub intent: Intent,
    /// The request's field with the resource's id: `model_id`.
    pub id_field: Option<&'static str>,
    /// The request's field with the version's id.
    pub version_field: Option<&'static str>,
    /// Fields whose messages may name resources further inside: `models`, `query`.
    pub holders: Vec<&'static str>,
    bindings: Vec<Binding>,
}

impl Rpc {
    /// The operation of a call by this RPC.
    #[must_use]
    pub fn operation(&self) -> Operation {
        Operation {
            name: self.name.to_owned(),
            intent: self.intent,
            pat_only: self.auth == Auth::Pat,
        }
    }
}

/// A verb and a path, without `/v2` and without the owner's segments.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Binding {
    verb: &'static str,
    /// Whether the path stands below `/users/{user_id}` instead of an application.
    of_user: bool,
    path: Vec<Segment>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Segment {
    Word(&'static str),
    Parameter(&'static str),
}

/// What a REST path asks for. The indexes count the segments given to [`rest`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The RPC behind the path; `None` where no path of the table fits, or where the
    /// OpenAI-compatible interface answers.
    pub rpc: Option<&'static Rpc>,
    /// The kind of resource.
    pub kind: ResourceKind,
    /// The segment with the resource's id.
    pub id: Option<usize>,
    /// The segment with the version's id.
    pub version: Option<usize>,
    /// The segment with the owner's user id.
    pub user: Option<usize>,
    /// The segment with the owner's app id.
    pub app: Option<usize>,
    /// Where `users/…/apps/…` would be inserted to name the owner: the first segment behind the
    /// owner's. It is 0 in a short path.
    pub rest: usize,
    /// What the request does.
    pub intent: Intent,
    /// Whether every operation that the path may mean takes personal access tokens only.
    pub pat_only: bool,
    /// Whether it is the OpenAI-compatible interface (`/v2/ext/openai/v1`), which names the model
    /// and its owner in the body and takes personal access tokens under any parameter's name.
    pub openai: bool,
}

static RPCS: LazyLock<Vec<Rpc>> =
    LazyLock::new(|| DATA.lines().skip(1).filter_map(parse_row).collect());

static BY_NAME: LazyLock<FxHashMap<&'static str, &'static Rpc>> =
    LazyLock::new(|| rpcs().iter().map(|rpc| (rpc.name, rpc)).collect());

/// Every RPC, sorted by name.
#[must_use]
pub fn rpcs() -> &'static [Rpc] {
    &RPCS
}

/// One row of the table; `None` for a row that is not of its form, which a test rules out.
fn parse_row(row: &'static str) -> Option<Rpc> {
    let columns: Vec<&'static str> = row.split('\t').collect();
    let &[name, auth, kind, intent, id, version, holders, bindings] = columns.as_slice() else {
        return None;
    };
    let some = |cell: &'static str| (!cell.is_empty()).then_some(cell);
    Some(Rpc {
        name,
        auth: parse_auth(auth)?,
        kind: parse_kind(kind)?,
        intent: parse_intent(intent)?,
        id_field: some(id),
        version_field: some(version),
        holders: holders
            .split(',')
            .filter(|field| !field.is_empty())
            .collect(),
        bindings: bindings.split("; ").filter_map(parse_binding).collect(),
    })
}

fn parse_auth(cell: &str) -> Option<Auth> {
    match cell {
        "key" => Some(Auth::Key),
        "pat" => Some(Auth::Pat),
        "none" => Some(Auth::None),
        "session" => Some(Auth::Session),
        _ => None,
    }
}

fn parse_kind(cell: &str) -> Option<ResourceKind> {
    [
        ResourceKind::Model,
        ResourceKind::Workflow,
        ResourceKind::Concept,
        ResourceKind::Other,
    ]
    .into_iter()
    .find(|kind| kind.name() == cell)
}

fn parse_intent(cell: &str) -> Option<Intent> {
    match cell {
        "predict" => Some(Intent::Predict),
        "read" => Some(Intent::Read),
        "write" => Some(Intent::Write),
        "search" => Some(Intent::Search),
        "list" => Some(Intent::List),
        "other" => Some(Intent::Other),
        _ => None,
    }
}

fn parse_binding(cell: &'static str) -> Option<Binding> {
    let (verb, path) = cell.split_once(' ')?;
    let below_user = path.strip_prefix("~/");
    let segment = |text: &'static str| {
        let parameter = text
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'));
        parameter.map_or(Segment::Word(text), Segment::Parameter)
    };
    Some(Binding {
        verb,
        of_user: below_user.is_some(),
        path: below_user.unwrap_or(path).split('/').map(segment).collect(),
    })
}

/// The RPC of that name, as a stub's method or a request's class writes it: `PostModelOutputs`,
/// `postModelOutputs` or `PostModelOutputsRequest`.
#[must_use]
pub fn rpc(name: &str) -> Option<&'static Rpc> {
    let exact = |name: &str| BY_NAME.get(name).copied();
    let name = name.strip_suffix("Request").unwrap_or(name);
    exact(name).or_else(|| {
        let mut letters = name.chars();
        let first = letters.next().filter(char::is_ascii_lowercase)?;
        exact(&format!(
            "{}{}",
            first.to_ascii_uppercase(),
            letters.as_str()
        ))
    })
}

/// What a REST path asks for, given its segments behind `/v2/` and the verb, if it is known. A
/// segment that only run time knows is `None`. A query or fragment on the last segment is
/// ignored, and so are empty segments at the end. `None` if the path is no path of the service.
///
/// Of several paths that fit, the one with the most literal segments wins (`models/searches` is
/// not a model called "searches"); where the verb is unknown, reading is assumed before writing.
#[must_use]
pub fn rest(segments: &[Option<&str>], method: Option<&str>) -> Option<Endpoint> {
    let segments = tidy(segments);
    if segments.starts_with(&[Some("ext"), Some("openai")]) {
        return Some(openai(&segments));
    }
    let scope = Scope::of(&segments);
    let fits = best_fits(&segments[scope.rest..], scope.of_user, method);
    let mut endpoint = match preferred(&fits) {
        Some(fit) => fit.endpoint(scope.rest),
        None => by_structure(&segments, &scope)?,
    };
    endpoint.pat_only = !fits.is_empty() && fits.iter().all(|fit| fit.rpc.auth == Auth::Pat);
    endpoint.user = scope.user;
    endpoint.app = scope.app;
    endpoint.rest = scope.rest;
    Some(endpoint)
}

/// The segments without query and fragment, and without empty ones at the end.
fn tidy<'a>(segments: &[Option<&'a str>]) -> Vec<Option<&'a str>> {
    let mut tidied = Vec::with_capacity(segments.len());
    for segment in segments {
        let Some(text) = segment else {
            tidied.push(None);
            continue;
        };
        let end = text.find(['?', '#']);
        tidied.push(Some(&text[..end.unwrap_or(text.len())]));
        if end.is_some() {
            break;
        }
    }
    while tidied.last() == Some(&Some("")) {
        tidied.pop();
    }
    tidied
}

/// Which owner a path names.
struct Scope {
    user: Option<usize>,
    app: Option<usize>,
    rest: usize,
    of_user: bool,
}

impl Scope {
    fn of(segments: &[Option<&str>]) -> Self {
        let is = |at: usize, word| segments.get(at) == Some(&Some(word));
        let none = Self {
            user: None,
            app: None,
            rest: 0,
            of_user: false,
        };
        if !is(0, "users") || segments.len() < 2 {
            return none;
        }
        match segments.len() {
            // `users/{user_id}` itself.
            2 => Self {
                user: Some(1),
                ..none
            },
            // `users/{user_id}/apps/{app_id}` itself, which the table has below the user.
            4 if is(2, "apps") => {
                let app = Some(3).filter(|_| !is(3, "searches") && !is(3, "ids"));
                Self {
                    user: Some(1),
                    app,
                    rest: 2,
                    of_user: true,
                }
            }
            5.. if is(2, "apps") => Self {
                user: Some(1),
                app: Some(3),
                rest: 4,
                of_user: false,
            },
            _ => Self {
                user: Some(1),
                app: None,
                rest: 2,
                of_user: true,
            },
        }
    }
}

/// A path of the table that a request's path fits.
struct Fit {
    rpc: &'static Rpc,
    binding: &'static Binding,
    score: usize,
}

impl Fit {
    fn endpoint(&self, rest: usize) -> Endpoint {
        let parameter = |names: &[&str]| {
            let named = |segment: &Segment| matches!(segment, Segment::Parameter(name) if names.contains(name));
            self.binding.path.iter().position(named).map(|at| at + rest)
        };
        let id = match self.rpc.kind {
            ResourceKind::Model => parameter(&["model_id"]),
            ResourceKind::Workflow => parameter(&["workflow_id"]),
            ResourceKind::Concept => parameter(&["concept_id"]),
            ResourceKind::Other => None,
        };
        let versions = ["version_id", "model_version_id", "workflow_version_id"];
        Endpoint {
            rpc: Some(self.rpc),
            kind: self.rpc.kind,
            id,
            version: id.and_then(|_| parameter(&versions)),
            intent: self.rpc.intent,
            ..Endpoint::unknown()
        }
    }
}

impl Endpoint {
    const fn unknown() -> Self {
        Self {
            rpc: None,
            kind: ResourceKind::Other,
            id: None,
            version: None,
            user: None,
            app: None,
            rest: 0,
            intent: Intent::Other,
            pat_only: false,
            openai: false,
        }
    }
}

/// The bindings that fit best: with the request's verb, if any has it.
fn best_fits(path: &[Option<&str>], of_user: bool, method: Option<&str>) -> Vec<Fit> {
    let mut fits: Vec<Fit> = rpcs()
        .iter()
        .flat_map(|rpc| rpc.bindings.iter().map(move |binding| (rpc, binding)))
        .filter(|(_, binding)| binding.of_user == of_user)
        .filter_map(|(rpc, binding)| {
            Some(Fit {
                rpc,
                binding,
                score: score(binding, path)?,
            })
        })
        .collect();
    let best = fits.iter().map(|fit| fit.score).max();
    fits.retain(|fit| Some(fit.score) == best);
    let same_verb =
        |fit: &Fit| method.is_some_and(|verb| verb.eq_ignore_ascii_case(fit.binding.verb));
    if fits.iter().any(same_verb) {
        fits.retain(same_verb);
    }
    fits
}

/// How well a path fits: two for a word that agrees, one for a parameter, nothing for a word where
/// the path has a hole. The first segment has to agree.
fn score(binding: &Binding, path: &[Option<&str>]) -> Option<usize> {
    if binding.path.len() != path.len() || path.first()?.is_none() {
        return None;
    }
    let pairs = binding.path.iter().zip(path);
    pairs
        .map(|pair| match pair {
            (Segment::Word(word), Some(text)) => (word == text).then_some(2),
            (Segment::Word(_), None) => Some(0),
            (Segment::Parameter(_), _) => Some(1),
        })
        .sum()
}

/// The fit that counts where several are left, since the verb is unknown: reading first.
fn preferred(fits: &[Fit]) -> Option<&Fit> {
    fits.iter()
        .find(|fit| fit.binding.verb == "GET")
        .or_else(|| fits.first())
}

/// What the words of a path tell where no path of the table fits it: newer endpoints, or a path of
/// which the end is unknown.
fn by_structure(segments: &[Option<&str>], scope: &Scope) -> Option<Endpoint> {
    let path = &segments[scope.rest..];
    let kind = match path.first().copied().flatten() {
        Some("models") => ResourceKind::Model,
        Some("workflows") => ResourceKind::Workflow,
        Some("concepts") => ResourceKind::Concept,
        _ => return scope.user.map(|_| Endpoint::unknown()),
    };
    let id = (path.len() > 1).then_some(scope.rest + 1);
    let versioned = path.len() > 3 && path[2] == Some("versions");
    let predicts = path
        .iter()
        .any(|segment| matches!(segment, Some("outputs" | "results")));
    Some(Endpoint {
        kind,
        id,
        version: versioned.then_some(scope.rest + 3),
        intent: if predicts {
            Intent::Predict
        } else {
            Intent::Other
        },
        ..Endpoint::unknown()
    })
}

/// The OpenAI-compatible interface.
fn openai(segments: &[Option<&str>]) -> Endpoint {
    let lists = segments.last() == Some(&Some("models"));
    Endpoint {
        kind: if lists {
            ResourceKind::Other
        } else {
            ResourceKind::Model
        },
        intent: if lists { Intent::List } else { Intent::Predict },
        openai: true,
        ..Endpoint::unknown()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The endpoint of a path in which `*` is a hole.
    fn path(path: &str, method: Option<&str>) -> Option<Endpoint> {
        let segments: Vec<_> = path
            .split('/')
            .map(|part| (part != "*").then_some(part))
            .collect();
        rest(&segments, method)
    }

    fn name(text: &str, method: Option<&str>) -> Option<&'static str> {
        path(text, method)
            .and_then(|endpoint| endpoint.rpc)
            .map(|rpc| rpc.name)
    }

    #[test]
    fn every_row_is_loaded() {
        let count = |auth| rpcs().iter().filter(|rpc| rpc.auth == auth).count();
        assert_eq!(DATA.lines().count() - 1, rpcs().len());
        assert_eq!(rpcs().len(), 297);
        assert_eq!(count(Auth::Pat), 94);
        assert_eq!(count(Auth::None), 3);
        assert_eq!(count(Auth::Session), 2);
        assert_eq!(BY_NAME.len(), rpcs().len());
        assert!(rpcs().is_sorted_by_key(|rpc| rpc.name));
        for rpc in rpcs() {
            let row = DATA
                .lines()
                .find(|row| row.split('\t').next() == Some(rpc.name));
            let bindings = row
                .and_then(|row| row.rsplit('\t').next())
                .unwrap_or_default();
            let expected = bindings
                .split("; ")
                .filter(|binding| !binding.is_empty())
                .count();
            assert_eq!(rpc.bindings.len(), expected, "{}", rpc.name);
        }
    }

    #[test]
    fn tokens_only() {
        for name in [
            "ListConceptRelations",
            "GetKey",
            "ListAppKeys",
            "PostApps",
            "PatchApp",
            "ListApps",
            "GetUser",
            "ListAppDuplications",
            "ListRunners",
            "ListCloudRegions",
            "PostNodepools",
            "PostNodepoolStatus",
            "GetComputeCluster",
            "DeleteDeployments",
            "PostLogEntries",
            "ListWorkflowEvaluationTemplates",
            "PatchWorkflowVersionEvaluations",
            "ListSecrets",
            "ListPipelineVersionRunStatusLogs",
            "PostPipelineStepVersionsUpload",
            "PostArtifactVersionsUpload",
            "PostMetricsQuery",
            "ListMetricLabels",
        ] {
            assert!(
                rpc(name).is_some_and(|rpc| rpc.operation().pat_only),
                "{name}"
            );
        }
        for name in [
            "PostModelOutputs",
            "PostInputs",
            "ListModels",
            "GetApp",
            "PostSearches",
        ] {
            assert!(
                rpc(name).is_some_and(|rpc| !rpc.operation().pat_only),
                "{name}"
            );
        }
    }

    #[test]
    fn names_of_rpcs() {
        for name in [
            "PostModelOutputs",
            "postModelOutputs",
            "PostModelOutputsRequest",
        ] {
            let found = rpc(name);
            assert_eq!(
                found.map(|rpc| rpc.name),
                Some("PostModelOutputs"),
                "{name}"
            );
            assert_eq!(found.and_then(|rpc| rpc.id_field), Some("model_id"));
            assert_eq!(found.and_then(|rpc| rpc.version_field), Some("version_id"));
            assert_eq!(found.map(|rpc| rpc.intent), Some(Intent::Predict));
        }
        assert_eq!(
            rpc("PostWorkflowResultsRequest").map(|rpc| rpc.kind),
            Some(ResourceKind::Workflow)
        );
        assert_eq!(
            rpc("GetConcept").and_then(|rpc| rpc.id_field),
            Some("concept_id")
        );
        assert_eq!(
            rpc("ListModels").map(|rpc| rpc.kind),
            Some(ResourceKind::Other)
        );
        for other in ["", "Request", "UserAppIDSet", "postmodeloutputs"] {
            assert_eq!(rpc(other), None, "{other}");
        }
    }

    #[test]
    fn short_paths() {
        let outputs = path("models/abc/outputs", Some("POST")).unwrap();
        assert_eq!(
            (outputs.kind, outputs.id, outputs.version),
            (ResourceKind::Model, Some(1), None)
        );
        assert_eq!((outputs.user, outputs.app, outputs.rest), (None, None, 0));
        assert_eq!(outputs.intent, Intent::Predict);
        let pinned = path("models/*/versions/*/outputs", None).unwrap();
        assert_eq!((pinned.id, pinned.version), (Some(1), Some(3)));
        let workflow = path("workflows/General/results", Some("post")).unwrap();
        assert_eq!(
            (workflow.kind, workflow.id),
            (ResourceKind::Workflow, Some(1))
        );
        let concept = path("concepts/ai_98Xb0K3q", None).unwrap();
        assert_eq!((concept.kind, concept.id), (ResourceKind::Concept, Some(1)));
    }

    #[test]
    fn long_paths() {
        let long = path(
            "users/clarifai/apps/main/models/*/outputs?x=1",
            Some("POST"),
        )
        .unwrap();
        assert_eq!((long.user, long.app, long.rest), (Some(1), Some(3), 4));
        assert_eq!((long.id, long.intent), (Some(5), Intent::Predict));
        let pinned = path("users/*/apps/*/models/*/versions/*/outputs", None).unwrap();
        assert_eq!(
            (pinned.user, pinned.id, pinned.version),
            (Some(1), Some(5), Some(7))
        );
        assert!(!pinned.pat_only);
    }

    #[test]
    fn words_are_no_ids() {
        assert_eq!(
            name("models/searches", Some("POST")),
            Some("PostModelsSearches")
        );
        assert_eq!(name("models/types", None), Some("ListModelTypes"));
        assert_eq!(
            name("models/outputs/stream", None),
            Some("StreamModelOutputs")
        );
        assert_eq!(
            name("concepts/searches", None),
            Some("PostConceptsSearches")
        );
        assert_eq!(name("models/*", Some("GET")), Some("GetModel"));
        assert_eq!(
            path("models/searches", None).and_then(|endpoint| endpoint.id),
            None
        );
    }

    #[test]
    fn verbs() {
        assert_eq!(name("models", Some("GET")), Some("ListModels"));
        assert_eq!(name("models", Some("POST")), Some("PostModels"));
        assert_eq!(name("models", None), Some("ListModels"));
        assert_eq!(name("inputs/", Some("POST")), Some("PostInputs"));
        assert_eq!(name("searches", Some("POST")), Some("PostSearches"));
        // A verb that the path does not have is no reason to know nothing.
        assert_eq!(
            name("models/*/outputs", Some("GET")),
            Some("PostModelOutputs")
        );
    }

    #[test]
    fn paths_for_tokens_only() {
        for only in [
            "users/me/apps",
            "users/me",
            "users/*/keys",
            "users/me/apps/searches",
            "users/me/apps/mine/keys",
            "users/*/apps/*/concepts/*/relations",
            "myscopesroot",
        ] {
            assert!(
                path(only, None).is_some_and(|endpoint| endpoint.pat_only),
                "{only}"
            );
        }
        // Reading an application takes keys; deleting it does not.
        assert!(!path("users/me/apps/mine", None).unwrap().pat_only);
        assert!(path("users/me/apps/mine", Some("DELETE")).unwrap().pat_only);
    }

    #[test]
    fn unlisted_paths() {
        let newer = path("users/*/apps/*/models/*/something/new", None).unwrap();
        assert_eq!(
            (newer.rpc, newer.kind, newer.id),
            (None, ResourceKind::Model, Some(5))
        );
        let unknown_end = path("users/clarifai/apps/main/*", None).unwrap();
        assert_eq!(
            (unknown_end.kind, unknown_end.app),
            (ResourceKind::Other, Some(3))
        );
        assert_eq!(path("nothing/of/ours", None), None);
        assert_eq!(path("*", None), None);
        assert_eq!(path("", None), None);
        assert_eq!(rest(&[], None), None);
    }

    #[test]
    fn the_openai_compatible_interface() {
        let chat = path("ext/openai/v1/chat/completions", Some("POST")).unwrap();
        assert!(chat.openai && !chat.pat_only);
        assert_eq!((chat.kind, chat.id), (ResourceKind::Model, None));
        assert!(path("ext/openai/v1", None).unwrap().openai);
    }
}
