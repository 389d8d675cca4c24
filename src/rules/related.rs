//! The further places of a finding: where the credential enters and how it travels, where the id
//! and the owner are set, where the request is sent and from where.

use super::{Related, Rule};
use crate::clarifai::names::mask;
use crate::clarifai::{Call, CredentialKind, Hop};
use crate::flow::HopRole;
use crate::source::Place;

/// The places that belong to a finding, in the order in which a reader wants them. None stands
/// twice, and none is the call's own.
#[must_use]
pub fn related(rule: Rule, call: &Call) -> Vec<Related> {
    let mut places = Places {
        told: vec![call.place],
        found: Vec::new(),
    };
    if rule == Rule::HardCodedCredential {
        return at_the_credential(call);
    }
    let credential = &call.credential;
    let what = match credential.kind {
        CredentialKind::ApiKey => "the API key",
        CredentialKind::Pat => "the token",
        CredentialKind::Unknown => "the credential",
    };
    places.add(credential.place, format!("{what} enters here"), true);
    for hop in &credential.hops {
        places.add(Some(hop.place), hop_message(hop, what), false);
    }
    let kind = call.resource.kind.name();
    places.add(
        call.resource.place,
        format!("the {kind} id is set here"),
        true,
    );
    places.add(call.owner.place, "the owner is given here".to_owned(), true);
    for &send in &call.sends {
        places.add(Some(send), "the request is sent here".to_owned(), true);
    }
    for (at, &caller) in call.callers.iter().enumerate() {
        places.add(Some(caller), "called from here".to_owned(), at == 0);
    }
    places.found
}

/// A hard-coded credential is reported at itself; the call that uses it is elsewhere.
fn at_the_credential(call: &Call) -> Vec<Related> {
    let elsewhere = call
        .credential
        .place
        .is_some_and(|place| place != call.place);
    let used = Related {
        place: call.place,
        message: "it is used here".to_owned(),
        essential: true,
    };
    elsewhere.then_some(used).into_iter().collect()
}

fn hop_message(hop: &Hop, what: &str) -> String {
    let name = hop
        .name
        .as_deref()
        .map(|name| format!(" as `{name}`"))
        .unwrap_or_default();
    let done = match hop.role {
        HopRole::Enters => "enters here",
        HopRole::Bound => "is bound here",
        HopRole::Passed => "is passed on here",
        HopRole::Returned => "is returned here",
        HopRole::Imported => "is imported here",
        HopRole::Stored => "is stored here",
    };
    format!("{what} {done}{name}")
}

struct Places {
    told: Vec<Place>,
    found: Vec<Related>,
}

impl Places {
    fn add(&mut self, place: Option<Place>, message: String, essential: bool) {
        let Some(place) = place.filter(|place| !self.told.contains(place)) else {
            return;
        };
        self.told.push(place);
        self.found.push(Related {
            place,
            message: mask(&message),
            essential,
        });
    }
}
