; Elements of a page, in JavaScript and in TypeScript with JSX.

((jsx_opening_element) @call.element (#set! callee "name") (#set! parts "attribute"))
((jsx_self_closing_element) @call.element (#set! callee "name") (#set! parts "attribute"))
((jsx_attribute) @argument.keyword (#set! name "0") (#set! value "1"))
((jsx_expression) @same (#set! value "0"))
