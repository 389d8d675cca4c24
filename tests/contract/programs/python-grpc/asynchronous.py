# The asynchronous channel, two pictures at a time.
# contract: refused=21200 fix=safe
import asyncio
import os

from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc

API_KEY = os.environ.get("CLARIFAI_API_KEY", "")


async def tags(stub, url):
    response = await stub.PostModelOutputs(
        service_pb2.PostModelOutputsRequest(
            model_id="apparel-recognition",
            version_id="",
            inputs=[resources_pb2.Input(data=resources_pb2.Data(image=resources_pb2.Image(url=url)))],
        ),
        metadata=(("authorization", "Key {}".format(API_KEY)),),
    )
    if response.status.code != 10000:
        raise RuntimeError(response.status.description)
    return [concept.name for concept in response.outputs[0].data.concepts]


async def main():
    async with ClarifaiChannel.get_aio_grpc_channel() as channel:
        stub = service_pb2_grpc.V2Stub(channel)
        urls = ["https://samples.example.org/coat.jpg", "https://samples.example.org/boots.jpg"]
        print(await asyncio.gather(*(tags(stub, url) for url in urls)))


asyncio.run(main())
