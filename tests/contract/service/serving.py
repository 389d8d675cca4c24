"""From a request and its credential to a response, the same for gRPC and REST."""

from typing import Optional, Tuple

from .answers import SUCCESS, answer, refuse
from .contract import Refusal, admit
from .journal import Journal


def serve(journal: Journal, method, request, authorization: Optional[str]) -> Tuple[object, int]:
    """The response and the HTTP status that goes with it."""
    try:
        response = answer(method, request, admit(method, request, authorization))
        code, http = SUCCESS, 200
    except Refusal as refusal:
        response, code, http = refuse(method, refusal), refusal.code, refusal.http
    journal.note(method.name, code)
    return response, http
