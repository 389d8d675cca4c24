# One client object asks two of Clarifai's models with the same key.
# contract: refused=21200 fix=safe
import os

from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc


class Tagger:
    """Asks for the concepts of a picture."""

    def __init__(self, key):
        self.stub = service_pb2_grpc.V2Stub(ClarifaiChannel.get_grpc_channel())
        self.metadata = (("authorization", "Key " + key),)

    def general(self, url):
        response = self.stub.PostModelOutputs(
            service_pb2.PostModelOutputsRequest(
                user_app_id=resources_pb2.UserAppIDSet(user_id="clarifai", app_id="main"),
                model_id="general-image-recognition", inputs=[self._input(url)]
            ),
            metadata=self.metadata,
        )
        return self._names(response)

    def nsfw(self, url):
        response = self.stub.PostModelOutputs(
            service_pb2.PostModelOutputsRequest(
                user_app_id=resources_pb2.UserAppIDSet(user_id="clarifai", app_id="main"),
                model_id="nsfw-recognition", inputs=[self._input(url)]
            ),
            metadata=self.metadata,
        )
        return self._names(response)

    @staticmethod
    def _input(url):
        return resources_pb2.Input(data=resources_pb2.Data(image=resources_pb2.Image(url=url)))

    @staticmethod
    def _names(response):
        if response.status.code != 10000:
            raise ValueError(response.status.description)
        return [concept.name for concept in response.outputs[0].data.concepts]


tagger = Tagger(os.environ["CLARIFAI_PAT"])
found = []
failures = []
for ask in (tagger.general, tagger.nsfw):
    try:
        found.append(ask("https://samples.example.org/beach.jpg"))
    except ValueError as failure:
        failures.append(failure)
if failures:
    raise SystemExit(str(failures))
print(found)
