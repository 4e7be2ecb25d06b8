"""Recording consultations with their next steps, correcting them, sharing them with the town."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from advice.actions.appointments import hold
from advice.in_stead import responsible_in_stead
from advice.models import Appointment, Consultation, ConsultationParticipant, Contact
from advice.models.consultation import LONGEST, QUARTER
from advice.models.shared import Mode
from advice.towns import require_past, sent_before, together
from audit.actions import record as log
from audit.actions import snapshot
from core import dates
from core.exceptions import Conflict
from municipalities.models import ActionField, Municipality
from tasks import actions as tasks
from tasks.models import Task

EDITABLE = ("held_on", "day_note", "mode", "place", "hours", "result", "internal_note")
FIELDS = (*EDITABLE, "shared_on", "shared_by")


@dataclass(frozen=True)
class NextStep:
    """What one side does next, by when."""

    side: str
    title: str
    due_on: date


@dataclass(frozen=True)
class ParticipantEntry:
    """How many people of one function took part."""

    office: str
    count: int = 1


@transaction.atomic
def record(
    *,
    by: User,
    municipalities: Iterable[Municipality],
    held_on: date,
    mode: str = Mode.ON_SITE,
    place: str = "",
    hours: Decimal | None = None,
    topics: Iterable[ActionField] = (),
    participants: Sequence[ParticipantEntry] = (),
    result: str = "",
    internal_note: str = "",
    day_note: str = "",
    next_steps: Sequence[NextStep] = (),
    appointment: Appointment | None = None,
    contact: Contact | None = None,
) -> Consultation:
    """Keep a consultation, once; its next steps become tasks of their sides, its appointment is held."""
    towns = together(municipalities)
    _check(held_on, hours)
    told: dict[str, Any] = {
        "held_on": held_on, "mode": Mode(mode), "place": place.strip(), "hours": hours, "result": result.strip(),
        "internal_note": internal_note.strip(), "day_note": day_note, "contact": contact, "created_by": by,
    }  # fmt: skip
    also = (list(topics), list(participants))
    same = Consultation.objects.filter(**told, appointment=appointment)
    row: Consultation | None = sent_before((item for item in same if _stands_beside(item, *also)), towns, by=by)
    if row is None:
        row = Consultation.objects.create(**told, appointment=_held(appointment, towns, by=by))
        row.municipalities.set(towns)
        row.topics.set(also[0])
        _write_participants(row, participants)
        _log("record_consultation", "Beratung eingetragen", row, by=by)
    for step in next_steps:
        _write_step(row, step, towns, by=by)
    return row


@transaction.atomic
def edit(
    consultation: Consultation,
    *,
    by: User,
    version: int,
    values: Mapping[str, Any],
    municipalities: Iterable[Municipality],
    topics: Iterable[ActionField],
    participants: Sequence[ParticipantEntry],
) -> Consultation:
    """Correct a consultation; the tasks that came of it stay as they are."""
    row, towns, topics = _locked(consultation), together(municipalities), list(topics)
    is_as_it_was = all(getattr(row, name) == values[name] for name in EDITABLE) and set(row.towns) == set(towns)
    if is_as_it_was and _stands_beside(row, topics, participants):
        return row
    if row.version != version:
        raise Conflict(
            "Die Beratung wurde inzwischen von jemand anderem geändert. Ihre Eingaben stehen unten; "
            "bitte öffnen Sie die Seite neu und übernehmen Sie, was noch fehlt."
        )
    _check(values["held_on"], values["hours"])
    if row.shared_on and values["held_on"] > row.shared_on:
        raise Conflict("Die Beratung ist schon freigegeben und kann nicht später stattgefunden haben.")
    before, towns_before = _facts(row), [town.pk for town in row.municipalities.all()]
    for name in EDITABLE:
        setattr(row, name, values[name])
    row.version += 1
    row.save(update_fields=[*EDITABLE, "version"])
    row.municipalities.set(towns)
    row.topics.set(topics)
    row.participants.all().delete()
    _write_participants(row, participants)
    _log("edit_consultation", "Beratung berichtigt", row, by=by, before=before, also=towns_before)
    return row


@transaction.atomic
def share(consultation: Consultation, *, by: User) -> Consultation:
    """Let the towns read result, next steps and paper; never the internal note."""
    row = _locked(consultation)
    if row.is_shared:
        return row
    if not row.result:
        raise Conflict("Bitte erst das Ergebnis eintragen: Die Kommune fände sonst nichts zu lesen.")
    before = _facts(row)
    row.shared_on, row.shared_by = dates.today(), by
    row.save(update_fields=["shared_on", "shared_by"])
    _log("share_consultation", "Gesprächsvermerk freigegeben", row, by=by, before=before)
    return row


@transaction.atomic
def withhold(consultation: Consultation, *, by: User, reason: str) -> Consultation:
    """Take the release back, and say why; who has read it has read it."""
    row = _locked(consultation)
    if not row.is_shared:
        return row
    if not reason.strip():
        raise Conflict("Die Rücknahme der Freigabe braucht eine Begründung.")
    before = _facts(row)
    row.shared_on, row.shared_by = None, None
    row.save(update_fields=["shared_on", "shared_by"])
    _log("withhold_consultation", "Freigabe zurückgenommen", row, by=by, before=before, reason=reason)
    return row


def _locked(consultation: Consultation) -> Consultation:
    row: Consultation = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    return row


def _check(held_on: date, hours: Decimal | None) -> None:
    require_past(held_on, "Eine Beratung")
    if hours is not None and not (0 < hours <= LONGEST and hours % QUARTER == 0):
        raise Conflict("Bitte die Dauer in Viertelstunden angeben, höchstens acht Stunden.")


def _held(appointment: Appointment | None, towns: list[Municipality], *, by: User) -> Appointment | None:
    if appointment is None:
        return None
    invited = set(appointment.municipalities.values_list("pk", flat=True))
    if invited.isdisjoint(town.pk for town in towns):
        raise Conflict("Der Termin war mit anderen Kommunen vereinbart. Bitte die Kommunen prüfen.")
    return hold(appointment, by=by)


def _stands_beside(row: Consultation, topics: list[ActionField], participants: Sequence[ParticipantEntry]) -> bool:
    """Whether exactly these topics and participants are kept with the row."""
    known = [(person.office, person.count) for person in row.participants.all()]
    return set(row.topics.all()) == set(topics) and known == [
        (item.office.strip(), item.count) for item in participants
    ]


def _write_participants(row: Consultation, entries: Sequence[ParticipantEntry]) -> None:
    ConsultationParticipant.objects.bulk_create(
        ConsultationParticipant(consultation=row, office=entry.office.strip(), count=entry.count) for entry in entries
    )


def _write_step(row: Consultation, step: NextStep, towns: list[Municipality], *, by: User) -> None:
    """The office does a step once for all towns; each town does its own."""
    together_or_each = [[town] for town in towns] if step.side == Task.Side.MUNICIPALITY else [towns]
    for shared in together_or_each:
        tasks.create(
            by=by, title=step.title, due_on=step.due_on, side=step.side, municipalities=shared, subject=row,
            person=by if step.side == Task.Side.STATE_OFFICE else None,
        )  # fmt: skip


def _facts(row: Consultation) -> dict[str, Any]:
    """What the record keeps of a consultation: its fields, and what stands in rows of its own."""
    return {
        **snapshot(row, FIELDS),
        "Kommunen": ", ".join(str(town) for town in row.municipalities.all()),
        "Handlungsfelder": row.topics_label,
        "Teilgenommen haben": ", ".join(str(participant) for participant in row.participants.all()),
    }


def _log(
    action: str,
    label: str,
    row: Consultation,
    *,
    by: User,
    before: dict[str, Any] | None = None,
    also: Sequence[int] = (),
    reason: str = "",
) -> None:
    towns = {*row.municipalities.values_list("pk", flat=True), *also}
    log(
        action, row, by=by, label=label, municipalities=towns, before=before, after=_facts(row), reason=reason,
        on_behalf_of=responsible_in_stead(by, towns),
    )  # fmt: skip
