const Clarifai = require("clarifai");

module.exports = new Clarifai.App({ userId: "clarifai", appId: "main", apiKey: process.env.CLARIFAI_PAT });
