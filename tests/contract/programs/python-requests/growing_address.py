# The address grows by one statement after another, and so do the headers.
# contract: refused=21200 fix=safe
import os

import requests

url = "https://api.clarifai.com/v2/models/"
url += "general-image-recognition"
url += "/outputs"

headers = {}
headers["Authorization"] = "Key " + os.environ["CLARIFAI_API_KEY"]
headers["Content-Type"] = "application/json"

body = {"inputs": [{"data": {"image": {"url": "https://samples.example.org/pier.jpg"}}}]}
response = requests.post(url, headers=headers, json=body)
response.raise_for_status()
print(response.json()["outputs"][0]["data"]["concepts"][0])
