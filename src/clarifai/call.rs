//! A call: the three facts that decide whether it works, each with its evidence.

use crate::flow::HopRole;
use crate::language::Language;
use crate::source::Place;

/// The library or protocol by which a call is made. The names are those of the JSON output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Client {
    /// The v1 clients (`clarifai.client.ClarifaiApi`, client id and secret), dead since 2018.
    V1,
    /// Python `clarifai.rest`, versions 2.0 to 2.6.2. Cannot name an owner.
    LegacyPython,
    /// JavaScript `clarifai`, versions 2.0 to 2.9.1, from npm or as a browser global.
    LegacyJavaScript,
    /// Java `com.clarifai.clarifai-api2:core`. Cannot name an owner.
    LegacyJava,
    /// `clarifai-grpc` for Python, `com.clarifai:clarifai-grpc` for Java.
    Grpc,
    /// `clarifai-nodejs-grpc`.
    NodeGrpc,
    /// `clarifai-web-grpc`.
    WebGrpc,
    /// The SDKs: Python `clarifai` from 9.7 on, `clarifai-nodejs`.
    Sdk,
    /// `clarifai-utils` of 2022.
    Utils,
    /// LangChain's wrappers.
    LangChain,
    /// LlamaIndex's wrappers.
    LlamaIndex,
    /// LiteLLM.
    LiteLlm,
    /// The OpenAI-compatible endpoint.
    OpenAiCompatible,
    /// REST over whatever HTTP library.
    Rest,
}

impl Client {
    /// The client's name in messages and in the JSON output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V1 => "clarifai-v1",
            Self::LegacyPython => "clarifai.rest",
            Self::LegacyJavaScript => "clarifai (legacy npm)",
            Self::LegacyJava => "clarifai-api2",
            Self::Grpc => "clarifai-grpc",
            Self::NodeGrpc => "clarifai-nodejs-grpc",
            Self::WebGrpc => "clarifai-web-grpc",
            Self::Sdk => "clarifai-sdk",
            Self::Utils => "clarifai-utils",
            Self::LangChain => "langchain",
            Self::LlamaIndex => "llama-index",
            Self::LiteLlm => "litellm",
            Self::OpenAiCompatible => "openai-compatible",
            Self::Rest => "rest",
        }
    }

    /// Every client, in the order of the enum.
    pub const ALL: [Self; 14] = [
        Self::V1,
        Self::LegacyPython,
        Self::LegacyJavaScript,
        Self::LegacyJava,
        Self::Grpc,
        Self::NodeGrpc,
        Self::WebGrpc,
        Self::Sdk,
        Self::Utils,
        Self::LangChain,
        Self::LlamaIndex,
        Self::LiteLlm,
        Self::OpenAiCompatible,
        Self::Rest,
    ];

    /// The client of that name, as the queries write it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|client| client.name() == name)
    }

    /// Whether a call by this client can name the owner of a resource.
    #[must_use]
    pub const fn can_name_owner(self) -> bool {
        !matches!(self, Self::V1 | Self::LegacyPython | Self::LegacyJava)
    }

    /// The only kind of credential that the client takes, where it takes only one
    /// (`contract.md`, evidence 1).
    #[must_use]
    pub const fn only_credential(self) -> Option<CredentialKind> {
        match self {
            Self::LegacyPython | Self::LegacyJava => Some(CredentialKind::ApiKey),
            Self::Sdk
            | Self::Utils
            | Self::LangChain
            | Self::LlamaIndex
            | Self::LiteLlm
            | Self::OpenAiCompatible => Some(CredentialKind::Pat),
            Self::V1
            | Self::LegacyJavaScript
            | Self::Grpc
            | Self::NodeGrpc
            | Self::WebGrpc
            | Self::Rest => None,
        }
    }
}

/// What authenticates a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CredentialKind {
    /// An app-specific API key.
    ApiKey,
    /// A personal access token (or a session token, which acts like a user too).
    Pat,
    /// Nothing tells which.
    Unknown,
}

impl CredentialKind {
    /// The kind's name in the JSON output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ApiKey => "api-key",
            Self::Pat => "pat",
            Self::Unknown => "unknown",
        }
    }
}

/// What decided the kind of a credential, strongest first (`contract.md`, "Which kind").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Basis {
    /// The client takes one kind only.
    Client,
    /// The code says it outright: `userId` and `appId` beside `apiKey` in the legacy JavaScript
    /// client, a session token.
    Outright,
    /// A name along the value's way: variable, parameter, property, environment variable,
    /// configuration key, placeholder text.
    Name,
    /// Nothing: a bare literal, or a name that says neither.
    Nothing,
}

/// One station on a value's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// Where.
    pub place: Place,
    /// What happened there.
    pub role: HopRole,
    /// The name that the value had there, if it had one.
    pub name: Option<String>,
}

/// The credential of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its kind.
    pub kind: CredentialKind,
    /// What decided the kind.
    pub basis: Basis,
    /// The evidence in words, for the message: "the variable `PAT`", "the client takes API keys
    /// only". Never contains the value.
    pub evidence: String,
    /// Where the credential enters the program, if that was found.
    pub place: Option<Place>,
    /// Whether it stands in the code as a literal that looks real (not a placeholder, not empty).
    pub hard_coded: bool,
    /// What the code puts in front of it in a header, as far as can be seen: `Key `, as the
    /// service wants it, something else, or nothing. `None` if it goes another way.
    pub scheme: Option<String>,
    /// Its way from there to the call, in that order.
    pub hops: Vec<Hop>,
    /// The others that may arrive in its place, such as the one that a fallback holds. Where they
    /// disagree about the kind, all of them.
    pub others: Vec<Self>,
}

impl Credential {
    /// Whether something says that it may be an API key.
    #[must_use]
    pub fn may_be_key(&self) -> bool {
        let key = |it: &Self| it.kind == CredentialKind::ApiKey;
        key(self) || self.others.iter().any(key)
    }
}

/// The kind of thing that a call asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ResourceKind {
    /// A model.
    Model,
    /// A workflow.
    Workflow,
    /// A concept.
    Concept,
    /// Anything else: inputs, searches, applications, lists.
    Other,
}

impl ResourceKind {
    /// The kind's name in the JSON output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Workflow => "workflow",
            Self::Concept => "concept",
            Self::Other => "other",
        }
    }
}

/// Whose a resource is, as far as its id tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Clarifai's: in the catalogue, or a constant or accessor of a client that stands for one.
    Clarifais,
    /// A workflow of a name that Clarifai's own have too, while every app may have one so named
    /// (`General`, `Face`).
    ClarifaisByName,
    /// A known public resource of another owner.
    Public {
        /// The owner's user id.
        user_id: String,
        /// The owner's app id.
        app_id: String,
    },
    /// One's own: a file of the project creates or trains it, or the configuration says so.
    Own,
    /// Its id is known, and nothing is known of it.
    Unlisted,
    /// Its id is only known at run time.
    Unresolved,
}

/// What a call asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// The kind of thing.
    pub kind: ResourceKind,
    /// Its id as the code gives it, resolved as far as possible.
    pub id: Option<String>,
    /// What it is known as today: the readable id in the catalogue.
    pub known_as: Option<String>,
    /// Whose it is.
    pub standing: Standing,
    /// Where the id is set, if elsewhere than in the call itself.
    pub place: Option<Place>,
    /// Where the id comes from when only run time knows it: "the environment variable `MODEL`"; of
    /// one that is known, where run time may find another.
    pub unresolved_from: Option<String>,
}

/// One half of an owner, as the call gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Written out.
    Literal(String),
    /// Only known at run time; where it comes from, in words.
    Dynamic(String),
}

/// How much of the owner a call gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Given {
    /// Both halves, written out.
    Literal,
    /// Both halves, at least one of them known only at run time.
    Dynamic,
    /// One half.
    Partial,
    /// Nothing.
    None,
}

impl Given {
    /// The name in the JSON output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Literal => "literal",
            Self::Dynamic => "dynamic",
            Self::Partial => "partial",
            Self::None => "none",
        }
    }
}

/// The user and app that a call names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Owner {
    /// The user.
    pub user_id: Option<Part>,
    /// The app.
    pub app_id: Option<Part>,
    /// Where the owner is given, if it is.
    pub place: Option<Place>,
    /// Whether the client fills what is missing by itself (SDKs read `CLARIFAI_USER_ID` and
    /// `CLARIFAI_APP_ID` from the environment).
    pub client_default: bool,
}

impl Owner {
    /// How much of the owner is given.
    #[must_use]
    pub fn given(&self) -> Given {
        match (&self.user_id, &self.app_id) {
            (None, None) => Given::None,
            (Some(Part::Literal(_)), Some(Part::Literal(_))) => Given::Literal,
            (Some(_), Some(_)) => Given::Dynamic,
            _ => Given::Partial,
        }
    }

    /// Whether the owner is written out as exactly this user and app.
    #[must_use]
    pub fn is(&self, user_id: &str, app_id: &str) -> bool {
        matches!((&self.user_id, &self.app_id),
            (Some(Part::Literal(user)), Some(Part::Literal(app))) if user == user_id && app == app_id)
    }
}

/// What a call wants done, as far as judging needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Intent {
    /// A prediction.
    Predict,
    /// Reading a resource, or something of it.
    Read,
    /// Creating, training, changing or deleting.
    Write,
    /// A search.
    Search,
    /// A list of many.
    List,
    /// Anything else.
    Other,
}

/// The operation that a call performs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Its name in the client at hand: `PostModelOutputs`, `models.predict`.
    pub name: String,
    /// What it wants done.
    pub intent: Intent,
    /// Whether the service takes personal access tokens only for it (`endpoints.md`, section 2).
    pub pat_only: bool,
}

/// One place where a program asks Clarifai for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// How the call is made.
    pub client: Client,
    /// The language it is written in.
    pub language: Language,
    /// The expression that names the resource and makes the request.
    pub place: Place,
    /// What it does.
    pub operation: Operation,
    /// What authenticates it.
    pub credential: Credential,
    /// What it asks for.
    pub resource: Resource,
    /// Whom it names as the owner.
    pub owner: Owner,
    /// Where the request is sent, if elsewhere than where it is built.
    pub sends: Vec<Place>,
    /// The callers through which the values came, outermost first, when the call stands in a
    /// helper.
    pub callers: Vec<Place>,
    /// What else was assumed: elements that a loop goes over, classes that an object may be of.
    pub cases: Vec<(Place, u32)>,
    /// Whether several values were possible, so that this is the gravest of several readings.
    pub ambiguous: bool,
    /// What could not be found out, in words, for the note that says so.
    pub missing: Vec<String>,
}
