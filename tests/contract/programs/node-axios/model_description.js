// Asks for a model's description.
// contract: refused=21200 fix=safe
const axios = require("axios");

const headers = { Authorization: `Key ${process.env.CLARIFAI_API_KEY}` };

axios
  .get("https://api.clarifai.com/v2/models/general-image-recognition", { headers })
  .then(({ data }) => console.log(data.model.id, data.model.name));
