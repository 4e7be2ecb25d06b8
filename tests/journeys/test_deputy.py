"""Monday after a holiday with a deputy in between: an absence, what the deputy does, and what is told afterwards."""

from datetime import date

import pytest
from django.test import override_settings

from accounts.functions import Function
from accounts.models import Absence, Arrival
from agreements.models import CooperationAgreement
from audit.models import AuditEvent
from tasks.models import Task
from tests import life
from tests.factories import ResponsibilityFactory, TaskFactory, person
from tests.journeys import steps, world

pytestmark = pytest.mark.needs("chromium")

FRIDAY, WEDNESDAY, MONDAY = date(2023, 4, 28), date(2023, 5, 3), date(2023, 5, 8)


@pytest.fixture(scope="module")
def saxony(transactional_db):
    return world.build()


@pytest.fixture
def koehler(saxony):
    return person("koehler@lpr.example", Function.STATE_CASEWORK, name="Tia Beispiel", starts_on=date(2019, 2, 6))


def on(day):
    """The day of the programme, for the threads of the server, too."""
    return override_settings(DEMO_TODAY=day)


def test_monday_after_a_holiday(visit, saxony, koehler):
    weber = saxony.sachbearbeitung
    ResponsibilityFactory(municipality=saxony.meerane, user=weber)
    with on(FRIDAY):
        agreement = life.agreement_in("draft", towns=[saxony.meerane])
        TaskFactory(towns=[saxony.meerane], title="Muster senden", person=weber, due_on=date(2023, 5, 4))
        goes_on_holiday(visit(), weber)
    with on(WEDNESDAY):
        stands_in(visit(koehler), saxony, agreement)
        the_town_learns_whom_to_ask(visit(saxony.koordination_meerane))
    with on(MONDAY):
        comes_back(visit(), weber)
        what_she_has_seen_is_seen_on_every_device(visit(weber))
        nobody_approves_what_was_edited_in_her_stead(weber, agreement)


def goes_on_holiday(office, weber):
    """First nonsense, then right."""
    steps.sign_in(office, weber.email)
    office.go("/abwesenheiten/neu/").glance()
    office.fill("Erster Tag", "2023-05-05").fill("Letzter Tag", "2023-05-01").press("Speichern", status=422)
    assert "Der letzte Tag liegt vor dem ersten." in office.text
    office.look()
    office.fill("Erster Tag", "2023-05-01").fill("Letzter Tag", "2023-05-05")
    office.field("Vertretung").select_option("Tia Beispiel")
    office.fill("Hinweis für Kolleginnen und Kollegen", "Akte Meerane liegt im Schrank.").press("Speichern")
    assert office.message == "Eingetragen: Sachbearbeitung ASSKomm, 1. Mai 2023 bis 5. Mai 2023."
    office.look()
    office.go("/abwesenheiten/neu/").fill("Erster Tag", "2023-05-04").fill("Letzter Tag", "2023-05-09")
    office.press("Speichern", status=422)
    assert "schon eine Abwesenheit eingetragen: 1. Mai 2023 bis 5. Mai 2023" in office.text


def stands_in(deputy, saxony, agreement):
    deputy.go("/").look()
    assert "In Vertretung für Sachbearbeitung ASSKomm" in deputy.text
    assert "Akte Meerane liegt im Schrank." in deputy.text
    deputy.follow("Muster senden").glance().follow("Erledigt melden").fill("Vermerk", "Per E-Mail.").press("Erledigt")
    assert deputy.message == "Erledigt: Muster senden."
    deputy.go(f"{agreement.get_absolute_url()}text/")
    deputy.page.locator("textarea").nth(1).fill("Die Partner arbeiten enger zusammen.")
    deputy.press("Text speichern")
    deputy.go(f"{agreement.get_absolute_url()}protokoll/").glance()
    assert "Tia Beispiel in Vertretung für Sachbearbeitung ASSKomm" in deputy.text


def the_town_learns_whom_to_ask(town):
    town.go("/").look()
    assert "abwesend bis 5. Mai 2023, vertreten durch Tia Beispiel" in town.text
    assert "Schrank" not in town.text


def comes_back(office, weber):
    steps.sign_in(office, weber.email)
    office.look()
    assert "Tia Beispiel war für Sie da: 1. Mai 2023 bis 5. Mai 2023." in office.text
    assert "Seit Ihrer letzten Anmeldung am 28. April 2023" in office.text
    assert "Aufgabe erledigt" in office.text
    office.press("Gesehen")
    assert "war für Sie da" not in office.text
    office.go("/neues/").look()
    assert "Text geändert" in office.text
    office.press("Gesehen: Meerane")
    assert "Nichts Neues" in office.text
    office.look()


def what_she_has_seen_is_seen_on_every_device(telephone):
    telephone.go("/").glance()
    assert "Seit Ihrer letzten Anmeldung" not in telephone.text
    telephone.go("/abwesenheiten/").glance()
    assert "Ihre vergangenen" in telephone.text


def nobody_approves_what_was_edited_in_her_stead(weber, agreement):
    row = CooperationAgreement.objects.get(pk=agreement.pk)
    assert (row.edited_for, Task.objects.get().done_by.name) == (weber, "Tia Beispiel")
    assert AuditEvent.objects.filter(on_behalf_of=weber).count() == 2
    assert Absence.objects.get().reviewed_at is not None
    assert Arrival.objects.get(user=weber).before_on == MONDAY
