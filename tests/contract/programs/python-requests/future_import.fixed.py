"""A docstring and an import from the future, and no other import at the top.

contract: refused=21200 fix=safe
"""
from __future__ import annotations


import os


def main():
    import requests

    response = requests.post(
        'https://api.clarifai.com/v2/users/clarifai/apps/main/models/nsfw-recognition/outputs',
        headers={'Authorization': 'Key ' + os.environ['CLARIFAI_PAT']},
        json={'inputs': [{'data': {'image': {'url': 'https://samples.example.org/beach.jpg'}}}]},
    )
    response.raise_for_status()
    print(response.json())


if __name__ == '__main__':
    main()
