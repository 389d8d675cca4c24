// The version is pinned and stays so.
// contract: refused=21200 fix=safe
const MODEL_ID = "face-detection";
const MODEL_VERSION_ID = "6dc7e46bc9124c5c8824be4822abe105";
const pat = process.env.CLARIFAI_PAT;

const response = await fetch(
  `https://api.clarifai.com/v2/models/${MODEL_ID}/versions/${MODEL_VERSION_ID}/outputs`,
  {
    method: "POST",
    headers: { Accept: "application/json", Authorization: `Key ${pat}` },
    body: JSON.stringify({ user_app_id: { user_id: "clarifai", app_id: "main" }, inputs: [{ data: { image: { url: "https://samples.example.org/deck.jpg" } } }] }),
  }
);
const data = await response.json();
if (data.status.code !== 10000) throw new Error(data.status.description);
console.log(data.outputs[0].model.model_version.id, data.outputs[0].data.regions[0].data.concepts[0].name);
