// A wrapper takes the model as a parameter.
// contract: refused=21200 fix=safe
const Clarifai = require("clarifai");

class Vision {
  constructor(apiKey) {
    this.app = new Clarifai.App({ userId: "clarifai", appId: "main", apiKey });
  }

  tags(model, url) {
    return this.app.models.predict(model, url).then((response) => response.outputs[0].data.concepts);
  }
}

new Vision(process.env.CLARIFAI_PAT)
  .tags(Clarifai.GENERAL_MODEL, "https://samples.example.org/mast.jpg")
  .then((concepts) => console.log(concepts.map((concept) => concept.name).join()))
  .catch((error) => {
    console.error(error.response.data.status.description);
    process.exit(1);
  });
