// Lists one's applications, for which a key never sufficed.
// contract: refused=11007 fix=safe
const { ClarifaiStub, grpc } = require("clarifai-nodejs-grpc");

const metadata = new grpc.Metadata();
metadata.set("authorization", "Key " + process.env.CLARIFAI_API_KEY);

ClarifaiStub.grpc().ListApps({ user_app_id: { user_id: "casey-w" } }, metadata, (err, response) => {
  if (err) throw err;
  if (response.status.code !== 10000) throw new Error(response.status.description);
  console.log(response.apps.map((app) => app.id));
});
