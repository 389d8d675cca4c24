// The documentation's sample with one's own user and app filled in.
// contract: refused=21200 fix=safe
const PAT = process.env.CLARIFAI_PAT;
// Specify the correct user_id/app_id pairings
const USER_ID = 'casey-w';
const APP_ID = 'harbour-photos';
// Change these to whatever model and image URL you want to use
const MODEL_ID = 'general-image-recognition';
const IMAGE_URL = 'https://samples.example.org/metro-north.jpg';

const { ClarifaiStub, grpc } = require("clarifai-nodejs-grpc");

const stub = ClarifaiStub.grpc();

// This will be used by every Clarifai endpoint call
const metadata = new grpc.Metadata();
metadata.set("authorization", "Key " + PAT);

stub.PostModelOutputs(
    {
        user_app_id: {
            "user_id": USER_ID,
            "app_id": APP_ID
        },
        model_id: MODEL_ID,
        inputs: [
            { data: { image: { url: IMAGE_URL, allow_duplicate_url: true } } }
        ]
    },
    metadata,
    (err, response) => {
        if (err) {
            throw new Error(err);
        }

        if (response.status.code !== 10000) {
            throw new Error("Post model outputs failed, status: " + response.status.description);
        }

        // Since we have one input, one output will exist here
        const output = response.outputs[0];

        console.log("Predicted concepts:");
        for (const concept of output.data.concepts) {
            console.log(concept.name + " " + concept.value);
        }
    }
);
