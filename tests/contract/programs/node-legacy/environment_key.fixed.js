// Everything on one line, the key from the environment.
// contract: refused=21200 fix=safe
const Clarifai = require('clarifai')

const app = new Clarifai.App({ userId: 'clarifai', appId: 'main', apiKey: process.env.CLARIFAI_PAT })

app.models
  .predict(Clarifai.FACE_DETECT_MODEL, 'https://samples.example.org/crew.jpg')
  .then(response => response.outputs[0].data.regions)
  .then(regions => console.log(regions.map(region => region.data.concepts[0].name)))
  .catch(error => {
    console.error(error.response.data.status)
    process.exitCode = 1
  })
