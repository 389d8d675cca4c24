// The address names one's own application, in parts.
// contract: refused=21200 fix=safe
import axios from "axios";

const USER_ID = "casey-w";
const APP_ID = "harbour-photos";
const url = `https://api.clarifai.com/v2/users/${USER_ID}/apps/${APP_ID}/models/general-image-recognition/outputs`;

const { data } = await axios.post(
  url,
  { inputs: [{ data: { image: { url: "https://samples.example.org/ferry.jpg" } } }] },
  { headers: { Authorization: `Key ${process.env.CLARIFAI_PAT}` } }
);
console.log(data.outputs[0].data.concepts.map((concept) => concept.name));
