# A key in a variable, the body in one line.
# contract: refused=21200 fix=hand
API_KEY="7d1f0c3a59e84b62a0c4d8e6f1b27a93"

curl -fsS -X POST "https://api.clarifai.com/v2/models/general-image-recognition/outputs" \
  -H "Authorization: Key $API_KEY" \
  -H "Content-Type: application/json" \
  -d '{"inputs": [{"data": {"image": {"url": "https://samples.example.org/pier.jpg"}}}]}'
