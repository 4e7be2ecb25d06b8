"""The test engine: a server per run that goes with it, and loud lines for what the machine lacks."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tools import processes, pytest_engine
from tools.checkout import ROOT

NEEDY = """
import pytest

@pytest.mark.needs("chromium")
def test_in_the_browser():
    raise AssertionError("must not run")

def test_alone():
    pass
"""
DATABASE = """
import os, pathlib, time
import pytest
from django.conf import settings
from django.db import connection

@pytest.mark.django_db
@pytest.mark.parametrize("number", range(4))
def test_database(number):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone()[0].startswith("test_asskomm")
    assert not settings.DEMO
    pathlib.Path(os.environ["NOTE"]).write_text(os.environ["ASSKOMM_TEST_RUN"])
    time.sleep(float(os.environ.get("PAUSE", "0")))
"""


class Run:
    """A pytest run of its own over one file."""

    def __init__(self, folder):
        self.folder = folder
        self.note = folder / "note"

    def start(self, content, *arguments, **environment):
        path = self.folder / "test_sample.py"
        path.write_text(content, encoding="utf-8")
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ASSKOMM_", "PYTEST_", "COV_")) and name not in ("DATABASE_URL", "CI")
        }
        return subprocess.Popen(
            [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "--rootdir", ".", str(path), *arguments],
            cwd=ROOT,
            env=clean | {"NOTE": str(self.note)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def finish(self, content, *arguments, **environment):
        process = self.start(content, *arguments, **environment)
        output, _ = process.communicate(timeout=120)
        return process.returncode, output


@pytest.fixture
def run(tmp_path):
    return Run(tmp_path)


@pytest.fixture
def without_chromium(tmp_path):
    """A PATH on which no browser lies."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "env", "setpriv"):
        (folder / name).symlink_to(shutil.which(name))
    return {"PATH": str(folder)}


def test_what_the_machine_lacks_is_skipped_loudly(run, without_chromium):
    code, said = run.finish(NEEDY, **without_chromium)
    assert code == 0
    assert (
        "!!! 1 Tests nicht gelaufen, kein Chromium mit libatomic: Browsertests entfallen. "
        "Abhilfe: sudo apt-get install chromium libatomic1 !!!" in said
    )
    assert "1 passed, 1 skipped" in said.splitlines()[-1]


def test_ci_accepts_no_such_skip(run, without_chromium):
    code, said = run.finish(NEEDY, "-n", "2", CI="true", **without_chromium)
    assert code == 1
    assert "CI braucht alles: kein Chromium mit libatomic: Browsertests entfallen" in said
    assert "1 passed, 1 error" in said.splitlines()[-1]


@pytest.mark.parametrize("arguments", [(), ("-n", "2")])
def test_a_run_has_a_server_and_leaves_nothing(run, arguments):
    code, said = run.finish(DATABASE, *arguments)
    assert code == 0, said
    assert "4 passed" in said.splitlines()[-1]
    folder = pytest_engine.RUNS / run.note.read_text(encoding="utf-8").rpartition("/")[2]
    assert not folder.exists()


def test_a_killed_run_is_swept_by_the_next(run):
    process = run.start(DATABASE, PAUSE="60")
    deadline = time.monotonic() + 60
    while not run.note.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    folder = pytest_engine.RUNS / str(process.pid)
    assert processes.working_in(folder / "pg", "postgres")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert folder.exists()
    assert run.finish(NEEDY, "-k", "alone")[0] == 0
    assert not folder.exists()
    assert processes.working_in(folder / "pg", "postgres") == []
