"""Five wrong guesses are five, however many processes answer: gunicorn with four workers on the test database."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from tests.factories import PASSWORD, UserFactory
from tools.checkout import ROOT

WORKERS = 4
HOST = "localhost"
ADDRESSES = count()


class Server(http.client.HTTPConnection):
    """A connection of its own for every request, through a unix socket, so that any worker may get it."""

    def __init__(self, path):
        super().__init__(HOST, timeout=30)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(30)
        self.sock.connect(self.path)


def from_somewhere():
    """Each request from another address: the limit per account is the question, not the one per address."""
    return {"X-Forwarded-For": f"192.0.2.{next(ADDRESSES) % 250}"}


def ask(path, method, url, body=None, headers=None):
    with closing(Server(path)) as server:
        server.request(method, url, body, {"Host": HOST, **from_somewhere(), **(headers or {})})
        answer = server.getresponse()
        return answer, answer.read().decode()


def database_url():
    """Of the test's own database, on the engine of this run."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return parts._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


@pytest.fixture
def server(transactional_db, tmp_path):
    """gunicorn as the demo and production start it, with four workers."""
    path = tmp_path / "g.sock"
    environment = os.environ | {
        "DATABASE_URL": database_url(), "SECRET_KEY": settings.SECRET_KEY, "ASSKOMM_DEMO": "1",
        "ASSKOMM_VAR": str(tmp_path), "ASSKOMM_MEDIA_ROOT": str(tmp_path), "LOG_LEVEL": "WARNING",
        "TRUSTED_PROXY_COUNT": "1",
    }  # fmt: skip
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True)
    arguments = ["-w", str(WORKERS), "-b", f"unix:{path}", "--no-control-socket", "asskomm.wsgi"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *arguments], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            _await(path, process, tmp_path / "log")
            yield path
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
            cache.clear()


def _await(path, process, log):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if ask(path, "GET", "/konto/anmelden/")[0].status == 200:
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"gunicorn did not start: {log.read_text()}")


def guess(path, email, password="falsch"):
    """One attempt to sign in, with a session of its own; what the page says about it."""
    answer, page = ask(path, "GET", "/konto/anmelden/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    cookie = answer.getheader("Set-Cookie").partition(";")[0]
    body = urlencode({"login": email, "password": password, "csrfmiddlewaretoken": token})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    answer, page = ask(path, "POST", "/konto/anmelden/", body, headers)
    if answer.status == 302:
        return "in"
    assert answer.status in (200, 429), page
    return "stopped" if "Zu viele" in page or answer.status == 429 else "wrong"


def test_five_wrong_guesses_are_five_one_after_the_other(server):
    cache.clear()
    user = UserFactory(email="koordination@meerane.example")
    said = [guess(server, user.email) for _ in range(8)]
    assert said == ["wrong"] * 5 + ["stopped"] * 3, said
    assert guess(server, user.email, PASSWORD) == "stopped"


def test_five_wrong_guesses_are_five_all_at_once(server):
    """Sixteen at a time: an increment lost between two processes would let a sixth through."""
    for number in range(3):
        cache.clear()
        user = UserFactory(email=f"person{number}@meerane.example")
        with ThreadPoolExecutor(16) as pool:
            said = list(pool.map(lambda _: guess(server, user.email), range(16)))  # noqa: B023 -- asked at once
        assert said.count("in") == 0
        assert 1 <= said.count("wrong") <= 5, said


def test_counters_are_not_pushed_out_by_others():
    """Django's cache in the database drops a third of its rows at 300 unless told otherwise."""
    assert cache._max_entries >= 1_000_000
