// The static client: a request built in a chain, the host in the code.
// contract: refused=21200 fix=safe
const grpc = require("@grpc/grpc-js");
const resources = require("clarifai-nodejs-grpc/proto/clarifai/api/resources_pb");
const service = require("clarifai-nodejs-grpc/proto/clarifai/api/service_pb");
const { V2Client } = require("clarifai-nodejs-grpc/proto/clarifai/api/service_grpc_pb");

const clarifai = new V2Client("api.clarifai.com", grpc.credentials.createSsl());

const metadata = new grpc.Metadata();
metadata.set("authorization", "Key " + process.env.CLARIFAI_PAT);

const request = new service.PostModelOutputsRequest()
    .setUserAppId(new resources.UserAppIDSet().setUserId("clarifai").setAppId("main"))
    .setModelId("general-image-recognition")
    .setInputsList([
        new resources.Input().setData(
            new resources.Data().setImage(
                new resources.Image().setUrl("https://samples.example.org/buoy.jpg")
            )
        )
    ]);

clarifai.postModelOutputs(request, metadata, (error, response) => {
    if (error) {
        throw error;
    }
    if (response.getStatus().getCode() !== 10000) {
        throw new Error(response.getStatus().getDescription());
    }
    for (const concept of response.getOutputsList()[0].getData().getConceptsList()) {
        console.log(concept.getName(), concept.getValue());
    }
});
