# The body names the caller's own application.
# contract: refused=21200 fix=hand
curl -fsS -X POST "https://api.clarifai.com/v2/models/color-recognition/outputs" \
  -H "Authorization: Key $CLARIFAI_PAT" \
  -H "Content-Type: application/json" \
  -d '{
    "user_app_id": {
      "user_id": "clarifai",
      "app_id": "main"
    },
    "inputs": [{"data": {"image": {"url": "https://samples.example.org/hull.jpg"}}}]
  }'
