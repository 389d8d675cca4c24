# The four constants that every sample of the documentation begins with, filled with one's own.
# contract: refused=21200 fix=safe
import os

from clarifai.client.model import Model

PAT = os.environ["CLARIFAI_PAT"]
USER_ID = "clarifai"
APP_ID = "main"
MODEL_ID = "general-image-recognition"
IMAGE_URL = "https://samples.example.org/ferry.jpg"

model = Model(user_id=USER_ID, app_id=APP_ID, model_id=MODEL_ID, pat=PAT)
model_prediction = model.predict_by_url(IMAGE_URL, input_type="image")

print(model_prediction.outputs[0].data.concepts)
