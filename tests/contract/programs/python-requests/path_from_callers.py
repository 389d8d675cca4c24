# The callers of a helper pass the path, each its own.
# contract: refused=21200 fix=safe
from os import getenv

import requests

KEY = getenv("CLARIFAI_API_KEY")
HEADERS = dict(Authorization=f"Key {KEY}")


def post(path, url):
    body = {"inputs": [{"data": {"image": {"url": url}}}]}
    response = requests.post("https://api.clarifai.com/v2" + path, json=body, headers=HEADERS)
    response.raise_for_status()
    return response.json()["outputs"][0]["data"]


print(post("/models/color-recognition/outputs", "https://samples.example.org/hull.jpg"))
print(post(path="/models/face-detection/outputs", url="https://samples.example.org/crew.jpg"))
