# The version of the model is pinned, and stays so.
# contract: refused=21200 fix=safe
import os

import requests

pat = os.environ["CLARIFAI_PAT"]
response = requests.post(
    "https://api.clarifai.com/v2/users/clarifai/apps/main/models/aaa03c23b3724a16a56b629203edc62c/versions/aa7f35c01e0642fda5cf400f543e7c40/outputs",
    headers={"Authorization": "Key " + pat},
    json={"inputs": [{"data": {"image": {"url": "https://samples.example.org/mast.jpg"}}}]},
)
assert response.ok, response.json()["status"]["description"]
print(response.json()["outputs"][0]["data"]["concepts"][0]["name"])
