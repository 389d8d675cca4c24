// The album's first widget, still on the front page. Not migrated.
const Clarifai = require('clarifai');

const app = new Clarifai.App({ apiKey: process.env.CLARIFAI_API_KEY });

function apparel(url) {
  return app.models
    .predict(Clarifai.APPAREL_MODEL, url)
    .then((response) => response.outputs[0].data.concepts);
}

function summary(url) {
  return app.workflow.predict('album-summary', url);
}

module.exports = { apparel, summary };
