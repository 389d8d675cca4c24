# The caller's own application in the request itself, a literal token beside it.
# contract: refused=21200 fix=safe
from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc
import os

stub = service_pb2_grpc.V2Stub(ClarifaiChannel.get_grpc_channel())
auth = [('authorization', 'Key ' + os.environ['CLARIFAI_PAT'])]


def faces(url):
    answer = stub.PostModelOutputs(
        service_pb2.PostModelOutputsRequest(
            user_app_id=resources_pb2.UserAppIDSet(user_id='clarifai', app_id='main'),
            model_id='face-detection',
            inputs=[resources_pb2.Input(data=resources_pb2.Data(image=resources_pb2.Image(url=url)))],
        ),
        metadata=auth,
    )
    if answer.status.code != 10000:
        raise RuntimeError(answer.status.description)
    return answer.outputs[0].data.regions


for face in faces('https://samples.example.org/crew.jpg'):
    print(face.region_info.bounding_box.top_row, face.data.concepts[0].name)
