// A token in a client that was told no owner.
// contract: refused=11008 fix=safe
const Clarifai = require("clarifai");

const PAT = process.env.CLARIFAI_PAT;
const app = new Clarifai.App({ userId: "clarifai", appId: "main", apiKey: PAT });

async function main() {
  const response = await app.models.predict("moderation-recognition", "https://samples.example.org/poster.png");
  for (const { name, value } of response.outputs[0].data.concepts) {
    console.log(`${name}: ${value}`);
  }
}

main().catch((error) => {
  console.error(error.response.data.status.details);
  process.exit(1);
});
