// What authenticates comes from a function; the colours of a picture.
// contract: refused=21200 fix=safe
const { ClarifaiStub, grpc } = require("clarifai-nodejs-grpc");

function auth() {
    const metadata = new grpc.Metadata();
    metadata.set("authorization", "Key " + process.env.CLARIFAI_API_KEY);
    return metadata;
}

const COLOR_MODEL = "eeed0b6733a644cea07cf4c60f87ebb7";
const input = { data: { image: { url: "https://samples.example.org/hull.jpg" } } };

ClarifaiStub.grpc().PostModelOutputs({ model_id: COLOR_MODEL, inputs: [input] }, auth(), (err, response) => {
    if (err) throw err;
    if (response.status.code !== 10000) {
        console.error(`${response.status.code}: ${response.status.description}`);
        process.exitCode = 1;
        return;
    }
    const [output] = response.outputs;
    console.log(output.model.name, output.data.colors.map((color) => color.raw_hex));
});
