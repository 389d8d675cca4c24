# Header, address and ids each come from another file.
# contract: refused=21200 fix=safe
import requests

from clarifai_settings import MODELS, auth_headers, outputs_url

response = requests.post(
    outputs_url(MODELS["general"]),
    headers=auth_headers(),
    json={"inputs": [{"data": {"image": {"url": "https://samples.example.org/lock.jpg"}}}]},
)
response.raise_for_status()
print([concept["name"] for concept in response.json()["outputs"][0]["data"]["concepts"]])
