//! The table: what a call's credential, resource and owner make of it. The first row that fits
//! decides, and nothing outside this file does.

use super::{Confidence, Rule, Severity, Verdict};
use crate::clarifai::catalogue::{self, CLARIFAI_APP, CLARIFAI_USER, PublicApp};
use crate::clarifai::{
    Basis, Call, Client, CredentialKind, Given, Intent, Owner, Part, ResourceKind, Standing,
};

/// Judges a call. Total: every call has a verdict, and clean is one.
///
/// The confidence is that of the evidence for the credential: high where the client's type or the
/// code itself says the kind, medium where a name does. Where nothing does, it is medium if the
/// call breaks with either kind, and low otherwise; never more than with a name. It is one step
/// lower where several values were possible, and where the client may still find the owner that
/// is missing in the environment.
#[must_use]
pub fn judge(call: &Call) -> Verdict {
    let rule = row(call, call.credential.kind);
    Verdict {
        rule,
        severity: rule.map_or(Severity::Note, Rule::severity),
        confidence: confidence(call, rule),
    }
}

/// Whether a call asks for a model that no longer answers.
#[must_use]
pub fn is_retired(call: &Call) -> bool {
    let resource = &call.resource;
    let asks = resource.standing == Standing::Clarifais && call.operation.intent != Intent::Write;
    let id = resource.id.as_deref().filter(|_| asks);
    id.is_some_and(|id| catalogue::retirement(resource.kind, id).is_some())
}

/// The row of the table for a call, were its credential of this kind.
fn row(call: &Call, kind: CredentialKind) -> Option<Rule> {
    // | any, v1 client (id + secret, OAuth) | any | any | retired-client |
    if call.client == Client::V1 {
        return Some(Rule::RetiredClient);
    }
    let facts = Facts::of(call);
    match kind {
        CredentialKind::ApiKey => Some(key_row(call, &facts)),
        // It fails with either, and some name points to a key.
        CredentialKind::Unknown
            if facts.clarifais && facts.no_owner() && call.credential.may_be_key() =>
        {
            Some(key_row(call, &facts))
        }
        CredentialKind::Pat | CredentialKind::Unknown => {
            token_row(call, &facts, kind == CredentialKind::Pat)
        }
    }
}

/// The columns "resource" and "owner" of the table.
struct Facts {
    /// Clarifai's: listed, a client's constant, or named with owner `clarifai/main`.
    clarifais: bool,
    /// A resource of another owner that is known to be public.
    public: bool,
    owner: Named,
}

/// Whom a call names as the owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    /// Nobody.
    Nobody,
    /// One half of an owner.
    Half,
    /// `clarifai/main`, written out.
    Main,
    /// Certainly not `clarifai/main`: another one written out, or one half that says another.
    Other,
    /// Both halves, and only run time knows whether they say `clarifai/main`.
    RunTime,
}

impl Facts {
    fn of(call: &Call) -> Self {
        let owner = Named::of(&call.owner);
        let standing = &call.resource.standing;
        let public = matches!(standing, Standing::Public { .. });
        Self {
            clarifais: *standing == Standing::Clarifais || (owner == Named::Main && !public),
            public,
            owner,
        }
    }

    /// Whether no complete owner is given.
    fn no_owner(&self) -> bool {
        matches!(self.owner, Named::Nobody | Named::Half)
    }
}

impl Named {
    fn of(owner: &Owner) -> Self {
        match owner.given() {
            Given::None => Self::Nobody,
            Given::Partial => Self::Half,
            Given::Literal if owner.is(CLARIFAI_USER, CLARIFAI_APP) => Self::Main,
            Given::Literal | Given::Dynamic if contradicts(owner, CLARIFAI_USER, CLARIFAI_APP) => {
                Self::Other
            }
            Given::Literal | Given::Dynamic => Self::RunTime,
        }
    }
}

/// Whether a half that is written out says that the owner is another one.
fn contradicts(owner: &Owner, user_id: &str, app_id: &str) -> bool {
    let says_other = |part: &Option<Part>, wanted: &str| matches!(part, Some(Part::Literal(given)) if given != wanted);
    says_other(&owner.user_id, user_id) || says_other(&owner.app_id, app_id)
}

/// Whether the owner, written out, is a known public application that holds this very resource:
/// of ids that Clarifai and somebody else have, or that several others have.
fn holds_it(call: &Call) -> bool {
    match (&call.owner.user_id, &call.owner.app_id, &call.resource.id) {
        (Some(Part::Literal(user)), Some(Part::Literal(app)), Some(id)) => {
            catalogue::holds(user, app, call.resource.kind, id)
        }
        _ => false,
    }
}

/// Whether the owner, written out, is a known public application of somebody else's.
fn names_public_app(owner: &Owner) -> bool {
    match (&owner.user_id, &owner.app_id) {
        (Some(Part::Literal(user)), Some(Part::Literal(app))) => matches!(
            catalogue::owner_of_app(user, app),
            Some(PublicApp::ClarifaiOther | PublicApp::Listed)
        ),
        _ => false,
    }
}

/// The rows for an API key. There is no clean one: at best it is a note.
fn key_row(call: &Call, facts: &Facts) -> Rule {
    let by_type = matches!(call.credential.basis, Basis::Client | Basis::Outright);
    // | any, by an RPC or path that takes PATs only | any | key-on-pat-only-endpoint |
    if call.operation.pat_only {
        return Rule::KeyOnPatOnlyEndpoint;
    }
    match facts.owner {
        // | Clarifai's model / workflow / concept | none, or someone's own | key-on-clarifai-… |
        Named::Nobody | Named::Half | Named::Other if facts.clarifais => {
            return on_clarifais(call.resource.kind);
        }
        // | by client type: Clarifai's, or owner clarifai/main | clarifai/main | the same three |
        // An owner of run time's makes no difference to a key that is sure to be one.
        Named::Main if by_type => return on_clarifais(call.resource.kind),
        Named::RunTime if by_type && facts.clarifais => return on_clarifais(call.resource.kind),
        // | by name only: any | clarifai/main, written out | unclear-credential |
        Named::Main => return Rule::UnclearCredential,
        // | by name only: Clarifai's | given, but only run time knows it | unclear-credential |
        Named::RunTime if facts.clarifais => return Rule::UnclearCredential,
        _ => {}
    }
    // | a public resource of another owner, or owner = such an app | any | key-outside-app |
    if facts.public || names_public_app(&call.owner) {
        return Rule::KeyOutsideApp;
    }
    key_row_on_ones_own(call, facts)
}

/// The rows for an API key and what is not known to be anyone else's.
fn key_row_on_ones_own(call: &Call, facts: &Facts) -> Rule {
    let (kind, intent) = (call.resource.kind, call.operation.intent);
    let lists = matches!(intent, Intent::List | Intent::Search);
    // An id of which nothing is known is one's own where one's own application is named, and as
    // unresolved as one of run time's where none is.
    let unresolved = match call.resource.standing {
        Standing::Unresolved => true,
        // What is read of a model that is not listed was there to be read with the key.
        Standing::Unlisted => facts.owner == Named::Nobody && intent != Intent::Read,
        _ => false,
    };
    match kind {
        // | any other workflow | any | key-on-workflow |
        ResourceKind::Workflow if !lists => Rule::KeyOnWorkflow,
        // | a model whose id cannot be resolved | any | key-on-unresolved-model |
        // Only one's own model can be trained, changed or deleted.
        ResourceKind::Model if unresolved && !lists && intent != Intent::Write => {
            Rule::KeyOnUnresolvedModel
        }
        // | prediction with one's own model | any | key-on-custom-model |
        ResourceKind::Model if intent == Intent::Predict => Rule::KeyOnCustomModel,
        // | anything else (inputs, searches, training, listing) | any | api-key |
        _ => Rule::ApiKey,
    }
}

fn on_clarifais(kind: ResourceKind) -> Rule {
    match kind {
        ResourceKind::Model => Rule::KeyOnClarifaiModel,
        ResourceKind::Workflow => Rule::KeyOnClarifaiWorkflow,
        ResourceKind::Concept => Rule::KeyOnClarifaiConcept,
        // Lists and searches in clarifai/main have no row of their own: the key is outside its app.
        ResourceKind::Other => Rule::KeyOutsideApp,
    }
}

/// The rows for a personal access token, and for a credential of unknown kind.
fn token_row(call: &Call, facts: &Facts, pat: bool) -> Option<Rule> {
    // | pat or unknown | Clarifai's or a public one | none, or only half of it | missing-owner |
    if facts.no_owner() && (facts.clarifais || facts.public) {
        return Some(Rule::MissingOwner);
    }
    // | pat | any | none, or only half, and the client has no default | missing-owner |
    if pat && facts.no_owner() && !call.owner.client_default && !user_is_enough(call) {
        return Some(Rule::MissingOwner);
    }
    // | pat or unknown | Clarifai's | another one, written out (me is another one) | wrong-owner |
    if facts.clarifais && facts.owner == Named::Other && !holds_it(call) {
        return Some(Rule::WrongOwner);
    }
    // | pat | a public resource of another owner | a different one, written out | wrong-owner |
    if let Standing::Public { user_id, app_id } = &call.resource.standing
        && pat
        && contradicts(&call.owner, user_id, app_id)
        && !holds_it(call)
    {
        return Some(Rule::WrongOwner);
    }
    // A workflow called as one of Clarifai's is never passed over in silence: with a token the
    // owner is missing, with a key it may reach into clarifai/main.
    if !pat && facts.no_owner() && call.resource.standing == Standing::ClarifaisByName {
        return Some(Rule::KeyOnWorkflow);
    }
    // | unknown | a workflow or model that is not known to be public | none | unclear-credential |
    // Other things have no row: a token would fail on them as well, a key would not.
    if !pat && facts.no_owner() {
        return Some(Rule::UnclearCredential);
    }
    // | pat or unknown | Clarifai's | given, but only run time knows it | unverified-owner |
    if facts.clarifais && facts.owner == Named::RunTime {
        return Some(Rule::UnverifiedOwner);
    }
    // | pat or unknown | any | given | – |
    None
}

/// Whether the operation belongs to a user, not to an application, and the user is given: listing
/// somebody's applications or models, keys, computing resources.
fn user_is_enough(call: &Call) -> bool {
    let of_user = call.operation.pat_only || call.operation.intent == Intent::List;
    call.resource.kind == ResourceKind::Other && of_user && call.owner.user_id.is_some()
}

fn confidence(call: &Call, rule: Option<Rule>) -> Confidence {
    if rule == Some(Rule::RetiredClient) {
        return Confidence::High;
    }
    let mut confidence = match call.credential.basis {
        Basis::Client | Basis::Outright => Confidence::High,
        Basis::Name => Confidence::Medium,
        Basis::Nothing if breaks_with_either(call, rule) => Confidence::Medium,
        Basis::Nothing => Confidence::Low,
    };
    if call.ambiguous {
        confidence = lower(confidence);
    }
    if rule == Some(Rule::MissingOwner) && call.owner.client_default {
        confidence = lower(confidence);
    }
    confidence
}

/// Whether the call is no better than a finding says, whichever kind the credential is of.
fn breaks_with_either(call: &Call, rule: Option<Rule>) -> bool {
    let Some(severity) = rule.map(Rule::severity) else {
        return false;
    };
    [CredentialKind::ApiKey, CredentialKind::Pat]
        .into_iter()
        .all(|kind| row(call, kind).is_some_and(|rule| rule.severity() >= severity))
}

fn lower(confidence: Confidence) -> Confidence {
    match confidence {
        Confidence::High => Confidence::Medium,
        Confidence::Medium | Confidence::Low => Confidence::Low,
    }
}

#[cfg(test)]
mod tests;
