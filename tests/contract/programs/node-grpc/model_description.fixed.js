// Asks what a model is.
// contract: refused=21200 fix=safe
const { ClarifaiStub, grpc } = require("clarifai-nodejs-grpc");

const pat = process.env.CLARIFAI_PAT;
const metadata = new grpc.Metadata();
metadata.set("authorization", "Key " + pat);

ClarifaiStub.grpc().GetModel({ user_app_id: { user_id: "clarifai", app_id: "main" }, model_id: "general-image-recognition" }, metadata, (err, response) => {
  if (err) throw err;
  if (response.status.code !== 10000) throw new Error(response.status.description);
  console.log(response.model.id, response.model.name);
});
