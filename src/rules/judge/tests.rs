//! The table row by row, the hard cases, and what holds for every combination.

use super::*;
use crate::clarifai::{Credential, Operation, Resource};
use crate::language::Language;
use crate::source::{FileId, Place, Span};

use Basis::{Client as ByClient, Name as ByName, Nothing, Outright};
use CredentialKind::{ApiKey, Pat, Unknown};
use ResourceKind::{Concept, Model, Other, Workflow};
use Standing::{Clarifais, ClarifaisByName, Own, Unlisted, Unresolved};

/// A prediction by gRPC with an API key (by its name) on an unresolved model, without an owner.
fn call() -> Call {
    let place = Place {
        file: FileId(0),
        span: Span::new(0, 1),
    };
    Call {
        client: Client::Grpc,
        language: Language::Python,
        place,
        operation: Operation {
            name: "PostModelOutputs".into(),
            intent: Intent::Predict,
            pat_only: false,
        },
        credential: Credential {
            kind: ApiKey,
            basis: ByName,
            evidence: "the variable `api_key`".into(),
            place: None,
            hard_coded: false,
            scheme: None,
            hops: Vec::new(),
            others: Vec::new(),
        },
        resource: Resource {
            kind: Model,
            id: None,
            known_as: None,
            standing: Unresolved,
            place: None,
            unresolved_from: None,
        },
        owner: Owner::default(),
        sends: Vec::new(),
        callers: Vec::new(),
        ambiguous: false,
        cases: Vec::new(),
        missing: Vec::new(),
    }
}

/// A call with this credential, resource and owner.
fn case(
    (kind, basis): (CredentialKind, Basis),
    (resource, standing): (ResourceKind, Standing),
    owner: Owner,
) -> Call {
    let mut case = call();
    case.credential.kind = kind;
    case.credential.basis = basis;
    case.resource.kind = resource;
    case.resource.standing = standing;
    case.owner = owner;
    case
}

fn part(text: &str) -> Option<Part> {
    match text {
        "" => None,
        "*" => Some(Part::Dynamic("the environment variable `SOMETHING`".into())),
        text => Some(Part::Literal(text.into())),
    }
}

/// An owner: `""` for a half that is not given, `"*"` for one that only run time knows.
fn owner(user: &str, app: &str) -> Owner {
    Owner {
        user_id: part(user),
        app_id: part(app),
        place: None,
        client_default: false,
    }
}

fn nobody() -> Owner {
    Owner::default()
}

fn main() -> Owner {
    owner("clarifai", "main")
}

fn own() -> Owner {
    owner("someone", "my-app")
}

fn public() -> Standing {
    Standing::Public {
        user_id: "openai".into(),
        app_id: "whisper".into(),
    }
}

#[track_caller]
fn expect(call: &Call, rule: impl Into<Option<Rule>>) {
    assert_eq!(judge(call).rule, rule.into(), "{call:#?}");
}

const KEY: (CredentialKind, Basis) = (ApiKey, ByName);
const SURE_KEY: (CredentialKind, Basis) = (ApiKey, ByClient);
const PAT: (CredentialKind, Basis) = (Pat, ByName);
const BARE: (CredentialKind, Basis) = (Unknown, Nothing);

#[test]
fn row_retired_client() {
    for credential in [KEY, PAT, BARE] {
        let mut call = case(credential, (Model, Clarifais), main());
        call.client = Client::V1;
        expect(&call, Rule::RetiredClient);
    }
}

#[test]
fn row_key_on_pat_only_endpoint() {
    for owner in [nobody(), main(), own(), owner("me", "")] {
        let mut call = case(KEY, (Other, Unlisted), owner);
        call.operation.pat_only = true;
        expect(&call, Rule::KeyOnPatOnlyEndpoint);
    }
}

#[test]
fn row_key_on_clarifais() {
    let rules = [
        (Model, Rule::KeyOnClarifaiModel),
        (Workflow, Rule::KeyOnClarifaiWorkflow),
        (Concept, Rule::KeyOnClarifaiConcept),
    ];
    for (kind, rule) in rules {
        for owner in [
            nobody(),
            own(),
            owner("", "my-app"),
            owner("me", "main"),
            owner("me", "*"),
        ] {
            expect(&case(KEY, (kind, Clarifais), owner.clone()), rule);
            expect(&case(SURE_KEY, (kind, Clarifais), owner), rule);
        }
    }
}

#[test]
fn row_sure_key_with_owner_clarifai_main() {
    expect(
        &case(SURE_KEY, (Model, Clarifais), main()),
        Rule::KeyOnClarifaiModel,
    );
    expect(
        &case(SURE_KEY, (Model, Unresolved), main()),
        Rule::KeyOnClarifaiModel,
    );
    expect(
        &case((ApiKey, Outright), (Workflow, Unlisted), main()),
        Rule::KeyOnClarifaiWorkflow,
    );
    expect(
        &case(SURE_KEY, (Concept, Unlisted), main()),
        Rule::KeyOnClarifaiConcept,
    );
    expect(
        &case(SURE_KEY, (Other, Unlisted), main()),
        Rule::KeyOutsideApp,
    );
    expect(
        &case(SURE_KEY, (Model, Clarifais), owner("*", "*")),
        Rule::KeyOnClarifaiModel,
    );
}

#[test]
fn row_named_key_with_owner_clarifai_main() {
    for standing in [
        Clarifais,
        Unlisted,
        Unresolved,
        ClarifaisByName,
        Own,
        public(),
    ] {
        for kind in [Model, Workflow, Concept, Other] {
            expect(
                &case(KEY, (kind, standing.clone()), main()),
                Rule::UnclearCredential,
            );
        }
    }
}

#[test]
fn row_named_key_with_owner_of_run_time() {
    for owner in [owner("*", "*"), owner("clarifai", "*"), owner("*", "main")] {
        expect(
            &case(KEY, (Model, Clarifais), owner),
            Rule::UnclearCredential,
        );
    }
}

#[test]
fn row_key_outside_app() {
    for owner in [nobody(), own(), owner("openai", "whisper"), owner("*", "*")] {
        expect(&case(KEY, (Model, public()), owner), Rule::KeyOutsideApp);
    }
    expect(
        &case(KEY, (Model, Unlisted), owner("openai", "embed")),
        Rule::KeyOutsideApp,
    );
    expect(
        &case(KEY, (Workflow, Unresolved), owner("clarifai", "ml")),
        Rule::KeyOutsideApp,
    );
}

#[test]
fn row_key_on_workflow() {
    for standing in [Unlisted, Unresolved, Own, ClarifaisByName] {
        for owner in [nobody(), own(), owner("*", "*")] {
            expect(
                &case(KEY, (Workflow, standing.clone()), owner),
                Rule::KeyOnWorkflow,
            );
        }
    }
    let mut list = case(KEY, (Workflow, Unresolved), nobody());
    list.operation.intent = Intent::List;
    expect(&list, Rule::ApiKey);
}

#[test]
fn row_key_on_unresolved_model() {
    for owner in [nobody(), own(), owner("*", "*")] {
        expect(
            &case(KEY, (Model, Unresolved), owner),
            Rule::KeyOnUnresolvedModel,
        );
    }
    // An id of which nothing is known, in an app that nobody names.
    expect(
        &case(KEY, (Model, Unlisted), nobody()),
        Rule::KeyOnUnresolvedModel,
    );
    let mut training = case(KEY, (Model, Unresolved), nobody());
    training.operation.intent = Intent::Write;
    expect(&training, Rule::ApiKey);
}

#[test]
fn row_key_on_custom_model() {
    for owner in [nobody(), own(), owner("*", "*")] {
        expect(&case(KEY, (Model, Own), owner), Rule::KeyOnCustomModel);
    }
    expect(&case(KEY, (Model, Unlisted), own()), Rule::KeyOnCustomModel);
}

#[test]
fn row_api_key() {
    for intent in [
        Intent::Write,
        Intent::Search,
        Intent::List,
        Intent::Other,
        Intent::Read,
    ] {
        for kind in [Other, Concept] {
            let mut call = case(KEY, (kind, Unlisted), nobody());
            call.operation.intent = intent;
            expect(&call, Rule::ApiKey);
        }
        let mut own = case(KEY, (Model, Own), nobody());
        own.operation.intent = intent;
        expect(&own, Rule::ApiKey);
    }
}

#[test]
fn row_missing_owner_of_what_is_public() {
    for credential in [PAT, BARE] {
        for standing in [Clarifais, public()] {
            for owner in [
                nobody(),
                owner("", "main"),
                owner("clarifai", ""),
                owner("", "*"),
            ] {
                expect(
                    &case(credential, (Model, standing.clone()), owner),
                    Rule::MissingOwner,
                );
            }
        }
    }
}

#[test]
fn row_missing_owner_with_a_token() {
    for standing in [Own, Unlisted, Unresolved, ClarifaisByName] {
        for kind in [Model, Workflow, Concept, Other] {
            let mut call = case(PAT, (kind, standing.clone()), owner("", "my-app"));
            expect(&call, Rule::MissingOwner);
            call.owner.client_default = true;
            expect(&call, None);
        }
    }
}

#[test]
fn an_unknown_credential_that_some_name_calls_a_key() {
    let mut call = case(BARE, (Model, Clarifais), nobody());
    expect(&call, Rule::MissingOwner);
    let known = Credential {
        kind: CredentialKind::ApiKey,
        ..call.credential.clone()
    };
    call.credential.others.push(known);
    expect(&call, Rule::KeyOnClarifaiModel);
    call.owner = main();
    expect(&call, None);
}

#[test]
fn a_user_is_enough_for_what_belongs_to_users() {
    let mut call = case(PAT, (Other, Unlisted), owner("me", ""));
    expect(&call, Rule::MissingOwner);
    call.operation.intent = Intent::List;
    expect(&call, None);
    call.operation.intent = Intent::Read;
    call.operation.pat_only = true;
    expect(&call, None);
}

#[test]
fn row_wrong_owner_of_clarifais() {
    for credential in [PAT, BARE] {
        for owner in [
            own(),
            owner("me", "main"),
            owner("clarifai", "ml"),
            owner("me", "*"),
        ] {
            expect(
                &case(credential, (Model, Clarifais), owner),
                Rule::WrongOwner,
            );
        }
    }
}

#[test]
fn row_wrong_owner_of_a_public_resource() {
    expect(&case(PAT, (Model, public()), own()), Rule::WrongOwner);
    expect(&case(PAT, (Model, public()), main()), Rule::WrongOwner);
    expect(
        &case(PAT, (Model, public()), owner("openai", "whisper")),
        None,
    );
    expect(&case(PAT, (Model, public()), owner("*", "*")), None);
    expect(&case(BARE, (Model, public()), own()), None);
}

#[test]
fn an_id_that_several_owners_have() {
    let mut call = case(
        PAT,
        (Model, Clarifais),
        owner("csweb", "App-ClarfAI-Apparel-v2"),
    );
    call.resource.id = Some("apparel-classification-v2".into());
    expect(&call, None);
}

#[test]
fn row_unclear_credential() {
    for standing in [Own, Unlisted, Unresolved] {
        for kind in [Model, Workflow] {
            expect(
                &case(BARE, (kind, standing.clone()), nobody()),
                Rule::UnclearCredential,
            );
        }
    }
}

#[test]
fn row_unverified_owner() {
    for credential in [PAT, BARE] {
        for owner in [owner("*", "*"), owner("clarifai", "*"), owner("*", "main")] {
            expect(
                &case(credential, (Model, Clarifais), owner),
                Rule::UnverifiedOwner,
            );
        }
    }
}

#[test]
fn row_clean() {
    for credential in [PAT, BARE] {
        for standing in [Clarifais, ClarifaisByName, Own, Unlisted, Unresolved] {
            expect(&case(credential, (Model, standing), main()), None);
        }
        for standing in [ClarifaisByName, Own, Unlisted, Unresolved] {
            expect(&case(credential, (Workflow, standing.clone()), own()), None);
            expect(
                &case(credential, (Workflow, standing), owner("*", "*")),
                None,
            );
        }
    }
}

#[test]
fn hard_cases() {
    // `PAT = getenv("CLARIFAI_API_KEY")`: the nearer name made it a PAT already.
    expect(&case(PAT, (Model, Clarifais), main()), None);
    // `Key <literal>` with no name, Clarifai's model, no owner: broken with either.
    let bare = case(BARE, (Model, Clarifais), nobody());
    assert_eq!(judge(&bare).severity, Severity::Error);
    assert_eq!(judge(&bare).confidence, Confidence::Medium);
    // The "before" of the official notice.
    expect(
        &case(KEY, (Model, Clarifais), own()),
        Rule::KeyOnClarifaiModel,
    );
    // A key with only `app_id` given.
    expect(
        &case(KEY, (Model, Clarifais), owner("", "my-app")),
        Rule::KeyOnClarifaiModel,
    );
    // A PAT poured into a client that cannot name an owner.
    let mut poured = case(PAT, (Model, Clarifais), nobody());
    poured.client = Client::LegacyPython;
    expect(&poured, Rule::MissingOwner);
    // A workflow that is Clarifai's by name is never passed over in silence.
    for credential in [KEY, SURE_KEY, PAT, BARE] {
        let verdict = judge(&case(credential, (Workflow, ClarifaisByName), nobody()));
        assert!(verdict.severity >= Severity::Warning, "{verdict:?}");
    }
    // A model that another file of the project trained.
    expect(&case(KEY, (Model, Own), nobody()), Rule::KeyOnCustomModel);
    // A nested `app_id: "main"` inside a concept of a request.
    expect(
        &case(KEY, (Concept, Clarifais), nobody()),
        Rule::KeyOnClarifaiConcept,
    );
}

#[test]
fn confidences() {
    let confidence =
        |credential, standing, owner| judge(&case(credential, (Model, standing), owner)).confidence;
    assert_eq!(confidence(SURE_KEY, Clarifais, nobody()), Confidence::High);
    assert_eq!(
        confidence((Pat, Outright), Clarifais, own()),
        Confidence::High
    );
    assert_eq!(confidence(KEY, Clarifais, nobody()), Confidence::Medium);
    assert_eq!(confidence(BARE, Clarifais, own()), Confidence::Medium);
    assert_eq!(
        confidence(BARE, Clarifais, owner("*", "*")),
        Confidence::Medium
    );
    assert_eq!(confidence(BARE, Clarifais, main()), Confidence::Low);
    let mut ambiguous = case(KEY, (Model, Clarifais), nobody());
    ambiguous.ambiguous = true;
    assert_eq!(judge(&ambiguous).confidence, Confidence::Low);
    let mut defaulted = case((Pat, ByClient), (Model, Clarifais), nobody());
    defaulted.owner.client_default = true;
    assert_eq!(judge(&defaulted).confidence, Confidence::Medium);
}

#[test]
fn retired_is_what_clarifai_retired_and_somebody_asks_for() {
    let mut call = case(PAT, (Model, Clarifais), main());
    assert!(!is_retired(&call));
    call.resource.id = Some("nougat-base".into());
    assert!(is_retired(&call));
    call.operation.intent = Intent::Write;
    assert!(!is_retired(&call));
    call.operation.intent = Intent::Predict;
    call.resource.standing = Own;
    assert!(!is_retired(&call));
}

/// Every combination of what the table looks at.
fn every_call(mut visit: impl FnMut(&Call)) {
    let owners = [
        nobody(),
        main(),
        own(),
        owner("me", "main"),
        owner("clarifai", ""),
        owner("", "my-app"),
        owner("*", "*"),
        owner("me", "*"),
        owner("openai", "whisper"),
    ];
    let standings = [
        Clarifais,
        ClarifaisByName,
        public(),
        Own,
        Unlisted,
        Unresolved,
    ];
    for owner in owners {
        for standing in &standings {
            for resource in [Model, Workflow, Concept, Other] {
                for kind in [ApiKey, Pat, Unknown] {
                    for basis in [ByClient, Outright, ByName, Nothing] {
                        let resource = (resource, standing.clone());
                        let call = case((kind, basis), resource, owner.clone());
                        every_operation(call, &mut visit);
                    }
                }
            }
        }
    }
}

fn every_operation(mut call: Call, visit: &mut impl FnMut(&Call)) {
    use Intent::{List, Predict, Read, Search, Write};
    for client in [Client::V1, Client::LegacyPython, Client::Rest] {
        for intent in [Predict, Read, Write, Search, List, Intent::Other] {
            for flags in 0..8 {
                call.client = client;
                call.operation.intent = intent;
                call.operation.pat_only = flags & 1 != 0;
                call.owner.client_default = flags & 2 != 0;
                call.ambiguous = flags & 4 != 0;
                visit(&call);
            }
        }
    }
}

#[test]
fn what_holds_for_every_call() {
    every_call(|call| {
        let verdict = judge(call);
        let name = verdict.rule.map_or("clean", Rule::name);
        let severity = verdict.rule.map_or(Severity::Note, Rule::severity);
        assert_eq!(verdict.severity, severity, "{call:#?}");
        if call.client == Client::V1 {
            assert_eq!(name, "retired-client");
            return;
        }
        let about_keys = name.starts_with("key-") || name == "api-key";
        match call.credential.kind {
            // A key is never clean, and no owner is asked of it.
            ApiKey => assert!(
                about_keys || name == "unclear-credential",
                "{name}: {call:#?}"
            ),
            // A token is never blamed for being a key.
            Pat => assert!(
                !about_keys && name != "unclear-credential",
                "{name}: {call:#?}"
            ),
            Unknown => assert!(
                !about_keys || name == "key-on-workflow",
                "{name}: {call:#?}"
            ),
        }
        let on_main = call.owner.is(CLARIFAI_USER, CLARIFAI_APP);
        if call.credential.kind != ApiKey && call.resource.standing == Clarifais && on_main {
            assert_eq!(name, "clean", "{call:#?}");
        }
        if call.resource.standing == Clarifais && call.owner.given() == Given::None {
            assert_eq!(verdict.severity, Severity::Error, "{call:#?}");
        }
        if call.credential.basis == Nothing || call.ambiguous {
            assert!(verdict.confidence < Confidence::High, "{call:#?}");
        }
    });
}
