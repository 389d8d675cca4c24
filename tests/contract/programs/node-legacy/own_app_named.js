// Token and owner are given to the client, but the owner is one's own.
// contract: refused=21200 fix=safe
const Clarifai = require("clarifai");

const app = new Clarifai.App({
  apiKey: process.env.CLARIFAI_PAT,
  userId: "casey-w",
  appId: "harbour-photos",
});

app.models
  .predict("general-image-recognition", "https://samples.example.org/ferry.jpg")
  .then((response) => console.log(response.outputs[0].data.concepts.map((concept) => concept.name)))
  .catch((error) => {
    console.error(error.response.data.status.description);
    process.exit(1);
  });
