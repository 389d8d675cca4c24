# The header stands in a configuration of curl, the body in a file.
# contract: refused=21200 fix=hand
set -eu
printf 'header = "Authorization: Key %s"\n' "$CLARIFAI_API_KEY" |
    curl -fsS --config - -H 'Content-Type: application/json' --data-binary @picture.json "https://api.clarifai.com/v2/models/$(cat model.txt)/outputs"
