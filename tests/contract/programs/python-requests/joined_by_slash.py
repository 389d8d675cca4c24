# The address is joined of parts by a slash.
# contract: refused=21200 fix=safe
import os

import requests

BASE = "https://api.clarifai.com/v2"

url = "/".join([BASE, "models", "moderation-recognition", "outputs"])
headers = {"Authorization": "Key " + os.environ["CLARIFAI_API_KEY"]}
body = {"inputs": [{"data": {"image": {"url": "https://samples.example.org/poster.png"}}}]}
response = requests.post(url, headers=headers, json=body)
response.raise_for_status()
print(response.json()["outputs"][0]["data"]["concepts"][0])
