; Where userId and appId are given by position, in JavaScript and TypeScript. In records, setters
; and URLs they are found by name and need no signature.

((call_expression) @owner.fields (#callee? "*.UserAppIDSet") (#set! fields "user_id app_id"))
