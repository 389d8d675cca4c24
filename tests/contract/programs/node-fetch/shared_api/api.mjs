export const MODELS = { apparel: "apparel-recognition" };

export const outputsUrl = (model) => `https://api.clarifai.com/v2/models/${model}/outputs`;

export function requestOptions(url) {
  return {
    method: "POST",
    headers: { Authorization: "Key " + process.env.CLARIFAI_API_KEY },
    body: JSON.stringify({ inputs: [{ data: { image: { url } } }] }),
  };
}
