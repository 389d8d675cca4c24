# The settings are an object of another file.
# contract: refused=21200 fix=safe
from clarifai.client.model import Model

from config import settings

model = Model(model_id=settings.MODEL, user_id=settings.USER, app_id=settings.APP, pat=settings.PAT)
outputs = model.predict_by_url("https://samples.example.org/lock.jpg", input_type="image").outputs
print([concept.name for concept in outputs[0].data.concepts])
