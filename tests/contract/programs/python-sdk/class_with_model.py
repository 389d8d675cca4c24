# A class keeps the model that it builds.
# contract: refused=21200 fix=safe
import os
import sys

from clarifai.client.model import Model


class NsfwFilter:
    """Says whether a picture may be shown."""

    OWNER = {"user_id": "casey-w", "app_id": "harbour-photos"}

    def __init__(self, threshold=0.8):
        self.threshold = threshold
        self.model = Model(model_id="nsfw-recognition", pat=os.environ["CLARIFAI_PAT"], **self.OWNER)

    def concepts(self, url):
        response = self.model.predict_by_url(url, input_type="image")
        return [c.name for c in response.outputs[0].data.concepts if c.value > self.threshold]


try:
    print(NsfwFilter().concepts("https://samples.example.org/beach.jpg"))
except Exception as error:
    sys.exit(f"{type(error).__name__}: {error}")
