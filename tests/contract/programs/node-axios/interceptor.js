// An interceptor adds the header to every request.
// contract: refused=21200 fix=safe
const axios = require("axios");

const client = axios.create({ baseURL: "https://api.clarifai.com/v2/" });
client.interceptors.request.use((config) => {
  config.headers.Authorization = `Key ${process.env.CLARIFAI_API_KEY}`;
  return config;
});

client
  .post("models/general-image-recognition/outputs", {
    inputs: [{ data: { image: { url: "https://samples.example.org/mast.jpg" } } }],
  })
  .then((response) => console.log(response.data.outputs[0].data.concepts.map(({ name }) => name)))
  .catch((error) => {
    console.error(error.response.status);
    process.exit(1);
  });
