// The back end of a course project: client and handler in a module, the route elsewhere.
// contract: refused=21200 fix=safe
const { handleApiCall } = require("./image");

const res = {
  code: 200,
  json(body) {
    console.log(JSON.stringify(body.outputs[0].data.regions[0]));
  },
  status(code) {
    this.code = code;
    process.exitCode = 1;
    return { json: (message) => console.error(message) };
  },
};

handleApiCall({ body: { input: "https://samples.example.org/crew.jpg" } }, res);
