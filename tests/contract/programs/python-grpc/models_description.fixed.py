# Asks what a model is, not what it sees.
# contract: refused=21200 fix=safe
import os

from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc

pat = os.environ["CLARIFAI_PAT"]
channel = ClarifaiChannel.get_grpc_channel()
stub = service_pb2_grpc.V2Stub(channel)
response = stub.GetModel(
    service_pb2.GetModelRequest(user_app_id=resources_pb2.UserAppIDSet(user_id="clarifai", app_id="main"), model_id="bd367be194cf45149e75f01d59f77ba7"),
    metadata=(("authorization", "Key " + pat),),
)
if response.status.code != 10000:
    raise SystemExit(f"{response.status.description}")
print(response.model.name, response.model.model_version.id)
