// The body is made a text before it is sent.
// contract: refused=21200 fix=safe
const axios = require("axios");

const pat = process.env.CLARIFAI_PAT;
const data = JSON.stringify({
  user_app_id: { user_id: "clarifai", app_id: "main" },
  inputs: [{ data: { image: { url: "https://samples.example.org/lamp.jpg" } } }],
});

axios
  .post("https://api.clarifai.com/v2/models/texture-recognition/outputs", data, {
    headers: { Authorization: "Key " + pat, "Content-Type": "application/json" },
  })
  .then((response) => console.log(response.data.outputs[0].data.concepts[0]))
  .catch((error) => {
    console.error(error.response.data.status);
    process.exit(1);
  });
