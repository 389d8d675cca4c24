// One metadata object for a model of one's own and for one of Clarifai's.
// contract: refused=21200 fix=unsafe
const { ClarifaiStub, grpc } = require("clarifai-nodejs-grpc");

const stub = ClarifaiStub.grpc();
const metadata = new grpc.Metadata();
metadata.set("authorization", "Key " + process.env.CLARIFAI_PAT);
const inputs = [{ data: { image: { url: "https://samples.example.org/slip.jpg" } } }];

const report = (error, response) => {
  if (error) throw error;
  if (response.status.code !== 10000) throw new Error(response.status.description);
  console.log(response.outputs[0].data.concepts.map((concept) => concept.name));
};

stub.PostModelOutputs({ user_app_id: { user_id: "clarifai", app_id: "main" }, model_id: "general-image-recognition", inputs }, metadata, (error, response) => {
  report(error, response);
  stub.PostModelOutputs({ user_app_id: { user_id: process.env.CLARIFAI_USER_ID, app_id: process.env.CLARIFAI_APP_ID }, model_id: "boats", inputs }, metadata, report);
});
