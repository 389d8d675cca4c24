"""The credential contract: who reaches what. The one place of the stand-in that decides."""

import re
from dataclasses import dataclass
from typing import FrozenSet, List, Optional

from clarifai_grpc.grpc.api import service_pb2
from clarifai_grpc.grpc.auth.util import extension_pb2
from google.api import annotations_pb2

from .world import CREDENTIALS, App, Credential, holds

SERVICE = service_pb2.DESCRIPTOR.services_by_name["V2"]

PAT_ONLY = "PATAuth"

USER = "user_app_id.user_id"
APP = "user_app_id.app_id"


@dataclass(frozen=True)
class Refusal(Exception):
    """An answer that is no success: code and text are the service's own."""

    code: int
    description: str
    details: str
    http: int


def _malformed_header() -> Refusal:
    return Refusal(
        11102,
        "Invalid request",
        "Empty or malformed authorization header. Please provide an API key or session token.",
        401,
    )


def _invalid_key(details: str) -> Refusal:
    description = "Invalid API key or Invalid API key/application pair"
    return Refusal(11008, description, details, 401)


def invalid_request(details: str) -> Refusal:
    """The request makes no sense, whoever sends it."""
    return Refusal(11102, "Invalid request", details, 400)


NOT_THERE = {
    "model": (21200, "Model does not exist"),
    "workflow": (22102, "Workflow does not exist"),
    "concept": (11101, "Resource does not exist"),
}


@dataclass(frozen=True)
class Binding:
    """One address of a method over REST, such as `POST /v2/models/{model_id}/outputs`."""

    verb: str
    template: str

    @property
    def places(self) -> FrozenSet[str]:
        """The fields that the address fills, as dotted paths."""
        return frozenset(re.findall(r"{([^}]+)}", self.template))


def bindings(method) -> List[Binding]:
    """All addresses of a method, as the service definition gives them."""
    rule = method.GetOptions().Extensions[annotations_pb2.http]
    found = []
    for one in [rule, *rule.additional_bindings]:
        verb = one.WhichOneof("pattern")
        if verb:
            found.append(Binding(verb.upper(), getattr(one, verb)))
    return found


def takes_pat_only(method) -> bool:
    """Whether the service definition closes a method to app-specific keys."""
    kind = method.GetOptions().Extensions[extension_pb2.cl_auth_type]
    return extension_pb2.DESCRIPTOR.extensions_by_name["cl_auth_type"].enum_type.values_by_number[
        kind
    ].name == PAT_ONLY


def authenticate(authorization: Optional[str]) -> Credential:
    """Whose call it is, by the value of the `authorization` header."""
    prefix, _, secret = (authorization or "").partition(" ")
    if prefix != "Key" or not secret:
        raise _malformed_header()
    if len(secret) > 32:
        raise _invalid_key("Invalid format of key.")
    if secret not in CREDENTIALS:
        raise Refusal(11009, "API key not found", f"invalid key({secret})", 401)
    return CREDENTIALS[secret]


def scope(method, request, caller: Credential) -> Optional[App]:
    """The application in which a call looks for what it asks, `None` if it needs none."""
    owner = getattr(request, "user_app_id", None)
    user_id = owner.user_id if owner else ""
    app_id = owner.app_id if owner else ""
    if user_id == "me":
        user_id = caller.user_id
    if caller.app is not None:
        if takes_pat_only(method):
            raise Refusal(11007, "API key has insufficient permissions", "", 403)
        if user_id not in ("", caller.app.user_id) or app_id not in ("", caller.app.app_id):
            raise _invalid_key("")
        return caller.app
    # A token needs as much of the owner as the shortest address that names one.
    wanted = [{USER, APP} & binding.places for binding in bindings(method)]
    given = {place for place, value in ((USER, user_id), (APP, app_id)) if value}
    owned = [places for places in wanted if places]
    if owned and not any(places <= given for places in owned):
        raise _invalid_key("Must provide app external ID in API authorizer")
    return App(user_id, app_id) if user_id and app_id else None


def admit(method, request, authorization: Optional[str]) -> Optional[App]:
    """The application that a call reaches; raises a `Refusal` where the contract says no."""
    app = scope(method, request, authenticate(authorization))
    for kind, (code, description) in NOT_THERE.items():
        resource_id = getattr(request, f"{kind}_id", "")
        if resource_id and not (app and holds(app, kind, resource_id)):
            raise Refusal(code, description, f"{kind} '{resource_id}' not in {app}", 404)
    return app
