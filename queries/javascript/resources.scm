; Where a model, workflow or concept is asked for, in JavaScript and TypeScript.

; --- clarifai (legacy) ---------------------------------------------------------
((member_expression) @resource.constant
  (#callee? "clarifai.*" "Clarifai.*" "clarifai.default.*" "clarifai.App().*" "Clarifai.App().*")
  (#set! client "clarifai (legacy npm)") (#set! resource "model"))
((call_expression) @resource.request
  (#callee? "clarifai.App().models.predict" "Clarifai.App().models.predict" "clarifai.App().models.initModel"
    "Clarifai.App().models.initModel")
  (#set! client "clarifai (legacy npm)") (#set! resource "model") (#set! id "0") (#set! lookup "name") (#set! intent "predict"))
((call_expression) @resource.request
  (#callee? "clarifai.App().models.get" "Clarifai.App().models.get" "clarifai.App().models.getOutputInfo"
    "Clarifai.App().models.getOutputInfo" "clarifai.App().models.getVersions" "Clarifai.App().models.getVersions")
  (#set! client "clarifai (legacy npm)") (#set! resource "model") (#set! id "0") (#set! lookup "name") (#set! intent "read"))
((call_expression) @resource.request
  (#callee? "clarifai.App().models.search" "Clarifai.App().models.search")
  (#set! client "clarifai (legacy npm)") (#set! resource "model") (#set! id "0") (#set! lookup "search") (#set! intent "search"))
((call_expression) @resource.request
  (#callee? "clarifai.App().models.create" "Clarifai.App().models.create" "clarifai.App().models.train"
    "Clarifai.App().models.train" "clarifai.App().models.delete" "Clarifai.App().models.delete"
    "clarifai.App().models.mergeConcepts" "Clarifai.App().models.mergeConcepts")
  (#set! client "clarifai (legacy npm)") (#set! resource "model") (#set! id "0") (#set! intent "write") (#set! also "creates"))
((call_expression) @resource.request
  (#callee? "clarifai.App().models.list" "Clarifai.App().models.list" "clarifai.App().workflows.list"
    "Clarifai.App().workflows.list" "clarifai.App().workflows.create" "Clarifai.App().workflows.create"
    "clarifai.App().workflows.delete" "Clarifai.App().workflows.delete")
  (#set! client "clarifai (legacy npm)") (#set! resource "other") (#set! intent "list"))
((call_expression) @resource.request
  (#callee? "clarifai.App().workflow.predict" "Clarifai.App().workflow.predict")
  (#set! client "clarifai (legacy npm)") (#set! resource "workflow") (#set! id "0") (#set! intent "predict"))
((call_expression) @resource.request
  (#callee? "clarifai.App().concepts.get" "Clarifai.App().concepts.get")
  (#set! client "clarifai (legacy npm)") (#set! resource "concept") (#set! id "0") (#set! intent "read"))
((call_expression) @resource.request
  (#callee? "clarifai.App().concepts.search" "Clarifai.App().concepts.search" "clarifai.App().concepts.list"
    "Clarifai.App().concepts.list" "clarifai.App().concepts.create" "Clarifai.App().concepts.create")
  (#set! client "clarifai (legacy npm)") (#set! resource "other") (#set! intent "search"))
; A search by a concept is one by what the app's base workflow predicts: as a rule, with
; Clarifai's general model.
((call_expression) @resource.request
  (#callee? "clarifai.App().inputs.search" "Clarifai.App().inputs.search")
  (#set! client "clarifai (legacy npm)") (#set! resource "concept") (#set! id "0") (#set! lookup "predicted") (#set! intent "search"))
((call_expression) @resource.request
  (#callee? "clarifai.App().inputs.*" "Clarifai.App().inputs.*")
  (#set! client "clarifai (legacy npm)") (#set! resource "other") (#set! intent "write"))

; --- clarifai-nodejs -----------------------------------------------------------
((new_expression) @resource.request
  (#callee? "clarifai-nodejs.Model" "clarifai-client.Model")
  (#set! client "clarifai-sdk") (#set! resource "model") (#set! url "url") (#set! id "modelId")
  (#set! user "authConfig.userId modelUserAppId.userId") (#set! app "authConfig.appId modelUserAppId.appId")
  (#set! credential "authConfig.pat authConfig.token") (#set! intent "predict"))
((new_expression) @resource.request
  (#callee? "clarifai-nodejs.Workflow" "clarifai-client.Workflow")
  (#set! client "clarifai-sdk") (#set! resource "workflow") (#set! url "url") (#set! id "workflowId")
  (#set! user "authConfig.userId") (#set! app "authConfig.appId")
  (#set! credential "authConfig.pat authConfig.token") (#set! intent "predict"))
((new_expression) @resource.request
  (#callee? "clarifai-nodejs.Search")
  (#set! client "clarifai-sdk") (#set! resource "other") (#set! user "userId authConfig.userId")
  (#set! app "appId authConfig.appId") (#set! credential "pat authConfig.pat") (#set! intent "search"))

; --- OpenAI-compatible ---------------------------------------------------------
((call_expression) @resource.request
  (#callee? "openai.OpenAI().chat.completions.create" "openai().chat.completions.create"
    "OpenAI().chat.completions.create" "openai().embeddings.create" "openai.OpenAI().embeddings.create"
    "openai().responses.create" "openai.OpenAI().responses.create")
  (#set! client "openai-compatible") (#set! resource "model") (#set! url "model") (#set! when "openai") (#set! intent "predict"))

; --- REST ----------------------------------------------------------------------
((call_expression) @resource.open
  (#callee? "axios.create" "axios.default.create" "got.extend" "got.got.extend" "ky.create" "ky.extend" "ofetch.create"
    "$fetch.create" "ofetch.ofetch.create" "ofetch.$fetch.create" "request.defaults" "request-promise.defaults"
    "request-promise-native.defaults")
  (#set! url "baseURL prefixUrl baseUrl"))
((call_expression) @resource.configured
  (#callee? "@nestjs/axios.HttpService()" "@nestjs/common.HttpService()")
  (#set! through "register registerAsync") (#set! value "useFactory 0"))
((call_expression) @resource.passive
  (#callee? "console.log" "console.error" "console.warn" "console.info" "*.info" "*.warn" "*.error" "*.debug" "*.trace" "*.verbose"
    "dispatch" "*.dispatch" "*.emit" "*.writeText" "*.intercept" "nock" "*.onPost" "*.onGet" "*.onAny" "fetchMock.post" "fetchMock.mock" "http.HttpResponse" "*.push" "*.log" "*.includes" "*.startsWith" "*.replace"
    "*.split" "*.match" "*.test" "*.indexOf" "encodeURIComponent" "encodeURI" "*.setState" "alert"
    "*.set" "*.setItem" "*.getItem" "*.use" "*.json" "*.send" "*.route" "*.endsWith" "*.join" "*.equals" "*.equal" "*.strictEqual" "*.deepEqual" "*.toContain" "*.toMatch" "*.withArgs" "*.toBe" "*.toEqual" "*.toBeCalledWith" "*.toHaveBeenCalledWith" "require" "window.open" "Linking.openURL" "*.openURL" "describe" "it"))

; --- values that are handed on -------------------------------------------------
((call_expression) @value.same
  (#callee? "JSON.stringify" "JSON.parse" "String" "Object.freeze" "URL" "Promise.resolve" "encodeURI" "encodeURIComponent" "Headers" "Set" "Promise.all" "Promise.allSettled"
    "structuredClone" "useCallback" "React.useCallback" "react.useCallback" "debounce" "lodash.debounce" "throttle" "memoize" "express-async-handler" "p-memoize" "__importStar" "__importDefault" "tslib.__importStar" "tslib.__importDefault" "_interopRequireDefault" "_interopRequireWildcard" "axios.mergeConfig" "React.useMemo" "useMemo" "react.useMemo" "Buffer.from" "Object.values" "Array.from" "reactive")
  (#set! value "0"))
((call_expression) @value.state
  (#callee? "React.useState" "useState" "react.useState") (#set! value "0") (#set! through "0") (#set! with "1"))
((call_expression) @value.state
  (#callee? "React.useRef" "useRef" "react.useRef") (#set! value "0") (#set! through "current"))
((call_expression) @value.state
  (#callee? "vue.ref" "vue.shallowRef" "ref" "shallowRef") (#set! value "0") (#set! through "value"))
((call_expression) @value.result
  (#callee? "React.useMemo" "useMemo" "react.useMemo" "vue.computed" "computed"))
((call_expression) @value.context
  (#callee? "react.useContext" "React.useContext" "useContext" "preact/hooks.useContext")
  (#set! value "0") (#set! through "Provider") (#set! name "value"))
((call_expression) @value.entries (#callee? "Object.entries") (#set! value "0"))
((call_expression) @value.element (#callee? "*.find" "*.at" "*.pop" "*.shift") (#set! value "receiver"))
((call_expression) @value.same (#callee? "*.filter" "*.slice" "*.reverse" "*.sort" "*.flat") (#set! value "receiver"))
((call_expression) @value.same
  (#callee? "*.trim" "*.toString" "*.toLowerCase" "*.clone" "*.valueOf" "*.bind") (#set! value "receiver"))
((call_expression) @value.data
  (#callee? "fs.readFileSync" "readFileSync" "node:fs.readFileSync" "fs.promises.readFile" "fs/promises.readFile")
  (#set! value "0"))
((call_expression) @value.same
  (#callee? "util.promisify" "node:util.promisify" "promisify" "yaml.load" "js-yaml.load" "yaml.parse" "toml.parse")
  (#set! value "0"))
((call_expression) @value.same (#callee? "path.join" "path.resolve" "node:path.join") (#set! value "1 0"))
((call_expression) @value.format
  (#callee? "util.format" "node:util.format" "sprintf-js.sprintf") (#set! value "0"))
((call_expression) @value.spliced (#callee? "*.join") (#set! value "receiver") (#set! through "0"))
((new_expression) @value.spliced (#callee? "URL" "url.URL" "node:url.URL") (#set! value "1 0"))
((call_expression) @value.joined (#callee? "*.concat") (#set! value "*"))
((member_expression) @value.same (#callee? "*.href") (#set! value "receiver"))
((call_expression) @value.replaced (#callee? "*.replace" "*.replaceAll"))
