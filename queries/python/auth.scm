; Where a credential enters, in Python.
; The words are explained in queries/README.md; sections are those of the client's documentation.

; --- clarifai.client (v1): id and secret, dead since 2018 ----------------------
((call) @auth.client
  (#callee? "clarifai.client.ClarifaiApi" "clarifai.client.client.ClarifaiApi")
  (#set! client "clarifai-v1"))

; --- clarifai.rest (2.0 to 2.6.2) ----------------------------------------------
; api_key is the fourth positional argument; two positional ones are id and secret.
((call) @auth.client
  (#callee? "clarifai.rest.ClarifaiApp" "clarifai.rest.client.ClarifaiApp")
  (#set! client "clarifai.rest") (#set! credential "api_key 3") (#set! dead "2"))
((call) @auth.client
  (#callee? "clarifai.rest.ApiClient" "clarifai.rest.client.ApiClient")
  (#set! client "clarifai.rest") (#set! credential "api_key 3"))

; --- clarifai (SDK, from 9.7 on) -----------------------------------------------
((call) @auth.client
  (#callee? "clarifai.client.user.User" "clarifai.client.User")
  (#set! client "clarifai-sdk") (#set! credential "pat token") (#set! user "user_id 0"))
((call) @auth.client
  (#callee? "clarifai.client.app.App" "clarifai.client.App" "clarifai.client.input.Inputs" "clarifai.client.input.Input"
    "clarifai.client.Inputs" "clarifai.client.dataset.Dataset" "clarifai.client.Dataset")
  (#set! client "clarifai-sdk") (#set! credential "pat token") (#set! user "user_id")
  (#set! app "app_id"))
; An application of a user: the credential and the user are those of the user's object.
((call) @auth.client
  (#callee? "clarifai.client.user.User().app" "clarifai.client.User().app")
  (#set! client "clarifai-sdk") (#set! app "app_id 0"))

; --- clarifai-utils ------------------------------------------------------------
((call) @auth.client
  (#callee? "clarifai_utils.auth.helper.ClarifaiAuthHelper" "clarifai.client.auth.helper.ClarifaiAuthHelper"
    "clarifai.auth.helper.ClarifaiAuthHelper" "clarifai_utils.auth.ClarifaiAuthHelper")
  (#set! client "clarifai-utils") (#set! credential "pat 2 token") (#set! user "user_id 0")
  (#set! app "app_id 1"))
((call) @auth.client
  (#callee? "clarifai_utils.auth.helper.ClarifaiAuthHelper.from_env"
    "clarifai.client.auth.helper.ClarifaiAuthHelper.from_env"
    "clarifai.auth.helper.ClarifaiAuthHelper.from_env"
    "clarifai_utils.auth.helper.ClarifaiAuthHelper.from_streamlit"
    "clarifai_utils.auth.helper.ClarifaiAuthHelper.from_streamlit_query_params"
    "clarifai.client.auth.helper.ClarifaiAuthHelper.from_streamlit"
    "clarifai.auth.helper.ClarifaiAuthHelper.from_streamlit")
  (#set! client "clarifai-utils") (#set! credential "pat"))
((call) @auth.client
  (#callee? "clarifai.client.create_stub" "clarifai.client.auth.create_stub"
    "clarifai_utils.client.create_stub" "clarifai.client.auth.stub.create_stub")
  (#set! client "clarifai-utils") (#set! through "auth_helper 0"))

; --- OpenAI-compatible ---------------------------------------------------------
((call) @auth.client
  (#callee? "openai.OpenAI" "openai.AsyncOpenAI" "langchain_openai.ChatOpenAI"
    "llama_index.llms.openai_like.OpenAILike")
  (#set! client "openai-compatible") (#set! credential "api_key") (#set! url "base_url api_base"))

; --- what comes from outside ---------------------------------------------------
((subscript) @auth.outside (#callee? "os.environ.*" "environ.*") (#set! kind "environment"))
((call) @auth.outside
  (#callee? "os.environ.get" "os.getenv" "environ.get" "getenv" "os.environ.pop" "decouple.config"
    "environs.Env()" "environs.Env().str" "environ.Env()" "environ.Env().str"
    "os.environ.setdefault" "dotenv.dotenv_values().get" "starlette.config.Config()")
  (#set! kind "environment") (#set! name "0 key") (#set! default "1 default"))
((call) @auth.outside
  (#callee? "streamlit.text_input" "st.text_input" "getpass.getpass" "input" "raw_input"
    "streamlit.sidebar.text_input" "click.prompt")
  (#set! kind "setting") (#set! name "0"))
((call) @auth.outside
  (#callee? "flask.request.args.get" "flask.request.form.get" "flask.request.values.get" "flask.request.json.get"
    "flask.request.headers.get" "flask.request.get_json().get" "*.get_argument" "*.get_query_argument")
  (#set! kind "setting") (#set! name "0 key name") (#set! default "1 default"))
((call) @auth.outside (#callee? "keyring.get_password") (#set! kind "setting") (#set! name "1 0"))
((attribute) @auth.outside
  (#callee? "streamlit.secrets.*" "st.secrets.*" "google.colab.userdata.*" "dotenv.dotenv_values().*"
    "argparse.ArgumentParser().parse_args().*")
  (#set! kind "setting"))
; Settings that stand in a module of that name, and those that are given to a member of that name.
((attribute) @auth.outside (#callee? "django.conf.settings.*") (#set! kind "setting") (#set! value "settings"))
((attribute) @auth.outside
  (#callee? "flask.current_app.config.*" "flask.Flask().config.*") (#set! kind "setting") (#set! through "config")
  (#set! with "update from_object from_mapping from_pyfile"))
((attribute) @auth.outside (#callee? "flask.g.*") (#set! kind "setting") (#set! through "g"))
((attribute) @auth.outside
  (#callee? "fastapi.FastAPI().state.*" "fastapi.Request().app.state.*" "fastapi.WebSocket().app.state.*"
    "starlette.applications.Starlette().state.*" "starlette.requests.Request().app.state.*")
  (#set! kind "setting") (#set! through "state"))
((call) @auth.outside
  (#callee? "google.colab.userdata.get" "streamlit.secrets.get" "flask.current_app.config.get")
  (#set! kind "setting") (#set! name "0") (#set! default "1"))
