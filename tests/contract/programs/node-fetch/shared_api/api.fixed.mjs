export const MODELS = { apparel: "apparel-recognition" };

export const outputsUrl = (model) => `https://api.clarifai.com/v2/models/${model}/outputs`;

export function requestOptions(url) {
  return {
    method: "POST",
    headers: { Authorization: "Key " + process.env.CLARIFAI_PAT },
    body: JSON.stringify({ user_app_id: { user_id: "clarifai", app_id: "main" }, inputs: [{ data: { image: { url } } }] }),
  };
}
