"""Consultations and contacts from a file: what a line may say, what comes of it, how it is taken back."""

from datetime import date
from decimal import Decimal

import pytest

from advice.importing.consultations import hours, participants
from advice.models import Consultation, Contact
from audit.models import AuditEvent
from core.exceptions import Conflict
from imports.actions import undoing
from imports.contract import CellProblem
from municipalities.models import ActionField
from tasks import actions as tasks
from tests.factories import ConsultationFactory, MunicipalityFactory, lead
from tests.imports.files import workbook
from tests.imports.steps import carried_out, mapped

pytestmark = pytest.mark.django_db
HEAD = ["Kommune", "Datum", "Form", "Dauer", "Themen", "Teilnehmende", "Ergebnis", "Notiz"]
JOINT = ["Meerane; Werdau", "04/2022", "online", "1,5 h", "Jugend", "Bürgermeisterin; Ordnungsamt (2)", "Rat", "leise"]
REASON = "Die Liste war noch nicht geprüft."


@pytest.fixture
def jugend(db):
    return ActionField.objects.get_or_create(key="jugend", defaults={"name": "Jugend"})[0]


def talks(*rows):
    return workbook(*rows, head=HEAD)


def test_a_joint_consultation_with_all_it_says(meerane, werdau, jugend, sachbearbeitung):
    carried_out(talks(JOINT), by=sachbearbeitung, kind="beratungen")
    row = Consultation.objects.get()
    assert {town.name for town in row.municipalities.all()} == {"Meerane", "Werdau"}
    # The latest possible day, so that no figure is too high too early.
    assert (row.held_on, row.day_note) == (date(2022, 4, 30), "bekannt ist nur April 2022")
    assert (row.mode, row.hours, row.result, row.internal_note) == ("online", Decimal("1.5"), "Rat", "leise")
    assert [topic.name for topic in row.topics.all()] == ["Jugend"]
    assert [(person.office, person.count) for person in row.participants.all()] == [
        ("Bürgermeisterin", 1), ("Ordnungsamt", 2),
    ]  # fmt: skip
    assert row.shared_on is None
    event = AuditEvent.objects.about(row).get()
    assert (event.actor, sorted(event.municipality_ids)) == (sachbearbeitung, sorted([meerane.pk, werdau.pk]))
    assert event.after["Teilgenommen haben"] == "Bürgermeisterin, Ordnungsamt (2)"


@pytest.mark.parametrize(
    ("place", "text", "words"),
    [
        (1, "26.04.2023", "kann nicht in der Zukunft liegen"), (2, "Brief", "ist hier nicht bekannt"),
        (3, "9", "in Viertelstunden"), (4, "Quatsch", "„Quatsch“ ist nicht bekannt"), (6, "\N{ROCKET}", "B"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said(meerane, werdau, jugend, sachbearbeitung, place, text, words):
    row = mapped(talks([*JOINT[:place], text, *JOINT[place + 1 :]]), by=sachbearbeitung, kind="beratungen")
    assert row.rows.get().finding == "problem"
    assert words in row.rows.get().problems[0]


def test_invented_towns_do_not_mix_and_a_talk_kept_already_is_a_duplicate(meerane, jugend, sachbearbeitung):
    MunicipalityFactory(name="Musterstadt", is_example=True)
    ConsultationFactory(towns=[meerane], held_on=date(2022, 4, 25))
    rows = [["Meerane; Musterstadt", "2022", *[""] * 6], ["Meerane", "25.4.2022", *[""] * 6]]
    row = mapped(talks(*rows), by=sachbearbeitung, kind="beratungen")
    assert list(row.rows.values_list("finding", flat=True)) == ["problem", "duplicate"]
    assert row.rows.get(number=3).problems == ["Schon vorhanden: Beratung vom 25. April 2022 mit Meerane."]


def test_it_is_taken_back_unless_a_task_came_of_it(meerane, werdau, jugend, sachbearbeitung):
    row = carried_out(talks(JOINT), by=sachbearbeitung, kind="beratungen")
    talk = Consultation.objects.get()
    task = tasks.create(by=lead(), title="Anrufen", due_on=date(2023, 5, 1), side="state_office",
                        municipalities=[meerane], subject=talk)  # fmt: skip
    with pytest.raises(Conflict, match="gehört zu einer Aufgabe"):
        undoing.undo(row, by=lead(), reason=REASON)
    task.delete()
    undoing.undo(row, by=lead(), reason=REASON)
    assert not Consultation.objects.exists()
    event = AuditEvent.objects.about(talk).first()
    assert (event.label, event.before["Kommunen"]) == ("Beratung zurückgenommen", "Meerane, Werdau")


def test_contacts(meerane, sachbearbeitung):
    head = ["Kommune", "Tag", "Uhrzeit", "Weg", "Name", "Vermerk"]
    line = ["Meerane", "1.2.2023", "14:30", "E-Mail", "Erika Beispiel", "Fragt nach dem Infopaket."]
    row = carried_out(workbook(line, head=head), by=sachbearbeitung, kind="kontakte")
    contact = Contact.objects.get()
    assert (contact.channel, contact.happened_on, contact.noted_by) == ("mail", date(2023, 2, 1), sachbearbeitung)
    again = mapped(
        workbook(line, [*line[:5], "Anderes"], head=head), by=sachbearbeitung, kind="kontakte", name="b.xlsx"
    )
    assert list(again.rows.values_list("finding", flat=True)) == ["duplicate", "ready"]
    undoing.undo(row, by=lead(), reason=REASON)
    assert not Contact.objects.exists()


def test_cells_of_a_consultation():
    assert hours("1,25 Std.") == Decimal("1.25")
    with pytest.raises(CellProblem, match="Viertelstunden"):
        hours("1,1")
    assert [(entry.office, entry.count) for entry in participants("Amt x 3\nRat")] == [("Amt", 3), ("Rat", 1)]
