"""The service over REST: the addresses and bodies that the real definition gives each method."""

import json
import re
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Dict, Iterator, NamedTuple, Tuple
from urllib.parse import parse_qsl, unquote, urlsplit

from google.protobuf import json_format

from .answers import status
from .contract import SERVICE, Refusal, bindings, invalid_request
from .journal import Journal
from .serving import serve


class Route(NamedTuple):
    """An address of a method, ready to be compared with a request's."""

    verb: str
    pattern: "re.Pattern[str]"
    places: Tuple[str, ...]
    method: object


def _routes() -> Iterator[Route]:
    for method in SERVICE.methods:
        for binding in bindings(method):
            pieces = re.split(r"{([^}]+)}", binding.template)
            pattern = "".join(
                "([^/]+)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)
            )
            yield Route(binding.verb, re.compile(pattern), tuple(pieces[1::2]), method)


# Addresses with fewer variable parts first: `/models/searches` is no model of that name.
ROUTES = sorted(_routes(), key=lambda route: len(route.places))


def _set(message, path: str, value: str) -> None:
    """Fills a field by its dotted path; one that holds another value already is a contradiction."""
    *parents, name = path.split(".")
    for parent in parents:
        message = getattr(message, parent)
    field = message.DESCRIPTOR.fields_by_name[name]
    there = getattr(message, name)
    if field.cpp_type == field.CPPTYPE_STRING:
        if there and there != value:
            # Which of the two wins is nowhere documented: no rewrite may depend on it.
            raise invalid_request(f"{path} is '{value}' in the address, '{there}' in the body")
        setattr(message, name, value)
    elif field.cpp_type == field.CPPTYPE_BOOL:
        setattr(message, name, value == "true")
    else:
        setattr(message, name, int(value))


def _request(route: Route, found: "re.Match[str]", query: str, body: bytes):
    """The message that a REST request stands for."""
    message = route.method.input_type._concrete_class()
    try:
        if body:
            json_format.ParseDict(json.loads(body), message, ignore_unknown_fields=True)
        for path, value in parse_qsl(query):
            _set(message, path, value)
    except (ValueError, KeyError, AttributeError, json_format.ParseError) as error:
        raise invalid_request(f"malformed body or query: {error}") from error
    for path, value in zip(route.places, found.groups()):
        _set(message, path, unquote(value))
    return message


def _json(message) -> Dict[str, object]:
    return json_format.MessageToDict(
        message, preserving_proto_field_name=True, use_integers_for_enums=True
    )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    journal: Journal

    def _respond(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        address = urlsplit(self.path)
        try:
            message, http = self._answer(address.path, address.query, body)
            content = _json(message)
        except Refusal as refusal:
            self.journal.note(f"{self.command} {address.path}", refusal.code)
            content, http = {"status": _json(status(refusal))}, refusal.http
        payload = json.dumps(content).encode()
        self.send_response(http)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def _answer(self, path: str, query: str, body: bytes):
        for route in ROUTES:
            found = route.pattern.fullmatch(path)
            if found and route.verb == self.command:
                message = _request(route, found, query, body)
                return serve(
                    self.journal, route.method, message, self.headers.get("Authorization")
                )
        raise invalid_request(f"no such address: {self.command} {path}")

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = _respond

    def log_message(self, *_arguments):
        """The journal has it."""


def start(journal: Journal, context: ssl.SSLContext) -> "tuple[ThreadingHTTPServer, int]":
    """Listens on a free port of loopback; returns the server, to be shut down, and the port."""
    handler = type("Handler", (_Handler,), {"journal": journal})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, server.server_address[1]
