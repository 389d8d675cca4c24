"""The service over gRPC: every method of the real definition, answered by the same rules."""

from concurrent import futures

import grpc
from clarifai_grpc.grpc.api import service_pb2_grpc

from .contract import SERVICE
from .journal import Journal
from .serving import serve


def _handler(journal: Journal, method):
    def one(_self, request, context):
        headers = dict(context.invocation_metadata())
        return serve(journal, method, request, headers.get("authorization"))[0]

    def stream(self, request, context):
        yield one(self, request, context)

    return stream if method.server_streaming else one


def start(journal: Journal, key: bytes, chain: bytes) -> "tuple[grpc.Server, int]":
    """Listens on a free port of loopback; returns the server, to be stopped, and the port.

    Methods to which a client streams are left as they are: not implemented.
    """
    methods = {
        method.name: _handler(journal, method)
        for method in SERVICE.methods
        if not method.client_streaming
    }
    servicer = type("Servicer", (service_pb2_grpc.V2Servicer,), methods)()
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    service_pb2_grpc.add_V2Servicer_to_server(servicer, server)
    port = server.add_secure_port(
        "127.0.0.1:0", grpc.ssl_server_credentials([(key, chain)])
    )
    server.start()
    return server, port
