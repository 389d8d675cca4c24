; Where the parts of a record are given by position, in Java. Setters need no signature: whatever
; is called setUserId, setAppId or setUserAppId is found by that name.

((object_creation_expression) @owner.fields
  (#callee? "*.HttpEntity" "*.RequestEntity") (#set! fields "body headers"))
