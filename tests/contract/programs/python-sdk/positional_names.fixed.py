# User and application are passed without keywords.
# contract: refused=21200 fix=safe
from clarifai.client import User

concepts = (
    User("clarifai").app("main").model("general-image-recognition")
    .predict_by_url("https://samples.example.org/quay.jpg", "image")
    .outputs[0].data.concepts
)  # fmt: skip
print([concept.name for concept in concepts])
