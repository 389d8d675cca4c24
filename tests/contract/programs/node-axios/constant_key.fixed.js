// The key in a constant, the address in one piece.
// contract: refused=21200 fix=safe
const axios = require("axios");

const PAT = process.env.CLARIFAI_PAT;

axios
  .post(
    "https://api.clarifai.com/v2/users/clarifai/apps/main/models/general-image-recognition/outputs",
    { inputs: [{ data: { image: { url: "https://samples.example.org/pier.jpg" } } }] },
    { headers: { Authorization: "Key " + PAT } }
  )
  .then(({ data }) => console.log(data.outputs[0].data.concepts.map(({ name }) => name)))
  .catch((error) => {
    console.error(error.response.data.status.description);
    process.exit(1);
  });
