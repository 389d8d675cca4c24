// One metadata object for a model of one's own and for one of Clarifai's.
// contract: refused=21200 fix=unsafe
const { ClarifaiStub, grpc } = require("clarifai-nodejs-grpc");

const stub = ClarifaiStub.grpc();
const metadata = new grpc.Metadata();
metadata.set("authorization", "Key " + process.env.CLARIFAI_API_KEY);
const inputs = [{ data: { image: { url: "https://samples.example.org/slip.jpg" } } }];

const report = (error, response) => {
  if (error) throw error;
  if (response.status.code !== 10000) throw new Error(response.status.description);
  console.log(response.outputs[0].data.concepts.map((concept) => concept.name));
};

stub.PostModelOutputs({ model_id: "general-image-recognition", inputs }, metadata, (error, response) => {
  report(error, response);
  stub.PostModelOutputs({ model_id: "boats", inputs }, metadata, report);
});
