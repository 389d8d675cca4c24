# From the user to the application to the model.
# contract: refused=21200 fix=safe
from clarifai.client.user import User

client = User(user_id="clarifai")
app = client.app(app_id="main")
model = app.model(model_id="apparel-recognition")

result = model.predict_by_url(url="https://samples.example.org/oilskin.jpg", input_type="image")
print([c.name for c in result.outputs[0].data.concepts])
