// The README of the client: a key, a constant of the client for the model.
// contract: refused=21200 fix=safe
const Clarifai = require("clarifai");

const app = new Clarifai.App({
  userId: "clarifai",
  appId: "main",
  apiKey: process.env.CLARIFAI_PAT,
});

app.models.predict(Clarifai.GENERAL_MODEL, "https://samples.example.org/metro-north.jpg").then(
  function (response) {
    response.outputs[0].data.concepts.forEach((concept) => console.log(concept.name, concept.value));
  },
  function (err) {
    console.error(err.response.data.status.description);
    process.exit(1);
  }
);
