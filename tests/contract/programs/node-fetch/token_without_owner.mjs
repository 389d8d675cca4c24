// A token, and nobody named who owns the model.
// contract: refused=11008 fix=safe
const { CLARIFAI_PAT } = process.env;

const answer = await fetch(`https://api.clarifai.com/v2/models/moderation-recognition/outputs`, {
  method: "POST",
  headers: { Authorization: `Key ${CLARIFAI_PAT}` },
  body: JSON.stringify({
    inputs: [{ data: { image: { url: "https://samples.example.org/poster.png" } } }],
  }),
}).then((response) => response.json());

if (answer.status.code !== 10000) throw new Error(answer.status.details);
console.log(answer.outputs[0].data.concepts.map(({ name, value }) => `${name}: ${value}`));
