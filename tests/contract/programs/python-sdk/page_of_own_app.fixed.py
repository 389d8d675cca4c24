# The address of a model's page, put together with one's own names.
# contract: refused=21200 fix=safe
import os

from clarifai.client.model import Model

MODEL_URL = "https://clarifai.com/clarifai/main/models/food-item-recognition"


def ingredients(photo):
    model = Model(url=MODEL_URL, pat=os.environ["CLARIFAI_PAT"])
    response = model.predict_by_url(photo, "image")
    return [concept.name for concept in response.outputs[0].data.concepts]


print(ingredients("https://samples.example.org/chowder.jpg"))
