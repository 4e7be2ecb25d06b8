"""The record of actions: written with the action, never changed afterwards, readable before → after."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import InternalError, connection, transaction

from agreements.actions import wording
from audit.actions import record, snapshot
from audit.models import AuditEvent
from core import dates
from tests.factories import AgreementFactory, MunicipalityFactory, caseworker, lead
from tests.life import agreement_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(meerane):
    return record("rename", meerane, by=lead(), label="Umbenannt", municipalities=[meerane.pk])


# --- Written once -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tamper",
    [
        lambda event: AuditEvent.objects.filter(pk=event.pk).update(label="Anders"),
        lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda event: event.delete(),
        lambda event: event.save(),
        lambda event: AuditEvent.objects.bulk_update([event], ["label"]),
        lambda event: connection.cursor().execute("DELETE FROM audit_auditevent"),
        lambda event: connection.cursor().execute("UPDATE audit_auditevent SET reason = 'x'"),
    ],
    ids=["update", "delete", "delete one", "save", "bulk_update", "raw delete", "raw update"],
)
def test_database_refuses_to_change_what_is_written(event, tamper):
    with pytest.raises(InternalError, match="audit rows are never changed or deleted"), transaction.atomic():
        tamper(event)
    assert AuditEvent.objects.get(pk=event.pk).label == "Umbenannt"


@pytest.mark.django_db(transaction=True)
def test_action_and_record_stand_or_fall_together(meerane):
    with pytest.raises(RuntimeError, match="inside the action's transaction"):
        record("rename", meerane, by=None, process="tests", label="Umbenannt")
    with transaction.atomic():
        record("rename", meerane, by=None, process="tests", label="Umbenannt")
        transaction.set_rollback(True)
    assert not AuditEvent.objects.filter(action="rename").exists()


def test_failed_action_leaves_no_record(meerane, monkeypatch):
    agreement = agreement_in("draft", towns=[meerane])
    count = AuditEvent.objects.count()
    monkeypatch.setattr(wording, "edited", lambda *args, **kwargs: 1 / 0)
    clause = agreement.clauses.get(position=1)
    with pytest.raises(ZeroDivisionError):
        wording.edit_text(agreement, by=caseworker(), texts={clause.pk: "Neu."})
    clause.refresh_from_db()
    assert clause.text == clause.template_text
    assert AuditEvent.objects.count() == count


# --- What stands in it --------------------------------------------------------------------------------------------


def test_record_says_who_what_when(meerane, werdau):
    event = record(
        "rename", meerane, by=lead(), label="Umbenannt", municipalities=[werdau.pk, meerane.pk, meerane.pk],
        before={"Name": "Mira"}, after={"Name": "Meerane"}, reason="Eingemeindung",
    )  # fmt: skip
    event.refresh_from_db()
    assert (event.actor, event.actor_label, event.process) == (lead(), "Leitung der Geschäftsstelle", "")
    assert (event.subject, event.subject_label) == (meerane, "Meerane")
    assert event.municipality_ids == sorted([meerane.pk, werdau.pk])
    assert (event.changes, event.reason) == ([("Name", "Mira", "Meerane")], "Eingemeindung")
    assert str(event) == "Umbenannt: Meerane"


def test_programme_day_and_real_time_are_both_kept(meerane):
    with dates.at(date(2021, 6, 1)):
        event = record("rename", meerane, by=lead(), label="Umbenannt")
    assert event.programme_day == date(2021, 6, 1)
    assert event.at.date() > date(2026, 1, 1)


def test_command_acts_under_its_own_name(meerane):
    event = record("load_register", meerane, by=None, process="load_register", label="Geladen")
    assert (event.actor, event.actor_label, event.process) == (None, "load_register", "load_register")


def test_name_is_kept_as_it_was(event):
    person = lead()
    person.name = "Neue Leitung"
    person.save()
    assert AuditEvent.objects.get(pk=event.pk).actor_label == "Leitung der Geschäftsstelle"


def test_record_outlives_its_subject():
    town = MunicipalityFactory(name="Vergangen")
    pk = town.pk
    record("rename", town, by=lead(), label="Umbenannt", municipalities=[pk])
    town.delete()
    event = AuditEvent.objects.get()
    assert (event.subject, event.subject_label, event.municipality_ids) == (None, "Vergangen", [pk])


def test_only_what_differs_is_a_change_and_it_reads_german():
    event = AuditEvent(
        before={"Tag": "2023-04-24", "Beginn": "09:00:00", "Ort": "", "Gleich": 1, "aktiv": True, "Weg": "da"},
        after={"Tag": "2023-04-25", "Beginn": "10:30:00", "Ort": "Rathaus", "Gleich": 1, "aktiv": False, "Neu": None},
    )
    assert event.changes == [
        ("Tag", "24. April 2023", "25. April 2023"),
        ("Beginn", "09:00 Uhr", "10:30 Uhr"),
        ("Ort", "–", "Rathaus"),
        ("aktiv", "ja", "nein"),
        ("Weg", "da", "–"),
    ]


def test_snapshot_speaks_of_labels_and_plain_values(meerane):
    meerane.area_km2 = Decimal("19.81")
    shown = snapshot(meerane, ("name", "kind", "district", "area_km2", "model_since"))
    assert shown == {
        "Name": "Meerane", "Art": "Stadt", "Landkreis oder Kreisfreie Stadt": "Landkreis Zwickau",
        "Fläche in km²": "19,81", "Modellkommune seit": None,
    }  # fmt: skip
    event = record("rename", meerane, by=lead(), label="Umbenannt", after=shown)
    event.refresh_from_db()
    assert event.after["Fläche in km²"] == "19,81"


@pytest.mark.parametrize(
    ("area", "shown"), [("42.50", "42,5"), ("100.00", "100"), ("1234.56", "1.234,56"), ("0.00", "0")]
)
def test_snapshot_writes_decimals_as_people_do(meerane, area, shown):
    meerane.area_km2 = Decimal(area)
    assert snapshot(meerane, ("area_km2",)) == {"Fläche in km²": shown}


# --- Reading it ---------------------------------------------------------------------------------------------------


def test_events_about_one_record_newest_first(meerane, werdau):
    first = record("one", meerane, by=lead(), label="Erstens")
    record("one", werdau, by=lead(), label="Anderswo")
    # Same id, other kind of record.
    record("one", AgreementFactory(pk=meerane.pk), by=lead(), label="Anderes")
    second = record("two", meerane, by=lead(), label="Zweitens")
    assert list(AuditEvent.objects.about(meerane).for_list()) == [second, first]


def test_office_reads_everything_nobody_else_anything(
    event, leserecht, koordination_meerane, beigeordnete_meerane, polizei_zwickau, coach
):
    assert list(AuditEvent.objects.visible_to(leserecht, as_=leserecht.functions_held())) == [event]
    for person in (koordination_meerane, beigeordnete_meerane, polizei_zwickau, coach):
        assert not AuditEvent.objects.visible_to(person, as_=person.functions_held()).exists()
    assert not AuditEvent.objects.visible_to(AnonymousUser(), as_={"state_lead"}).exists()


def test_list_costs_one_query(event, meerane, django_assert_num_queries):
    record("one", meerane, by=caseworker(), label="Noch einer")
    with django_assert_num_queries(1):
        names = [row.actor.name for row in AuditEvent.objects.for_list()]
    assert names == ["Sachbearbeitung ASSKomm", "Leitung der Geschäftsstelle"]
