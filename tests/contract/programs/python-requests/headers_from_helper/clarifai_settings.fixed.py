import os

MODELS = {"general": "general-image-recognition", "food": "food-item-recognition"}


def auth_headers():
    return {"Authorization": "Key " + os.environ["CLARIFAI_PAT"]}


def outputs_url(model_id):
    return "https://api.clarifai.com/v2/users/clarifai/apps/main/models/%s/outputs" % model_id
