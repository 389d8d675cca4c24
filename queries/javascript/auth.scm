; Where a credential enters, in JavaScript and TypeScript.
; The words are explained in queries/README.md.

; --- clarifai (npm 2.0 to 2.9.1, or the browser global) ------------------------
; Two positional arguments are id and secret of the OAuth time.
((new_expression) @auth.client
  (#callee? "clarifai.App" "Clarifai.App" "clarifai.default.App")
  (#set! client "clarifai (legacy npm)") (#set! credential "apiKey sessionToken token") (#set! user "userId")
  (#set! app "appId") (#set! dead "2"))

; --- clarifai-nodejs -----------------------------------------------------------
((new_expression) @auth.client
  (#callee? "clarifai-nodejs.App" "clarifai-nodejs.User" "clarifai-nodejs.Input" "clarifai-nodejs.Dataset"
    "clarifai-nodejs.RAG")
  (#set! client "clarifai-sdk") (#set! credential "authConfig.pat authConfig.token pat token")
  (#set! user "authConfig.userId userId") (#set! app "authConfig.appId appId"))

; --- OpenAI-compatible ---------------------------------------------------------
((new_expression) @auth.client
  (#callee? "openai.OpenAI" "openai" "OpenAI")
  (#set! client "openai-compatible") (#set! credential "apiKey") (#set! url "baseURL"))

; --- what comes from outside ---------------------------------------------------
((member_expression) @auth.outside
  (#callee? "process.env.*" "import.meta.env.*" "react-native-config.*" "react-native-config.default.*" "@env.*" "react-native-dotenv.*"
    "$env/static/private.*" "$env/static/public.*" "$env/dynamic/private.env.*" "Deno.env.*" "Bun.env.*" "config.env.*")
  (#set! kind "environment"))
((call_expression) @auth.outside
  (#callee? "Deno.env.get" "process.env.get") (#set! kind "environment") (#set! name "0"))
((call_expression) @auth.outside
  (#callee? "config.get" "functions.config" "useRuntimeConfig" "localStorage.getItem" "sessionStorage.getItem" "prompt"
    "SecureStore.getItemAsync" "expo-secure-store.getItemAsync" "@nestjs/config.ConfigService().get")
  (#set! kind "setting") (#set! name "0") (#set! default "1"))
((member_expression) @auth.outside
  (#callee? "expo-constants.expoConfig.extra.*" "expo-constants.default.expoConfig.extra.*" "expo-constants.manifest.extra.*")
  (#set! kind "setting"))

; --- functions that go along with each request of an instance -------------------
((call_expression) @auth.intercept
  (#callee? "got.extend" "got.got.extend" "ky.create" "ky.extend")
  (#set! value "hooks.beforeRequest"))
((call_expression) @auth.intercept
  (#callee? "ofetch.create" "$fetch.create" "ofetch.ofetch.create" "ofetch.$fetch.create") (#set! value "onRequest"))
