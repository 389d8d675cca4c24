# The token is there already, the owner is missing.
# contract: refused=11008 fix=hand
curl -fsS -X POST "https://api.clarifai.com/v2/models/moderation-recognition/outputs" \
  -H "Authorization: Key $CLARIFAI_PAT" \
  -H "Content-Type: application/json" \
  -d '{"inputs": [{"data": {"image": {"url": "https://samples.example.org/poster.png"}}}]}'
