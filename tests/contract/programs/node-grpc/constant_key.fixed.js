// Tags one picture with the general model, the way the client's README shows it.
// contract: refused=21200 fix=safe
const { ClarifaiStub, grpc } = require("clarifai-nodejs-grpc");

const CLARIFAI_PAT = process.env.CLARIFAI_PAT;

const stub = ClarifaiStub.grpc();

const metadata = new grpc.Metadata();
metadata.set("authorization", "Key " + CLARIFAI_PAT);

stub.PostModelOutputs(
    {
        user_app_id: { user_id: "clarifai", app_id: "main" },
        // This is the model ID of a publicly available General model.
        model_id: "aaa03c23b3724a16a56b629203edc62c",
        inputs: [{ data: { image: { url: "https://samples.example.org/dog2.jpeg" } } }]
    },
    metadata,
    (err, response) => {
        if (err) {
            throw new Error(err);
        }
        if (response.status.code !== 10000) {
            throw new Error("Post model outputs failed, status: " + response.status.description);
        }
        for (const concept of response.outputs[0].data.concepts) {
            console.log(concept.name + ": " + concept.value);
        }
    }
);
