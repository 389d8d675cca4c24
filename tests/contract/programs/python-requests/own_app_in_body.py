# The body names the caller's own application.
# contract: refused=21200 fix=safe
import os

import requests

payload = {
    "user_app_id": {
        "user_id": "casey-w",
        "app_id": "harbour-photos",
    },
    "inputs": [
        {"data": {"image": {"url": "https://samples.example.org/hull.jpg"}}},
    ],
}
r = requests.post(
    "https://api.clarifai.com/v2/models/color-recognition/outputs",
    json=payload,
    headers={"Authorization": "Key %s" % os.environ["CLARIFAI_PAT"]},
)
r.raise_for_status()
output = r.json()["outputs"][0]
print(output["model"]["name"], [color["raw_hex"] for color in output["data"]["colors"]])
