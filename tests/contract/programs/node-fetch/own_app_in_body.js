// The sample of the documentation with one's own user and app filled in.
// contract: refused=21200 fix=safe
const PAT = process.env.CLARIFAI_PAT;
const USER_ID = 'casey-w';
const APP_ID = 'harbour-photos';
const MODEL_ID = 'general-image-recognition';
const IMAGE_URL = 'https://samples.example.org/metro-north.jpg';

const raw = JSON.stringify({
    "user_app_id": {
        "user_id": USER_ID,
        "app_id": APP_ID
    },
    "inputs": [
        {
            "data": {
                "image": {
                    "url": IMAGE_URL
                }
            }
        }
    ]
});

const requestOptions = {
    method: 'POST',
    headers: {
        'Accept': 'application/json',
        'Authorization': 'Key ' + PAT
    },
    body: raw
};

fetch("https://api.clarifai.com/v2/models/" + MODEL_ID + "/outputs", requestOptions)
    .then(response => response.text())
    .then(result => console.log(JSON.parse(result).outputs[0].data.concepts))
    .catch(error => console.log('error', error) || process.exit(1));
