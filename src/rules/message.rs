//! From a verdict to a finding: what breaks and why, in words for someone in a hurry. Every text
//! that leaves this module is masked.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::help::{Environment, help};
use super::related::related;
use super::{Confidence, Finding, JudgedCall, Rule, Severity, Verdict, fingerprint, is_retired};
use crate::clarifai::catalogue::{self, Relation};
use crate::clarifai::names::mask;
use crate::clarifai::{Basis, Call, Client, CredentialKind, Given, Part, ResourceKind, Standing};
use crate::source::{FileId, Place, Sources};

/// The findings of a run, in the order of the calls: for each call its verdict's, if it is not
/// clean, and what is found beside it. A place gets each side finding once, however many calls
/// share it. `environment` tells for a file what its
/// rewrites read. No finding has a fix yet.
#[must_use]
pub fn findings<'e>(
    judged: &[JudgedCall],
    sources: &Sources,
    environment: &(dyn Fn(FileId) -> &'e Environment + Sync),
) -> Vec<Finding> {
    let writer = Writer {
        sources,
        environment,
    };
    let each: Vec<Vec<Finding>> = judged.par_iter().map(|it| writer.findings(it)).collect();
    let mut told = FxHashSet::default();
    let mut found: Vec<Finding> = each.into_iter().flatten().collect();
    found.retain(|it| {
        let beside = matches!(it.rule, Rule::RetiredModel | Rule::HardCodedCredential);
        !beside || told.insert((it.rule, it.place))
    });
    number(&mut found, sources);
    found
}

/// Gives equal findings different fingerprints, in the order in which they stand.
fn number(found: &mut [Finding], sources: &Sources) {
    let mut seen: FxHashMap<String, u32> = FxHashMap::default();
    for finding in found {
        let times = seen.entry(finding.fingerprint.clone()).or_default();
        if *times > 0 {
            let file = sources.get(finding.place.file);
            let code = file.slice(finding.place.span);
            finding.fingerprint = fingerprint(finding.rule, &file.display, &code, *times);
        }
        *times += 1;
    }
}

/// Where a finding stands: at the call, but for a credential in the code.
fn place_of(rule: Rule, call: &Call) -> Place {
    match rule {
        Rule::HardCodedCredential => call.credential.place.unwrap_or(call.place),
        _ => call.place,
    }
}

struct Writer<'a, 'e> {
    sources: &'a Sources,
    environment: &'a (dyn Fn(FileId) -> &'e Environment + Sync),
}

impl Writer<'_, '_> {
    /// What is found at a call, and beside it.
    fn findings(&self, judged: &JudgedCall) -> Vec<Finding> {
        let JudgedCall {
            call,
            verdict,
            in_code,
        } = judged;
        let mut found = Vec::new();
        found.extend(verdict.rule.map(|rule| self.finding(rule, *verdict, call)));
        if is_retired(call) {
            found.push(self.side_finding(Rule::RetiredModel, call));
        }
        for credential in in_code {
            let call = Call {
                credential: credential.clone(),
                ..call.clone()
            };
            found.push(self.side_finding(Rule::HardCodedCredential, &call));
        }
        found
    }

    /// A finding beside a verdict: a fact about the place, whatever the credential.
    fn side_finding(&self, rule: Rule, call: &Call) -> Finding {
        let verdict = Verdict {
            rule: Some(rule),
            severity: rule.severity(),
            confidence: Confidence::High,
        };
        self.finding(rule, verdict, call)
    }

    fn finding(&self, rule: Rule, verdict: Verdict, call: &Call) -> Finding {
        let place = place_of(rule, call);
        let file = self.sources.get(place.file);
        let code = file.slice(place.span);
        let own_code = self.sources.get(call.place.file).slice(call.place.span);
        let all = |texts: Vec<String>| texts.iter().map(|text| mask(text)).collect();
        Finding {
            rule,
            severity: verdict.severity,
            confidence: verdict.confidence,
            message: mask(&message(rule, verdict.confidence, call)),
            place,
            call: Some(masked(call)),
            related: related(rule, call),
            notes: all(notes(rule, verdict, call)),
            help: all(help(
                rule,
                call,
                &own_code,
                (self.environment)(call.place.file),
            )),
            fix: None,
            fingerprint: fingerprint(rule, &file.display, &code, 0),
        }
    }
}

/// The call with every text in it masked.
fn masked(call: &Call) -> Call {
    let mut call = call.clone();
    let resource = &mut call.resource;
    let hops = call
        .credential
        .hops
        .iter_mut()
        .filter_map(|hop| hop.name.as_mut());
    let owner = [&mut call.owner.user_id, &mut call.owner.app_id];
    let parts = owner.into_iter().flatten().map(|part| match part {
        Part::Literal(text) | Part::Dynamic(text) => text,
    });
    let texts = [&mut call.credential.evidence, &mut call.operation.name];
    let of_resource = [
        &mut resource.id,
        &mut resource.known_as,
        &mut resource.unresolved_from,
    ];
    texts
        .into_iter()
        .chain(of_resource.into_iter().flatten())
        .chain(hops)
        .chain(parts)
        .chain(&mut call.missing)
        .for_each(|text| *text = mask(text));
    call
}

/// What breaks and why: one sentence, and where the credential's kind matters a second one that
/// says which evidence decided about it and how sure that is.
fn message(rule: Rule, confidence: Confidence, call: &Call) -> String {
    let first = statement(rule, call);
    let kind = match call.credential.kind {
        CredentialKind::ApiKey => "Taken for an API key",
        CredentialKind::Pat => "Taken for a personal access token",
        CredentialKind::Unknown => "",
    };
    let about_the_call = matches!(
        rule,
        Rule::RetiredClient | Rule::RetiredModel | Rule::HardCodedCredential
    );
    if kind.is_empty() || about_the_call {
        return first;
    }
    let sure = confidence.name();
    format!(
        "{first} {kind}: {} ({sure} confidence).",
        call.credential.evidence
    )
}

/// The first sentence of a message.
fn statement(rule: Rule, call: &Call) -> String {
    let resource = resource(call);
    let operation = &call.operation.name;
    match rule {
        Rule::RetiredClient => {
            "This call signs in with an id and a secret, as Clarifai's v1 API had it, which is \
             gone: no credential makes it work as it stands."
                .to_owned()
        }
        Rule::KeyOnPatOnlyEndpoint => {
            format!("`{operation}` takes personal access tokens only, not an API key.")
        }
        Rule::KeyOnClarifaiModel | Rule::KeyOnClarifaiWorkflow | Rule::KeyOnClarifaiConcept => {
            format!(
                "An API key no longer reaches {resource}{}.",
                despite_owner(call)
            )
        }
        Rule::KeyOutsideApp => {
            format!("An API key reaches its own application only, not {resource}.")
        }
        Rule::KeyOnWorkflow => format!(
            "An API key runs {resource}, and no longer reaches the models of Clarifai's that may \
             be in it."
        ),
        Rule::KeyOnUnresolvedModel => format!(
            "An API key asks for {resource}, and fails if it is not one of its own application."
        ),
        Rule::KeyOnCustomModel => format!(
            "An API key predicts with {resource}, whose embedder is usually Clarifai's and out of \
             the key's reach."
        ),
        Rule::ApiKey => format!(
            "`{operation}` still works with an API key in its own application; a personal access \
             token is preferred."
        ),
        Rule::MissingOwner => missing_owner(call, &resource),
        Rule::WrongOwner => format!(
            "The call looks for {resource} in {}, which does not hold it.",
            owner(call)
        ),
        Rule::UnclearCredential => unclear_credential(call, &resource),
        Rule::UnverifiedOwner => format!(
            "The call works if run time makes its owner `clarifai/main`, which holds {resource}."
        ),
        Rule::RetiredModel => retired_model(call, &resource),
        Rule::HardCodedCredential => {
            "A credential stands in the code, open to everyone who reads it or its history."
                .to_owned()
        }
        Rule::UnusedIgnore => "This suppression matches no finding.".to_owned(),
    }
}

/// Naming an owner is no remedy for a key; said where the call tries.
fn despite_owner(call: &Call) -> String {
    match call.owner.given() {
        Given::None => String::new(),
        Given::Partial | Given::Literal | Given::Dynamic => {
            format!(", and naming {} as the owner does not help", owner(call))
        }
    }
}

fn missing_owner(call: &Call, resource: &str) -> String {
    if call.client == Client::LegacyPython || call.client == Client::LegacyJava {
        let client = call.client.name();
        return format!(
            "`{client}` cannot name the owner that a personal access token requires for {resource}."
        );
    }
    let gives = match (&call.owner.user_id, &call.owner.app_id) {
        (Some(_), None) => "names the user but not the app",
        (None, Some(_)) => "names the app but not the user",
        _ => "names no owner",
    };
    match call.credential.kind {
        CredentialKind::Unknown => {
            format!("The call {gives} for {resource}, so it fails with an API key and with a PAT.")
        }
        _ => format!("The call {gives} for {resource}, which a personal access token requires."),
    }
}

fn unclear_credential(call: &Call, resource: &str) -> String {
    match (call.credential.kind, call.owner.given()) {
        (CredentialKind::ApiKey, Given::Literal) => {
            "The owner `clarifai/main` makes sense with a personal access token only, not with \
             an API key."
                .to_owned()
        }
        (CredentialKind::ApiKey, _) => format!(
            "With an API key the call on {resource} fails; with a personal access token its owner \
             has to be `clarifai/main`."
        ),
        _ => format!(
            "Nothing tells whether the credential is an API key or a personal access token, which \
             would need an owner for {resource}."
        ),
    }
}

fn retired_model(call: &Call, resource: &str) -> String {
    let id = call.resource.id.as_deref().unwrap_or_default();
    let since = catalogue::retirement(call.resource.kind, id)
        .map(|retired| format!(" since {}", retired.when))
        .unwrap_or_default();
    // `resource` begins with "Clarifai's", so it may begin the sentence.
    format!("{resource} takes no requests{since}, whatever the credential.")
}

/// What the call asks for, in words that fit into a sentence.
fn resource(call: &Call) -> String {
    let resource = &call.resource;
    let kind = resource.kind.name();
    let named = resource.id.as_deref().map(|id| format!("`{id}`"));
    match (&resource.standing, named) {
        _ if resource.kind == ResourceKind::Other => {
            format!("what `{}` asks for", call.operation.name)
        }
        (Standing::Clarifais, Some(id)) => format!("Clarifai's {kind} {id}{}", today(call)),
        (Standing::Clarifais, None) => match resource.known_as.as_deref() {
            Some(known) => format!("Clarifai's {kind} `{known}`"),
            None => format!("one of Clarifai's {kind}s"),
        },
        (Standing::ClarifaisByName, Some(id)) => format!("the {kind} {id}, which Clarifai has too"),
        (Standing::Public { user_id, app_id }, Some(id)) => {
            format!("the {kind} {id} of `{user_id}/{app_id}`")
        }
        (Standing::Own, Some(id)) => format!("your own {kind} {id}"),
        (Standing::Own, None) => format!("your own {kind}"),
        (Standing::Unlisted, Some(id)) => format!("the {kind} {id}"),
        _ => match resource.unresolved_from.as_deref() {
            Some(from) => format!("a {kind} whose id comes from {from}"),
            None => format!("a {kind} whose id is not known"),
        },
    }
}

/// In brackets, what a resource is called today, where its id does not say so.
fn today(call: &Call) -> String {
    let resource = &call.resource;
    let Some(known) = resource.known_as.as_deref() else {
        return String::new();
    };
    let id = resource.id.as_deref().unwrap_or_default();
    if known == id {
        return String::new();
    }
    let entry = catalogue::lookup_name(resource.kind, id);
    match entry.and_then(|entry| entry.renamed) {
        Some((_, Relation::Successor)) => format!(" (succeeded by `{known}`)"),
        Some((_, Relation::Inferred)) => format!(" (probably `{known}` today)"),
        _ => format!(" (`{known}` today)"),
    }
}

/// The owner that the call names.
fn owner(call: &Call) -> String {
    let half = |part: &Option<Part>, what: &str| match part {
        Some(Part::Literal(text)) => format!("{what} `{text}`"),
        Some(Part::Dynamic(from)) => format!("{what} from {from}"),
        None => format!("no {what}"),
    };
    if let (Some(Part::Literal(user)), Some(Part::Literal(app))) =
        (&call.owner.user_id, &call.owner.app_id)
    {
        return format!("`{user}/{app}`");
    }
    format!(
        "{} and {}",
        half(&call.owner.user_id, "user"),
        half(&call.owner.app_id, "app")
    )
}

/// What else to know.
fn notes(rule: Rule, verdict: Verdict, call: &Call) -> Vec<String> {
    let mut notes: Vec<String> = answer(rule, call).map(str::to_owned).into_iter().collect();
    if call.ambiguous && rule != Rule::HardCodedCredential {
        notes.push("several values are possible here; this is the gravest reading".to_owned());
    }
    if verdict.confidence < Confidence::High || verdict.severity == Severity::Note {
        notes.extend(
            call.missing
                .iter()
                .map(|missing| format!("not found out: {missing}")),
        );
    }
    let id = call.resource.id.as_deref().unwrap_or_default();
    let retired = catalogue::retirement(call.resource.kind, id)
        .filter(|_| call.resource.standing == Standing::Clarifais);
    if let Some(retired) = retired {
        if rule != Rule::RetiredModel && rule != Rule::HardCodedCredential {
            let when = retired.when;
            notes.push(format!(
                "the model was retired ({when}): a migrated call fails as well"
            ));
        }
        notes.extend(
            retired
                .successor
                .map(|next| format!("its successor is the {next}")),
        );
    }
    if call.owner.client_default && rule == Rule::MissingOwner {
        notes.push(
            "the client may find an owner in the environment; yours is not the right one"
                .to_owned(),
        );
    }
    notes
}

/// What the service answers, in its own words.
fn answer(rule: Rule, call: &Call) -> Option<&'static str> {
    let bare = call.credential.basis == Basis::Nothing;
    match rule {
        Rule::KeyOnClarifaiModel | Rule::KeyOutsideApp | Rule::RetiredModel => {
            Some("the service answers 21200 \"Model does not exist\"")
        }
        Rule::KeyOnClarifaiConcept => Some("the service answers 11101 \"Resource does not exist\""),
        Rule::KeyOnClarifaiWorkflow => {
            Some("the service's answer is not documented: 22102 WORKFLOW_DOES_NOT_EXIST is likely")
        }
        Rule::KeyOnPatOnlyEndpoint => Some(
            "the service answers with an authorization error, such as 11007 \"API key has \
             insufficient permissions\"",
        ),
        Rule::MissingOwner if bare => Some(
            "the service answers a key with 21200 \"Model does not exist\", and a PAT with 11008 \
             \"Invalid API key or Invalid API key/application pair\", \"Must provide app external \
             ID in API authorizer\"",
        ),
        Rule::MissingOwner => Some(
            "the service answers 11008 \"Invalid API key or Invalid API key/application pair\", \
             \"Must provide app external ID in API authorizer\"",
        ),
        Rule::WrongOwner | Rule::UnverifiedOwner => Some(
            "where the owner is wrong, the answer is most likely 21200 \"Model does not exist\"",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
