"""Counts faces. Migrated half-way: a token, but the owner is the album's own application."""

from clarifai_grpc.grpc.api import resources_pb2, service_pb2

from .connection import authorization, picture, stub
from .settings import CLARIFAI_PAT, FACE_MODEL

ALBUM = resources_pb2.UserAppIDSet(user_id="smart-album", app_id="pictures")


def count_faces(url):
    response = stub.PostModelOutputs(
        service_pb2.PostModelOutputsRequest(
            user_app_id=ALBUM,
            model_id=FACE_MODEL,
            inputs=[picture(url)],
        ),
        metadata=authorization(CLARIFAI_PAT),
    )
    return len(response.outputs[0].data.regions)
