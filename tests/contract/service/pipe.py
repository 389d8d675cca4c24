"""Two connections made one."""

import socket
import threading


def _pour(source: socket.socket, sink: socket.socket) -> None:
    """Copies until either end closes."""
    try:
        while True:
            piece = source.recv(65536)
            if not piece:
                break
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        # The other direction notices, too, and ends by itself.
        pass


def join(outer: socket.socket, port: int) -> None:
    """Leads a connection to a port of loopback until both directions have ended."""
    with socket.create_connection(("127.0.0.1", port)) as inner:
        back = threading.Thread(target=_pour, args=(inner, outer), daemon=True)
        back.start()
        _pour(outer, inner)
        back.join()
