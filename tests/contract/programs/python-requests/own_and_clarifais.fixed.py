# One header for a model of one's own and for one of Clarifai's.
# contract: refused=21200 fix=unsafe
import os

import requests

HEADERS = {"Authorization": "Key " + os.environ["CLARIFAI_PAT"]}
BODY = {"inputs": [{"data": {"image": {"url": "https://samples.example.org/slip.jpg"}}}]}

boats = requests.post("https://api.clarifai.com/v2/users/" + os.environ["CLARIFAI_USER_ID"] + "/apps/" + os.environ["CLARIFAI_APP_ID"] + "/models/boats/outputs", headers=HEADERS, json=BODY)
general = requests.post(
    "https://api.clarifai.com/v2/users/clarifai/apps/main/models/general-image-recognition/outputs", headers=HEADERS, json=BODY
)
for response in (general, boats):
    response.raise_for_status()
    print([concept["name"] for concept in response.json()["outputs"][0]["data"]["concepts"]])
