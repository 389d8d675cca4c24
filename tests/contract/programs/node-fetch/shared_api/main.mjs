// Address and options come from another file.
// contract: refused=21200 fix=safe
import { MODELS, outputsUrl, requestOptions } from "./api.mjs";

const response = await fetch(outputsUrl(MODELS.apparel), requestOptions("https://samples.example.org/oilskin.jpg"));
const { status, outputs } = await response.json();
if (status.code !== 10000) throw new Error(status.description);
console.log(outputs[0].data.concepts.map((concept) => concept.name));
