# The owner is a default of the helper's parameters.
# contract: refused=21200 fix=safe
import os

from clarifai.client.model import Model


def predict(model_id, url, user_id="casey-w", app_id="harbour-photos"):
    model = Model(model_id=model_id, user_id=user_id, app_id=app_id, pat=os.environ["CLARIFAI_PAT"])
    return model.predict_by_url(url, input_type="image").outputs[0].data.concepts


for concept in predict("texture-recognition", "https://samples.example.org/net.jpg"):
    print(concept.name)
