# The token is there already, the owner is missing.
# contract: refused=11008 fix=safe
import os

import requests

PAT = os.getenv("CLARIFAI_PAT")
MODEL_ID = "moderation-recognition"


def moderate(url):
    response = requests.post(
        "https://api.clarifai.com/v2/users/clarifai/apps/main/models/" + MODEL_ID + "/outputs",
        headers={"Authorization": "Key " + PAT},
        json={"inputs": [{"data": {"image": {"url": url}}}]},
        timeout=30,
    )
    if response.status_code != 200:
        raise RuntimeError(response.json()["status"]["details"])
    return {c["name"]: c["value"] for c in response.json()["outputs"][0]["data"]["concepts"]}


print(moderate("https://samples.example.org/poster.png"))
