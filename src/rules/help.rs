//! What to write instead, in the words of the client and the language of a call.

use super::Rule;
use crate::clarifai::catalogue::{CLARIFAI_APP, CLARIFAI_USER, PublicApp, asked_as, owner_of_app};
use crate::clarifai::{Call, Client, CredentialKind, Intent, Owner, Part, ResourceKind, Standing};
use crate::language::Language;

/// The environment variables from which rewritten code reads (`pat-env`, `user-env`, `app-env`
/// in the configuration).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// Holds the personal access token.
    pub pat: String,
    /// Holds one's own user id.
    pub user_id: String,
    /// Holds the id of one's own application.
    pub app_id: String,
}

impl Default for Environment {
    fn default() -> Self {
        Self {
            pat: "CLARIFAI_PAT".to_owned(),
            user_id: "CLARIFAI_USER_ID".to_owned(),
            app_id: "CLARIFAI_APP_ID".to_owned(),
        }
    }
}

/// The owner that a right call names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// This one.
    Fixed {
        /// The user.
        user_id: String,
        /// The application.
        app_id: String,
    },
    /// One's own, from the environment.
    Own,
    /// It depends on whose the resource is, which is not known.
    Open,
}

impl Target {
    /// The owner of what a call asks for.
    #[must_use]
    pub fn of(call: &Call) -> Self {
        let fixed = |user_id: &str, app_id: &str| Self::Fixed {
            user_id: user_id.to_owned(),
            app_id: app_id.to_owned(),
        };
        match (&call.resource.standing, public_app(&call.owner)) {
            (Standing::Clarifais, _) => fixed(CLARIFAI_USER, CLARIFAI_APP),
            (Standing::Public { user_id, app_id }, _) => fixed(user_id, app_id),
            (_, Some((user_id, app_id))) => fixed(user_id, app_id),
            (Standing::Own, None) => Self::Own,
            (_, None) if call.resource.kind == ResourceKind::Other => Self::Own,
            (Standing::Unlisted, None) if call.resource.id.is_some() => Self::Own,
            _ => Self::Open,
        }
    }
}

/// The owner of a call, where it is a public application, written out.
fn public_app(owner: &Owner) -> Option<(&str, &str)> {
    match (&owner.user_id, &owner.app_id) {
        (Some(Part::Literal(user)), Some(Part::Literal(app))) => {
            let app_of: Option<PublicApp> = owner_of_app(user, app);
            app_of.map(|_| (user.as_str(), app.as_str()))
        }
        _ => None,
    }
}

/// What to write instead of a call that is a finding of this rule: sentences, and lines of code
/// that can be copied. Not masked yet.
#[must_use]
pub fn help(rule: Rule, call: &Call, code: &str, environment: &Environment) -> Vec<String> {
    let writer = Writer {
        call,
        code,
        environment,
        target: Target::of(call),
    };
    match rule {
        Rule::RetiredModel => vec![
            "choose a model that is in service; `key2pat catalogue` lists what is known".to_owned(),
        ],
        Rule::HardCodedCredential => writer.moved_out_of_the_code(),
        Rule::UnusedIgnore => vec!["remove the comment".to_owned()],
        Rule::UnclearCredential => vec![format!(
            "look the value up: name it `{}` if it is a personal access token, and replace it by \
             one if it is an API key",
            environment.pat
        )],
        Rule::RetiredClient => writer.replacement(),
        _ if !call.client.can_name_owner() => writer.replacement(),
        _ => writer.in_place(rule),
    }
}

/// Writes code for one call.
struct Writer<'a> {
    call: &'a Call,
    /// The text of the call as it stands.
    code: &'a str,
    environment: &'a Environment,
    target: Target,
}

impl Writer<'_> {
    /// An expression that reads an environment variable.
    fn read(&self, name: &str) -> String {
        match self.call.language {
            Language::Python => format!("os.environ[\"{name}\"]"),
            Language::Java => format!("System.getenv(\"{name}\")"),
            Language::JavaScript | Language::TypeScript | Language::Tsx => {
                format!("process.env.{name}")
            }
        }
    }

    fn pat(&self) -> String {
        self.read(&self.environment.pat)
    }

    /// The two halves of the owner as expressions. One of Clarifai's where it is open whose the
    /// resource is: a sentence beside it says so.
    fn owner(&self) -> (String, String) {
        match &self.target {
            Target::Fixed { user_id, app_id } => (quoted(user_id), quoted(app_id)),
            Target::Own => (
                self.read(&self.environment.user_id),
                self.read(&self.environment.app_id),
            ),
            Target::Open => (quoted(CLARIFAI_USER), quoted(CLARIFAI_APP)),
        }
    }

    /// The owner as the segments of an address.
    fn owner_in_address(&self) -> (String, String) {
        match &self.target {
            Target::Fixed { user_id, app_id } => (user_id.clone(), app_id.clone()),
            Target::Own => (
                format!("${{{}}}", self.environment.user_id),
                format!("${{{}}}", self.environment.app_id),
            ),
            Target::Open => (CLARIFAI_USER.to_owned(), CLARIFAI_APP.to_owned()),
        }
    }

    /// The resource's id, or a name to be replaced.
    fn id(&self) -> &str {
        let resource = &self.call.resource;
        resource
            .id
            .as_deref()
            .map(|id| asked_as(resource.kind, id))
            .unwrap_or(match self.call.resource.kind {
                ResourceKind::Model => "MODEL_ID",
                ResourceKind::Workflow => "WORKFLOW_ID",
                ResourceKind::Concept => "CONCEPT_ID",
                ResourceKind::Other => "ID",
            })
    }

    /// The path of the resource in a REST address.
    fn rest_path(&self) -> String {
        let (id, predicts) = (self.id(), self.call.operation.intent == Intent::Predict);
        match self.call.resource.kind {
            ResourceKind::Model if predicts => format!("models/{id}/outputs"),
            ResourceKind::Model => format!("models/{id}"),
            ResourceKind::Workflow if predicts => format!("workflows/{id}/results"),
            ResourceKind::Workflow => format!("workflows/{id}"),
            ResourceKind::Concept => format!("concepts/{id}"),
            ResourceKind::Other => "…".to_owned(),
        }
    }

    /// The REST address of the resource, with its owner.
    fn rest_address(&self) -> String {
        let (user, app) = self.owner_in_address();
        format!(
            "https://api.clarifai.com/v2/users/{user}/apps/{app}/{}",
            self.rest_path()
        )
    }

    /// The address of the resource on clarifai.com, as the SDKs take it.
    fn page(&self) -> String {
        let (user, app) = self.owner_in_address();
        let kind = match self.call.resource.kind {
            ResourceKind::Workflow => "workflows",
            _ => "models",
        };
        format!("https://clarifai.com/{user}/{app}/{kind}/{}", self.id())
    }

    /// The two edits of a client that can name an owner: the credential, then the owner.
    fn in_place(&self, rule: Rule) -> Vec<String> {
        let mut lines = Vec::new();
        if rule == Rule::KeyOnPatOnlyEndpoint {
            lines.extend(self.credential());
            return lines;
        }
        if self.target == Target::Open {
            lines.push(format!(
                "owner `clarifai/main` if the {0} is Clarifai's, your own user and app if it is \
                 yours",
                self.call.resource.kind.name()
            ));
        }
        let whole = self.whole();
        if whole.is_empty() {
            let token = self.call.credential.kind == CredentialKind::Pat;
            lines.extend(if token { None } else { self.credential() });
            lines.extend(self.owner_lines());
        } else {
            lines.extend(whole);
        }
        lines
    }

    /// The line that brings the credential in, for clients that have one apart from the owner's.
    fn credential(&self) -> Option<String> {
        let pat = self.pat();
        let header = format!("\"Key \" + {pat}");
        match (self.call.client, self.call.language) {
            (Client::Grpc, Language::Java) => Some(format!("new ClarifaiCallCredentials({pat})")),
            (Client::Grpc, Language::Python) => {
                Some(format!("metadata=((\"authorization\", {header}),)"))
            }
            (Client::Grpc | Client::NodeGrpc, _) => {
                Some(format!("metadata.set(\"authorization\", {header});"))
            }
            (Client::WebGrpc, _) => Some(format!("{{ authorization: {header} }}")),
            (Client::Rest, Language::Python) => {
                Some(format!("headers={{\"Authorization\": {header}}}"))
            }
            (Client::Rest, Language::Java) => Some(format!(".header(\"Authorization\", {header})")),
            (Client::Rest, _) => Some(format!("headers: {{ Authorization: {header} }}")),
            (Client::LegacyJavaScript, _) => Some(format!("new Clarifai.App({{ apiKey: {pat} }})")),
            _ => None,
        }
    }

    /// The line or lines that name the owner.
    fn owner_lines(&self) -> Vec<String> {
        let (user, app) = self.owner();
        match (self.call.client, self.call.language) {
            (Client::Grpc, Language::Python) => vec![format!(
                "user_app_id=resources_pb2.UserAppIDSet(user_id={user}, app_id={app}),"
            )],
            (Client::Grpc, Language::Java) => vec![format!(
                ".setUserAppId(UserAppIDSet.newBuilder().setUserId({user}).setAppId({app}))"
            )],
            (Client::WebGrpc, _) => vec![format!(
                ".setUserAppId(new UserAppIDSet().setUserId({user}).setAppId({app}))"
            )],
            // The static stubs build requests of classes, the dynamic ones take plain objects.
            (Client::Grpc | Client::NodeGrpc, _) if self.code.contains("Request(") => {
                vec![format!(
                    ".setUserAppId(new resources.UserAppIDSet().setUserId({user}).setAppId({app}))"
                )]
            }
            (Client::Grpc | Client::NodeGrpc, _) => {
                vec![format!(
                    "user_app_id: {{ user_id: {user}, app_id: {app} }},"
                )]
            }
            (Client::Utils, _) => {
                vec![format!(
                    "user_app_id=auth.get_user_app_id_proto({user}, {app}),"
                )]
            }
            (Client::LangChain | Client::LlamaIndex, _) => {
                vec![format!("user_id={user}, app_id={app},")]
            }
            (Client::Rest, _) => self.rest_owner(&user, &app),
            _ => Vec::new(),
        }
    }

    /// REST names the owner in the address or in the body.
    fn rest_owner(&self, user: &str, app: &str) -> Vec<String> {
        let mut lines = vec![self.rest_address()];
        // Where the body has an owner already, its two values are what changes.
        if self.call.owner.user_id.is_some() || self.call.owner.app_id.is_some() {
            lines.push(match self.call.language {
                Language::Python => {
                    format!("\"user_app_id\": {{\"user_id\": {user}, \"app_id\": {app}}},")
                }
                _ => format!("user_app_id: {{ user_id: {user}, app_id: {app} }},"),
            });
        }
        lines
    }

    /// Clients in which one expression takes credential and owner together.
    fn whole(&self) -> Vec<String> {
        let (pat, page) = (self.pat(), self.page());
        let (user, app) = self.owner();
        let class = match self.call.resource.kind {
            ResourceKind::Workflow => "Workflow",
            _ => "Model",
        };
        match (self.call.client, self.call.language) {
            (Client::LegacyJavaScript, _) => vec![
                format!("new Clarifai.App({{ apiKey: {pat}, userId: {user}, appId: {app} }})"),
                "all calls on that object then ask this owner: calls on another application need \
                 a second object"
                    .to_owned(),
            ],
            (Client::Sdk, Language::Python) if self.target == Target::Own => vec![format!(
                "{class}({}_id=\"{}\", user_id={user}, app_id={app}, pat={pat})",
                class.to_lowercase(),
                self.id()
            )],
            (Client::Sdk, Language::Python) => {
                vec![format!("{class}(url=\"{page}\", pat={pat})")]
            }
            (Client::Sdk, _) => vec![format!(
                "new {class}({{ url: {}, authConfig: {{ pat: {pat} }} }})",
                javascript_literal(&page)
            )],
            (Client::OpenAiCompatible, _) => vec![format!("model=\"{page}\"")],
            (Client::LiteLlm, _) => {
                let (user, app) = self.owner_in_address();
                vec![format!("model=\"clarifai/{user}.{app}.{}\"", self.id())]
            }
            _ => Vec::new(),
        }
    }

    /// A credential that stands in the code comes from the environment instead.
    fn moved_out_of_the_code(&self) -> Vec<String> {
        vec![
            format!("read it from the environment: {}", self.pat()),
            "revoke the one in the code: it stays in the repository's history".to_owned(),
        ]
    }

    /// The whole call anew, for clients that cannot name an owner.
    fn replacement(&self) -> Vec<String> {
        let intro = format!(
            "`{}` cannot name an owner, so the client has to be replaced; the result is a \
             protobuf message, not what this client returned",
            self.call.client.name()
        );
        let model_or_workflow = matches!(
            self.call.resource.kind,
            ResourceKind::Model | ResourceKind::Workflow
        );
        let code = match self.call.language {
            _ if !model_or_workflow => self.rest_replacement(),
            Language::Python => self.python_replacement(),
            Language::Java => self.java_replacement(),
            Language::JavaScript | Language::TypeScript | Language::Tsx => {
                self.javascript_replacement()
            }
        };
        [intro].into_iter().chain(code).collect()
    }

    /// Concepts, inputs, searches: the same request by REST.
    fn rest_replacement(&self) -> Vec<String> {
        let header = format!(
            "with the header `Authorization: Key ${}`",
            self.environment.pat
        );
        vec![self.rest_address(), header]
    }

    fn python_replacement(&self) -> Vec<String> {
        let (class, module, result) = match self.call.resource.kind {
            ResourceKind::Workflow => ("Workflow", "workflow", "response.results[0].outputs[-1]"),
            _ => ("Model", "model", "response.outputs[0]"),
        };
        let pat = self.pat();
        let made = if self.target == Target::Own {
            let (user, app) = self.owner();
            let id = self.id();
            format!(
                "{module} = {class}({module}_id=\"{id}\", user_id={user}, app_id={app}, pat={pat})"
            )
        } else {
            format!("{module} = {class}(url=\"{}\", pat={pat})", self.page())
        };
        vec![
            "import os".to_owned(),
            format!("from clarifai.client.{module} import {class}"),
            made,
            format!("response = {module}.predict_by_url(image_url, input_type=\"image\")"),
            format!("concepts = {result}.data.concepts"),
        ]
    }

    fn java_replacement(&self) -> Vec<String> {
        let (user, app) = self.owner();
        let (rpc, setter, response, result) = match self.call.resource.kind {
            ResourceKind::Workflow => (
                "WorkflowResults",
                "setWorkflowId",
                "PostWorkflowResultsResponse",
                "getResults(0).",
            ),
            _ => ("ModelOutputs", "setModelId", "MultiOutputResponse", ""),
        };
        vec![
            "V2Grpc.V2BlockingStub stub = V2Grpc".to_owned(),
            "    .newBlockingStub(ClarifaiChannel.INSTANCE.getGrpcChannel())".to_owned(),
            format!(
                "    .withCallCredentials(new ClarifaiCallCredentials({}));",
                self.pat()
            ),
            format!("{response} response = stub.post{rpc}(Post{rpc}Request.newBuilder()"),
            format!(
                "    .setUserAppId(UserAppIDSet.newBuilder().setUserId({user}).setAppId({app}))"
            ),
            format!("    .{setter}(\"{}\")", self.id()),
            "    .addInputs(Input.newBuilder().setData(Data.newBuilder()".to_owned(),
            "        .setImage(Image.newBuilder().setUrl(imageUrl))))".to_owned(),
            "    .build());".to_owned(),
            format!(
                "List<Concept> concepts = response.{result}getOutputs(0).getData().getConceptsList();"
            ),
        ]
    }

    /// For the v1 client of npm alone: later ones can name an owner.
    fn javascript_replacement(&self) -> Vec<String> {
        let address = javascript_literal(&self.rest_address());
        vec![
            format!("const response = await fetch({address}, {{"),
            "  method: \"POST\",".to_owned(),
            format!("  headers: {{ Authorization: \"Key \" + {} }},", self.pat()),
            "  body: JSON.stringify({ inputs: [{ data: { image: { url: imageUrl } } }] }),"
                .to_owned(),
            "});".to_owned(),
        ]
    }
}

/// An address as a literal of JavaScript: a template where it reads the environment.
fn javascript_literal(address: &str) -> String {
    if address.contains("${") {
        format!("`{}`", address.replace("${", "${process.env."))
    } else {
        quoted(address)
    }
}

/// A text as a string literal; the same in all the languages.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
