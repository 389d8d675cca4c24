// The method of the stub becomes a function that returns a promise.
// contract: refused=21200 fix=safe
const { ClarifaiStub, grpc } = require("clarifai-nodejs-grpc");
const { promisify } = require("util");

const stub = ClarifaiStub.grpc();
const predict = promisify(stub.PostModelOutputs.bind(stub));
const metadata = new grpc.Metadata();
metadata.set("authorization", "Key " + process.env.CLARIFAI_API_KEY);

(async () => {
  const inputs = [{ data: { image: { url: "https://samples.example.org/pier.jpg" } } }];
  const response = await predict({ model_id: "general-image-recognition", inputs }, metadata);
  if (response.status.code !== 10000) {
    throw new Error(response.status.description);
  }
  console.log(response.outputs[0].data.concepts[0].name);
})();
