"""The same form sent twice, by a second click where no script holds it back: it is one row, another form another."""

import threading
from datetime import date, time

import pytest
from django.db import connection

from advice.actions import appointments, consultations, contacts, info_pack
from advice.actions.consultations import NextStep, ParticipantEntry
from advice.models import Contact
from audit.models import AuditEvent
from core import dates
from core.exceptions import TransitionNotAllowed
from municipalities.models import ActionField
from tasks.models import Task
from tests.factories import AppointmentFactory, ConsultationFactory

TODAY, TOMORROW = date(2023, 4, 25), date(2023, 4, 26)
REASON = "Der Stadtrat hat am Montag anders beschlossen."
pytestmark = pytest.mark.django_db


def record(office, *towns, **values):
    return consultations.record(**{"by": office, "municipalities": towns, "held_on": TODAY} | values)


def test_a_call_with_its_follow_up(meerane, werdau, sachbearbeitung, leitung):
    said = {"by": sachbearbeitung, "municipalities": [meerane], "text": "Rückruf.", "follow_up_on": TOMORROW}
    first, again = contacts.note(**said), contacts.note(**said)
    assert (again, Task.objects.of(first).count()) == (first, 1)
    others = [{"text": "Anders"}, {"municipalities": [meerane, werdau]}, {"by": leitung}, {"caller_name": "Köhler"}]
    assert len({contacts.note(**said | other).pk for other in others} | {first.pk}) == 5


def test_back_in_the_browser_a_follow_up_is_added_to_the_call_that_is_kept(meerane, sachbearbeitung):
    said = {"by": sachbearbeitung, "municipalities": [meerane], "text": "Rückruf."}
    row = contacts.note(**said)
    assert contacts.note(**said, follow_up_on=TOMORROW) == row
    assert Task.objects.of(row).get().due_on == TOMORROW


def test_an_appointment(meerane, sachbearbeitung):
    agreed = {
        "by": sachbearbeitung, "municipalities": [meerane], "takes_place_on": TOMORROW, "start_time": time(10),
    }  # fmt: skip
    row = appointments.arrange(**agreed)
    assert appointments.arrange(**agreed) == row
    assert appointments.arrange(**agreed | {"start_time": time(11)}) != row
    cancelled = appointments.cancel(row, by=sachbearbeitung, reason=REASON)
    assert appointments.cancel(row, by=sachbearbeitung, reason=REASON).sequence == cancelled.sequence == 1
    with pytest.raises(TransitionNotAllowed):
        appointments.cancel(row, by=sachbearbeitung, reason="Aus einem anderen Grund.")
    assert appointments.arrange(**agreed) != row


def test_a_consultation_of_an_appointment_with_its_steps(meerane, sachbearbeitung):
    topic = ActionField.objects.create(key="Drogen", name="Drogen")
    met = AppointmentFactory(towns=[meerane])
    told = {
        "appointment": met, "topics": [topic], "participants": [ParticipantEntry("Ordnungsamt", 2)],
        "next_steps": [NextStep("state_office", "Muster senden", TOMORROW)],
    }  # fmt: skip
    row = record(sachbearbeitung, meerane, **told)
    assert record(sachbearbeitung, meerane, **told) == row
    assert (Task.objects.of(row).count(), AuditEvent.objects.filter(action="record_consultation").count()) == (1, 1)


def test_consultations_that_differ_beside_their_text_are_two(meerane, sachbearbeitung):
    row = record(sachbearbeitung, meerane)
    assert record(sachbearbeitung, meerane, participants=[ParticipantEntry("Bauamt")]) != row


def test_a_correction(meerane, sachbearbeitung):
    row = ConsultationFactory(towns=[meerane])
    entered = {
        "by": sachbearbeitung, "version": 1, "municipalities": [meerane], "topics": [],
        "values": {name: getattr(row, name) for name in consultations.EDITABLE} | {"result": "Neu"},
        "participants": [ParticipantEntry("Bauamt")],
    }  # fmt: skip
    assert [consultations.edit(row, **entered).version for _ in range(2)] == [2, 2]
    assert AuditEvent.objects.filter(action="edit_consultation").count() == 1


def test_an_info_pack(meerane, sachbearbeitung, mailoutbox):
    letter = {"by": sachbearbeitung, "to": "a@meerane.example", "subject": "Infopaket", "text": "Guten Tag"}
    first, again = info_pack.send(meerane, **letter), info_pack.send(meerane, **letter)
    info_pack.send(meerane, **letter | {"to": "b@meerane.example"})
    assert (first == again, [mail.to for mail in mailoutbox]) == (
        True,
        [["a@meerane.example"], ["b@meerane.example"]],
    )


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_keep_one_call(meerane, sachbearbeitung):
    kept, start = [], threading.Barrier(2)

    def click():
        start.wait()
        try:
            with dates.at(TODAY):
                said = {"municipalities": [meerane], "text": "Rückruf.", "follow_up_on": TOMORROW}
                kept.append(contacts.note(by=sachbearbeitung, **said))
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert kept == [Contact.objects.get()] * 2
    assert Task.objects.count() == 1
