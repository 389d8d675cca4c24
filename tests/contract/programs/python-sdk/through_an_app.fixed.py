# An application object gives the model.
# contract: refused=21200 fix=safe
import os

from clarifai.client.app import App

app = App(user_id="clarifai", app_id="main", pat=os.environ["CLARIFAI_PAT"])
model = app.model(model_id="color-recognition")
output = model.predict_by_url("https://samples.example.org/hull.jpg", input_type="image").outputs[0]
print(output.model.name, [(color.raw_hex, color.value) for color in output.data.colors])
