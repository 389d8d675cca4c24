# The body is a text, not a dictionary.
# contract: refused=21200 fix=safe
import os

import requests

clarifai_pat = os.environ.get("CLARIFAI_PAT")
data = '''
{"inputs": [{"data": {"image": {"url": "https://samples.example.org/lamp.jpg"}}}]}
'''
result = requests.post(
    url="https://api.clarifai.com/v2/users/clarifai/apps/main/models/general-image-embedding/outputs",
    data=data,
    headers={"Authorization": "Key " + clarifai_pat, "Content-Type": "application/json"},
)
if result.status_code >= 400:
    raise SystemExit(result.text)
output = result.json()["outputs"][0]
print(output["model"]["name"], len(output["data"]["embeddings"][0]["vector"]))
