const Clarifai = require("clarifai");

const app = new Clarifai.App({
  userId: "clarifai",
  appId: "main",
  apiKey: process.env.CLARIFAI_PAT
});

const handleApiCall = (req, res) => {
  app.models
    .predict(Clarifai.FACE_DETECT_MODEL, req.body.input)
    .then((data) => {
      res.json(data);
    })
    .catch((err) => res.status(400).json("unable to work with API"));
};

module.exports = { handleApiCall };
