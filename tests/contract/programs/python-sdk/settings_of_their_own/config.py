import os


class Settings:
    PAT = os.environ["CLARIFAI_PAT"]
    USER = "casey-w"
    APP = "harbour-photos"
    MODEL = "general-image-recognition"


settings = Settings()
