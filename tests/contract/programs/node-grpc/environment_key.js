// Key from the environment in a template, answer by a promise.
// contract: refused=21200 fix=safe
const { ClarifaiStub, grpc } = require('clarifai-nodejs-grpc')

const stub = ClarifaiStub.grpc()
const metadata = new grpc.Metadata()
metadata.set('authorization', `Key ${process.env.CLARIFAI_API_KEY}`)

function ingredients(url) {
  return new Promise((resolve, reject) => {
    stub.PostModelOutputs(
      { model_id: 'food-item-recognition', inputs: [{ data: { image: { url } } }] },
      metadata,
      (error, response) => {
        if (error) return reject(error)
        if (response.status.code !== 10000) return reject(new Error(response.status.description))
        resolve(response.outputs[0].data.concepts.map(({ name }) => name))
      }
    )
  })
}

ingredients('https://samples.example.org/chowder.jpg').then(names => console.log(names.join(', ')))
