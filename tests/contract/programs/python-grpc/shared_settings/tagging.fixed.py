from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc

from settings import CLARIFAI_KEY

stub = service_pb2_grpc.V2Stub(ClarifaiChannel.get_grpc_channel())


def concepts(model_id, url):
    response = stub.PostModelOutputs(
        service_pb2.PostModelOutputsRequest(
            user_app_id=resources_pb2.UserAppIDSet(user_id="clarifai", app_id="main"),
            model_id=model_id,
            inputs=[resources_pb2.Input(data=resources_pb2.Data(image=resources_pb2.Image(url=url)))],
        ),
        metadata=(("authorization", "Key " + CLARIFAI_KEY),),
    )
    if response.status.code != 10000:
        raise RuntimeError(response.status.description)
    return [concept.name for concept in response.outputs[0].data.concepts]
