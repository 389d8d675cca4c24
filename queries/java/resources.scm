; Where a model, workflow or concept is asked for, in Java.

; --- clarifai-api2 -------------------------------------------------------------
((method_invocation) @value.type
  (#callee? "clarifai2.api.ClarifaiBuilder().buildSync" "clarifai2.api.ClarifaiBuilder().build().get"
    "clarifai2.api.ClarifaiBuilder().build().getUnchecked"
    "clarifai2.api.ClarifaiBuilder().get" "clarifai2.api.ClarifaiBuilder().getUnchecked")
  (#set! type "clarifai2.api.ClarifaiClient()"))
; What a handle of it gives, `Lazy<ClarifaiClient>`, is the client.
((method_invocation) @value.same
  (#callee? "clarifai2.api.ClarifaiClient().get" "clarifai2.api.ClarifaiClient().getObject" "clarifai2.api.ClarifaiClient().getIfAvailable")
  (#set! value "receiver"))
((method_invocation) @value.type
  (#callee? "clarifai2.api.ClarifaiBuilder().client" "clarifai2.api.ClarifaiBuilder().baseURL")
  (#set! type "clarifai2.api.ClarifaiBuilder()"))
((method_invocation) @value.type
  (#callee? "clarifai2.api.ClarifaiClient().getDefaultModels") (#set! type "clarifai2.dto.model.DefaultModels()"))
((method_invocation) @resource.accessor
  (#callee? "clarifai2.dto.model.DefaultModels().*")
  (#set! client "clarifai-api2") (#set! resource "model"))
((method_invocation) @resource.request
  (#callee? "clarifai2.api.ClarifaiClient().predict" "clarifai2.api.ClarifaiClient().getModelByID")
  (#set! client "clarifai-api2") (#set! resource "model") (#set! id "0") (#set! intent "predict"))
((method_invocation) @resource.request
  (#callee? "clarifai2.api.ClarifaiClient().getModelVersionByID" "clarifai2.api.ClarifaiClient().getModelVersions"
    "clarifai2.api.ClarifaiClient().getModelInputs")
  (#set! client "clarifai-api2") (#set! resource "model") (#set! id "0") (#set! intent "read"))
((method_invocation) @resource.request
  (#callee? "clarifai2.api.ClarifaiClient().createModel" "clarifai2.api.ClarifaiClient().trainModel"
    "clarifai2.api.ClarifaiClient().modifyModel" "clarifai2.api.ClarifaiClient().deleteModel")
  (#set! client "clarifai-api2") (#set! resource "model") (#set! id "0") (#set! intent "write") (#set! also "creates"))
((method_invocation) @resource.request
  (#callee? "clarifai2.api.ClarifaiClient().workflowPredict")
  (#set! client "clarifai-api2") (#set! resource "workflow") (#set! id "0") (#set! intent "predict"))
((method_invocation) @resource.request
  (#callee? "clarifai2.api.ClarifaiClient().getConceptByID")
  (#set! client "clarifai-api2") (#set! resource "concept") (#set! id "0") (#set! intent "read"))
((method_invocation) @resource.request
  (#callee? "clarifai2.api.ClarifaiClient().searchConcepts" "clarifai2.api.ClarifaiClient().getConcepts"
    "clarifai2.api.ClarifaiClient().getModels" "clarifai2.api.ClarifaiClient().findModel"
    "clarifai2.api.ClarifaiClient().addConcepts" "clarifai2.api.ClarifaiClient().addInputs"
    "clarifai2.api.ClarifaiClient().getInputs" "clarifai2.api.ClarifaiClient().searchInputs"
    "clarifai2.api.ClarifaiClient().deleteAllInputs" "clarifai2.api.ClarifaiClient().deleteAllModels"
    "clarifai2.api.ClarifaiClient().getInputsStatus" "clarifai2.api.ClarifaiClient().addConceptsToInput"
    "clarifai2.api.ClarifaiClient().deleteInput" "clarifai2.api.ClarifaiClient().deleteModelVersion" "clarifai2.api.ClarifaiClient().getInputByID"
    "clarifai2.api.ClarifaiClient().mergeConceptsForInput")
  (#set! client "clarifai-api2") (#set! resource "other") (#set! intent "write"))

; --- the v1 client: id and secret, dead since 2018 ------------------------------
((method_invocation) @resource.request
  (#callee? "com.clarifai.api.ClarifaiClient().recognize" "com.clarifai.api.ClarifaiClient().getInfo"
    "com.clarifai.api.ClarifaiClient().feedback")
  (#set! client "clarifai-v1") (#set! resource "other") (#set! intent "predict"))

; --- REST ----------------------------------------------------------------------
((method_invocation) @resource.open (#callee? "*.openConnection" "*.request") (#set! url "receiver"))
((method_invocation) @resource.open
  (#callee? "*.baseUrl" "*.rootUri" "org.springframework.web.reactive.function.client.WebClient.create" "WebClient.create"
    "org.springframework.web.client.RestClient.create" "RestClient.create")
  (#set! url "0"))
((method_invocation) @resource.template
  (#callee? "*.uri" "*.exchange" "*.postForObject" "*.postForEntity" "*.getForObject" "*.getForEntity" "*.put" "*.delete"))
((method_invocation) @resource.passive
  (#callee? "*.println" "*.print" "*.d" "*.e" "*.i" "*.w" "*.v" "*.info" "*.debug" "*.warn" "*.error" "*.append" "*.add" "*.put"
    "*.equals" "*.contains" "*.startsWith" "*.printf" "*.replace" "*.setText" "*.getProperty" "*.matches" "*.endsWith" "*.assertEquals" "assertEquals"
    "*.target" "*.resolveTemplate"
    "*.requestTo" "requestTo" "*.requestToUriTemplate" "requestToUriTemplate" "*.eq" "eq" "*.urlEqualTo" "urlEqualTo"
    "*.urlPathEqualTo" "urlPathEqualTo" "*.urlMatching" "urlMatching"))

; --- values that are handed on -------------------------------------------------
((method_invocation) @value.same
  (#callee? "URI.create" "java.net.URI.create" "HttpUrl.parse" "okhttp3.HttpUrl.parse" "HttpUrl.get" "okhttp3.HttpUrl.get" "Uri.parse" "android.net.Uri.parse" "String.valueOf"
    "Optional.of" "Optional.ofNullable" "Objects.requireNonNull" "java.util.Objects.requireNonNull" "*.writeValueAsString" "*.writeValueAsBytes" "*.toJson" "*.toJSONString" "Entity.json" "Entity.entity" "Entity.text"
    "javax.ws.rs.client.Entity.json" "javax.ws.rs.client.Entity.entity" "javax.ws.rs.client.Entity.text"
    "jakarta.ws.rs.client.Entity.json" "jakarta.ws.rs.client.Entity.entity" "jakarta.ws.rs.client.Entity.text" "BodyInserters.fromValue" "Mono.just"
    "BodyPublishers.ofString" "HttpRequest.BodyPublishers.ofString" "java.net.http.HttpRequest.BodyPublishers.ofString"
    "BodyPublishers.ofByteArray" "HttpRequest.BodyPublishers.ofByteArray" "java.net.http.HttpRequest.BodyPublishers.ofByteArray"
    "getString" "URL" "java.net.URL" "URI" "java.net.URI" "StringEntity" "org.apache.http.entity.StringEntity" "org.apache.hc.core5.http.io.entity.StringEntity"
    "ByteArrayEntity" "org.apache.http.entity.ByteArrayEntity" "org.apache.hc.core5.http.io.entity.ByteArrayEntity"
    "JSONObject" "org.json.JSONObject" "StringBuilder" "StringBuffer")
  (#set! value "0"))
; The type of the content stands before it or behind it, by the version.
((method_invocation) @value.same
  (#callee? "RequestBody.create" "okhttp3.RequestBody.create" "com.squareup.okhttp.RequestBody.create")
  (#set! value "0 1") (#set! prefer "text"))
((method_invocation) @value.same
  (#callee? "*.trim" "*.toString" "*.getBytes" "*.strip" "*.toURL" "*.toURI" "*.orElse" "*.build" "*.uri" "*.stripIndent")
  (#set! value "receiver"))
((method_invocation) @value.same (#callee? "*.getString" "*.target") (#set! value "0"))

; --- texts that calls make -----------------------------------------------------
((method_invocation) @value.format
  (#callee? "String.format" "java.lang.String.format" "MessageFormat.format" "java.text.MessageFormat.format")
  (#set! value "0 1"))
((method_invocation) @value.format (#callee? "*.formatted" "*.buildAndExpand" "*.expand") (#set! value "receiver"))
((method_invocation) @value.same
  (#callee? "RestClientAdapter.create" "org.springframework.web.client.support.RestClientAdapter.create"
    "WebClientAdapter.create" "org.springframework.web.reactive.function.client.support.WebClientAdapter.create"
    "HttpServiceProxyFactory.builderFor" "org.springframework.web.service.invoker.HttpServiceProxyFactory.builderFor")
  (#set! value "0"))
((method_invocation) @value.joined
  (#callee? "*.append" "*.concat" "*.replacePath" "StringBuilder().append" "StringBuffer().append"
    "okhttp3.HttpUrl.Builder().host" "HttpUrl.Builder().host" "android.net.Uri.Builder().authority"
    "android.net.Uri.Builder().encodedAuthority" "org.apache.http.client.utils.URIBuilder().setHost"
    "org.springframework.web.util.UriComponentsBuilder.newInstance().host")
  (#set! value "*"))
((method_invocation) @value.joined
  (#callee? "*.addPathSegment" "*.addPathSegments" "*.addEncodedPathSegment" "*.addEncodedPathSegments"
    "*.path" "*.encodedPath" "*.appendPath" "*.appendEncodedPath" "*.pathSegment" "*.setPath" "*.setPathSegments")
  (#set! value "*") (#set! with "/"))
; What else a builder of addresses is told does not change where the request goes.
((method_invocation) @value.joined
  (#callee? "*.newBuilder" "*.buildUpon" "*.addQueryParameter" "*.addEncodedQueryParameter" "*.appendQueryParameter"
    "*.queryParam" "*.queryParams" "*.encode" "*.normalize" "*.toUri" "*.toUriString"))
((method_invocation) @value.same
  (#callee? "okhttp3.HttpUrl.Builder().scheme" "HttpUrl.Builder().scheme" "android.net.Uri.Builder().scheme"
    "org.apache.http.client.utils.URIBuilder().setScheme"
    "org.springframework.web.util.UriComponentsBuilder.newInstance().scheme")
  (#set! value "receiver"))
((method_invocation) @value.same
  (#callee? "UriComponentsBuilder.fromHttpUrl" "UriComponentsBuilder.fromUriString" "UriComponentsBuilder.fromPath" "UriComponentsBuilder.fromUri"
    "org.springframework.web.util.UriComponentsBuilder.fromHttpUrl" "org.springframework.web.util.UriComponentsBuilder.fromUriString"
    "org.springframework.web.util.UriComponentsBuilder.fromPath" "org.springframework.web.util.UriComponentsBuilder.fromUri"
    "org.apache.http.client.utils.URIBuilder" "URIBuilder" "UriBuilder.fromUri" "javax.ws.rs.core.UriBuilder.fromUri" "jakarta.ws.rs.core.UriBuilder.fromUri")
  (#set! value "0"))

; --- lists ----------------------------------------------------------------------
((method_invocation) @value.view
  (#callee? "List.of" "java.util.List.of" "Set.of" "java.util.Set.of" "Arrays.asList" "java.util.Arrays.asList"
    "Arrays.stream" "java.util.Arrays.stream" "Stream.of" "java.util.stream.Stream.of" "List.copyOf" "java.util.List.copyOf"
    "Collections.singletonList" "java.util.Collections.singletonList" "Collections.unmodifiableList" "java.util.Collections.unmodifiableList"
    "ImmutableList.of" "com.google.common.collect.ImmutableList.of" "Lists.newArrayList" "com.google.common.collect.Lists.newArrayList"
    "EnumSet.of" "java.util.EnumSet.of" "EnumSet.allOf" "java.util.EnumSet.allOf")
  (#set! kind "arguments"))
((object_creation_expression) @value.view
  (#callee? "ArrayList" "java.util.ArrayList" "LinkedList" "java.util.LinkedList" "HashSet" "java.util.HashSet"
    "LinkedHashSet" "java.util.LinkedHashSet")
  (#set! kind "arguments"))
((method_invocation) @value.view (#callee? "*.values") (#set! kind "values") (#set! value "receiver"))
((method_invocation) @value.view (#callee? "*.keySet") (#set! kind "keys") (#set! value "receiver"))
((method_invocation) @value.same
  (#callee? "*.stream" "*.parallelStream" "*.sorted" "*.distinct" "*.limit" "*.toList" "*.collect" "*.iterator") (#set! value "receiver"))

; --- records that calls make ---------------------------------------------------
((method_invocation) @value.pairs
  (#callee? "Map.of" "java.util.Map.of" "Map.ofEntries" "java.util.Map.ofEntries" "Map.entry" "java.util.Map.entry" "entry"
    "java.util.Map.copyOf" "ImmutableMap.of" "com.google.common.collect.ImmutableMap.of"
    "java.util.Collections.singletonMap" "Collections.singletonMap"
    "okhttp3.Headers.of" "Headers.of" "okhttp3.Headers.headersOf"))
((object_creation_expression) @value.pairs
  (#callee? "AbstractMap.SimpleEntry" "java.util.AbstractMap.SimpleEntry" "java.util.AbstractMap.SimpleImmutableEntry"
    "org.apache.http.message.BasicHeader" "org.apache.http.message.BasicNameValuePair"
    "org.apache.hc.core5.http.message.BasicHeader" "org.apache.hc.core5.http.message.BasicNameValuePair"))
((method_invocation) @value.replaced (#callee? "*.replace" "*.replaceAll"))
((method_invocation) @value.replaced (#callee? "*.resolveTemplate") (#set! with "{}"))
; Scheme, host and path are given one by one.
((object_creation_expression) @value.spliced (#callee? "URI" "java.net.URI" "URL" "java.net.URL") (#set! value "1 2"))
((method_invocation) @value.spliced (#callee? "*.join") (#set! value "*") (#set! through "0"))
((method_invocation) @value.made (#callee? "*.create" "*.createClient" "*.target") (#set! value "0"))

; What a task of Android's is started with goes to its method.
((method_invocation) @value.runs (#callee? "*.execute") (#set! name "doInBackground"))
((method_invocation) @value.runs (#callee? "*.executeOnExecutor") (#set! name "doInBackground") (#set! value "1"))

; --- requests that an interface declares ---------------------------------------
((annotation) @resource.endpoint
  (#callee? "@POST" "@GET" "@PUT" "@PATCH" "@DELETE" "@RequestLine" "@PostExchange" "@GetExchange" "@HttpExchange"))
((annotation) @resource.endpoint
  (#callee? "@PostMapping" "@GetMapping" "@PutMapping" "@PatchMapping" "@DeleteMapping" "@Post" "@Get" "@Put" "@Patch" "@Delete")
  (#set! when "based"))
((method_invocation) @resource.variable (#callee? "*.routeParam" "*.addPathParameter" "*.pathParam" "*.setPathParam"))
((marker_annotation) @resource.variable (#callee? "@Url") (#set! url "0"))
((annotation) @resource.variable (#callee? "@Path" "@Param" "@PathVariable" "@PathParam"))
; Where the address is not written there, it is a setting under the name of the client.
((annotation) @resource.open
  (#callee? "@FeignClient") (#set! url "url") (#set! name "name value 0 contextId")
  (#set! with "spring.cloud.openfeign.client.config.{}.url feign.client.config.{}.url"))
((marker_annotation) @resource.open
  (#callee? "@RegisterRestClient") (#set! url "baseUri") (#set! name "configKey")
  (#set! with "quarkus.rest-client.{}.url quarkus.rest-client.{}.uri {}/mp-rest/url {}/mp-rest/uri"))
((annotation) @resource.open
  (#callee? "@Client") (#set! url "0 value") (#set! name "id") (#set! with "micronaut.http.services.{}.url micronaut.http.services.{}.urls"))
((annotation) @resource.prefix (#callee? "@Path" "@RequestMapping" "@HttpExchange"))

; --- what a framework puts in --------------------------------------------------
((marker_annotation) @value.double (#callee? "@Mock" "@MockBean" "@MockitoBean" "@Spy" "@SpyBean"))
((method_invocation) @value.double
  (#callee? "org.mockito.Mockito.mock" "Mockito.mock" "mock" "spy" "verify" "createMock" "org.mockito.Mockito.spy" "org.mockito.Mockito.verify" "Mockito.verify"
    "org.easymock.EasyMock.createMock" "org.mockito.Mockito.doReturn().when" "org.mockito.Mockito.doThrow().when"))
((annotation) @value.qualifier (#callee? "@Qualifier" "@Named"))
((annotation) @value.settings (#callee? "@ConfigurationProperties"))
((marker_annotation) @value.provided (#callee? "@Bean" "@Provides" "@Produces" "@Singleton"))
