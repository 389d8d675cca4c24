const Clarifai = require("clarifai");

module.exports = new Clarifai.App({ apiKey: process.env.CLARIFAI_API_KEY });
