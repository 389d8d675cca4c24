// The body is made a text before it is sent.
// contract: refused=21200 fix=safe
const axios = require("axios");

const key = process.env.CLARIFAI_API_KEY;
const data = JSON.stringify({
  inputs: [{ data: { image: { url: "https://samples.example.org/lamp.jpg" } } }],
});

axios
  .post("https://api.clarifai.com/v2/models/texture-recognition/outputs", data, {
    headers: { Authorization: "Key " + key, "Content-Type": "application/json" },
  })
  .then((response) => console.log(response.data.outputs[0].data.concepts[0]))
  .catch((error) => {
    console.error(error.response.data.status);
    process.exit(1);
  });
