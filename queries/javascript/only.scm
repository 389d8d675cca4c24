; What the JavaScript grammar calls otherwise than the TypeScript grammar.

((field_definition) @field (#set! name "property") (#set! value "value"))
