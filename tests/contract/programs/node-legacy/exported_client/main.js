// The client is the module's export.
// contract: refused=21200 fix=safe
const Clarifai = require("clarifai");

const app = require("./client");

app.models
  .predict(Clarifai.GENERAL_MODEL, "https://samples.example.org/lock.jpg")
  .then((response) => console.log(response.outputs[0].data.concepts[0].name))
  .catch((error) => {
    console.error(error.response.data.status.description);
    process.exit(1);
  });
