"""Pytest plugin: an embedded PostgreSQL per run, settings for tests, and loud lines for what the machine lacks.

Loaded with `-p` in pyproject.toml, so that it works before pytest-django reads the settings. Every run has its own
server and its own folder below var/t; several runs at once do not meet. The processes of xdist inherit all of it.
"""

import os
import secrets
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import migrated, processes
from tools.capabilities import FOR_TESTS, Capability
from tools.checkout import ROOT, VAR
from tools.engine import Engine

# Short, because the path of a socket may not be long.
RUNS = VAR / "t"
FOLDER = "ASSKOMM_TEST_RUN"
# The database to copy instead of migrating; not there where DATABASE_URL names a server.
TEMPLATE = "ASSKOMM_TEST_TEMPLATE"
CAPABILITIES = {capability.name: capability for capability in FOR_TESTS}
JOURNEYS = ROOT / "tests" / "journeys"
LOOPBACK = ["127.0.0.1", "::1", "localhost"]

_server: list["subprocess.Popen[bytes]"] = []


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    if FOLDER not in os.environ:
        prepare_run()
    adjust_settings(Path(os.environ[FOLDER]))
    return (yield)


def prepare_run() -> None:
    """The environment of the whole run, and its database unless DATABASE_URL names one."""
    sweep()
    folder = RUNS / str(os.getpid())
    folder.mkdir(parents=True)
    os.environ |= {
        FOLDER: str(folder),
        "ASSKOMM_DEMO": "0",
        "ASSKOMM_HTTPS": "0",
        "ASSKOMM_VAR": str(folder),
        "ASSKOMM_MEDIA_ROOT": str(folder / "media"),
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "EMAIL_URL": "smtp://localhost:25",
        "DEFAULT_FROM_EMAIL": "asskomm@localhost",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DJANGO_SETTINGS_MODULE": "asskomm.settings",
    }
    os.environ.pop("DEMO_TODAY", None)
    if not os.environ.get("DATABASE_URL"):
        _server.append(migrated.start(folder / "pg"))
        os.environ["DATABASE_URL"] = Engine(folder / "pg").url("asskomm")
        os.environ[TEMPLATE] = migrated.DATABASE


def adjust_settings(folder: Path) -> None:
    """What tests want otherwise than production: quick passwords, jobs at once, mail in a list, files of their own."""
    from django.conf import settings  # noqa: PLC0415 -- reads the settings, for which prepare_run sets the environment

    if TEMPLATE in os.environ:
        settings.DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ[TEMPLATE]}
    own = folder / os.environ.get("PYTEST_XDIST_WORKER", "main")
    settings.STATIC_ROOT = own / "static"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.MEDIA_ROOT = own / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    plain_files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain_files}


def sweep() -> None:
    """Remove what runs left behind that were killed."""
    for folder in RUNS.glob("*"):
        if folder.name.isdigit() and processes.began(int(folder.name)) is None:
            Engine(folder / "pg").remove()
            shutil.rmtree(folder, ignore_errors=True)  # another run may sweep at the same moment


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    if os.environ.get(FOLDER) != str(RUNS / str(os.getpid())):
        return
    folder = Path(os.environ.pop(FOLDER))
    if _server:
        Engine(folder / "pg").remove()
        _server.pop().wait()
    shutil.rmtree(folder)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(name): needs a capability of the machine: " + ", ".join(CAPABILITIES))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(JOURNEYS):
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        for name in marker.args:
            _demand(CAPABILITIES[name])


def _demand(capability: Capability) -> None:
    if capability.is_there:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI braucht alles: {capability.missing}", pytrace=False)
    pytest.skip(capability.missing)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    missed = Counter(c.name for reason in skipped for c in FOR_TESTS if c.missing in reason)
    for name, count in missed.items():
        capability = CAPABILITIES[name]
        wanted = " ".join(capability.packages)
        line = f"!!! {count} Tests nicht gelaufen, {capability.missing}. Abhilfe: sudo apt-get install {wanted} !!!"
        terminalreporter.write_line(line, red=True, bold=True)
