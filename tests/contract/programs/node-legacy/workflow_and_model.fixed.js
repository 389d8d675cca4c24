// A workflow of Clarifai's beside a model, with a client that names nobody.
// contract: refused=22102+21200 fix=unsafe
const Clarifai = require("clarifai");

const app = new Clarifai.App({ userId: "clarifai", appId: "main", apiKey: process.env.CLARIFAI_PAT });
const url = "https://samples.example.org/crowd.jpg";

async function main() {
  const answers = await Promise.allSettled([
    app.models.predict(Clarifai.GENERAL_MODEL, url),
    app.workflow.predict("Face-Sentiment", url),
  ]);
  for (const { reason } of answers.filter(({ status }) => status === "rejected")) {
    throw new Error(reason.response.data.status.description);
  }
  const [model, workflow] = answers.map(({ value }) => value);
  console.log(model.outputs[0].data.concepts[0].name);
  console.log(workflow.results[0].outputs[0].data.concepts[0].name);
}

main();
