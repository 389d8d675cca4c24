# The general model, looked for in the caller's own application.
# contract: refused=21200 fix=safe
from clarifai.client.model import Model

model = Model(user_id="casey-w", app_id="harbour-photos", model_id="general-image-recognition")
prediction = model.predict_by_url("https://samples.example.org/metro-north.jpg", input_type="image")
for concept in prediction.outputs[0].data.concepts:
    print(concept.name, round(concept.value, 2))
