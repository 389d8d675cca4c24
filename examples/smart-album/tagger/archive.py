"""Tags the pictures of the years before 2020, with the client of that time."""

from clarifai.rest import ClarifaiApp

app = ClarifaiApp(api_key="5d0f3c1b7a9e4826b1c4d7e8f0a2936b")


def tag_archive(urls):
    model = app.public_models.general_model
    return [model.predict_by_url(url) for url in urls]


def own_labels(url):
    """The album's own model, trained on the family's pets."""
    return app.models.get("smart-album-pets").predict_by_url(url)
