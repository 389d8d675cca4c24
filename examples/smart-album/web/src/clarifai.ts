// Options for requests to Clarifai. Migrated half-way: a token, but nobody says whose model it is.
const PAT = import.meta.env.VITE_CLARIFAI_PAT;

export const COLOR_MODEL = 'color-recognition';

export function requestOptions(url: string): RequestInit {
  return {
    method: 'POST',
    headers: { Authorization: `Key ${PAT}` },
    body: JSON.stringify({ inputs: [{ data: { image: { url } } }] }),
  };
}
