// The instance is made in one file, the path and the body stand in another.
// contract: refused=21200 fix=safe
import api from "./services/api.mjs";
import { GENERAL } from "./services/models.mjs";

const { data } = await api.post(`/models/${GENERAL}/outputs`, {
  inputs: [{ data: { image: { url: "https://samples.example.org/lock.jpg" } } }],
});
console.log(data.outputs[0].data.concepts.map((concept) => concept.name));
