// Stub, metadata and ids each come from another file.
// contract: refused=21200 fix=safe
const { stub, metadata } = require("./client");
const { MODELS } = require("./models");

stub.PostModelOutputs(
  {
    user_app_id: { user_id: "clarifai", app_id: "main" },
    model_id: MODELS.general,
    inputs: [{ data: { image: { url: "https://samples.example.org/lock.jpg" } } }],
  },
  metadata,
  (err, response) => {
    if (err) throw err;
    if (response.status.code !== 10000) throw new Error(response.status.description);
    console.log(response.outputs[0].data.concepts[0].name);
  }
);
