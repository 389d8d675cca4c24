# A small client class with constants of its own.
# contract: refused=21200 fix=safe
import os

import requests


class Clarifai:
    """Predicts by REST."""

    API = "https://api.clarifai.com/v2"
    GENERAL = "aaa03c23b3724a16a56b629203edc62c"

    def __init__(self):
        self.headers = {"Authorization": "Key " + os.environ["CLARIFAI_PAT"]}

    def concepts(self, url):
        address = self.API + "/users/clarifai/apps/main/models/" + self.GENERAL + "/outputs"
        body = {"inputs": [{"data": {"image": {"url": url}}}]}
        response = requests.request("POST", address, headers=self.headers, json=body)
        response.raise_for_status()
        return [concept["name"] for concept in response.json()["outputs"][0]["data"]["concepts"]]


print(Clarifai().concepts("https://samples.example.org/ferry.jpg"))
