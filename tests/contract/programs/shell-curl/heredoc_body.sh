# The body is a here-document that reads the address of the picture.
# contract: refused=21200 fix=hand
set -eu
picture=https://samples.example.org/plate.jpg
curl -fsS "https://api.clarifai.com/v2/models/food-item-recognition/outputs" \
    -H "Authorization: Key ${CLARIFAI_API_KEY}" \
    -H 'Content-Type: application/json' \
    --data-binary @- <<BODY
{"inputs": [{"data": {"image": {"url": "$picture"}}}]}
BODY
