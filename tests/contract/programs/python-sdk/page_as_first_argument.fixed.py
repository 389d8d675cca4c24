# The page is the first argument, without a name.
# contract: refused=21200 fix=safe
from clarifai.client import Model

answer = Model('https://clarifai.com/clarifai/main/models/moderation-recognition').predict_by_url(
    'https://samples.example.org/poster.png', input_type='image'
)
print(', '.join(concept.name for concept in answer.outputs[0].data.concepts))
