// One's own application in the request itself.
// contract: refused=21200 fix=safe
const { ClarifaiStub, grpc } = require("clarifai-nodejs-grpc");

const stub = ClarifaiStub.grpc();
const auth = new grpc.Metadata();
auth.add("authorization", `Key ${process.env.CLARIFAI_PAT}`);

const detectFaces = (url, done) =>
  stub.PostModelOutputs(
    {
      user_app_id: { user_id: "casey-w", app_id: "harbour-photos" },
      model_id: "face-detection",
      inputs: [{ data: { image: { url } } }],
    },
    auth,
    done
  );

detectFaces("https://samples.example.org/crew.jpg", (error, response) => {
  if (error || response.status.code !== 10000) {
    throw error || new Error(response.status.description);
  }
  response.outputs[0].data.regions.forEach((region) => {
    console.log(region.region_info.bounding_box.top_row, region.data.concepts[0].name);
  });
});
