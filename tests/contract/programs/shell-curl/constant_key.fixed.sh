# A key in a variable, the body in one line.
# contract: refused=21200 fix=hand
PAT="$CLARIFAI_PAT"

curl -fsS -X POST "https://api.clarifai.com/v2/users/clarifai/apps/main/models/general-image-recognition/outputs" \
  -H "Authorization: Key $PAT" \
  -H "Content-Type: application/json" \
  -d '{"inputs": [{"data": {"image": {"url": "https://samples.example.org/pier.jpg"}}}]}'
