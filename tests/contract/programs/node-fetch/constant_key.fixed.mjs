// The key in a constant, the address in one piece.
// contract: refused=21200 fix=safe
const PAT = process.env.CLARIFAI_PAT;

const response = await fetch("https://api.clarifai.com/v2/models/general-image-recognition/outputs", {
  method: "POST",
  headers: { Authorization: "Key " + PAT, "Content-Type": "application/json" },
  body: JSON.stringify({ user_app_id: { user_id: "clarifai", app_id: "main" }, inputs: [{ data: { image: { url: "https://samples.example.org/pier.jpg" } } }] }),
});
const result = await response.json();
if (!response.ok) {
  throw new Error(result.status.description);
}
for (const concept of result.outputs[0].data.concepts) {
  console.log(concept.name, concept.value);
}
