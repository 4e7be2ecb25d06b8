"""The application's settings with two pages more, which only the bench has."""

from asskomm.settings import *  # noqa: F403 -- all of them, that is the point
from asskomm.settings import BASE_DIR, TEMPLATES

ROOT_URLCONF = "tools.bench.urls"
TEMPLATES = [TEMPLATES[0] | {"DIRS": [BASE_DIR / "templates", BASE_DIR / "tools/bench/templates"]}]
