# The documentation's request of before the change, with the key from the environment.
# contract: refused=21200 fix=hand
set -euo pipefail
curl --fail-with-body --silent --show-error -X POST \
  -H "Authorization: Key $CLARIFAI_PAT" \
  -H "Content-Type: application/json" \
  -d '
  {
    "inputs": [
      {
        "data": {
          "image": {
            "url": "https://samples.example.org/metro-north.jpg"
          }
        }
      }
    ]
  }' \
  https://api.clarifai.com/v2/users/clarifai/apps/main/models/aaa03c23b3724a16a56b629203edc62c/outputs
