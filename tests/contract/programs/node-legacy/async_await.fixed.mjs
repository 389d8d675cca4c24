// An ES module with top-level await.
// contract: refused=21200 fix=safe
import Clarifai from "clarifai";

const pat = process.env.CLARIFAI_PAT;
const app = new Clarifai.App({ userId: "clarifai", appId: "main", apiKey: pat });

try {
  const response = await app.models.predict(Clarifai.NSFW_MODEL, "https://samples.example.org/beach.jpg");
  console.log(response.outputs[0].data.concepts[0].name);
} catch (error) {
  console.error(error.response?.data.status.description ?? error);
  process.exit(1);
}
