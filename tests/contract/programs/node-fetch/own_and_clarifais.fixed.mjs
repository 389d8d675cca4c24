// One set of headers for a model of one's own and for one of Clarifai's.
// contract: refused=21200 fix=unsafe
const headers = { Authorization: `Key ${process.env.CLARIFAI_PAT}` };

async function read(response) {
  const answer = await response.json();
  if (answer.status.code !== 10000) throw new Error(answer.status.description);
  return answer.outputs[0].data.concepts.map((concept) => concept.name);
}

const image = { url: "https://samples.example.org/slip.jpg" };
const general = await fetch("https://api.clarifai.com/v2/models/general-image-recognition/outputs", {
  method: "POST",
  headers,
  body: JSON.stringify({ user_app_id: { user_id: "clarifai", app_id: "main" }, inputs: [{ data: { image } }] }),
});
console.error(await read(general));
const boats = await fetch("https://api.clarifai.com/v2/models/boats/outputs", {
  method: "POST",
  headers,
  body: JSON.stringify({ user_app_id: { user_id: process.env.CLARIFAI_USER_ID, app_id: process.env.CLARIFAI_APP_ID }, inputs: [{ data: { image } }] }),
});
console.log(await read(boats));
