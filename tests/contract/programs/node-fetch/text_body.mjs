// The body is a text, not an object: the owner can only go into the address.
// contract: refused=21200 fix=safe
const headers = new Headers();
headers.append("Authorization", "Key " + process.env.CLARIFAI_API_KEY);

const body = '{"inputs": [{"data": {"image": {"url": "https://samples.example.org/lamp.jpg"}}}]}';
const response = await fetch("https://api.clarifai.com/v2/models/texture-recognition/outputs", {
  method: "POST",
  headers,
  body,
});
if (!response.ok) {
  throw new Error(`${response.status} ${await response.text()}`);
}
console.log((await response.json()).outputs[0].data.concepts[0].name);
