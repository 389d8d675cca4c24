//! Owners: which user and app does a call name?

use super::Reader;
use super::credential::outside_word;
use crate::clarifai::{Owner, Part};
use crate::facts::SignatureKind;
use crate::flow::{Trail, Value, What, whole_text};
use crate::source::Place;

/// The most owners that are kept.
const MAX_OWNERS: usize = 6;

impl Reader<'_, '_> {
    /// The owners that a record (`user_app_id`) names.
    pub(super) fn owners_in(&self, records: &[Value]) -> Vec<Owner> {
        let mut found = Vec::new();
        for record in records {
            let users = self.flow.field(record, "user_id");
            let apps = self.flow.field(record, "app_id");
            let (users, apps) = match users.is_empty() && apps.is_empty() {
                true => self.owner_of_client(record),
                false => (users, apps),
            };
            let unseen = users.is_empty() && apps.is_empty();
            if unseen && is_opaque(record) {
                // Given, but only run time knows what.
                let place = record.trail.from_source().next().map(|step| step.place);
                let part = Some(Part::Dynamic(word(record)));
                found.push(Owner {
                    user_id: part.clone(),
                    app_id: part,
                    place,
                    client_default: false,
                });
                continue;
            }
            found.extend(self.owners(&users, &apps));
        }
        found
    }

    /// The owner that an object of a client was made with: `auth.get_user_app_id_proto()`.
    fn owner_of_client(&self, record: &Value) -> (Vec<Value>, Vec<Value>) {
        let signatures = self.facts.language.signatures();
        let made = record.api().and_then(|api| {
            api.chain().find_map(|link| {
                let base = link.base.as_ref()?;
                let client = signatures.find(&base.path, SignatureKind::Client)?;
                Some((client, link.at?, link.context.clone()))
            })
        });
        let Some((client, call, context)) = made else {
            return (Vec::new(), Vec::new());
        };
        let values = |key: &str| {
            self.flow
                .slot_values(call, &client.slots(key), &context, &Trail::new())
        };
        (values("user"), values("app"))
    }

    /// The owners that values for user and app make.
    pub(super) fn owners(&self, users: &[Value], apps: &[Value]) -> Vec<Owner> {
        let users = self.parts(users);
        let apps = self.parts(apps);
        let mut found: Vec<Owner> = Vec::new();
        for (user_id, user_place) in &users {
            for (app_id, app_place) in &apps {
                let owner = Owner {
                    user_id: user_id.clone(),
                    app_id: app_id.clone(),
                    place: user_place.or(*app_place),
                    client_default: false,
                };
                if found.len() < MAX_OWNERS && !found.contains(&owner) {
                    found.push(owner);
                }
            }
        }
        found
    }

    fn parts(&self, values: &[Value]) -> Vec<(Option<Part>, Option<Place>)> {
        if values.is_empty() {
            return vec![(None, None)];
        }
        let part = |value: &Value| {
            let place = value.trail.from_use().first().map(|step| step.place);
            match &value.what {
                What::Nothing => (None, None),
                What::Text(text) => (Some(literal(text)), place),
                _ => match self
                    .flow
                    .forms(value)
                    .first()
                    .and_then(|form| whole_text(form))
                {
                    Some(text) => (Some(literal(&text)), place),
                    None => (Some(Part::Dynamic(word(value))), place),
                },
            }
        };
        values.iter().map(part).collect()
    }
}

/// Half of an owner that is written out, unless a place in it is still to be filled.
fn literal(text: &str) -> Part {
    let text = text.trim();
    if is_unfilled(text) {
        return Part::Dynamic(format!("`{text}`"));
    }
    Part::Literal(text.to_owned())
}

/// Whether nothing can be told of what a value has in it.
fn is_opaque(value: &Value) -> bool {
    matches!(
        value.what,
        What::Outside(_) | What::Api(_) | What::Arguments(..)
    )
}

/// The owner that a call may name in what the code does not show.
pub(super) fn hidden_owner() -> Owner {
    let part = || Some(Part::Dynamic("what is spread over the call".to_owned()));
    Owner {
        user_id: part(),
        app_id: part(),
        ..Owner::default()
    }
}

/// Whether a text has a place that is still to be filled: no id has such characters.
pub(super) fn is_unfilled(text: &str) -> bool {
    text.contains(['{', '}', '$']) || text.contains("%s") || text.contains("%(")
}

/// Where a value comes from, in words.
pub(super) fn word(value: &Value) -> String {
    match &value.what {
        What::Outside(outside) if !outside.name.is_empty() => {
            format!("the {} `{}`", outside_word(outside.kind), outside.name)
        }
        What::Api(api) => format!("`{}`", api.last()),
        _ => "a value that only run time knows".to_owned(),
    }
}
