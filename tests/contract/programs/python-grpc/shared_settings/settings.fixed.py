import os

CLARIFAI_PAT = os.environ["CLARIFAI_PAT"]
