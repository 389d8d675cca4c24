// Address from parts, key and model from constants at the top.
// contract: refused=21200 fix=safe
const BASE = "https://api.clarifai.com/v2";
const PAT = process.env.CLARIFAI_PAT;

const outputs = async (model, image) => {
  const response = await fetch(`${BASE}/models/${model}/outputs`, {
    method: "POST",
    headers: { authorization: `Key ${PAT}` },
    body: JSON.stringify({ user_app_id: { user_id: "clarifai", app_id: "main" }, inputs: [{ data: { image: { url: image } } }] }),
  });
  const json = await response.json();
  if (json.status.code !== 10000) throw new Error(json.status.description);
  return json.outputs;
};

const [output] = await outputs("color-recognition", "https://samples.example.org/hull.jpg");
console.log(output.model.name, output.data.colors.map((color) => color.raw_hex));
