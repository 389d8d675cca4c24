// A template for the header, await for the answer.
// contract: refused=21200 fix=safe
import axios from 'axios';

const config = {
  headers: {
    Authorization: `Key ${process.env.CLARIFAI_PAT}`,
  },
};
const body = { inputs: [{ data: { image: { url: 'https://samples.example.org/chowder.jpg' } } }] };

const response = await axios.post(
  'https://api.clarifai.com/v2/users/clarifai/apps/main/models/bd367be194cf45149e75f01d59f77ba7/outputs',
  body,
  config
);
console.log(response.data.outputs[0].data.concepts[0].name);
