"""A stand-in for Clarifai's service on this machine: the real service definition, the real rules
about credentials, made-up answers. gRPC and REST over TLS, on loopback only.
"""
