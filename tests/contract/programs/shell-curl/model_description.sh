# Asks for a model's description.
# contract: refused=21200 fix=hand
curl -fsS -H "Authorization: Key $CLARIFAI_API_KEY" \
  https://api.clarifai.com/v2/models/general-image-recognition
