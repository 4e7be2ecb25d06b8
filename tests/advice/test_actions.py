"""What the actions of the consultations change, refuse and leave alone."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.db import transaction

from advice.actions import appointments, consultations, contacts, info_pack, responsibilities, standing
from advice.actions.consultations import NextStep, ParticipantEntry
from advice.ics import calendar_of
from advice.models import Contact, InfoPack, Responsibility
from advice.transitions import TRANSITIONS, AppointmentStatus
from audit.models import AuditEvent
from core.exceptions import Conflict, TransitionNotAllowed
from municipalities.models import ActionField
from tasks.models import Task
from tests.factories import AppointmentFactory, ConsultationFactory, ResponsibilityFactory, StandingFactory

TODAY, TOMORROW, YESTERDAY = date(2023, 4, 25), date(2023, 4, 26), date(2023, 4, 24)
REASON = "Der Stadtrat hat am Montag anders beschlossen."
pytestmark = pytest.mark.django_db


def record(office, *towns, **values):
    return consultations.record(**{"by": office, "municipalities": towns, "held_on": TODAY} | values)


class TestContact:
    def test_follow_up_is_a_task_of_whoever_wrote_it_down(self, meerane, sachbearbeitung):
        row = contacts.note(by=sachbearbeitung, municipalities=[meerane], text=" Rückruf. ", follow_up_on=TOMORROW)
        task = Task.objects.of(row).get()
        assert (row.text, row.happened_on) == ("Rückruf.", TODAY)
        assert (task.side, task.person, task.due_on, task.towns, task.title) == (
            "state_office", sachbearbeitung, TOMORROW, [meerane], "Wiedervorlage: Rückruf.",
        )  # fmt: skip

    def test_follow_up_of_a_long_note_begins_like_it_and_names_nobody(self, meerane, sachbearbeitung):
        row = contacts.note(
            by=sachbearbeitung, municipalities=[meerane], caller_name="Tia Köhler", text="Fragt\nnach " + "x" * 200,
            follow_up_on=TOMORROW,
        )  # fmt: skip
        title = Task.objects.of(row).get().title
        assert title == "Wiedervorlage: Fragt nach " + "x" * 68 + "…"

    def test_the_same_town_twice_is_one_town(self, meerane, werdau, sachbearbeitung):
        row = contacts.note(by=sachbearbeitung, municipalities=[meerane, werdau, meerane], text="Rückruf.")
        assert (row.towns, row.towns_label) == ([meerane, werdau], "Meerane und Werdau")

    @pytest.mark.parametrize(
        ("values", "refusal"),
        [
            ({"municipalities": []}, "mindestens eine Kommune"),
            ({"happened_on": TOMORROW}, "nicht in der Zukunft"),
            ({"follow_up_on": YESTERDAY}, "Frist ab heute"),
        ],
    )
    def test_refusals_leave_nothing_behind(self, meerane, sachbearbeitung, values, refusal):
        entered = {"by": sachbearbeitung, "municipalities": [meerane], "text": "Rückruf."} | values
        with pytest.raises(Conflict, match=refusal):
            contacts.note(**entered)
        assert not Contact.objects.exists()

    def test_invented_towns_do_not_mix_with_real_ones(self, meerane, musterstadt, sachbearbeitung):
        with pytest.raises(Conflict, match="nicht mischen"):
            contacts.note(by=sachbearbeitung, municipalities=[meerane, musterstadt], text="Rückruf.")


class TestAppointment:
    CALLS = {
        "postpone": lambda row, by: appointments.postpone(
            row, by=by, takes_place_on=date(2023, 5, 2), start_time=time(9), reason=REASON
        ),
        "hold": lambda row, by: appointments.hold(row, by=by),
        "cancel": lambda row, by: appointments.cancel(row, by=by, reason=REASON),
    }
    DATES = {
        "planned": {},
        "held": {"closed_on": TODAY},
        "cancelled": {"closed_on": TODAY, "closing_reason": "Krank"},
    }

    def test_every_move_is_tried(self):
        assert set(self.CALLS) == set(TRANSITIONS.names())

    @pytest.mark.parametrize("status", AppointmentStatus)
    @pytest.mark.parametrize("name", TRANSITIONS.names())
    def test_every_pair_of_status_and_move(self, name, status, sachbearbeitung):
        row = AppointmentFactory(status=status, **self.DATES[status])
        if TRANSITIONS.allows(name, status):
            assert self.CALLS[name](row, sachbearbeitung).status == TRANSITIONS[name].target
        else:
            with pytest.raises(TransitionNotAllowed):
                self.CALLS[name](row, sachbearbeitung)

    def test_the_log_says_what_happened_not_what_to_do(self, sachbearbeitung):
        row = AppointmentFactory(takes_place_on=TODAY)
        appointments.hold(row, by=sachbearbeitung)
        assert [event.label for event in AuditEvent.objects.about(row)] == ["Termin wahrgenommen"]
        assert set(appointments.DONE_WORDS) == set(TRANSITIONS.names())

    def test_not_in_the_past_but_today(self, meerane, sachbearbeitung):
        values = {"by": sachbearbeitung, "municipalities": [meerane], "start_time": time(10)}
        with pytest.raises(Conflict, match="gleich als Beratung eintragen"):
            appointments.arrange(takes_place_on=YESTERDAY, **values)
        assert appointments.arrange(takes_place_on=TODAY, **values).takes_place_on == TODAY

    def test_not_held_before_its_day(self, sachbearbeitung):
        row = AppointmentFactory(takes_place_on=TOMORROW)
        with pytest.raises(Conflict, match="steht noch bevor"):
            appointments.hold(row, by=sachbearbeitung)

    def test_calendar_file_keeps_its_event_over_moves(self, meerane, sachbearbeitung):
        row = AppointmentFactory(towns=[meerane], place="Rathaus; Zimmer 1, links", takes_place_on=TOMORROW)
        before = calendar_of(row).decode()
        assert "DTSTART:20230426T080000Z" in before
        assert "DTEND:20230426T093000Z" in before
        assert r"LOCATION:Rathaus\; Zimmer 1\, links" in before
        organizer = "Geschäftsstelle des Landespräventionsrates Sachsen"
        assert f'ORGANIZER;CN="{organizer}":mailto:{row.created_by.email}' in before.replace("\r\n ", "")
        moved = appointments.postpone(
            row, by=sachbearbeitung, takes_place_on=date(2023, 11, 2), start_time=time(9), reason=REASON
        )
        after = calendar_of(moved).decode()
        assert "DTSTART:20231102T080000Z" in after
        assert f"UID:{row.uid}@asskomm" in before.replace("\r\n ", "")
        assert f"UID:{row.uid}@asskomm" in after.replace("\r\n ", "")
        assert ("SEQUENCE:0" in before, "SEQUENCE:1" in after) == (True, True)
        cancelled = calendar_of(appointments.cancel(moved, by=sachbearbeitung, reason=REASON)).decode()
        assert ("METHOD:CANCEL" in cancelled, "STATUS:CANCELLED" in cancelled) == (True, True)


class TestConsultation:
    def test_steps_become_tasks_of_their_sides(self, meerane, werdau, sachbearbeitung):
        steps = [
            NextStep("state_office", "Muster senden", TOMORROW),
            NextStep("municipality", "Rat befassen", TOMORROW),
        ]
        row = record(
            sachbearbeitung, meerane, werdau, next_steps=steps, participants=[ParticipantEntry("Ordnungsamt", 2)]
        )
        found = [(task.side, task.title, task.towns_label, task.person) for task in Task.objects.of(row).order_by("pk")]
        assert found == [
            ("state_office", "Muster senden", "Meerane und Werdau", sachbearbeitung),
            ("municipality", "Rat befassen", "Meerane", None),
            ("municipality", "Rat befassen", "Werdau", None),
        ]
        assert [str(person) for person in row.participants.all()] == ["Ordnungsamt (2)"]

    @pytest.mark.parametrize("hours", ["0", "-1", "9", "8.25", "1.1"])
    def test_hours_that_cannot_be(self, meerane, sachbearbeitung, hours):
        with pytest.raises(Conflict, match="Viertelstunden"):
            record(sachbearbeitung, meerane, hours=Decimal(hours))

    @pytest.mark.parametrize(("hours", "label"), [("0.25", "0,25 Stunden"), ("1", "1 Stunde"), ("8", "8 Stunden")])
    def test_hours_that_can(self, meerane, sachbearbeitung, hours, label):
        assert record(sachbearbeitung, meerane, hours=Decimal(hours)).hours_label == label

    def test_not_in_the_future(self, meerane, sachbearbeitung):
        with pytest.raises(Conflict, match="nicht in der Zukunft"):
            record(sachbearbeitung, meerane, held_on=TOMORROW)

    def test_an_appointment_is_held_by_its_consultation_and_only_once(self, meerane, werdau, sachbearbeitung):
        met = AppointmentFactory(towns=[meerane])
        with pytest.raises(Conflict, match="mit anderen Kommunen"), transaction.atomic():
            record(sachbearbeitung, werdau, appointment=met)
        assert record(sachbearbeitung, meerane, appointment=met).appointment.status == AppointmentStatus.HELD
        with pytest.raises(TransitionNotAllowed):
            record(sachbearbeitung, meerane, appointment=met, result="Noch ein Gespräch.")

    def test_shared_with_a_result_only_and_taken_back_with_a_reason(self, meerane, sachbearbeitung):
        row = record(sachbearbeitung, meerane)
        with pytest.raises(Conflict, match="erst das Ergebnis"):
            consultations.share(row, by=sachbearbeitung)
        row = record(sachbearbeitung, meerane, result="Ein Rat wird gegründet.")
        assert consultations.share(row, by=sachbearbeitung).shared_on == TODAY
        with pytest.raises(Conflict, match="Begründung"):
            consultations.withhold(row, by=sachbearbeitung, reason=" ")
        assert consultations.withhold(row, by=sachbearbeitung, reason=REASON).shared_by is None

    def test_nobody_overwrites_what_he_has_not_seen(self, meerane, werdau, sachbearbeitung):
        row = ConsultationFactory(towns=[meerane])
        values = {name: getattr(row, name) for name in consultations.EDITABLE} | {"result": "Neu"}
        entered = {"by": sachbearbeitung, "values": values, "topics": [], "participants": []}
        edited = consultations.edit(row, version=1, municipalities=[werdau], **entered)
        assert (edited.version, edited.result, edited.towns) == (2, "Neu", [werdau])
        with pytest.raises(Conflict, match="inzwischen von jemand anderem"):
            consultations.edit(row, version=1, municipalities=[meerane], **entered)

    def test_record_knows_towns_topics_and_who_took_part(self, meerane, werdau, sachbearbeitung):
        row = ConsultationFactory(towns=[meerane])
        drugs, youth = (ActionField.objects.create(key=name, name=name) for name in ("Drogen", "Jugend"))
        values = {name: getattr(row, name) for name in consultations.EDITABLE}
        consultations.edit(
            row, by=sachbearbeitung, version=1, values=values, municipalities=[meerane, werdau], topics=[youth, drugs],
            participants=[ParticipantEntry("Ordnungsamt", 2)],
        )  # fmt: skip
        assert AuditEvent.objects.filter(action="edit_consultation").get().changes == [
            ("Kommunen", "Meerane", "Meerane, Werdau"),
            ("Handlungsfelder", "–", "Drogen, Jugend"),
            ("Teilgenommen haben", "–", "Ordnungsamt (2)"),
        ]


class TestStanding:
    def test_another_kind_ends_the_one_before(self, meerane, sachbearbeitung):
        first = StandingFactory(municipality=meerane, starts_on=date(2023, 4, 1))
        again = standing.set_standing(meerane, by=sachbearbeitung, kind="resting", starts_on=TODAY, reason=REASON)
        assert again == first
        standing.set_standing(meerane, by=sachbearbeitung, kind="not_interested", starts_on=TODAY, reason=REASON)
        first.refresh_from_db()
        assert (first.starts_on, first.ends_on) == (date(2023, 4, 1), YESTERDAY)

    def test_not_before_the_one_that_is_open(self, meerane, sachbearbeitung):
        StandingFactory(municipality=meerane)
        with pytest.raises(Conflict, match="späteren Tag"):
            standing.set_standing(meerane, by=sachbearbeitung, kind="not_interested", starts_on=TODAY, reason=REASON)
        with pytest.raises(Conflict, match="gilt erst seit"):
            standing.resume(meerane, by=sachbearbeitung, ends_on=YESTERDAY, reason=REASON)

    def test_nothing_open_nothing_to_resume(self, meerane, sachbearbeitung):
        assert standing.resume(meerane, by=sachbearbeitung, ends_on=TODAY, reason=REASON) is None


class TestResponsibility:
    def test_the_town_goes_before_its_district(self, meerane, werdau, sachbearbeitung, leitung):
        ResponsibilityFactory(municipality=None, district=meerane.district)
        ResponsibilityFactory(municipality=meerane, user=leitung)
        current = Responsibility.objects.current(on=TODAY)
        assert [row.user for row in current.for_town(meerane)] == [leitung, sachbearbeitung]
        assert [row.user for row in current.for_town(werdau)] == [sachbearbeitung]

    def test_whoever_was_responsible_ends_the_day_before(self, meerane, sachbearbeitung, leitung):
        old = ResponsibilityFactory(municipality=meerane, starts_on=date(2023, 1, 1))
        responsibilities.give(leitung, by=leitung, municipality=meerane, starts_on=TODAY)
        old.refresh_from_db()
        assert old.ends_on == YESTERDAY
        assert [row.user for row in Responsibility.objects.current(on=TODAY).for_town(meerane)] == [leitung]

    def test_only_people_of_the_office(self, meerane, koordination_meerane, leitung):
        with pytest.raises(Conflict, match="keine Funktion in der Geschäftsstelle"):
            responsibilities.give(koordination_meerane, by=leitung, municipality=meerane, starts_on=TODAY)


class TestInfoPack:
    def test_mail_and_contact_stand_or_fall_together(self, meerane, sachbearbeitung, mailoutbox):
        subject, text = InfoPack().filled(town="Meerane", sender="Sachbearbeitung ASSKomm")
        info_pack.send(meerane, by=sachbearbeitung, to="rathaus@meerane.example", subject=subject, text=text)
        row = Contact.objects.get()
        assert (row.channel, row.caller_name, row.towns) == ("info_pack", "rathaus@meerane.example", [meerane])
        assert "{" not in row.text
        assert [(mail.to, mail.reply_to, mail.subject) for mail in mailoutbox] == [
            (["rathaus@meerane.example"], [sachbearbeitung.email], subject)
        ]

    def test_a_line_break_in_the_subject_adds_no_header(self, meerane, sachbearbeitung):
        info_pack.send(
            meerane, by=sachbearbeitung, to="a@b.example", subject="Hallo\nBcc: c@d.example", text="Guten Tag"
        )
        assert Contact.objects.count() == 1

    def test_template_is_edited_once_for_all(self, sachbearbeitung):
        row = info_pack.edit_template(by=sachbearbeitung, subject="Neu", text="Text", version=1)
        assert (row.pk, row.version) == (InfoPack.ONE, 2)
        with pytest.raises(Conflict):
            info_pack.edit_template(by=sachbearbeitung, subject="Anders", text="Text", version=1)
