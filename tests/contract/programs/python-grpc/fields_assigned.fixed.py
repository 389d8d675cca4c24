# The request is filled field by field.
# contract: refused=21200 fix=safe
import os
import sys

from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc

stub = service_pb2_grpc.V2Stub(ClarifaiChannel.get_grpc_channel())

request = service_pb2.PostModelOutputsRequest(user_app_id=resources_pb2.UserAppIDSet(user_id="clarifai", app_id="main"))
request.model_id = "texture-recognition"
request.inputs.append(
    resources_pb2.Input(data=resources_pb2.Data(image=resources_pb2.Image(url="https://samples.example.org/rope.jpg")))
)

response = stub.PostModelOutputs(request, metadata=(("authorization", "Key " + os.environ["CLARIFAI_PAT"]),))
if response.status.code != 10000:
    sys.exit(response.status.description)
print(response.outputs[0].data.concepts[0].name)
