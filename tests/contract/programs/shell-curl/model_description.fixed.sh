# Asks for a model's description.
# contract: refused=21200 fix=hand
curl -fsS -H "Authorization: Key $CLARIFAI_PAT" \
  https://api.clarifai.com/v2/users/clarifai/apps/main/models/general-image-recognition
