# A command that names what is on a plate; the key comes from the environment.
# contract: refused=21200 fix=safe
import os
import sys

from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc
from clarifai_grpc.grpc.api.status import status_code_pb2

metadata = (('authorization', f"Key {os.environ['CLARIFAI_API_KEY']}"),)
stub = service_pb2_grpc.V2Stub(ClarifaiChannel.get_grpc_channel())


def dishes(url):
    picture = resources_pb2.Input(data=resources_pb2.Data(image=resources_pb2.Image(url=url)))
    request = service_pb2.PostModelOutputsRequest(model_id='food-item-recognition', inputs=[picture])
    response = stub.PostModelOutputs(request, metadata=metadata)
    if response.status.code != status_code_pb2.SUCCESS:
        sys.exit(f'{response.status.code}: {response.status.description}')
    return [concept.name for concept in response.outputs[0].data.concepts]


print(', '.join(dishes('https://samples.example.org/plate.jpg')))
