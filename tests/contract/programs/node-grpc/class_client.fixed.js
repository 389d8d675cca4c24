// A class keeps stub and metadata; two of its methods ask Clarifai.
// contract: refused=21200 fix=safe
const { ClarifaiStub, grpc } = require("clarifai-nodejs-grpc");

class Tagger {
  constructor(apiKey) {
    this.stub = ClarifaiStub.grpc();
    this.metadata = new grpc.Metadata();
    this.metadata.set("authorization", `Key ${apiKey}`);
  }

  general(url) {
    return this.send({
      user_app_id: { user_id: "clarifai", app_id: "main" },
      model_id: "general-image-recognition",
      inputs: [{ data: { image: { url } } }],
    });
  }

  nsfw(url) {
    return this.send({
      user_app_id: { user_id: "clarifai", app_id: "main" },
      model_id: "nsfw-recognition",
      inputs: [{ data: { image: { url } } }],
    });
  }

  send(request) {
    return new Promise((resolve, reject) => {
      this.stub.PostModelOutputs(request, this.metadata, (error, response) => {
        if (error) reject(error);
        else if (response.status.code !== 10000) reject(new Error(response.status.description));
        else resolve(response.outputs[0].data.concepts);
      });
    });
  }
}

async function main() {
  const tagger = new Tagger(process.env.CLARIFAI_PAT);
  const url = "https://samples.example.org/beach.jpg";
  const answers = await Promise.all([tagger.general(url), tagger.nsfw(url)]);
  console.log(answers.flat().map((concept) => concept.name));
}

main();
