# Nobody is named who owns the model, so the client takes one's own names from the environment.
# contract: refused=21200 fix=safe
import os

from clarifai.client.model import Model

pat = os.getenv("CLARIFAI_PAT")
model = Model(user_id="clarifai", app_id="main", model_id="face-detection", pat=pat)
for region in model.predict_by_url("https://samples.example.org/crew.jpg", "image").outputs[0].data.regions:
    print(region.value, region.data.concepts[0].name)
