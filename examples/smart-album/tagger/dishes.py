"""Names dishes. Migrated: a token, and the application that holds the model."""

from clarifai_grpc.grpc.api import resources_pb2, service_pb2

from .connection import authorization, picture, stub
from .settings import CLARIFAI_PAT, FOOD_MODEL

CLARIFAI = resources_pb2.UserAppIDSet(user_id="clarifai", app_id="main")


def dishes(url):
    response = stub.PostModelOutputs(
        service_pb2.PostModelOutputsRequest(
            user_app_id=CLARIFAI,
            model_id=FOOD_MODEL,
            inputs=[picture(url)],
        ),
        metadata=authorization(CLARIFAI_PAT),
    )
    return [concept.name for concept in response.outputs[0].data.concepts]
