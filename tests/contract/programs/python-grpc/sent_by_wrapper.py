# Requests are built in one place and sent by a function that adds what authenticates them.
# contract: refused=21200 fix=safe
import os
import sys

from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc
from clarifai_grpc.grpc.api.status import status_code_pb2


def auth_metadata():
    return (("authorization", "Key " + os.getenv("CLARIFAI_API_KEY")),)


def send(request):
    stub = service_pb2_grpc.V2Stub(ClarifaiChannel.get_grpc_channel())
    response = stub.PostModelOutputs(request, metadata=auth_metadata())
    if response.status.code != status_code_pb2.SUCCESS:
        print(response.status.description, file=sys.stderr)
        sys.exit(1)
    return response


colours = service_pb2.PostModelOutputsRequest(
    model_id="eeed0b6733a644cea07cf4c60f87ebb7",
    inputs=[
        resources_pb2.Input(
            data=resources_pb2.Data(image=resources_pb2.Image(url="https://samples.example.org/quay.jpg"))
        )
    ],
)
print([concept.name for concept in send(colours).outputs[0].data.concepts])
