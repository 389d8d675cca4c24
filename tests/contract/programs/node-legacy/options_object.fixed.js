// The options of the client are an object of their own.
// contract: refused=21200 fix=safe
const Clarifai = require("clarifai");

const options = {
    userId: "clarifai",
    appId: "main",
    apiKey: process.env.CLARIFAI_PAT,
};
const app = new Clarifai.App(options);

app.models.predict("texture-recognition", "https://samples.example.org/rope.jpg").then(
    (response) => console.log(response.outputs[0].data.concepts.map((concept) => concept.name)),
    (error) => {
        console.error(error.response.data.status.description);
        process.exit(1);
    }
);
