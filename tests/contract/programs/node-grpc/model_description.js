// Asks what a model is.
// contract: refused=21200 fix=safe
const { ClarifaiStub, grpc } = require("clarifai-nodejs-grpc");

const key = process.env.CLARIFAI_API_KEY;
const metadata = new grpc.Metadata();
metadata.set("authorization", "Key " + key);

ClarifaiStub.grpc().GetModel({ model_id: "general-image-recognition" }, metadata, (err, response) => {
  if (err) throw err;
  if (response.status.code !== 10000) throw new Error(response.status.description);
  console.log(response.model.id, response.model.name);
});
