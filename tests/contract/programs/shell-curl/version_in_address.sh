# The version of the model is pinned, and stays so.
# contract: refused=21200 fix=hand
MODEL=aaa03c23b3724a16a56b629203edc62c
VERSION=aa7f35c01e0642fda5cf400f543e7c40
curl -fsS --request POST \
  --url "https://api.clarifai.com/v2/models/$MODEL/versions/$VERSION/outputs" \
  --header "Authorization: Key $CLARIFAI_API_KEY" \
  --header 'Content-Type: application/json' \
  --data '{"inputs": [{"data": {"image": {"url": "https://samples.example.org/mast.jpg"}}}]}'
