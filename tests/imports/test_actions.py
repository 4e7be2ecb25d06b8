"""From the file to the records and back: what is written, what is recorded, every refusal, and races."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from core import dates
from core.exceptions import Conflict
from core.visibility import Visibility
from documents.models import Document
from imports.actions import carrying, deciding, undoing
from imports.actions.deciding import RowDecision
from imports.models import ColumnMapping, DataImport, ImportOutcome, ImportRow
from imports.places import key_of
from municipalities.actions import contacts
from municipalities.models import ContactPerson, Person
from tests.conftest import TODAY
from tests.factories import ContactFactory, MunicipalityFactory, lead
from tests.imports.files import ONE, workbook
from tests.imports.steps import carried_out, mapped, upload

pytestmark = pytest.mark.django_db
UNCLEAR = ["Merane", "", "Herr", "Max Muster", "Bürgermeister", "", "2021"]
BROKEN = ["Meerane", "", "", "Erika Beispiel", "Amt", "keine", "44927"]
REASON = "Es war die Liste des Vorjahres."


def findings(row):
    return dict(row.rows.values_list("number", "finding"))


class TestFindings:
    def test_every_line_is_looked_at(self, meerane, sachbearbeitung):
        ContactFactory(municipality=meerane, name="Tia Köhler", office="ASSKomm-Koordinatorin")
        row = mapped(workbook(ONE, UNCLEAR, BROKEN, UNCLEAR), by=sachbearbeitung)
        assert findings(row) == {2: "duplicate", 3: "question", 4: "problem", 5: "question"}
        assert row.rows.get(number=4).problems == [
            "F4, Telefon: Bitte eine Telefonnummer wie 03764 540 eintragen.",
            "G4, Zuständig seit: Hier steht die Zahl 44927 statt eines Tages. Bitte die Spalte in der Tabelle als "
            "Datum formatieren oder den Tag als 25.04.2023 eintragen.",
        ]
        assert row.rows.get(number=2).problems == ["Schon vorhanden: Tia Köhler, ASSKomm-Koordinatorin (Meerane)."]

    def test_a_line_that_repeats_another_is_a_duplicate(self, meerane, sachbearbeitung):
        row = mapped(workbook(ONE, ONE), by=sachbearbeitung)
        assert findings(row) == {2: "ready", 3: "duplicate"}
        assert row.rows.get(number=3).problems == ["Steht schon in Zeile 2."]

    def test_what_a_town_keeps_to_itself_is_not_told(self, meerane, sachbearbeitung):
        ContactFactory(
            municipality=meerane, name="Tia Köhler", office="ASSKomm-Koordinatorin", visibility=Visibility.OWN_PLACE
        )
        assert findings(mapped(by=sachbearbeitung)) == {2: "ready"}

    def test_a_missing_cell_a_formula_and_cells_that_do_not_go_together(self, meerane, sachbearbeitung):
        row = mapped(
            workbook(["Meerane", "", "Frau", "", "", "", ""], ["Meerane", "", "Frau", "", "Amt", "", ""],
                     ["Meerane", "", "", "=A1", "Amt", "", ""]), by=sachbearbeitung,
        )  # fmt: skip
        assert [row.rows.get(number=number).problems[0] for number in (2, 3, 4)] == [
            "E2, Funktion: Bitte ausfüllen.",
            "Name: Bitte ausfüllen, oder Anrede und Titel leeren.",
            "D4, Name: Hier steht eine Formel. Bitte den Wert eintragen (kopieren und als Wert einfügen).",
        ]

    def test_the_mapping_is_remembered_and_has_to_be_sound(self, meerane, sachbearbeitung):
        row = mapped(by=sachbearbeitung)
        assert ColumnMapping.objects.get().columns["office"] == "funktion"
        with pytest.raises(Conflict, match="Die Spalte „Funktion“ ist nötig"):
            deciding.map_columns(row, by=sachbearbeitung, mapping={"body": 0})
        with pytest.raises(Conflict, match="zweimal zugeordnet"):
            deciding.map_columns(row, by=sachbearbeitung, mapping={"body": 0, "office": 0})

    def test_the_number_of_queries_does_not_grow_with_the_lines(self, meerane, sachbearbeitung):
        counts = []
        # The first one alone asks for what a process keeps.
        for lines in (1, 3, 300):
            people = [["Meerane", "", "", f"Person {n}", f"Amt {lines}", "", ""] for n in range(lines)]
            row = mapped(workbook(*people), by=sachbearbeitung)
            with CaptureQueriesContext(connection) as queries:
                carrying.carry_out(row, by=sachbearbeitung, version=row.version)
            counts.append(len(queries))
        assert counts[1] == counts[2]
        assert ContactPerson.objects.count() == 304


class TestDecisions:
    def test_a_place_is_chosen_for_all_lines_that_name_it_so(self, meerane, sachbearbeitung):
        other = [*UNCLEAR[:3], "Eva Neu", *UNCLEAR[4:]]
        row = mapped(workbook(UNCLEAR, other), by=sachbearbeitung)
        chosen = RowDecision(2, "", {"Merane": key_of(meerane)}, everywhere=True)
        row = deciding.decide(row, by=sachbearbeitung, decisions=[chosen])
        assert findings(row) == {2: "ready", 3: "ready"}
        assert AuditEvent.objects.order_by("pk").last().after == {"Zeile 2": "„Merane“ ist Meerane (Landkreis Zwickau)"}

    def test_a_place_nobody_offers_and_a_line_that_is_not_there_are_refused(self, meerane, sachbearbeitung):
        row = mapped(workbook(UNCLEAR), by=sachbearbeitung)
        for decision in (RowDecision(2, "", {"Merane": "municipality-0"}), RowDecision(9, "skip")):
            with pytest.raises(Conflict, match="Bitte"):
                deciding.decide(row, by=sachbearbeitung, decisions=[decision])

    def test_what_cannot_be_read_can_only_be_skipped(self, meerane, sachbearbeitung):
        row = mapped(workbook(BROKEN, ONE), by=sachbearbeitung)
        with pytest.raises(Conflict, match="Zeile 2 ist nicht lesbar"):
            deciding.decide(row, by=sachbearbeitung, decisions=[RowDecision(2, "take")])
        row = deciding.skip_open(row, by=sachbearbeitung, finding="problem")
        carrying.carry_out(row, by=sachbearbeitung, version=row.version)
        assert [contact.name for contact in ContactPerson.objects.all()] == ["Tia Köhler"]


class TestCarryingOut:
    def test_records_and_their_log(self, meerane, sachbearbeitung):
        row = carried_out(workbook(ONE, ["Meerane", "", "", "", "Amt", "", "2021"]), by=sachbearbeitung)
        first, second = ContactPerson.objects.order_by("pk")
        assert (first.municipality, first.name, first.person.salutation) == (meerane, "Tia Köhler", "ms")
        assert (first.starts_on, first.source) == (date(2023, 3, 1), "Datenübernahme „kontakte.xlsx“")
        assert (second.person, second.starts_on) == (None, date(2021, 12, 31))
        assert second.source == "Datenübernahme „kontakte.xlsx“; Beginn nur bekannt: 2021"
        event = AuditEvent.objects.about(first).get()
        assert (event.actor, event.action, event.reason) == (sachbearbeitung, "add_contact", str(row))
        assert event.municipality_ids == [meerane.pk]
        assert event.after["Person"] == "Tia Köhler"
        assert AuditEvent.objects.about(row).first().after["übernommen"] == 2
        assert list(ImportOutcome.objects.values_list("object_id", flat=True)) == [first.pk, second.pk]
        assert Person.objects.get().sort_key.startswith("tia kohler")

    def test_nothing_is_written_while_a_line_is_open(self, meerane, sachbearbeitung):
        row = mapped(workbook(ONE, UNCLEAR), by=sachbearbeitung)
        with pytest.raises(Conflict, match="Zeile 3: „Merane“ gibt es unter diesem Namen nicht"):
            carrying.carry_out(row, by=sachbearbeitung, version=row.version)
        assert not ContactPerson.objects.exists()

    def test_what_was_entered_by_hand_meanwhile_is_found(self, meerane, sachbearbeitung):
        row = mapped(by=sachbearbeitung)
        contacts.add_contact(by=lead(), municipality=meerane, name="Tia Köhler", office="ASSKomm-Koordinatorin")
        with pytest.raises(Conflict, match="Zeile 2: Schon vorhanden"):
            carrying.carry_out(row, by=sachbearbeitung, version=row.version)
        row = deciding.look_again(row, by=sachbearbeitung)
        assert findings(row) == {2: "duplicate"}

    def test_only_what_somebody_has_seen_is_carried_out(self, meerane, sachbearbeitung):
        row = mapped(by=sachbearbeitung)
        deciding.decide(row, by=lead(), decisions=[RowDecision(2, "skip")])
        with pytest.raises(Conflict, match="jemand anders entschieden"):
            carrying.carry_out(row, by=sachbearbeitung, version=row.version)

    def test_all_skipped_is_nothing_to_take_over(self, meerane, sachbearbeitung):
        row = deciding.decide(mapped(by=sachbearbeitung), by=lead(), decisions=[RowDecision(2, "skip")])
        with pytest.raises(Conflict, match="Alle Zeilen sind ausgelassen"):
            carrying.carry_out(row, by=sachbearbeitung, version=row.version)

    def test_twice_is_once(self, meerane, sachbearbeitung):
        row = carried_out(by=sachbearbeitung)
        events = AuditEvent.objects.count()
        carrying.carry_out(row, by=sachbearbeitung, version=1)
        assert (ContactPerson.objects.count(), AuditEvent.objects.count()) == (1, events)

    def test_the_rehearsal_leaves_nothing(self, meerane, sachbearbeitung):
        row = mapped(workbook(ONE, BROKEN), by=sachbearbeitung)
        row = deciding.skip_open(row, by=sachbearbeitung, finding="problem")
        events = AuditEvent.objects.count()
        first, second = carrying.rehearse(row, by=sachbearbeitung)
        assert str(first) == (
            "Zeile 2: Tia Köhler, ASSKomm-Koordinatorin – Meerane (Landkreis Zwickau), seit 1. März 2023"
        )
        assert str(second).startswith("Zeile 3: ausgelassen. F3, Telefon:")
        assert (ContactPerson.objects.count(), AuditEvent.objects.count()) == (0, events)
        assert DataImport.objects.get().status == "mapped"


class TestSameFile:
    def test_it_is_recognised_while_it_waits_and_while_it_stands(self, meerane, sachbearbeitung):
        content = workbook(ONE)
        row = upload(content, by=sachbearbeitung)
        with pytest.raises(Conflict, match=r"liegt schon bereit: hochgeladen am .* von Sachbearbeitung ASSKomm"):
            upload(content, by=lead())
        undoing.discard(row, by=sachbearbeitung)
        row = carried_out(content, by=sachbearbeitung)
        with pytest.raises(Conflict, match=r"ist schon übernommen: am .* durch Sachbearbeitung ASSKomm"):
            upload(content, by=lead())
        undoing.undo(row, by=sachbearbeitung, reason=REASON)
        assert upload(content, by=lead()).status == "uploaded"


class TestUndoing:
    def test_all_records_go_and_the_log_keeps_what_they_were(self, meerane, sachbearbeitung):
        row = carried_out(by=sachbearbeitung)
        contact = ContactPerson.objects.get()
        undoing.undo(row, by=lead(), reason=REASON)
        assert not ContactPerson.objects.exists()
        assert not Person.objects.exists()
        event = AuditEvent.objects.about(contact).first()
        assert (event.label, event.reason) == ("Ansprechperson zurückgenommen", REASON)
        assert event.before["Person"] == "Tia Köhler"
        assert DataImport.objects.get().closing_reason == REASON
        before = AuditEvent.objects.count()
        undoing.undo(row, by=lead(), reason=REASON)
        assert AuditEvent.objects.count() == before

    @pytest.mark.parametrize(
        ("work", "words"),
        [
            (lambda row: contacts.edit_contact(row, by=lead(), values={"phone": "03764 1"}), "inzwischen geändert"),
            (lambda row: contacts.confirm_contact(row, by=lead()), "inzwischen geändert"),
            (lambda row: contacts.hand_over(row, by=lead(), starts_on=date(2023, 4, 25), name="Neu"), "übergeben"),
            (lambda row: contacts.edit_contact(row, by=lead(), values={"name": "Thea"}), "inzwischen berichtigt"),
            (lambda row: contacts.add_contact(by=lead(), office="Rat", municipality=row.municipality,
                                              person=row.person), "weitere Funktion"),
            (lambda row: row.delete(), "gibt es nicht mehr"),
        ],
        ids=["edited", "confirmed", "handed over", "person corrected", "second function", "gone"],
    )  # fmt: skip
    def test_nothing_goes_where_somebody_has_worked_on(self, meerane, sachbearbeitung, work, words):
        row = carried_out(workbook(ONE, ["Meerane", "", "", "Eva", "Amt", "", ""]), by=sachbearbeitung)
        work(ContactPerson.objects.get(person__name="Tia Köhler"))
        left = ContactPerson.objects.count()
        with pytest.raises(Conflict, match=f"Zeile 2.*{words}"):
            undoing.undo(row, by=lead(), reason=REASON)
        assert ContactPerson.objects.count() == left
        assert DataImport.objects.get().status == "carried_out"

    def test_it_says_why_and_comes_after_carrying_out(self, meerane, sachbearbeitung):
        with pytest.raises(Conflict, match="braucht eine Begründung"):
            undoing.undo(carried_out(by=sachbearbeitung), by=lead(), reason=" ")
        with pytest.raises(Conflict, match="nicht möglich"):
            undoing.undo(mapped(workbook(UNCLEAR), by=lead()), by=lead(), reason=REASON)


def test_discarding_forgets_the_people_of_the_file(meerane, sachbearbeitung):
    row = undoing.discard(mapped(by=sachbearbeitung), by=sachbearbeitung)
    assert not ImportRow.objects.exists()
    assert not Document.objects.exists()
    assert DataImport.objects.get().status == "discarded"
    with pytest.raises(Conflict, match="inzwischen verworfen"):
        carrying.carry_out(row, by=sachbearbeitung, version=row.version)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_take_it_over_once(meerane, sachbearbeitung, leitung):
    row = mapped(by=sachbearbeitung)
    done, start = [], threading.Barrier(2)

    def click(person):
        start.wait()
        try:
            with dates.at(TODAY):
                done.append(carrying.carry_out(row, by=person, version=row.version).status)
        finally:
            connection.close()

    both(click, sachbearbeitung, leitung)
    assert done == ["carried_out", "carried_out"]
    assert ContactPerson.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_files_at_once_with_the_same_people_write_them_once(meerane, sachbearbeitung, leitung):
    MunicipalityFactory()
    rows = {
        sachbearbeitung: mapped(by=sachbearbeitung),
        leitung: mapped(workbook(ONE, ["Meerane", "", "", "Eva", "Amt", "", ""]), by=leitung, name="zwei.xlsx"),
    }
    outcomes, start = [], threading.Barrier(2)

    def click(person):
        start.wait()
        try:
            with dates.at(TODAY):
                outcomes.append(carrying.carry_out(rows[person], by=person, version=rows[person].version).status)
        except Conflict as refused:
            outcomes.append(refused.message[:20])
        finally:
            connection.close()

    both(click, sachbearbeitung, leitung)
    assert sorted(outcomes) == ["Noch nicht übernommen"[:20], "carried_out"]
    assert ContactPerson.objects.filter(person__name="Tia Köhler").count() == 1


def both(click, *people):
    threads = [threading.Thread(target=click, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
