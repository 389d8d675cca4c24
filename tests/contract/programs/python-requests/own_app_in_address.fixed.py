# The address names the caller's own application.
# contract: refused=21200 fix=safe
import os

import requests

URL = "https://api.clarifai.com/v2/users/clarifai/apps/main/models/face-detection/outputs"

reply = requests.post(
    URL,
    headers={"Authorization": f"Key {os.environ['CLARIFAI_PAT']}"},
    json={"inputs": [{"data": {"image": {"url": "https://samples.example.org/crew.jpg"}}}]},
)
reply.raise_for_status()
for region in reply.json()["outputs"][0]["data"]["regions"]:
    print(region["value"], region["data"]["concepts"][0]["name"])
