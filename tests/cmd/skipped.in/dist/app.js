clarifai.predict();
