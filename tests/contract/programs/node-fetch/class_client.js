// A small client class.
// contract: refused=21200 fix=safe
class ClarifaiClient {
  static GENERAL = "aaa03c23b3724a16a56b629203edc62c";

  constructor() {
    this.headers = {
      Authorization: `Key ${process.env.CLARIFAI_API_KEY}`,
      "Content-Type": "application/json",
    };
  }

  async predict(url) {
    const response = await fetch(`https://api.clarifai.com/v2/models/${ClarifaiClient.GENERAL}/outputs`, {
      method: "POST",
      headers: this.headers,
      body: JSON.stringify({
        inputs: [{ data: { image: { url } } }],
      }),
    });
    const { status, outputs } = await response.json();
    if (status.code !== 10000) {
      throw new Error(status.description);
    }
    return outputs[0].data.concepts.map(({ name }) => name);
  }
}

new ClarifaiClient().predict("https://samples.example.org/ferry.jpg").then(console.log);
