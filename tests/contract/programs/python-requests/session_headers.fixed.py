# A session carries the header, a base address stands at the top.
# contract: refused=21200 fix=safe
import os

import requests

BASE = "https://api.clarifai.com/v2"

session = requests.Session()
session.headers.update({"Authorization": "Key {}".format(os.environ["CLARIFAI_PAT"])})


def outputs(model_id, url):
    response = session.post(
        f"{BASE}/users/clarifai/apps/main/models/{model_id}/outputs",
        json={"inputs": [{"data": {"image": {"url": url}}}]},
    )
    response.raise_for_status()
    return response.json()["outputs"]


print([c["name"] for c in outputs("apparel-recognition", "https://samples.example.org/oilskin.jpg")[0]["data"]["concepts"]])
