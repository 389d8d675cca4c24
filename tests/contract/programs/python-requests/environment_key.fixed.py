# Key from the environment, address by an f-string, body as text.
# contract: refused=21200 fix=safe
import json
import os
import sys

import requests

MODEL = 'bd367be194cf45149e75f01d59f77ba7'
url = f'https://api.clarifai.com/v2/users/clarifai/apps/main/models/{MODEL}/outputs'
headers = {
    'Authorization': f'Key {os.environ["CLARIFAI_PAT"]}',
    'Content-Type': 'application/json',
}
body = {'inputs': [{'data': {'image': {'url': 'https://samples.example.org/plate.jpg'}}}]}

answer = requests.post(url, headers=headers, data=json.dumps(body)).json()
if answer['status']['code'] != 10000:
    sys.exit(answer['status']['description'])
print([concept['name'] for concept in answer['outputs'][0]['data']['concepts']])
