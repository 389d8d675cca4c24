// One object says everything.
// contract: refused=21200 fix=safe
const axios = require("axios");

axios({
  method: "post",
  url: "https://api.clarifai.com/v2/models/apparel-recognition/outputs",
  headers: { Authorization: "Key " + process.env.CLARIFAI_API_KEY, "Content-Type": "application/json" },
  data: { inputs: [{ data: { image: { url: "https://samples.example.org/oilskin.jpg" } } }] },
}).then(
  (response) => console.log(response.data.outputs[0].data.concepts[0].name),
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  }
);
