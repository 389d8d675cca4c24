// The static client: a request filled by one statement after the other.
// contract: refused=21200 fix=safe
const { grpc } = require("clarifai-nodejs-grpc");
const service = require("clarifai-nodejs-grpc/proto/clarifai/api/service_pb");
const resources = require("clarifai-nodejs-grpc/proto/clarifai/api/resources_pb");
const { V2Client } = require("clarifai-nodejs-grpc/proto/clarifai/api/service_grpc_pb");

const client = new V2Client("api.clarifai.com", grpc.ChannelCredentials.createSsl());
const metadata = new grpc.Metadata();
metadata.set("authorization", `Key ${process.env.CLARIFAI_API_KEY}`);

const image = new resources.Image();
image.setUrl("https://samples.example.org/rope.jpg");
const data = new resources.Data();
data.setImage(image);
const input = new resources.Input();
input.setData(data);

const request = new service.PostModelOutputsRequest();
request.setModelId("texture-recognition");
request.addInputs(input);

client.postModelOutputs(request, metadata, (error, response) => {
  if (error) throw error;
  const status = response.getStatus();
  if (status.getCode() !== 10000) throw new Error(status.getDescription());
  console.log(response.getOutputsList()[0].getData().getConceptsList().map((c) => c.getName()));
});
