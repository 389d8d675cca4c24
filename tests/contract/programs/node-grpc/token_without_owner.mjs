// The token is there, the owner is not; an ES module.
// contract: refused=11008 fix=safe
import { ClarifaiStub, grpc } from "clarifai-nodejs-grpc";

const PAT = process.env.CLARIFAI_PAT;
const stub = ClarifaiStub.grpc();
const metadata = new grpc.Metadata();
metadata.set("authorization", "Key " + PAT);

const request = {
  model_id: "moderation-recognition",
  inputs: [{ data: { image: { url: "https://samples.example.org/poster.png" } } }],
};

stub.PostModelOutputs(request, metadata, (err, response) => {
  if (err) throw err;
  if (response.status.code !== 10000) {
    console.error(response.status.details);
    process.exit(1);
  }
  console.log(response.outputs[0].data.concepts.map((c) => `${c.name} ${c.value.toFixed(2)}`));
});
