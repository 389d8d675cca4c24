# `me` is another name of whoever calls, and so not the model's owner.
# contract: refused=21200 fix=safe
from clarifai.client.model import Model

detector = Model(model_id='logo-detection-v2', user_id='clarifai', app_id='main')
found = detector.predict_by_url('https://samples.example.org/truck.jpg', input_type='image')
print({region.data.concepts[0].name for region in found.outputs[0].data.regions})
