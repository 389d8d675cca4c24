; What TypeScript has beyond JavaScript.

((as_expression) @same (#set! value "0"))
((satisfies_expression) @same (#set! value "0"))
((non_null_expression) @same (#set! value "0"))
((required_parameter) @parameter (#set! name "pattern") (#set! type "type") (#set! default "value"))
((optional_parameter) @parameter (#set! name "pattern") (#set! type "type") (#set! default "value"))
((public_field_definition) @field (#set! name "name") (#set! value "value") (#set! type "type"))
((abstract_class_declaration) @class (#set! name "name") (#set! body "body"))
((enum_declaration) @class (#set! name "name") (#set! body "body"))
((enum_assignment) @field.constant (#set! name "name") (#set! value "value"))
((decorator) @mark (#set! value "0"))
