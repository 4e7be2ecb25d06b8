"""The daily round: every step once, none kept by another, and never two rounds at once."""

from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from audit import daily

pytestmark = pytest.mark.django_db


@pytest.fixture
def steps(monkeypatch):
    monkeypatch.setattr(daily, "_steps", [])
    return daily


def round_of():
    out = StringIO()
    call_command("daily", stdout=out)
    return out.getvalue().splitlines()


def test_the_house_has_its_steps_in_order():
    assert [step.name for step in daily.steps()] == [
        "Mitglieder der Zusammenschlüsse", "Ende von Vereinbarungen", "Erinnerungen an Fristen",
        "Bestätigung der Ansprechpersonen", "Information nach Art. 14 DSGVO", "Pakete",
        "Dateien", "Verlorene Aufträge", "Erledigte Aufträge", "Arbeitsprozesse", "Sitzungen", "Mailtexte",
    ]  # fmt: skip


def test_round_reports_every_step_and_may_be_done_twice():
    Session.objects.create(session_key="alt", session_data="", expire_date=timezone.now())
    first, second = round_of(), round_of()
    assert first == second
    assert first == [
        "Mitglieder der Zusammenschlüsse: 0 Vereinbarungen angepasst",
        "Ende von Vereinbarungen: 0 Vereinbarungen beendet",
        "Erinnerungen an Fristen: 0 Erinnerungen abgegeben",
        "Bestätigung der Ansprechpersonen: 0 Kommunen gefragt, 0 erinnert",
        "Information nach Art. 14 DSGVO: 0 Personen informiert, bei 0 steht die Information aus",
        "Pakete: 0 Pakete gelöscht",
        "Dateien: 0 verwaiste Dateien beiseitegelegt, 0 gelöscht, 0 zurückgeholt",
        "Verlorene Aufträge: 0 Aufträge zurück in die Warteschlange gestellt",
        "Erledigte Aufträge: 0 erledigte Aufträge gelöscht",
        "Arbeitsprozesse: 0 verschwundene Arbeitsprozesse vergessen",
        "Sitzungen: abgelaufene Sitzungen gelöscht",
        "Mailtexte: 0 Mailtexte gelöscht",
    ]
    assert not Session.objects.exists()


def test_failed_step_keeps_nobody_and_is_told(steps, capsys):
    done = []
    steps.add("Eins", lambda: done.append(1) or "getan")
    steps.add("Zwei", lambda: 1 / 0)
    steps.add("Drei", lambda: (_ for _ in ()).throw(daily.Problem("Dokument 7 fehlt")))
    steps.add("Vier", lambda: done.append(4) or "getan")
    with pytest.raises(CommandError, match="Gescheitert: Zwei, Drei"):
        round_of()
    assert done == [1, 4]
    assert [(outcome.name, outcome.text) for outcome in daily.run() or []][1:3] == [
        ("Zwei", "gescheitert: ZeroDivisionError"), ("Drei", "Dokument 7 fehlt"),
    ]  # fmt: skip


def test_step_is_added_once(steps):
    for _ in range(2):
        steps.add("Eins", lambda: "getan")
    assert len(steps.steps()) == 1


def test_second_round_at_the_same_time_steps_back(steps):
    steps.add("Eins", lambda: "getan")
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [daily.LOCK])
        assert daily.run() is None
        assert round_of() == ["Die täglichen Arbeiten laufen gerade schon."]
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [daily.LOCK])
    finally:
        other.close()
    assert round_of() == ["Eins: getan"]


def test_lock_is_given_back_after_a_failure(steps):
    steps.add("Eins", lambda: 1 / 0)
    assert (len(daily.run() or []), len(daily.run() or [])) == (1, 1)
