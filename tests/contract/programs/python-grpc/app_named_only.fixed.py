# What an old README of the client showed: a key, and the application alone as the owner.
# contract: refused=21200 fix=safe
import os

from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc
from clarifai_grpc.grpc.api.status import status_code_pb2

stub = service_pb2_grpc.V2Stub(ClarifaiChannel.get_json_channel())

YOUR_CLARIFAI_PAT = os.environ["CLARIFAI_PAT"]
YOUR_APPLICATION_ID = "harbour-photos"

metadata = (("authorization", f"Key {YOUR_CLARIFAI_PAT}"),)

request = service_pb2.PostModelOutputsRequest(
    model_id="general-image-recognition",
    user_app_id=resources_pb2.UserAppIDSet(user_id="clarifai", app_id="main"),
    inputs=[
        resources_pb2.Input(
            data=resources_pb2.Data(image=resources_pb2.Image(url="https://samples.example.org/dog2.jpeg"))
        )
    ],
)
response = stub.PostModelOutputs(request, metadata=metadata)

if response.status.code != status_code_pb2.SUCCESS:
    print(f"There was an error with your request: {response.status}")
    raise Exception(f"Request failed, status: {response.status}")

for concept in response.outputs[0].data.concepts:
    print("%12s: %.2f" % (concept.name, concept.value))
