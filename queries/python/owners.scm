; Where user_id and app_id are given by position, in Python. Keywords need no signature: whatever
; is called user_id and app_id in a message, a record or a URL is found by that name.

((call) @owner.fields (#callee? "*.UserAppIDSet") (#set! fields "user_id app_id"))
((call) @owner.fields (#callee? "*.get_user_app_id_proto") (#set! fields "user_id app_id"))
