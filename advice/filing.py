"""What the files of the advice hold: a consultation, a Telefonvermerk, an appointment. One line per further paper."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import F
from django.urls import reverse

from advice import papers
from advice.actions.references import set_file_reference
from advice.models import Appointment, Consultation, ConsultationParticipant, Contact
from core import formats
from documents.models import Document
from filing import log
from filing.models.rules import variant
from filing.records import Item, RecordKind, of_document
from filing.sheets import Part, Sheet, fingerprint
from tasks.models import Task


def note_of(row: Consultation) -> Iterator[Item]:
    """The Gesprächsvermerk, with every next step that came of it."""
    tasks = list(Task.objects.of(row).for_list())
    told = [(side, [(task.title, str(task.due_on)) for task in steps]) for side, steps in papers.steps_by_side(tasks)]
    fixed = Sheet(str(row), row.towns_label, str(row.version), [("Nächste Schritte", str(told))])
    yield Item(
        "gespraechsvermerk", "Gesprächsvermerk", ".pdf", fingerprint(fixed),
        lambda: papers.render(row, tasks, variant=variant()), on=row.held_on,
    )  # fmt: skip


def internal_note_of(row: Consultation) -> Iterator[Item]:
    if row.internal_note:
        sheet = _sheet(row, "Interner Vermerk", Part("Vermerk", row.internal_note.splitlines()))
        yield log.printed("interner-vermerk", "Interner Vermerk", sheet, on=row.held_on)


def call_of(row: Contact) -> Iterator[Item]:
    facts = [
        ("Kommunen", row.towns_label), ("Tag", formats.day(row.happened_on)), ("Weg", str(row.get_channel_display())),
        ("Gegenüber", row.caller or "nicht eingetragen"), ("Aufgenommen", str(row.noted_by)),
    ]  # fmt: skip
    sheet = Sheet(row.title, _subject(row), row.file_reference, facts, (Part("Vermerk", row.text.splitlines()),))
    yield log.printed("vermerk", row.title, sheet, on=row.happened_on)


def meeting_of(row: Appointment) -> Iterator[Item]:
    facts = [
        ("Kommunen", row.towns_label), ("Wann", row.when_label), ("Form", str(row.get_mode_display())),
        ("Ort", row.place or "nicht eingetragen"), ("Thema", row.topic or "nicht eingetragen"),
        ("Zustand", str(row.get_status_display())),
        *([("Grund der Absage", row.closing_reason)] if row.closing_reason else []),
    ]  # fmt: skip
    yield log.printed("termin", "Termin", Sheet("Termin", _subject(row), row.file_reference, facts), on=row.agreed_on)


def tasks_of(row: Any) -> Iterator[Item]:
    """Tasks that came of it, with what became of them."""
    rows = [
        (
            task.title, str(task.get_side_display()), formats.day_short(task.due_on),
            formats.day_short(task.done_on) if task.done_on else "offen", task.done_note,
        )
        for task in Task.objects.of(row).order_by("due_on", "pk")
    ]  # fmt: skip
    if rows:
        head = ("Aufgabe", "Wer", "Frist", "Erledigt", "Vermerk")
        yield log.printed("aufgaben", "Aufgaben", _sheet(row, "Aufgaben", Part("Aufgaben", (), head, rows)))


def documents_of(row: Any) -> Iterator[Item]:
    for document in Document.objects.of(row).order_by("pk"):
        yield of_document(document)


def protocol(row: Any) -> Iterator[Item]:
    yield from log.log_of(row, _subject(row), row.file_reference)


def _subject(row: Any) -> str:
    return f"{row}, {row.towns_label}"


def _sheet(row: Any, title: str, *parts: Part) -> Sheet:
    return Sheet(title, _subject(row), row.file_reference, (), parts)


class AdviceFile(RecordKind):
    """What the three kinds of the advice have in common."""

    day = ""

    def load(self, rows: Any) -> Any:
        return rows.for_list()

    def assign(self, row: Any, *, by: Any, file_reference: str) -> None:
        set_file_reference(row, by=by, file_reference=file_reference)

    def subject(self, row: Any) -> str:
        return _subject(row)

    def parties(self, row: Any) -> list[str]:
        return ["Landespräventionsrat Sachsen", *(str(town) for town in row.towns)]

    def period(self, row: Any) -> tuple[date | None, date | None]:
        return getattr(row, self.day), getattr(row, self.day)

    def towns(self, row: Any) -> list[int]:
        return [town.pk for town in row.towns]

    def over(self, rows: Any, before: date) -> Any:
        """Only what has an Aktenzeichen is on its way into the E-Akte."""
        found = rows.exclude(file_reference="").exclude(municipalities__is_example=True)
        return found.annotate(over_on=F(self.day)).filter(over_on__lte=before)


class ConsultationFile(AdviceFile):
    word, label, model, day = "beratung", "Beratung", Consultation, "held_on"
    counted = "Beratung,Beratungen"
    papers = (note_of, internal_note_of, tasks_of, documents_of, protocol)
    parts = {ConsultationParticipant: "consultation"}

    @property
    def unfiled_url(self) -> str:
        return reverse("advice:list")

    def load(self, rows: Any) -> Any:
        return rows.for_detail()


class ContactFile(AdviceFile):
    word, label, model, day = "kontakt", "Kontakt", Contact, "happened_on"
    papers = (call_of, tasks_of, documents_of, protocol)

    def load(self, rows: Any) -> Any:
        return rows.for_list().select_related("noted_by")


class AppointmentFile(AdviceFile):
    word, label, model, day = "termin", "Termin", Appointment, "takes_place_on"
    papers = (meeting_of, tasks_of, documents_of, protocol)
