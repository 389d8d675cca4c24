; What TypeScript without JSX has beyond TypeScript with it.

((type_assertion) @same (#set! value "1"))
