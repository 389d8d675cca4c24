// Asks for a model's description; there is no body that could name an owner.
// contract: refused=21200 fix=safe
const response = await fetch("https://api.clarifai.com/v2/models/general-image-recognition", {
  headers: { Authorization: "Key " + process.env.CLARIFAI_API_KEY },
});
if (!response.ok) {
  throw new Error(await response.text());
}
const { model } = await response.json();
console.log(model.id, model.name);
