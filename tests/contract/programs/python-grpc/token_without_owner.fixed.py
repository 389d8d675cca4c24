# Migrated by half: the token is there, the owner of the model is not.
# contract: refused=11008 fix=safe
import os

from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc

PAT = os.environ["CLARIFAI_PAT"]

stub = service_pb2_grpc.V2Stub(ClarifaiChannel.get_grpc_channel())
response = stub.PostModelOutputs(
    service_pb2.PostModelOutputsRequest(
        user_app_id=resources_pb2.UserAppIDSet(user_id="clarifai", app_id="main"),
        model_id="moderation-recognition",
        inputs=[
            resources_pb2.Input(
                data=resources_pb2.Data(image=resources_pb2.Image(url="https://samples.example.org/a.png"))
            )
        ],
    ),
    metadata=(("authorization", "Key " + PAT),),
)
assert response.status.code == 10000, response.status
print({concept.name: round(concept.value, 3) for concept in response.outputs[0].data.concepts})
