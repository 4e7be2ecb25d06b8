"""How many queries a page takes with one row and with many: `python -m tools.bench.counting`, addresses on stdin."""

import json
import sys

import django

django.setup()

# ruff: noqa: E402 -- models exist only once the settings are set up
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User


def count(browser: Client, url: str) -> int:
    """Of the second call: what is loaded once per process does not count."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(url)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} answered {answer.status_code}.")
    return len(queries)


if __name__ == "__main__":
    addresses = json.load(sys.stdin)
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(pk=addresses["lead"]))
    counts = {name: count(client, addresses[name]) for name in ("many", "one", "town", "busy_town")}
    sys.stdout.write(json.dumps(counts))
