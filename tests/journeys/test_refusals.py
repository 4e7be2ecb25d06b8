"""What people see when something is refused or broken: a page in plain German, with what they had typed."""

from unittest import mock

import pytest
from django.core.cache import cache

from agreements.transitions import Status
from documents.inspection import MAX_BYTES
from tests import life
from tests.journeys import world

pytestmark = pytest.mark.needs("chromium")

# The browser finds it on this machine by itself; the application does not answer to the name.
STRANGE_HOST = "http://fremd.localhost"


@pytest.fixture(scope="module")
def saxony(transactional_db):
    return world.build()


@pytest.fixture(scope="module")
def signed(saxony):
    return life.agreement_in(Status.SIGNED, towns=[saxony.meerane]).get_absolute_url()


def test_400_for_a_forged_host(visit, origin):
    """A page that needs neither session nor database."""
    visitor = visit()
    visitor.origin = visitor.watch.origin = origin.replace("http://localhost", STRANGE_HOST)
    visitor.go("/", status=400).look()
    assert visitor.heading == "Diese Anfrage war nicht lesbar"


def test_403_after_the_session_changed(visit, saxony):
    """The form of an earlier sign-in is refused, and gives back what was written into it."""
    visitor = visit(saxony.sachbearbeitung).go("/vereinbarungen/neu/")
    visitor.fill("Aktenzeichen", "LPR-0144.5/7/2023")
    visitor.context.clear_cookies(name="csrftoken")
    visitor.press("Entwurf anlegen", status=403).look()
    assert visitor.heading == "Die Seite war zu lange offen"
    assert "LPR-0144.5/7/2023" in visitor.text


def test_409_for_a_move_that_came_too_late(visit, saxony):
    agreement = life.agreement_in(Status.APPROVED, towns=[saxony.meerane])
    visitor = visit(saxony.leitung).go(f"/vereinbarungen/{agreement.pk}/zurueckziehen/")
    life.lead_on(agreement, Status.SIGNED)
    visitor.fill("Begründung", "Der Stadtrat hat es sich anders überlegt.")
    visitor.press("Zurückziehen", status=409).look()
    assert "kann nicht zurückgezogen werden" in visitor.text
    assert "Der Stadtrat hat es sich anders überlegt." in visitor.text


@pytest.mark.parametrize(
    ("too_much", "status", "sentence"),
    [
        (1, 422, "Bitte eine kleinere Datei auswählen: höchstens 25 MB"),
        (2 * 1024 * 1024, 413, "Die Anwendung nimmt höchstens 26 MB auf einmal an."),
    ],
    ids=["a little", "far"],
)
def test_413_and_422_for_a_scan_that_is_too_large(visit, saxony, signed, tmp_path, too_much, status, sentence):
    """What is a little too large gets a sentence beside the field; what is far too large is not even read."""
    scan = tmp_path / "Scan.pdf"
    scan.write_bytes(b"%PDF-1.7\n".ljust(MAX_BYTES + too_much, b" "))
    visitor = visit(saxony.sachbearbeitung).go(f"{signed}ausfertigung/")
    visitor.field("Unterzeichnete Ausfertigung").set_input_files(scan)
    visitor.press("Ausfertigung ablegen", status=status).look()
    assert sentence in visitor.text


def test_429_after_too_many_questions_for_a_link(visit):
    visitor = visit()
    try:
        for status in (200, 200, 200, 200, 200, 429):
            visitor.go("/konto/passwort-vergessen/").fill("E-Mail-Adresse", "niemand@stadt.example")
            visitor.press("Link anfordern", status=status)
        visitor.look()
        assert visitor.heading == "Zu viele Versuche"
    finally:
        cache.clear()


def test_500_when_something_breaks(visit, saxony, signed):
    visitor = visit(saxony.koordination_meerane)
    with mock.patch("agreements.views.reading.steps_of", side_effect=RuntimeError("broken on purpose")):
        visitor.go(signed, status=500).look()
    assert visitor.heading == "Das hat nicht geklappt"
    assert "broken on purpose" not in visitor.page.content()
    visitor.follow("Zur Startseite")
    assert visitor.path == "/"
