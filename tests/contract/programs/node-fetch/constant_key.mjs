// The key in a constant, the address in one piece.
// contract: refused=21200 fix=safe
const API_KEY = "7d1f0c3a59e84b62a0c4d8e6f1b27a93";

const response = await fetch("https://api.clarifai.com/v2/models/general-image-recognition/outputs", {
  method: "POST",
  headers: { Authorization: "Key " + API_KEY, "Content-Type": "application/json" },
  body: JSON.stringify({ inputs: [{ data: { image: { url: "https://samples.example.org/pier.jpg" } } }] }),
});
const result = await response.json();
if (!response.ok) {
  throw new Error(result.status.description);
}
for (const concept of result.outputs[0].data.concepts) {
  console.log(concept.name, concept.value);
}
