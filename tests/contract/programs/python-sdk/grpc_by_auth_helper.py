# The helper of the SDK gives the stub and the owner for requests made by hand.
# contract: refused=21200 fix=safe
import os

from clarifai.client.auth import create_stub
from clarifai.client.auth.helper import ClarifaiAuthHelper
from clarifai_grpc.grpc.api import resources_pb2, service_pb2

auth = ClarifaiAuthHelper(user_id="casey-w", app_id="harbour-photos", pat=os.environ["CLARIFAI_PAT"])
stub = create_stub(auth)

response = stub.PostModelOutputs(
    service_pb2.PostModelOutputsRequest(
        user_app_id=auth.get_user_app_id_proto(),
        model_id="general-image-recognition",
        inputs=[
            resources_pb2.Input(
                data=resources_pb2.Data(image=resources_pb2.Image(url="https://samples.example.org/cleat.jpg"))
            )
        ],
    )
)
if response.status.code != 10000:
    raise SystemExit(response.status.description)
print([concept.name for concept in response.outputs[0].data.concepts])
