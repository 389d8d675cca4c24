import os

CLARIFAI_KEY = os.environ["CLARIFAI_PAT"]
