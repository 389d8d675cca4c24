// The address names one's own application.
// contract: refused=21200 fix=safe
const url = "https://api.clarifai.com/v2/users/clarifai/apps/main/models/food-item-recognition/outputs";

async function ingredients(photo) {
  const response = await fetch(url, {
    method: "POST",
    headers: { Authorization: `Key ${process.env.CLARIFAI_PAT}` },
    body: JSON.stringify({ inputs: [{ data: { image: { url: photo } } }] }),
  });
  if (response.status !== 200) {
    console.error(await response.text());
    process.exit(1);
  }
  const { outputs } = await response.json();
  return outputs[0].data.concepts.map((concept) => concept.name);
}

console.log(await ingredients("https://samples.example.org/chowder.jpg"));
