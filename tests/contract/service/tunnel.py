"""A proxy that leads what is meant for the real service to the one on this machine, and lets
nothing else out: programs that have the host in their code need no change to be tested.
"""

import threading
from socketserver import StreamRequestHandler
from typing import Dict, List

from .front import Server
from .pipe import join


class _Handler(StreamRequestHandler):
    ways: Dict[str, int]
    turned_away: List[str]

    def handle(self):
        line = self.rfile.readline(4096).decode("latin-1").split()
        while self.rfile.readline(4096).strip():
            pass
        target = line[1] if len(line) > 1 else ""
        if line[:1] != ["CONNECT"] or target not in self.ways:
            self.turned_away.append(" ".join(line[:2]))
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            return
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        join(self.connection, self.ways[target])


def start(ways: Dict[str, int], turned_away: List[str]) -> "tuple[Server, int]":
    """Leads each `host:port` to a port of loopback; all else is refused and noted in the list.

    Returns the server, to be shut down, and its port.
    """
    handler = type("Handler", (_Handler,), {"ways": ways, "turned_away": turned_away})
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, server.server_address[1]
