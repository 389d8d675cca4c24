"""Tags for new pictures. Not migrated: an API key asks for Clarifai's general model."""

from clarifai_grpc.grpc.api import service_pb2

from .connection import authorization, picture, stub
from .settings import CLARIFAI_API_KEY, GENERAL_MODEL


def tags(url):
    request = service_pb2.PostModelOutputsRequest(
        model_id=GENERAL_MODEL,
        inputs=[picture(url)],
    )
    response = stub.PostModelOutputs(request, metadata=authorization(CLARIFAI_API_KEY))
    return [concept.name for concept in response.outputs[0].data.concepts]
