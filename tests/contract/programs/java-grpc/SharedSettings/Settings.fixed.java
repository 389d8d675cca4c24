package com.example.settings;

final class Settings {
    static final String CLARIFAI_KEY = System.getenv("CLARIFAI_PAT");
    static final String NSFW = "nsfw-recognition";

    private Settings() {}
}
