// The README of the client: a key, a constant of the client for the model.
// contract: refused=21200 fix=safe
const Clarifai = require("clarifai");

const app = new Clarifai.App({
  apiKey: "7d1f0c3a59e84b62a0c4d8e6f1b27a93",
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
