# One key for a model of one's own and one of Clarifai's: both calls change, or neither does.
# contract: refused=21200 fix=unsafe
import os

from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc

METADATA = (("authorization", "Key " + os.environ["CLARIFAI_API_KEY"]),)
stub = service_pb2_grpc.V2Stub(ClarifaiChannel.get_grpc_channel())
picture = resources_pb2.Input(
    data=resources_pb2.Data(image=resources_pb2.Image(url="https://samples.example.org/slip.jpg"))
)

mine = stub.PostModelOutputs(
    service_pb2.PostModelOutputsRequest(
        model_id="boats",
        inputs=[picture],
    ),
    metadata=METADATA,
)
general = stub.PostModelOutputs(
    service_pb2.PostModelOutputsRequest(
        model_id="general-image-recognition",
        inputs=[picture],
    ),
    metadata=METADATA,
)
for response in (general, mine):
    if response.status.code != 10000:
        raise SystemExit(response.status.description)
    print([concept.name for concept in response.outputs[0].data.concepts])
