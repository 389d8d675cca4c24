// Options are made by one function and sent by another, as course projects do.
// contract: refused=21200 fix=safe
const returnClarifaiRequestOptions = (imageUrl) => {
  const raw = JSON.stringify({
    inputs: [
      {
        data: {
          image: {
            url: imageUrl,
          },
        },
      },
    ],
  });

  return {
    method: "POST",
    headers: {
      Accept: "application/json",
      Authorization: "Key " + process.env.CLARIFAI_API_KEY,
    },
    body: raw,
  };
};

const MODEL_ID = "face-detection";

const handleSubmit = (imageUrl) =>
  fetch("https://api.clarifai.com/v2/models/" + MODEL_ID + "/outputs", returnClarifaiRequestOptions(imageUrl))
    .then((response) => response.json())
    .then((result) => {
      if (result.status.code !== 10000) {
        throw new Error(result.status.description);
      }
      return result.outputs[0].data.regions;
    });

handleSubmit("https://samples.example.org/crew.jpg").then((regions) =>
  regions.forEach((region) => console.log(region.value, region.data.concepts[0].name))
);
