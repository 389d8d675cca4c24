// A token, and nobody named who owns the model.
// contract: refused=11008 fix=safe
const axios = require("axios");

const PAT = process.env.CLARIFAI_PAT;

async function moderate(url) {
  const { data } = await axios.post(
    "https://api.clarifai.com/v2/models/moderation-recognition/outputs",
    {
      inputs: [{ data: { image: { url } } }],
    },
    { headers: { Authorization: `Key ${PAT}` } }
  );
  return data.outputs[0].data.concepts;
}

moderate("https://samples.example.org/poster.png").then(console.log);
