"""One port for gRPC and REST, as the real host has it: a client's greeting tells which it speaks."""

import socket
import threading
from socketserver import BaseRequestHandler, ThreadingTCPServer

from .pipe import join

# The names of protocols in a TLS greeting (ALPN), each behind its length.
HTTP_2 = b"\x02h2"
HTTP_1 = b"\x08http/1.1"
RECORD_HEADER = 5


class Server(ThreadingTCPServer):
    """Listens on loopback."""

    daemon_threads = True
    block_on_close = False


def _greeting(connection: socket.socket) -> bytes:
    """The first TLS record, left in the connection to be read again."""
    seen = b""
    for _ in range(200):
        seen = connection.recv(65536, socket.MSG_PEEK)
        whole = RECORD_HEADER + int.from_bytes(seen[3:RECORD_HEADER], "big")
        if not seen or len(seen) >= max(whole, RECORD_HEADER + 1):
            break
        # A greeting may come in pieces, and a peek does not wait for the rest.
        threading.Event().wait(0.01)
    return seen


class _Handler(BaseRequestHandler):
    grpc_port: int
    rest_port: int

    def handle(self):
        greeting = _greeting(self.request)
        speaks_grpc = HTTP_2 in greeting and HTTP_1 not in greeting
        join(self.request, self.grpc_port if speaks_grpc else self.rest_port)


def start(grpc_port: int, rest_port: int) -> "tuple[Server, int]":
    """Leads each connection to one of two ports; returns the server, to be shut down, and its port."""
    handler = type("Handler", (_Handler,), {"grpc_port": grpc_port, "rest_port": rest_port})
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, server.server_address[1]
