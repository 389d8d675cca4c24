# A key in a constant, the address in one piece.
# contract: refused=21200 fix=safe
import requests

API_KEY = "7d1f0c3a59e84b62a0c4d8e6f1b27a93"

response = requests.post(
    "https://api.clarifai.com/v2/models/general-image-recognition/outputs",
    headers={"Authorization": "Key " + API_KEY},
    json={"inputs": [{"data": {"image": {"url": "https://samples.example.org/pier.jpg"}}}]},
)
response.raise_for_status()
for concept in response.json()["outputs"][0]["data"]["concepts"]:
    print(concept["name"], concept["value"])
