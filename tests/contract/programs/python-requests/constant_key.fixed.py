# A key in a constant, the address in one piece.
# contract: refused=21200 fix=safe
import os

import requests

PAT = os.environ["CLARIFAI_PAT"]

response = requests.post(
    "https://api.clarifai.com/v2/users/clarifai/apps/main/models/general-image-recognition/outputs",
    headers={"Authorization": "Key " + PAT},
    json={"inputs": [{"data": {"image": {"url": "https://samples.example.org/pier.jpg"}}}]},
)
response.raise_for_status()
for concept in response.json()["outputs"][0]["data"]["concepts"]:
    print(concept["name"], concept["value"])
