"""A docstring and an import from the future, and no other import at the top.

contract: refused=21200 fix=safe
"""
from __future__ import annotations


def main():
    import requests

    response = requests.post(
        'https://api.clarifai.com/v2/models/nsfw-recognition/outputs',
        headers={'Authorization': 'Key 7d1f0c3a59e84b62a0c4d8e6f1b27a93'},
        json={'inputs': [{'data': {'image': {'url': 'https://samples.example.org/beach.jpg'}}}]},
    )
    response.raise_for_status()
    print(response.json())


if __name__ == '__main__':
    main()
