# Asks for a model's description.
# contract: refused=21200 fix=safe
import os

import requests

response = requests.get(
    "https://api.clarifai.com/v2/models/general-image-recognition",
    headers={"Authorization": "Key " + os.environ["CLARIFAI_API_KEY"]},
)
response.raise_for_status()
print(response.json()["model"]["name"])
