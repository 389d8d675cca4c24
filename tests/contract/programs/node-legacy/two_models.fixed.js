// Two of Clarifai's models by one client: the owner serves both.
// contract: refused=21200 fix=safe
const Clarifai = require("clarifai");

const app = new Clarifai.App({ userId: "clarifai", appId: "main", apiKey: process.env.CLARIFAI_PAT });
const url = "https://samples.example.org/pier.jpg";

Promise.all([
  app.models.predict(Clarifai.GENERAL_MODEL, url),
  app.models.predict({ id: Clarifai.APPAREL_MODEL }, { url }),
])
  .then((answers) => {
    for (const answer of answers) {
      console.log(answer.outputs[0].data.concepts[0].name);
    }
  })
  .catch((error) => {
    console.error(error.response.data.status.description);
    // Both requests end before the process does.
    process.exitCode = 1;
  });
