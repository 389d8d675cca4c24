# Tags one picture with the general model, the way the old guide showed it.
# contract: refused=21200 fix=safe
from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc
from clarifai_grpc.grpc.api.status import status_code_pb2

CLARIFAI_API_KEY = "7d1f0c3a59e84b62a0c4d8e6f1b27a93"
GENERAL_MODEL = "aaa03c23b3724a16a56b629203edc62c"

stub = service_pb2_grpc.V2Stub(ClarifaiChannel.get_grpc_channel())

response = stub.PostModelOutputs(
    service_pb2.PostModelOutputsRequest(
        model_id=GENERAL_MODEL,
        inputs=[
            resources_pb2.Input(
                data=resources_pb2.Data(
                    image=resources_pb2.Image(url="https://samples.example.org/pier.jpg")
                )
            )
        ],
    ),
    metadata=(("authorization", "Key " + CLARIFAI_API_KEY),),
)

if response.status.code != status_code_pb2.SUCCESS:
    raise SystemExit("Post model outputs failed: " + response.status.description)

for concept in response.outputs[0].data.concepts:
    print("%12s: %.2f" % (concept.name, concept.value))
