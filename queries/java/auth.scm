; Where a credential enters, in Java. The words are explained in queries/README.md.

; --- clarifai-api2 -------------------------------------------------------------
; Two texts are id and secret of the OAuth time.
((object_creation_expression) @auth.client
  (#callee? "clarifai2.api.ClarifaiBuilder")
  (#set! client "clarifai-api2") (#set! credential "0") (#set! dead "2"))

; --- the v1 client ---------------------------------------------------------------
((object_creation_expression) @auth.client
  (#callee? "com.clarifai.api.ClarifaiClient") (#set! client "clarifai-v1"))

; --- clarifai-grpc -------------------------------------------------------------
((object_creation_expression) @auth.client
  (#callee? "com.clarifai.credentials.ClarifaiCallCredentials")
  (#set! client "clarifai-grpc") (#set! credential "0"))
((method_invocation) @auth.attach
  (#callee? "*.withCallCredentials" "*.withInterceptors") (#set! credential "0"))
; The credential may be attached as a header of every call.
((method_invocation) @auth.attach
  (#callee? "MetadataUtils.attachHeaders" "io.grpc.stub.MetadataUtils.attachHeaders") (#set! credential "1"))
((method_invocation) @value.same
  (#callee? "MetadataUtils.newAttachHeadersInterceptor" "io.grpc.stub.MetadataUtils.newAttachHeadersInterceptor"
    "Metadata.Key.of" "io.grpc.Metadata.Key.of")
  (#set! value "0"))
((field_access) @value.text
  (#callee? "HttpHeaders.AUTHORIZATION" "org.springframework.http.HttpHeaders.AUTHORIZATION" "org.apache.http.HttpHeaders.AUTHORIZATION"
    "org.apache.hc.core5.http.HttpHeaders.AUTHORIZATION" "com.google.common.net.HttpHeaders.AUTHORIZATION"
    "javax.ws.rs.core.HttpHeaders.AUTHORIZATION" "jakarta.ws.rs.core.HttpHeaders.AUTHORIZATION"
    "io.netty.handler.codec.http.HttpHeaderNames.AUTHORIZATION" "io.micronaut.http.HttpHeaders.AUTHORIZATION")
  (#set! value "Authorization"))

; --- REST ----------------------------------------------------------------------
((annotation) @auth.header (#callee? "@Header" "@Headers" "@RequestHeader" "@HeaderParam" "@ClientHeaderParam"))
((method_invocation) @auth.intercept
  (#callee? "*.addInterceptor" "*.addNetworkInterceptor" "*.authenticator" "*.filter" "*.additionalInterceptors"
    "*.requestInterceptor" "*.setRequestInterceptor" "*.addInterceptorFirst" "*.addInterceptorLast" "*.addRequestInterceptorFirst" "*.addRequestInterceptorLast")
  (#set! value "0"))

; --- what comes from outside ---------------------------------------------------
((method_invocation) @auth.outside
  (#callee? "System.getenv" "System.getenv().get" "System.getenv().getOrDefault" "Dotenv.load().get" "Dotenv.configure().load().get"
    "io.github.cdimascio.dotenv.Dotenv.load().get" "io.github.cdimascio.dotenv.Dotenv.configure().load().get"
    "io.github.cdimascio.dotenv.Dotenv.configure().ignoreIfMissing().load().get")
  (#set! kind "environment") (#set! name "0") (#set! default "1"))
((method_invocation) @auth.outside
  (#callee? "System.getProperty" "*.getProperty" "*.getRequiredProperty" "*.getMetaData" "*.getConfig().getValue" "ConfigProvider.getConfig().getValue"
    "org.eclipse.microprofile.config.ConfigProvider.getConfig().getValue" "*.getInitParameter")
  (#set! kind "setting") (#set! name "0") (#set! default "1"))
; What is saved, `preferences.getString("key", "")`; without a default it may be anything.
((method_invocation) @auth.outside
  (#callee? "*.getString") (#set! kind "setting") (#set! name "0") (#set! default "1") (#set! when "default"))
((field_access) @auth.outside (#callee? "BuildConfig.*" "R.string.*") (#set! kind "setting"))
((annotation) @auth.outside (#callee? "@Value" "@ConfigProperty" "@Property" "@Named") (#set! kind "setting"))
