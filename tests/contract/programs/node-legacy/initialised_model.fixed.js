// The model is initialised first and asked afterwards.
// contract: refused=21200 fix=safe
const { App, COLOR_MODEL } = require("clarifai");

const app = new App({ userId: "clarifai", appId: "main", apiKey: process.env.CLARIFAI_PAT });

app.models
  .initModel(COLOR_MODEL)
  .then((model) => model.predict("https://samples.example.org/hull.jpg"))
  .then((response) => {
    const output = response.outputs[0];
    console.log(output.model.name, output.data.colors.length);
  })
  .catch((error) => {
    console.error(error.response ? error.response.data : error);
    process.exit(1);
  });
