"""What `make` calls: set-up, demo, test engine, checks, lock, screenshots."""

import sys

# Here, because it has to be said before a module is read that an older Python does not understand.
if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    sys.exit("Bitte Python 3.11 bis 3.14 installieren und benennen, zum Beispiel: make demo PYTHON=python3.12")
