import os


class Settings:
    PAT = os.environ["CLARIFAI_PAT"]
    USER = "clarifai"
    APP = "main"
    MODEL = "general-image-recognition"


settings = Settings()
