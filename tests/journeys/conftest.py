"""The system's Chromium, the application in a thread, and a database that lasts as long as a module of journeys."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import sync_playwright

from tests.journeys import watch
from tests.journeys.visitor import Visitor
from tools.capabilities import chromium_path

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing leaves this machine, not even a question for a name.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
)
# Long, because a machine that runs other tests beside these prints a paper slowly; nothing waits longer than it takes.
WAIT_MS = 45_000


@pytest.fixture(scope="module")
def transactional_db(django_db_setup, django_db_blocker):
    """Rows that the server's threads see, kept for all journeys of a module and gone afterwards.

    Under the name of pytest-django's own fixture, which would empty the tables after every test.
    """
    # The demo's ribbon is part of what people see.
    with django_db_blocker.unblock(), override_settings(DEMO=True):
        yield
        call_command("flush", interactive=False, verbosity=0)
        cache.clear()


@pytest.fixture(scope="module")
def origin(transactional_db):
    """The address of the application; as in production, WhiteNoise hands out the collected static files."""
    call_command("collectstatic", interactive=False, verbosity=0)
    server = LiveServerThread("localhost", static_handler=lambda application: application)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.fixture(scope="module")
def browser(origin):
    """Per module, not per run: Playwright's event loop would forbid the ORM to every other test meanwhile."""
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield chromium
        chromium.close()
        # Beside a running loop Django keeps a connection apart; nobody else would close it.
        connections.close_all()


@pytest.fixture
def visit(browser, origin):
    """`visit(person)`: a browser of her own, signed in; what it had to complain about fails the test."""
    opened = []

    def open_browser(person=None, *, javascript=True, width=watch.DESKTOP):
        context = browser.new_context(
            locale="de-DE", timezone_id="Europe/Berlin", reduced_motion="reduce", color_scheme="light",
            java_script_enabled=javascript, viewport={"width": width, "height": watch.HEIGHT},
        )  # fmt: skip
        context.set_default_timeout(WAIT_MS)
        if person:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(person), "url": origin}])
        opened.append(Visitor(context, origin))
        return opened[-1]

    yield open_browser
    assert [problem for visitor in opened for problem in visitor.close()] == []


def session_of(person):
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
