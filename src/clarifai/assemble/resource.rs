//! Resources: which model, workflow or concept does a value name, and whose is it?

use super::Reader;
use super::credential::outside_word;
use crate::clarifai::catalogue::{self, Constant};
use crate::clarifai::{Resource, ResourceKind, Standing};
use crate::facts::SignatureKind;
use crate::flow::{Chunk, Value, What, whole_text};

impl Reader<'_, '_> {
    /// The resources that values name. `by_name` says that the client takes legacy names, too.
    pub(super) fn resources(
        &self,
        kind: ResourceKind,
        values: &[Value],
        by_name: bool,
    ) -> Vec<Resource> {
        let mut found: Vec<Resource> = Vec::new();
        for value in values {
            for resource in self.resource(kind, value, by_name) {
                if !found
                    .iter()
                    .any(|it| it.id == resource.id && it.standing == resource.standing)
                {
                    found.push(resource);
                }
            }
        }
        // A value that is known says more than one that is not, if both are possible.
        if found.iter().any(|it| it.standing == Standing::Clarifais) {
            let mut open = found.iter();
            let open = open
                .find(|it| it.standing == Standing::Unresolved)
                .map(|it| it.unresolved_from.clone().unwrap_or_default());
            found.retain(|it| it.standing != Standing::Unresolved);
            // Run time may name another one all the same.
            for resource in &mut found {
                resource.unresolved_from.clone_from(&open);
            }
        }
        if found.is_empty() {
            found.push(unresolved(kind, None));
        }
        found
    }

    fn resource(&self, kind: ResourceKind, value: &Value, by_name: bool) -> Vec<Resource> {
        match &value.what {
            What::Text(id) => vec![self.known_id(kind, id, value, by_name)],
            What::Api(api) if api.last() == "*" => vec![Resource {
                standing: Standing::Clarifais,
                ..plain(kind, "Clarifai[…]")
            }],
            What::Api(api) => {
                let constant = self
                    .facts
                    .language
                    .signatures()
                    .find(&api.path, SignatureKind::Constant)
                    .and_then(|_| catalogue::constant(api.last()));
                let resource = match constant {
                    Some(Constant::Known(entry)) => from_entry(kind, entry.id, entry),
                    Some(Constant::Invented) => Resource {
                        kind,
                        id: Some(format!("Clarifai.{}", api.last())),
                        known_as: None,
                        standing: Standing::Clarifais,
                        place: None,
                        unresolved_from: None,
                    },
                    None => unresolved(kind, said(api.last()).map(|it| format!("`{it}`"))),
                };
                vec![resource]
            }
            What::Outside(outside) => {
                let from = said(&outside.name)
                    .map(|name| format!("the {} `{name}`", outside_word(outside.kind)));
                vec![unresolved(kind, from)]
            }
            What::Node(_) | What::Data(..) => self.record_resource(kind, value, by_name),
            What::Chunks(chunks) => vec![self.built_id(kind, chunks)],
            _ => vec![unresolved(kind, None)],
        }
    }

    /// `{ id: …, name: … }`, or a text that is put together.
    fn record_resource(&self, kind: ResourceKind, value: &Value, by_name: bool) -> Vec<Resource> {
        for (key, by_name) in [("id", by_name), ("model_id", by_name), ("name", true)] {
            let found = self.flow.field(value, key);
            if !found.is_empty() {
                return self.resources(kind, &found, by_name);
            }
        }
        let forms = self.flow.forms(value);
        forms.iter().map(|form| self.built_id(kind, form)).collect()
    }

    fn built_id(&self, kind: ResourceKind, form: &[Chunk]) -> Resource {
        match whole_text(form) {
            Some(text) => self.listed(kind, &text, false),
            None => unresolved(kind, None),
        }
    }

    fn known_id(&self, kind: ResourceKind, id: &str, value: &Value, by_name: bool) -> Resource {
        let mut resource = self.listed(kind, id, by_name);
        resource.place = value.trail.from_source().next().map(|step| step.place);
        resource
    }

    /// The resource with that id.
    pub(super) fn listed(&self, kind: ResourceKind, id: &str, by_name: bool) -> Resource {
        let id = id.trim();
        if self.known.own.has(kind, id) {
            return Resource {
                standing: Standing::Own,
                ..plain(kind, id)
            };
        }
        let entry = if by_name {
            catalogue::lookup_name(kind, id)
        } else {
            catalogue::lookup(kind, id)
        };
        match entry {
            Some(entry) => from_entry(kind, id, entry),
            None if id.is_empty() => unresolved(kind, Some("an empty text".to_owned())),
            None => plain(kind, id),
        }
    }
}

/// A name that says something: not the mere position of an element.
fn said(name: &str) -> Option<&str> {
    (!name.is_empty() && name.parse::<u32>().is_err()).then_some(name)
}

fn from_entry(kind: ResourceKind, id: &str, entry: &catalogue::Entry) -> Resource {
    Resource {
        known_as: entry.known_as().map(str::to_owned),
        standing: entry.standing(),
        ..plain(kind, id)
    }
}

fn plain(kind: ResourceKind, id: &str) -> Resource {
    Resource {
        kind,
        id: Some(id.to_owned()),
        known_as: None,
        standing: Standing::Unlisted,
        place: None,
        unresolved_from: None,
    }
}

/// A resource whose id is not known.
pub(super) fn unresolved(kind: ResourceKind, from: Option<String>) -> Resource {
    Resource {
        kind,
        id: None,
        known_as: None,
        standing: Standing::Unresolved,
        place: None,
        unresolved_from: from,
    }
}

/// No resource in particular.
pub(super) fn other() -> Resource {
    Resource {
        standing: Standing::Unlisted,
        ..unresolved(ResourceKind::Other, None)
    }
}
