//! What findings say, by rule, client and language; and that no secret is in them.

use super::*;
use crate::clarifai::{Credential, Hop, Intent, Operation, Owner, Resource};
use crate::flow::HopRole;
use crate::language::Language;
use crate::rules::judge;
use crate::source::{FileId, SourceFile, Span};

const GENERAL: &str = "aaa03c23b3724a16a56b629203edc62c";
const SECRET: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

fn place(start: u32, end: u32) -> Place {
    Place {
        file: FileId(0),
        span: Span::new(start, end),
    }
}

/// An API key, by name, on Clarifai's general model, without an owner.
fn call(client: Client, language: Language) -> Call {
    Call {
        client,
        language,
        place: place(0, 10),
        operation: Operation {
            name: "PostModelOutputs".into(),
            intent: Intent::Predict,
            pat_only: false,
        },
        credential: Credential {
            kind: CredentialKind::ApiKey,
            basis: Basis::Name,
            evidence: "the variable `api_key`".into(),
            place: Some(place(20, 30)),
            hard_coded: false,
            scheme: None,
            hops: Vec::new(),
            others: Vec::new(),
        },
        resource: Resource {
            kind: ResourceKind::Model,
            id: Some(GENERAL.into()),
            known_as: Some("general-image-recognition".into()),
            standing: Standing::Clarifais,
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

fn python() -> Call {
    call(Client::Grpc, Language::Python)
}

fn of(calls: &[Call]) -> Vec<Finding> {
    let text = format!("predict(a)\n         api_key = \"{SECRET}\" and more code\n");
    let file = SourceFile::new("a.py".into(), Language::Python, text.into_bytes(), false);
    let sources = Sources::new(vec![file]);
    let judged: Vec<_> = calls
        .iter()
        .map(|call| JudgedCall::of(call.clone(), judge(call), [call]))
        .collect();
    let environment = Environment::default();
    findings(&judged, &sources, &|_| &environment)
}

fn one(call: &Call) -> Finding {
    let mut found = of(std::slice::from_ref(call));
    assert!(!found.is_empty(), "clean: {call:#?}");
    found.remove(0)
}

fn owner(user: &str, app: &str) -> Owner {
    let part = |text: &str| Some(Part::Literal(text.into()));
    Owner {
        user_id: part(user),
        app_id: part(app),
        place: None,
        client_default: false,
    }
}

#[test]
fn a_key_on_clarifais_model() {
    let found = one(&python());
    assert_eq!(found.rule, Rule::KeyOnClarifaiModel);
    assert_eq!(
        found.message,
        "An API key no longer reaches Clarifai's model `aaa03c23b3724a16a56b629203edc62c` \
         (`general-image-recognition` today). Taken for an API key: the variable `api_key` \
         (medium confidence)."
    );
    assert_eq!(
        found.notes,
        ["the service answers 21200 \"Model does not exist\""]
    );
    assert_eq!(
        found.help,
        [
            "metadata=((\"authorization\", \"Key \" + os.environ[\"CLARIFAI_PAT\"]),)",
            "user_app_id=resources_pb2.UserAppIDSet(user_id=\"clarifai\", app_id=\"main\"),",
        ]
    );
    assert_eq!(found.related.len(), 1);
    assert_eq!(found.related[0].message, "the API key enters here");
}

#[test]
fn messages() {
    let check = |call: &Call, rule, start: &str| {
        let found = one(call);
        assert_eq!(found.rule, rule, "{}", found.message);
        assert!(found.message.starts_with(start), "{}", found.message);
        let sentences = found.message.matches(". ").count() + 1;
        assert!(sentences <= 2, "{}", found.message);
    };
    let mut before = python();
    before.owner = owner("me-myself", "my-app");
    check(
        &before,
        Rule::KeyOnClarifaiModel,
        "An API key no longer reaches Clarifai's model `aaa03c23b3724a16a56b629203edc62c` \
         (`general-image-recognition` today), and naming `me-myself/my-app` as the owner",
    );
    before.credential.kind = CredentialKind::Pat;
    check(
        &before,
        Rule::WrongOwner,
        "The call looks for Clarifai's model",
    );
    before.owner.user_id = None;
    check(
        &before,
        Rule::MissingOwner,
        "The call names the app but not the user for Clarifai's",
    );
    let mut bare = python();
    bare.credential.kind = CredentialKind::Unknown;
    bare.credential.basis = Basis::Nothing;
    check(
        &bare,
        Rule::MissingOwner,
        "The call names no owner for Clarifai's model",
    );
    let mut poured = call(Client::LegacyPython, Language::Python);
    poured.credential.kind = CredentialKind::Pat;
    check(
        &poured,
        Rule::MissingOwner,
        "`clarifai.rest` cannot name the owner that",
    );
    let mut unresolved = python();
    unresolved.resource.id = None;
    unresolved.resource.known_as = None;
    unresolved.resource.standing = Standing::Unresolved;
    unresolved.resource.unresolved_from = Some("the environment variable `MODEL`".into());
    check(
        &unresolved,
        Rule::KeyOnUnresolvedModel,
        "An API key asks for a model whose id comes from the environment variable `MODEL`",
    );
}

#[test]
fn help_for_each_client() {
    use Language::{Java, JavaScript, Python, TypeScript};
    let cases = [
        (
            Client::NodeGrpc,
            JavaScript,
            "user_app_id: { user_id: \"clarifai\", app_id: \"main\" },",
        ),
        (
            Client::Grpc,
            Java,
            ".setUserAppId(UserAppIDSet.newBuilder().setUserId(\"clarifai\").setAppId(\"main\"))",
        ),
        (
            Client::WebGrpc,
            TypeScript,
            ".setUserAppId(new UserAppIDSet().setUserId(\"clarifai\").setAppId(\"main\"))",
        ),
        (
            Client::Rest,
            JavaScript,
            "https://api.clarifai.com/v2/users/clarifai/apps/main/models/\
             aaa03c23b3724a16a56b629203edc62c/outputs",
        ),
        (
            Client::LegacyJavaScript,
            JavaScript,
            "new Clarifai.App({ apiKey: process.env.CLARIFAI_PAT, userId: \"clarifai\", appId: \
             \"main\" })",
        ),
        (
            Client::Sdk,
            Python,
            "Model(url=\"https://clarifai.com/clarifai/main/models/\
             aaa03c23b3724a16a56b629203edc62c\", pat=os.environ[\"CLARIFAI_PAT\"])",
        ),
        (
            Client::LegacyPython,
            Python,
            "model = Model(url=\"https://clarifai.com/clarifai/main/models/\
             aaa03c23b3724a16a56b629203edc62c\", pat=os.environ[\"CLARIFAI_PAT\"])",
        ),
        (
            Client::LegacyJava,
            Java,
            "    .setModelId(\"aaa03c23b3724a16a56b629203edc62c\")",
        ),
        (
            Client::V1,
            Python,
            "from clarifai.client.model import Model",
        ),
    ];
    for (client, language, line) in cases {
        let help = one(&call(client, language)).help;
        assert!(
            help.iter().any(|help| help == line),
            "{client:?}: {help:#?}"
        );
    }
}

#[test]
fn help_for_ones_own() {
    let mut own = call(Client::Rest, Language::JavaScript);
    own.resource.id = Some("pets".into());
    own.resource.known_as = None;
    own.resource.standing = Standing::Own;
    let found = one(&own);
    assert_eq!(found.rule, Rule::KeyOnCustomModel);
    let address = "https://api.clarifai.com/v2/users/${CLARIFAI_USER_ID}/apps/${CLARIFAI_APP_ID}/models/pets/outputs";
    assert!(
        found.help.iter().any(|line| line == address),
        "{:#?}",
        found.help
    );
    own.client = Client::Sdk;
    own.language = Language::TypeScript;
    let line = "new Model({ url: `https://clarifai.com/${process.env.CLARIFAI_USER_ID}/\
                ${process.env.CLARIFAI_APP_ID}/models/pets`, authConfig: { pat: \
                process.env.CLARIFAI_PAT } })";
    assert_eq!(one(&own).help, [line]);
}

#[test]
fn places_in_a_readers_order() {
    let mut way = python();
    way.credential.hops = vec![
        Hop {
            place: place(20, 30),
            role: HopRole::Enters,
            name: None,
        },
        Hop {
            place: place(40, 42),
            role: HopRole::Passed,
            name: Some("key".into()),
        },
    ];
    way.resource.place = Some(place(31, 33));
    way.owner.place = Some(place(34, 35));
    way.sends = vec![place(36, 37)];
    way.callers = vec![place(38, 39), place(0, 10)];
    let messages: Vec<_> = one(&way)
        .related
        .into_iter()
        .map(|place| place.message)
        .collect();
    assert_eq!(
        messages,
        [
            "the API key enters here",
            "the API key is passed on here as `key`",
            "the model id is set here",
            "the owner is given here",
            "the request is sent here",
            "called from here",
        ]
    );
}

#[test]
fn beside_the_verdict_once_for_each_place() {
    let mut first = python();
    first.resource.id = Some("nougat-base".into());
    first.resource.known_as = Some("nougat-base".into());
    first.credential.hard_coded = true;
    let mut second = first.clone();
    second.place = place(11, 19);
    let found = of(&[first, second]);
    let rules: Vec<_> = found.iter().map(|finding| finding.rule).collect();
    assert_eq!(
        rules,
        [
            Rule::KeyOnClarifaiModel,
            Rule::RetiredModel,
            Rule::HardCodedCredential,
            Rule::KeyOnClarifaiModel,
            Rule::RetiredModel,
        ]
    );
    assert_eq!(
        found[1].message,
        "Clarifai's model `nougat-base` takes no requests since 2025-12-31, whatever the credential."
    );
    assert_eq!(found[2].place, place(20, 30));
    assert_eq!(found[2].related[0].place, place(0, 10));
    assert!(
        found[0].notes[1].contains("2025-12-31"),
        "{:?}",
        found[0].notes
    );
}

#[test]
fn equal_code_gets_different_fingerprints() {
    let found = of(&[python(), python()]);
    assert_ne!(found[0].fingerprint, found[1].fingerprint);
    assert_eq!(found[0].fingerprint, one(&python()).fingerprint);
}

#[test]
fn nothing_shows_a_secret() {
    let mut leak = python();
    leak.credential.evidence = format!("the literal `{SECRET}`");
    leak.resource.id = Some(SECRET.into());
    leak.resource.standing = Standing::Unlisted;
    leak.missing = vec![format!("what `Key {SECRET}` is")];
    leak.credential.hops = vec![Hop {
        place: place(40, 42),
        role: HopRole::Bound,
        name: Some(SECRET.into()),
    }];
    leak.credential.hard_coded = true;
    for client in Client::ALL {
        leak.client = client;
        for finding in of(std::slice::from_ref(&leak)) {
            let call = format!("{:?}", finding.call);
            assert!(!call.contains(&SECRET[4..]), "{call}");
            let related = finding.related.iter().map(|related| &related.message);
            let texts = [&finding.message]
                .into_iter()
                .chain(&finding.notes)
                .chain(&finding.help);
            for text in texts.chain(related) {
                assert!(!text.contains(&SECRET[4..]), "{text}");
            }
        }
    }
}
