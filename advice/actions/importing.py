"""Many consultations or contacts at once, as an import brings them, and taken back as a whole; a record for each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from advice.actions.consultations import ParticipantEntry
from advice.models import Consultation, ConsultationParticipant, Contact
from advice.towns import require_past, together
from audit.actions import Entry, record_many, snapshot
from filing import keeping
from municipalities.models import ActionField, Municipality

BATCH = 2000
CONSULTATION_FIELDS = ("held_on", "day_note", "mode", "place", "hours", "result", "internal_note")
CONTACT_FIELDS = ("happened_on", "happened_time", "channel", "caller_name", "caller_office", "text")


@dataclass(frozen=True)
class Past:
    """A consultation or contact of earlier days: its towns, its own values, and what stands in rows beside it."""

    towns: Sequence[Municipality]
    values: Mapping[str, Any]
    topics: Sequence[ActionField] = ()
    participants: Sequence[ParticipantEntry] = ()


@transaction.atomic
def record_many_consultations(entries: Sequence[Past], *, by: User, origin: str) -> list[Consultation]:
    """Keep consultations that took place, in the same order; none of them is shared with its towns by that."""
    for entry in entries:
        together(entry.towns)
        require_past(entry.values["held_on"], "Eine Beratung")
    rows = [Consultation(**entry.values, created_by=by) for entry in entries]
    Consultation.objects.bulk_create(rows, batch_size=BATCH)
    _join(Consultation.municipalities.through, "municipality_id", rows, [entry.towns for entry in entries])
    _join(Consultation.topics.through, "actionfield_id", rows, [entry.topics for entry in entries])
    ConsultationParticipant.objects.bulk_create(
        (
            ConsultationParticipant(consultation=row, office=person.office, count=person.count)
            for row, entry in zip(rows, entries, strict=True)
            for person in entry.participants
        ),
        batch_size=BATCH,
    )
    told = [Entry(row, _ids(entry.towns), after=_facts(row, entry)) for row, entry in zip(rows, entries, strict=True)]
    record_many("record_consultation", told, by=by, label="Beratung eingetragen", reason=origin)
    return rows


@transaction.atomic
def take_back_consultations(consultations: Sequence[Consultation], *, by: User, reason: str) -> None:
    """Take back consultations that should never have been entered; the log keeps what they were."""
    rows = Consultation.objects.filter(pk__in=_ids(consultations))
    kept = list(rows.prefetch_related("municipalities", "topics", "participants"))
    told = [Entry(row, _ids(row.municipalities.all()), before=_facts(row, _as_entry(row))) for row in kept]
    record_many("take_back_consultation", told, by=by, label="Beratung zurückgenommen", reason=reason)
    with keeping.taken_back():
        rows.delete()


@transaction.atomic
def note_many(entries: Sequence[Past], *, by: User, origin: str) -> list[Contact]:
    """Keep contacts of earlier days, in the same order."""
    for entry in entries:
        together(entry.towns)
        require_past(entry.values["happened_on"], "Ein Kontakt")
    rows = [Contact(**entry.values, noted_by=by) for entry in entries]
    Contact.objects.bulk_create(rows, batch_size=BATCH)
    _join(Contact.municipalities.through, "municipality_id", rows, [entry.towns for entry in entries])
    told = [Entry(row, _ids(entry.towns), after=snapshot(row, CONTACT_FIELDS))
            for row, entry in zip(rows, entries, strict=True)]  # fmt: skip
    record_many("note_contact", told, by=by, label="Kontakt aufgenommen", reason=origin)
    return rows


@transaction.atomic
def take_back_contacts(contacts: Sequence[Contact], *, by: User, reason: str) -> None:
    """Take back contacts that should never have been entered; the log keeps what they were."""
    rows = Contact.objects.filter(pk__in=_ids(contacts))
    kept = list(rows.prefetch_related("municipalities"))
    told = [Entry(row, _ids(row.municipalities.all()), before=snapshot(row, CONTACT_FIELDS)) for row in kept]
    record_many("take_back_contact", told, by=by, label="Kontakt zurückgenommen", reason=reason)
    with keeping.taken_back():
        rows.delete()


def _join(through: Any, name: str, rows: Sequence[Any], others: Sequence[Sequence[Any]]) -> None:
    """Rows of an automatic table between two models, all at once."""
    own = f"{type(rows[0])._meta.model_name}_id" if rows else ""
    pairs = ((row, other) for row, several in zip(rows, others, strict=True) for other in several)
    through.objects.bulk_create(
        (through(**{own: row.pk, name: other.pk}) for row, other in pairs), batch_size=BATCH
    )  # fmt: skip


def _ids(rows: Iterable[Any]) -> list[int]:
    return [row.pk for row in rows]


def _as_entry(row: Consultation) -> Past:
    people = [ParticipantEntry(person.office, person.count) for person in row.participants.all()]
    return Past(list(row.municipalities.all()), {}, list(row.topics.all()), people)


def _facts(row: Consultation, entry: Past) -> dict[str, Any]:
    """As the log tells of a consultation entered by hand."""
    people = (f"{item.office} ({item.count})" if item.count > 1 else item.office for item in entry.participants)
    return {
        **snapshot(row, CONSULTATION_FIELDS),
        "Kommunen": ", ".join(str(town) for town in entry.towns),
        "Handlungsfelder": ", ".join(str(topic) for topic in entry.topics),
        "Teilgenommen haben": ", ".join(people),
    }
