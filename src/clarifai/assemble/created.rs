//! What the project creates itself: a model of that name is one's own.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::grpc;
use crate::clarifai::ResourceKind;
use crate::clarifai::catalogue;
use crate::facts::{Facts, Kind, SignatureKind, Slot};
use crate::flow::{At, Context, Flow, Project, Trail};
use crate::source::FileId;

/// Models and workflows that are one's own.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct OwnResources {
    /// The ids of models.
    pub models: FxHashSet<String>,
    /// The ids of workflows.
    pub workflows: FxHashSet<String>,
}

impl OwnResources {
    /// Whether the resource with this id is one's own.
    #[must_use]
    pub fn has(&self, kind: ResourceKind, id: &str) -> bool {
        match kind {
            ResourceKind::Model => self.models.contains(id),
            ResourceKind::Workflow => self.workflows.contains(id),
            ResourceKind::Concept | ResourceKind::Other => false,
        }
    }
}

/// The models that some file of the project creates or trains. Ids of the catalogue are not
/// among them: to "create" such a one is a slip.
#[must_use]
pub fn created(project: &Project) -> OwnResources {
    let files: Vec<_> = project.files().collect();
    let models = files
        .par_iter()
        .flat_map_iter(|(file, facts)| created_in(project, *file, facts));
    OwnResources {
        models: models.collect(),
        workflows: FxHashSet::default(),
    }
}

fn created_in(project: &Project, file: FileId, facts: &Facts) -> Vec<String> {
    let mut own = Vec::new();
    for &expr in &facts.calls {
        if grpc::rpc_of(facts, expr).is_some_and(|it| it.name == "PostModels") {
            own.extend(posted(project, At { file, expr }));
        }
        let Kind::Call(callee, _, _) = facts.expr(expr).kind else {
            continue;
        };
        let Kind::Member(_, name) = &facts.expr(callee).kind else {
            continue;
        };
        if matches!(
            name.as_str(),
            "PostModels" | "postModels" | "PostModelVersions" | "postModelVersions"
        ) {
            own.extend(created_by_rpc(project, At { file, expr }));
            continue;
        }
        let creates = matches!(
            name.as_str(),
            "create" | "train" | "createModel" | "trainModel"
        );
        if !creates {
            continue;
        }
        let flow = Flow::new(project);
        let context = Context::new();
        for value in flow.eval(At { file, expr: callee }, &context, &Trail::new()) {
            let Some(api) = value.api() else { continue };
            let signature = facts
                .language
                .signatures()
                .find(&api.path, SignatureKind::Request);
            let Some(signature) = signature.filter(|it| it.get("also") == Some("creates")) else {
                continue;
            };
            let call = At { file, expr };
            let ids = flow.slot_values(call, &signature.slots("id"), &context, &Trail::new());
            let ids = ids.iter().filter_map(|it| it.text());
            let own_ids = ids.filter(|id| catalogue::lookup(ResourceKind::Model, id).is_none());
            own.extend(own_ids.map(str::to_owned));
        }
    }
    own
}

/// The models that a request to create or to train some names.
fn created_by_rpc(project: &Project, call: At) -> Vec<String> {
    let flow = Flow::new(project);
    let context = Context::new();
    let first = [Slot::Keyword("request".into()), Slot::Position(0)];
    let mut ids = Vec::new();
    for request in flow.slot_values(call, &first, &context, &Trail::new()) {
        ids.extend(flow.field(&request, "model_id"));
        for models in flow.field(&request, "models") {
            ids.extend(flow.field(&models, "id"));
            for model in flow.elements_of(&models) {
                ids.extend(flow.field(&model, "id"));
            }
        }
    }
    let ids = ids.iter().filter_map(|it| it.text());
    let own = ids.filter(|id| catalogue::lookup(ResourceKind::Model, id).is_none());
    own.map(str::to_owned).collect()
}

/// The ids of the models in a request that creates some.
fn posted(project: &Project, call: At) -> Vec<String> {
    let flow = Flow::new(project);
    let context = Context::new();
    let request = [Slot::Position(0), Slot::Keyword("request".into())];
    let requests = flow.slot_values(call, &request, &context, &Trail::new());
    let models = requests.iter().flat_map(|it| flow.field(it, "models"));
    let each = models.flat_map(|models| match flow.field(&models, "id") {
        ids if ids.is_empty() => {
            let items = flow.elements_of(&models);
            items.iter().flat_map(|it| flow.field(it, "id")).collect()
        }
        ids => ids,
    });
    let ids: Vec<String> = each.filter_map(|it| it.text().map(str::to_owned)).collect();
    let own = ids
        .into_iter()
        .filter(|id| catalogue::lookup(ResourceKind::Model, id).is_none());
    own.collect()
}
