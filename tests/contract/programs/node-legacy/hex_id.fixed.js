// The model by its old id.
// contract: refused=21200 fix=safe
const Clarifai = require("clarifai");

const clarifai = new Clarifai.App({ userId: "clarifai", appId: "main", apiKey: process.env.CLARIFAI_PAT });
const FOOD_MODEL = "bd367be194cf45149e75f01d59f77ba7";

clarifai.models
  .predict(FOOD_MODEL, "https://samples.example.org/chowder.jpg")
  .then(({ outputs }) => console.log(outputs[0].data.concepts.map(({ name }) => name)))
  .catch(({ response }) => {
    console.error(response.data.status.description);
    process.exit(1);
  });
