"""The outbox page and the health address: states without content, and one word without details."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from audit.models import OutgoingMail, WorkerBeat
from portal.views import health
from tests.portal.page import Page

pytestmark = pytest.mark.django_db
SECRET = "https://asskomm.example/konto/geheimer-link"


def letter(**values):
    texts = {"recipient": "a@stadt.example", "subject": "Einladung", "message_id": uuid.uuid4().hex}
    return OutgoingMail.objects.create(message=SECRET.encode(), **(texts | values))


def given_up(**values):
    return letter(attempts=1, failed_at=timezone.now(), last_error="Empfänger abgelehnt: 550 Nein", **values)


def states(page):
    return [" ".join(" ".join(row.itertext()).split()) for row in page.all(".//tbody/tr")]


def test_page_shows_states_and_no_content(client_of, leserecht):
    letter(subject="Wartet")
    letter(subject="Fort", sent_at=timezone.now(), attempts=1)
    given_up(subject="Nie")
    response = client_of(leserecht).get("/postausgang/")
    shown = states(Page(response))
    assert shown[0].split("Uhr ", 1)[1] == (
        "Nie a@stadt.example aufgegeben 1 Versuch, zuletzt: Empfänger abgelehnt: 550 Nein"
    )
    assert [("gesendet" in line, "wartet" in line) for line in shown[1:]] == [(True, False), (False, True)]
    assert "geheimer-link" not in response.content.decode()


@pytest.mark.parametrize(("query", "subjects"), [("", 2), ("wartet", 1), ("aufgegeben", 1), ("quatsch", 2)])
def test_page_can_be_narrowed(query, subjects, client_of, leserecht):
    letter()
    given_up(recipient="b@stadt.example")
    assert len(states(Page(client_of(leserecht).get(f"/postausgang/?zustand={query}")))) == subjects


@pytest.mark.parametrize("count", [1, 30])
def test_page_costs_the_same_for_one_and_thirty(count, client_of, leserecht, django_assert_num_queries):
    for number in range(count):
        letter(recipient=f"{number}@stadt.example")
    browser = client_of(leserecht)
    with django_assert_num_queries(5):
        assert len(states(Page(browser.get("/postausgang/")))) == count


def test_page_is_the_offices(client_of, koordination_meerane, coach, sachbearbeitung):
    row = given_up()
    for person in (koordination_meerane, coach):
        assert client_of(person).get("/postausgang/").status_code == 403
        assert client_of(person).post(f"/postausgang/{row.pk}/senden/").status_code == 403
    assert client_of(sachbearbeitung).get(f"/postausgang/{row.pk}/senden/").status_code == 405
    assert client_of(sachbearbeitung).post("/postausgang/0/senden/").status_code == 404


def test_who_may_write_sends_again_and_who_reads_may_not(client_of, sachbearbeitung, leserecht):
    row = given_up()
    assert "noch einmal" not in client_of(leserecht).get("/postausgang/").content.decode()
    assert client_of(leserecht).post(f"/postausgang/{row.pk}/senden/").status_code == 403
    response = client_of(sachbearbeitung).post(f"/postausgang/{row.pk}/senden/", follow=True)
    assert "Die Mail an a@stadt.example wird gleich noch einmal gesendet." in response.content.decode()
    row.refresh_from_db()
    assert (row.is_waiting, row.attempts) == (True, 0)


def test_letter_that_arrived_meanwhile_is_a_conflict(client_of, sachbearbeitung):
    row = letter(sent_at=timezone.now())
    response = client_of(sachbearbeitung).post(f"/postausgang/{row.pk}/senden/")
    assert (response.status_code, "inzwischen angekommen" in response.content.decode()) == (409, True)


def test_leitung_is_told_of_letters_given_up_and_nobody_else(client_of, leitung, sachbearbeitung):
    def told(person):
        return [link for link in Page(client_of(person).get("/")).links() if "Mail" in link[0]]

    assert told(leitung) == []
    given_up()
    assert told(leitung) == [("1 Mail kam nicht an", "/postausgang/?zustand=aufgegeben")]
    given_up(recipient="b@stadt.example")
    assert told(leitung) == [("2 Mails kamen nicht an", "/postausgang/?zustand=aufgegeben")]
    assert told(sachbearbeitung) == []


# --- Health -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("silent_for", "status", "word"),
    [(timedelta(seconds=30), 200, "gesund\n"), (timedelta(minutes=3), 503, "gestört\n"), (None, 503, "gestört\n")],
    ids=["alive", "silent", "never there"],
)
def test_health_says_one_word(silent_for, status, word, client):
    if silent_for is not None:
        WorkerBeat.objects.create(worker_id="einer", beat_at=timezone.now() - silent_for)
    response = client.get("/gesund/")
    assert (response.status_code, response.content.decode()) == (status, word)
    assert "no-cache" in response["Cache-Control"]
    assert "sessionid" not in response.cookies


def test_health_without_database_is_an_answer_and_no_error(client, monkeypatch):
    def broken(since):
        raise DatabaseError("connection to server on socket /secret failed")

    monkeypatch.setattr(health, "is_alive", broken)
    response = client.get("/gesund/")
    assert (response.status_code, response.content.decode()) == (503, "gestört\n")
