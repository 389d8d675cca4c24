// An instance holds base address and header.
// contract: refused=21200 fix=safe
const axios = require("axios");

const api = axios.create({
  baseURL: "https://api.clarifai.com/v2",
  headers: { Authorization: "Key " + process.env.CLARIFAI_PAT },
});

async function faces(url) {
  const { data } = await api.post("/users/clarifai/apps/main/models/face-detection/outputs", {
    inputs: [{ data: { image: { url } } }],
  });
  return data.outputs[0].data.regions;
}

faces("https://samples.example.org/crew.jpg")
  .then((regions) => console.log(regions.map((region) => region.data.concepts[0].name)))
  .catch((error) => {
    console.error(error.response.data);
    process.exit(1);
  });
