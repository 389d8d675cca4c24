"""What the tagger's modules share."""

import os

CLARIFAI_API_KEY = os.environ["CLARIFAI_API_KEY"]
CLARIFAI_PAT = os.environ["CLARIFAI_PAT"]

# The models that the album asks, by what it wants to know of a picture.
GENERAL_MODEL = "aaa03c23b3724a16a56b629203edc62c"
FACE_MODEL = "face-detection"
FOOD_MODEL = "food-item-recognition"
