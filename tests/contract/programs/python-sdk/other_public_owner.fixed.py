# A public model of somebody else, looked for in the caller's own application.
# contract: refused=21200 fix=safe
from clarifai.client.model import Model

model = Model(user_id="salesforce", app_id="blip", model_id="general-english-image-caption-blip")
text = model.predict_by_url("https://samples.example.org/gull.jpg", input_type="image").outputs[0].data.text.raw
print(text)
