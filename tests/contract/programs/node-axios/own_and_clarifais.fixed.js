// One set of headers for a model of one's own and for one of Clarifai's.
// contract: refused=21200 fix=unsafe
const axios = require("axios");

const options = { headers: { Authorization: "Key " + process.env.CLARIFAI_PAT } };
const body = { inputs: [{ data: { image: { url: "https://samples.example.org/slip.jpg" } } }] };

async function main() {
  const general = await axios.post("https://api.clarifai.com/v2/users/clarifai/apps/main/models/general-image-recognition/outputs", body, options);
  const boats = await axios.post("https://api.clarifai.com/v2/users/" + process.env.CLARIFAI_USER_ID + "/apps/" + process.env.CLARIFAI_APP_ID + "/models/boats/outputs", body, options);
  for (const { data } of [general, boats]) {
    console.log(data.outputs[0].data.concepts.map((concept) => concept.name));
  }
}

main();
