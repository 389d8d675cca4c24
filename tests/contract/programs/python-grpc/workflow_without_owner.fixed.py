# A workflow is asked for with a token, and nobody is named who owns it.
# contract: refused=11008 fix=unsafe
import os
import sys

from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc

stub = service_pb2_grpc.V2Stub(ClarifaiChannel.get_grpc_channel())
metadata = (("authorization", "Key " + os.environ["CLARIFAI_PAT"]),)

response = stub.PostWorkflowResults(
    service_pb2.PostWorkflowResultsRequest(
        user_app_id=resources_pb2.UserAppIDSet(user_id="clarifai", app_id="main"),
        workflow_id="Face-Sentiment",
        inputs=[
            resources_pb2.Input(
                data=resources_pb2.Data(image=resources_pb2.Image(url="https://samples.example.org/crowd.jpg"))
            )
        ],
    ),
    metadata=metadata,
)
if response.status.code != 10000:
    sys.exit(response.status.description)
for output in response.results[0].outputs:
    print(output.model.id, [concept.name for concept in output.data.concepts])
