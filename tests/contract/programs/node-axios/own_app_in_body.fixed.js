// The body names one's own application.
// contract: refused=21200 fix=safe
const axios = require("axios");

const payload = {
  user_app_id: {
    user_id: "clarifai",
    app_id: "main",
  },
  inputs: [{ data: { image: { url: "https://samples.example.org/hull.jpg" } } }],
};

axios
  .post("https://api.clarifai.com/v2/models/color-recognition/outputs", payload, {
    headers: { Authorization: "Key " + process.env.CLARIFAI_PAT },
  })
  .then((response) => {
    const output = response.data.outputs[0];
    console.log(output.model.name, output.data.colors.map((color) => color.raw_hex));
  })
  .catch((error) => {
    console.error(error.response.data.status.description);
    process.exit(1);
  });
