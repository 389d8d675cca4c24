// The key in a constant, the address in one piece.
// contract: refused=21200 fix=safe
const axios = require("axios");

const API_KEY = "7d1f0c3a59e84b62a0c4d8e6f1b27a93";

axios
  .post(
    "https://api.clarifai.com/v2/models/general-image-recognition/outputs",
    { inputs: [{ data: { image: { url: "https://samples.example.org/pier.jpg" } } }] },
    { headers: { Authorization: "Key " + API_KEY } }
  )
  .then(({ data }) => console.log(data.outputs[0].data.concepts.map(({ name }) => name)))
  .catch((error) => {
    console.error(error.response.data.status.description);
    process.exit(1);
  });
