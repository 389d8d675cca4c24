# A function that asks for any of Clarifai's models, and a base address at the top.
# contract: refused=21200 fix=hand
set -eu
BASE=https://api.clarifai.com/v2

predict() {
    curl -fsS "$BASE/users/clarifai/apps/main/models/$1/outputs" \
        -H "Authorization: Key $CLARIFAI_PAT" -H 'Content-Type: application/json' \
        -d "{\"inputs\": [{\"data\": {\"image\": {\"url\": \"$2\"}}}]}"
}

predict apparel-recognition https://samples.example.org/oilskin.jpg
predict nsfw-recognition https://samples.example.org/beach.jpg
