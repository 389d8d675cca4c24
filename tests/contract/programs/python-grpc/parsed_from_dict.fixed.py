# The request comes as a dictionary and is parsed into the message.
# contract: refused=21200 fix=safe
import os

from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import service_pb2, service_pb2_grpc
from google.protobuf import json_format

headers = (("authorization", "Key %s" % os.environ["CLARIFAI_PAT"]),)
stub = service_pb2_grpc.V2Stub(ClarifaiChannel.get_grpc_channel())

request = json_format.ParseDict(
    {
        "user_app_id": {"user_id": "clarifai", "app_id": "main"},
        "model_id": "general-image-embedding",
        "inputs": [{"data": {"image": {"url": "https://samples.example.org/mast.jpg"}}}],
    },
    service_pb2.PostModelOutputsRequest(),
)
response = stub.PostModelOutputs(request, metadata=headers)
if response.status.code != 10000:
    raise SystemExit(response.status.description)
answer = json_format.MessageToDict(response, preserving_proto_field_name=True)
print(answer["outputs"][0]["data"]["embeddings"], answer["outputs"][0]["model"]["name"])
