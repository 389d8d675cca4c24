# One header for a model of one's own and for one of Clarifai's.
# contract: refused=21200 fix=hand
set -eu
header="Authorization: Key $CLARIFAI_PAT"
body='{"inputs": [{"data": {"image": {"url": "https://samples.example.org/slip.jpg"}}}]}'

general=$(curl -fsS https://api.clarifai.com/v2/users/clarifai/apps/main/models/general-image-recognition/outputs -H "$header" -d "$body")
boats=$(curl -fsS "https://api.clarifai.com/v2/users/$CLARIFAI_USER_ID/apps/$CLARIFAI_APP_ID/models/boats/outputs" -H "$header" -d "$body")
printf '%s\n' "$general" "$boats"
