"""One connection to the service for the whole process."""

from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2_grpc

stub = service_pb2_grpc.V2Stub(ClarifaiChannel.get_grpc_channel())


def authorization(credential):
    return (("authorization", f"Key {credential}"),)


def picture(url):
    image = resources_pb2.Image(url=url)
    return resources_pb2.Input(data=resources_pb2.Data(image=image))
