; Where a model, workflow or concept is asked for, in Python.

; --- clarifai.rest -------------------------------------------------------------
((attribute) @resource.accessor
  (#callee? "clarifai.rest.ClarifaiApp().public_models.*" "clarifai.rest.client.ClarifaiApp().public_models.*")
  (#set! client "clarifai.rest") (#set! resource "model"))
((call) @resource.request
  (#callee? "clarifai.rest.ClarifaiApp().models.get" "clarifai.rest.client.ClarifaiApp().models.get")
  (#set! client "clarifai.rest") (#set! resource "model") (#set! id "model_id 0 model_name")
  (#set! lookup "name") (#set! intent "predict"))
((call) @resource.request
  (#callee? "clarifai.rest.ClarifaiApp().models.search" "clarifai.rest.client.ClarifaiApp().models.search")
  (#set! client "clarifai.rest") (#set! resource "model") (#set! id "model_name 0")
  (#set! lookup "search") (#set! intent "search"))
((call) @resource.request
  (#callee? "clarifai.rest.Model" "clarifai.rest.client.Model")
  (#set! client "clarifai.rest") (#set! resource "model") (#set! id "model_id 1")
  (#set! through "api 0") (#set! intent "predict"))
((call) @resource.request
  (#callee? "clarifai.rest.ClarifaiApp().tag_urls" "clarifai.rest.ClarifaiApp().tag_files"
    "clarifai.rest.client.ClarifaiApp().tag_urls" "clarifai.rest.client.ClarifaiApp().tag_files")
  (#set! client "clarifai.rest") (#set! resource "model") (#set! id "model_id 2 model_name model 1")
  (#set! default "general-v1.3") (#set! lookup "name") (#set! intent "predict"))
((call) @resource.request
  (#callee? "clarifai.rest.ClarifaiApp().api.predict_model" "clarifai.rest.ApiClient().predict_model")
  (#set! client "clarifai.rest") (#set! resource "model") (#set! id "model_id 0") (#set! intent "predict"))
((call) @resource.request
  (#callee? "clarifai.rest.ClarifaiApp().api.predict_concepts" "clarifai.rest.ApiClient().predict_concepts")
  (#set! client "clarifai.rest") (#set! resource "model") (#set! default "general-v1.3")
  (#set! lookup "name") (#set! intent "predict"))
((call) @resource.request
  (#callee? "clarifai.rest.ClarifaiApp().api.predict_colors" "clarifai.rest.ApiClient().predict_colors")
  (#set! client "clarifai.rest") (#set! resource "model") (#set! default "color")
  (#set! lookup "name") (#set! intent "predict"))
((call) @resource.request
  (#callee? "clarifai.rest.ClarifaiApp().api.predict_embed" "clarifai.rest.ApiClient().predict_embed")
  (#set! client "clarifai.rest") (#set! resource "model") (#set! default "general-v1.5-embed")
  (#set! lookup "name") (#set! intent "predict"))
((call) @resource.request
  (#callee? "clarifai.rest.ClarifaiApp().models.create" "clarifai.rest.ClarifaiApp().models.delete"
    "clarifai.rest.ClarifaiApp().models.bulk_delete")
  (#set! client "clarifai.rest") (#set! resource "model") (#set! id "model_id 0")
  (#set! intent "write") (#set! also "creates"))
; A model that was just made, asked through the object that stands for it.
((call) @value.same
  (#callee? "clarifai.rest.ClarifaiApp().models.create().train") (#set! value "receiver"))
((call) @resource.request
  (#callee? "clarifai.rest.ClarifaiApp().models.create().predict"
    "clarifai.rest.ClarifaiApp().models.create().predict_by_url"
    "clarifai.rest.ClarifaiApp().models.create().predict_by_filename"
    "clarifai.rest.ClarifaiApp().models.create().predict_by_bytes"
    "clarifai.rest.ClarifaiApp().models.create().predict_by_base64")
  (#set! client "clarifai.rest") (#set! resource "model") (#set! id "receiver") (#set! intent "predict"))
((call) @resource.request
  (#callee? "clarifai.rest.ClarifaiApp().models.get_all" "clarifai.rest.ClarifaiApp().models.get_by_page"
    "clarifai.rest.ClarifaiApp().workflows.get_all")
  (#set! client "clarifai.rest") (#set! resource "other") (#set! intent "list"))
((call) @resource.request
  (#callee? "clarifai.rest.ClarifaiApp().workflows.get" "clarifai.rest.client.ClarifaiApp().workflows.get")
  (#set! client "clarifai.rest") (#set! resource "workflow") (#set! id "workflow_id 0") (#set! intent "predict"))
((call) @resource.request
  (#callee? "clarifai.rest.Workflow" "clarifai.rest.client.Workflow")
  (#set! client "clarifai.rest") (#set! resource "workflow") (#set! id "workflow_id 2 workflow")
  (#set! through "api 0") (#set! intent "predict"))
((call) @resource.request
  (#callee? "clarifai.rest.ClarifaiApp().api.predict_workflow" "clarifai.rest.ApiClient().predict_workflow")
  (#set! client "clarifai.rest") (#set! resource "workflow") (#set! id "workflow_id 0") (#set! intent "predict"))
((call) @resource.request
  (#callee? "clarifai.rest.ClarifaiApp().concepts.get" "clarifai.rest.ClarifaiApp().concepts.update")
  (#set! client "clarifai.rest") (#set! resource "concept") (#set! id "concept_id 0") (#set! intent "read"))
((call) @resource.request
  (#callee? "clarifai.rest.ClarifaiApp().concepts.search" "clarifai.rest.ClarifaiApp().concepts.get_all"
    "clarifai.rest.ClarifaiApp().concepts.create" "clarifai.rest.ClarifaiApp().concepts.bulk_create")
  (#set! client "clarifai.rest") (#set! resource "other") (#set! intent "search"))
; What an app's base workflow predicts is, as a rule, of Clarifai's general model.
((call) @resource.request
  (#callee? "clarifai.rest.ClarifaiApp().inputs.search_by_predicted_concepts")
  (#set! client "clarifai.rest") (#set! resource "concept") (#set! id "concept_id concept 0 concepts concept_ids")
  (#set! lookup "predicted") (#set! intent "search"))
((call) @resource.request
  (#callee? "clarifai.rest.ClarifaiApp().inputs.*" "clarifai.rest.client.ClarifaiApp().inputs.*")
  (#set! client "clarifai.rest") (#set! resource "other") (#set! intent "write"))
((call) @resource.request
  (#callee? "clarifai.client.ClarifaiApi().tag_images" "clarifai.client.ClarifaiApi().tag_image_urls"
    "clarifai.client.ClarifaiApi().tag" "clarifai.client.ClarifaiApi().tag_urls"
    "clarifai.client.ClarifaiApi().embed" "clarifai.client.ClarifaiApi().tag_image_base64"
    "clarifai.client.ClarifaiApi().tag_image" "clarifai.client.ClarifaiApi().color_urls"
    "clarifai.client.ClarifaiApi().color")
  (#set! client "clarifai-v1") (#set! resource "other") (#set! intent "predict"))

; --- SDK -----------------------------------------------------------------------
((call) @resource.request
  (#callee? "clarifai.client.model.Model" "clarifai.client.Model")
  (#set! client "clarifai-sdk") (#set! resource "model") (#set! url "url 0") (#set! id "model_id")
  (#set! user "user_id") (#set! app "app_id") (#set! credential "pat token") (#set! intent "predict"))
((call) @resource.request
  (#callee? "clarifai.client.workflow.Workflow" "clarifai.client.Workflow")
  (#set! client "clarifai-sdk") (#set! resource "workflow") (#set! url "url 0") (#set! id "workflow_id")
  (#set! user "user_id") (#set! app "app_id") (#set! credential "pat token") (#set! intent "predict"))
((call) @resource.request
  (#callee? "clarifai.client.app.App().model" "clarifai.client.App().model"
    "clarifai.client.user.User().app().model" "clarifai.client.User().app().model")
  (#set! client "clarifai-sdk") (#set! resource "model") (#set! id "model_id 0") (#set! intent "predict"))
((call) @resource.request
  (#callee? "clarifai.client.app.App().workflow" "clarifai.client.App().workflow"
    "clarifai.client.user.User().app().workflow" "clarifai.client.User().app().workflow")
  (#set! client "clarifai-sdk") (#set! resource "workflow") (#set! id "workflow_id 0") (#set! intent "predict"))
((call) @resource.request
  (#callee? "clarifai.client.search.Search" "clarifai.client.Search")
  (#set! client "clarifai-sdk") (#set! resource "other") (#set! user "user_id 0") (#set! app "app_id 1")
  (#set! credential "pat") (#set! intent "search"))

; --- LangChain, LlamaIndex -----------------------------------------------------
((call) @resource.request
  (#callee? "langchain_community.llms.Clarifai" "langchain_community.llms.clarifai.Clarifai"
    "langchain.llms.Clarifai" "langchain.llms.clarifai.Clarifai"
    "langchain_community.embeddings.ClarifaiEmbeddings" "langchain_community.embeddings.clarifai.ClarifaiEmbeddings"
    "langchain.embeddings.ClarifaiEmbeddings" "langchain.embeddings.clarifai.ClarifaiEmbeddings")
  (#set! client "langchain") (#set! resource "model") (#set! url "model_url") (#set! id "model_id")
  (#set! user "user_id") (#set! app "app_id") (#set! credential "pat clarifai_pat token") (#set! intent "predict"))
((call) @resource.request
  (#callee? "llama_index.llms.clarifai.Clarifai" "llama_index.llms.Clarifai"
    "llama_index.embeddings.clarifai.ClarifaiEmbedding" "llama_index.embeddings.ClarifaiEmbedding"
    "llama_index.llms.clarifai.base.Clarifai")
  (#set! client "llama-index") (#set! resource "model") (#set! url "model_url") (#set! id "model_name")
  (#set! user "user_id") (#set! app "app_id") (#set! credential "pat") (#set! intent "predict"))

; --- LiteLLM, OpenAI-compatible ------------------------------------------------
((call) @resource.request
  (#callee? "litellm.completion" "litellm.acompletion" "litellm.embedding" "litellm.aembedding")
  (#set! client "litellm") (#set! resource "model") (#set! url "model 0") (#set! credential "api_key")
  (#set! when "litellm") (#set! intent "predict"))
((call) @resource.request
  (#callee? "openai.OpenAI().chat.completions.create" "openai.AsyncOpenAI().chat.completions.create"
    "openai.OpenAI().embeddings.create" "openai.OpenAI().responses.create" "openai.OpenAI().completions.create")
  (#set! client "openai-compatible") (#set! resource "model") (#set! url "model")
  (#set! when "openai") (#set! intent "predict"))
((call) @resource.request
  (#callee? "langchain_openai.ChatOpenAI" "llama_index.llms.openai_like.OpenAILike")
  (#set! client "openai-compatible") (#set! resource "model") (#set! url "model model_name")
  (#set! credential "api_key openai_api_key") (#set! when "openai") (#set! intent "predict"))

; --- REST ----------------------------------------------------------------------
((call) @resource.open
  (#callee? "requests.Session" "requests.session" "httpx.Client" "httpx.AsyncClient" "aiohttp.ClientSession"
    "requests_toolbelt.sessions.BaseUrlSession" "requests_toolbelt.BaseUrlSession" "niquests.Session"
    "http.client.HTTPSConnection" "httplib.HTTPSConnection" "http.client.HTTPConnection")
  (#set! url "base_url 0"))
((call) @resource.sends
  (#callee? "requests.Session().get" "requests.Session().post" "requests.Session().put" "requests.Session().patch"
    "requests.Session().delete" "httpx.Client().get" "httpx.Client().post" "httpx.Client().patch" "httpx.Client().delete"
    "httpx.AsyncClient().get" "httpx.AsyncClient().post")
  (#set! through "request") (#set! with "1") (#set! url "1 url"))
((call) @resource.passive
  (#callee? "print" "str" "len" "repr" "getattr" "hasattr" "setattr" "callable" "int" "float" "bool" "id" "type" "iter" "sorted" "*.append" "*.info" "*.debug" "*.warning" "*.error" "*.exception"
    "*.join" "*.startswith" "*.endswith" "*.replace" "*.split" "*.add" "*.write" "*.extend" "*.index" "*.find"
    "urllib.parse.quote" "urllib.parse.urlparse" "urlparse" "urllib.parse.urljoin" "re.match" "re.search" "isinstance" "os.path.join"
    "*.route" "*.get_json" "logging.info" "logging.debug" "warnings.warn" "*.setdefault" "*.pop" "os.getenv" "os.environ.get" "*.link_button" "*.markdown" "*.add_argument" "click.option" "webbrowser.open"))

; Stand-ins of tests: what they are told of, nobody asks.
((call) @value.double
  (#callee? "unittest.mock" "mock" "responses" "requests_mock" "respx" "httpretty" "aioresponses" "pytest_httpx" "pook"
    "httpx_mock" "respx_mock" "mocker" "httpserver"
    "*.assert_called_with" "*.assert_called_once_with" "*.assert_any_call" "*.assert_has_calls"
    "*.assert_awaited_with" "*.assert_awaited_once_with" "*.assert_any_await" "*.add_response" "*.register_uri"))

; --- values that are handed on -------------------------------------------------
((call) @value.same
  (#callee? "str" "json.dumps" "json.loads" "list" "sorted" "set" "reversed" "iter" "tuple" "bytes" "simplejson.dumps"
    "google.protobuf.json_format.MessageToDict" "google.protobuf.json_format.MessageToJson" "gzip.compress" "zlib.compress" "string.Template"
    "google.protobuf.json_format.ParseDict" "json_format.ParseDict" "ujson.dumps"
    "yarl.URL" "yaml.safe_load" "yaml.load" "toml.load" "toml.loads" "tomllib.load" "tomllib.loads" "tomli.load" "tomli.loads" "json.load" "yaml.full_load" "io.open" "pathlib.Path" "Path" "httpx.URL" "frozenset" "pydantic.SecretStr" "SecretStr" "typing.cast")
  (#set! value "0"))
((call) @value.same
  (#callee? "*.strip" "*.encode" "*.decode" "*.rstrip" "*.lstrip" "*.lower" "*.get_secret_value")
  (#set! value "receiver"))
; One of the elements that a list of choices has.
((call) @value.element (#callee? "*.selectbox" "*.radio" "*.select_slider") (#set! value "1 options"))
((call) @value.element (#callee? "*.choice") (#set! value "0"))
; Lists that are made of others.
((call) @value.view (#callee? "*.items") (#set! kind "items") (#set! value "receiver"))
((call) @value.view (#callee? "*.values") (#set! kind "values") (#set! value "receiver"))
((call) @value.view (#callee? "*.keys") (#set! kind "keys") (#set! value "receiver"))
((call) @value.view (#callee? "zip" "itertools.zip_longest") (#set! kind "zip"))
((call) @value.view (#callee? "enumerate") (#set! kind "count") (#set! value "0 iterable"))
; What calls the function that it is given.
((call) @value.calls (#callee? "map" "*.map" "*.imap" "*.imap_unordered") (#set! value "0") (#set! kind "elements"))
((call) @value.calls
  (#callee? "*.submit" "functools.partial" "asyncio.to_thread" "*.add_task" "*.call_soon" "fastapi.concurrency.run_in_threadpool"
    "starlette.concurrency.run_in_threadpool" "anyio.to_thread.run_sync")
  (#set! value "0"))
((call) @value.calls (#callee? "*.run_in_executor" "*.call_later") (#set! value "1"))
((call) @value.calls
  (#callee? "threading.Thread" "multiprocessing.Process" "threading.Timer")
  (#set! value "target function 1") (#set! through "args kwargs"))
((call) @value.calls (#callee? "*.apply_async" "*.apply") (#set! value "0 func") (#set! through "1 args 2 kwds"))
; Records that calls make, and copies that are filled later.
((call) @value.record
  (#callee? "dict" "collections.OrderedDict" "copy.copy" "copy.deepcopy" "dataclasses.replace"
    "copy.replace" "attr.evolve" "attrs.evolve")
  (#set! value "0"))
((call) @value.record (#callee? "*.copy" "*._replace" "*.model_copy") (#set! value "receiver"))
((call) @value.record
  (#callee? "dataclasses.asdict" "attr.asdict" "attrs.asdict" "vars")
  (#set! value "0"))
((call) @value.record
  (#callee? "pydantic.BaseModel().model_dump" "pydantic.BaseModel().model_dump_json" "pydantic.BaseModel().dict"
    "pydantic.BaseModel().json" "*.model_dump" "*.model_dump_json" "*._asdict")
  (#set! value "receiver"))
((call) @value.record (#callee? "types.SimpleNamespace" "argparse.Namespace"))
((call) @value.member (#callee? "getattr") (#set! value "0") (#set! name "1") (#set! default "2"))
; What tests are given by the name of a parameter.
((call) @value.provided
  (#callee? "@pytest.fixture" "@fixture" "@pytest_asyncio.fixture") (#set! through "name") (#set! with "test"))
; What a framework calls to fill a parameter.
((call) @value.result (#callee? "fastapi.Depends" "fastapi.Security" "fastapi.params.Depends"))
((call) @value.record
  (#callee? "collections.namedtuple()" "typing.NamedTuple()" "dataclasses.make_dataclass()" "typing.TypedDict()")
  (#set! through "field_names 1 fields"))
; What declares an option of a program or of its configuration.
((call) @value.option
  (#callee? "argparse.ArgumentParser().add_argument" "@click.option" "@option" "@click.argument")
  (#set! name "0 1") (#set! default "default"))
; What declares a field of a class, with its default or with what makes that.
((call) @value.field
  (#callee? "dataclasses.field" "attr.ib" "attr.attrib" "attr.field" "attrs.field")
  (#set! default "default") (#set! value "default_factory factory"))
((call) @value.field (#callee? "typer.Option" "typer.Argument" "fastapi.Query") (#set! default "default 0"))
((call) @value.field
  (#callee? "pydantic.Field" "pydantic.fields.Field" "sqlmodel.Field")
  (#set! default "default 0") (#set! value "default_factory"))
((call) @value.same (#callee? "*.read" "*.read_text" "*.open" "*.absolute" "*.resolve") (#set! value "receiver"))
((call) @value.data
  (#callee? "open" "io.open" "codecs.open" "pathlib.Path" "Path" "omegaconf.OmegaConf.load" "OmegaConf.load"
    "anyconfig.load" "toml.load" "configobj.ConfigObj")
  (#set! value "0 file"))
((call) @value.data
  (#callee? "configparser.ConfigParser" "ConfigParser.ConfigParser" "configparser.RawConfigParser"
    "configparser.SafeConfigParser")
  (#set! through "read"))
((call) @value.same (#callee? "os.path.join" "os.path.abspath" "os.path.expanduser") (#set! value "1 0"))
((call) @value.format (#callee? "*.substitute" "*.safe_substitute") (#set! value "receiver") (#set! with "$"))
((call) @value.spliced (#callee? "*.urljoin" "urljoin") (#set! value "0 1"))
((call) @value.spliced (#callee? "os.path.join" "posixpath.join") (#set! value "0 1 2 3 4 5 6 7"))
((call) @value.spliced (#callee? "*.join") (#set! value "0") (#set! through "receiver"))
((call) @value.replaced (#callee? "*.replace"))
