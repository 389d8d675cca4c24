# The address names the caller's own application, by variables.
# contract: refused=21200 fix=hand
USER_ID=casey-w
APP_ID=harbour-photos
MODEL_ID=face-detection

curl -fsS -X POST "https://api.clarifai.com/v2/users/$USER_ID/apps/$APP_ID/models/$MODEL_ID/outputs" \
  -H "Authorization: Key $CLARIFAI_PAT" \
  -H "Content-Type: application/json" \
  -d '{"inputs": [{"data": {"image": {"url": "https://samples.example.org/crew.jpg"}}}]}'
