# The command: client and settings stand in files of their own.
# contract: refused=21200 fix=safe
from tagging import concepts

print(concepts("general-image-recognition", "https://samples.example.org/crowd.jpg"))
