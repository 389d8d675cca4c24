// Writes captions. Migrated: a token, and the owner stands in the address.
const BASE = 'https://api.clarifai.com/v2/users/salesforce/apps/blip';

export async function caption(url: string): Promise<string> {
  const response = await fetch(`${BASE}/models/general-english-image-caption-blip/outputs`, {
    method: 'POST',
    headers: { Authorization: `Key ${import.meta.env.VITE_CLARIFAI_PAT}` },
    body: JSON.stringify({ inputs: [{ data: { image: { url } } }] }),
  });
  const body = await response.json();
  return body.outputs[0].data.text.raw;
}
