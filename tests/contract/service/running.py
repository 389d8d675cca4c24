"""The whole stand-in: certificates, both servers behind one port, the tunnel to it."""

import contextlib
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, List

import trustme

from . import front, grpc_side, rest_side, tunnel
from .journal import Journal

HOST = "api.clarifai.com"


@dataclass
class Service:
    """A running service, and what a client needs to be told to reach it."""

    journal: Journal
    authority: Path
    port: int
    proxy_port: int
    # Addresses that a program tried to reach and was kept from.
    turned_away: List[str]

    def variables(self) -> Dict[str, str]:
        """The environment that points the official clients, and any HTTP client, here."""
        authority = str(self.authority)
        return {
            "CLARIFAI_GRPC_BASE": f"localhost:{self.port}",
            "CLARIFAI_API_BASE": f"https://localhost:{self.port}",
            "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH": authority,
            "REQUESTS_CA_BUNDLE": authority,
            "SSL_CERT_FILE": authority,
            "CURL_CA_BUNDLE": authority,
            "NODE_EXTRA_CA_CERTS": authority,
            "HTTPS_PROXY": f"http://127.0.0.1:{self.proxy_port}",
            "grpc_proxy": f"http://127.0.0.1:{self.proxy_port}",
            "NO_PROXY": "localhost,127.0.0.1",
            "no_proxy": "localhost,127.0.0.1",
        }


@contextlib.contextmanager
def service(folder: Path) -> Iterator[Service]:
    """Starts a service; the certificate of its authority is put into the folder."""
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1", HOST)
    place = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(place))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    context.set_alpn_protocols(["http/1.1"])

    journal = Journal()
    turned_away: List[str] = []
    key = certificate.private_key_pem.bytes()
    chain = b"".join(blob.bytes() for blob in certificate.cert_chain_pems)
    grpc_server, grpc_port = grpc_side.start(journal, key, chain)
    rest_server, rest_port = rest_side.start(journal, context)
    front_server, port = front.start(grpc_port, rest_port)
    proxy, proxy_port = tunnel.start({f"{HOST}:443": port}, turned_away)
    try:
        yield Service(journal, place, port, proxy_port, turned_away)
    finally:
        for server in (proxy, front_server, rest_server):
            server.shutdown()
            server.server_close()
        grpc_server.stop(grace=None)
