"""Everything that changes tasks."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models, transaction

from accounts.deputising import stands_in_for
from accounts.models import User
from audit.actions import record, snapshot
from core import dates, formats
from core.exceptions import Conflict
from core.visibility import Visibility
from municipalities.models import Municipality
from tasks import subjects
from tasks.models import Task

FIELDS = ("title", "due_on", "side", "person", "visibility", "done_on", "done_by", "done_note")


@transaction.atomic
def create(
    *,
    by: User,
    title: str,
    due_on: date,
    side: str,
    municipalities: Iterable[Municipality] = (),
    person: User | None = None,
    subject: models.Model | None = None,
    visibility: int = Visibility.STATE_OFFICE,
) -> Task:
    """Write a task down; Conflict for a day that has passed and for a person who could not read it.

    An open one written down in the same words by the same person is this one: the form was sent twice.
    """
    _require_day(due_on)
    if subject is not None and type(subject) not in subjects.registered():
        raise TypeError(f"{type(subject).__name__} is not on the list of subjects of tasks.")
    values: dict[str, Any] = {
        "title": title.strip(), "due_on": due_on, "side": Task.Side(side), "person": person, "visibility": visibility,
        "created_by": by,
    }  # fmt: skip
    towns = list(municipalities)
    if known := _sent_before(values, towns, subject):
        return known
    task = Task.objects.create(**values, subject=subject)
    task.municipalities.set(towns)
    _require_reader(task)
    _record("create_task", "Aufgabe angelegt", task, by=by, owner_id=by.pk)
    return task


@transaction.atomic
def reassign(task: Task, *, by: User, person: User | None) -> Task:
    """Give a task to another person of the same side, or back to the side."""
    row = _locked(task)
    _require_open(row)
    if row.person_id == (person.pk if person else None):
        return row
    before, owner_id = snapshot(row, FIELDS), row.person_id
    row.person = person
    row.save(update_fields=["person"])
    _require_reader(row)
    _record("reassign_task", "Aufgabe übergeben", row, by=by, before=before, owner_id=owner_id)
    return row


@transaction.atomic
def change_due(task: Task, *, by: User, due_on: date, reason: str) -> Task:
    """Move the day by which it has to be done, and say why."""
    row = _locked(task)
    _require_open(row)
    if row.due_on == due_on:
        return row
    _require_day(due_on)
    if not reason.strip():
        raise Conflict("Eine andere Frist braucht eine Begründung.")
    before = snapshot(row, FIELDS)
    row.due_on = due_on
    row.save(update_fields=["due_on"])
    _record("change_due_of_task", "Frist geändert", row, by=by, before=before, reason=reason)
    return row


@transaction.atomic
def complete(task: Task, *, by: User, note: str = "") -> Task:
    """Tick a task off; Conflict when somebody else was faster."""
    row = _locked(task)
    note = note.strip()
    if row.is_done and row.done_by_id == by.pk and row.done_note == note:
        return row
    if row.is_done:
        raise Conflict(
            f"Diese Aufgabe hat {row.done_by} am {formats.day(row.done_on)} schon erledigt. "
            "Ihr Vermerk steht unten; bitte öffnen Sie die Aufgabe wieder, falls noch etwas zu tun ist."
        )
    before = snapshot(row, FIELDS)
    row.done_on, row.done_by, row.done_note = dates.today(), by, note
    row.save(update_fields=["done_on", "done_by", "done_note"])
    _record("complete_task", "Aufgabe erledigt", row, by=by, before=before)
    return row


@transaction.atomic
def reopen(task: Task, *, by: User, reason: str) -> Task:
    """Take back that a task is done; the note of then stays in the record."""
    row = _locked(task)
    if not row.is_done:
        return row
    before = snapshot(row, FIELDS)
    row.done_on, row.done_by, row.done_note = None, None, ""
    row.save(update_fields=["done_on", "done_by", "done_note"])
    _record("reopen_task", "Aufgabe wieder geöffnet", row, by=by, before=before, reason=reason)
    return row


def _sent_before(values: dict[str, Any], towns: list[Municipality], subject: models.Model | None) -> Task | None:
    # Whoever sends the same form at the same time waits here.
    User.objects.select_for_update(no_key=True).get(pk=values["created_by"].pk)
    same = Task.objects.open().filter(**values)
    same = same.of(subject) if subject else same.filter(content_type=None)
    wanted = {town.pk for town in towns}
    return next((task for task in same if {town.pk for town in task.towns} == wanted), None)


def _locked(task: Task) -> Task:
    # Without joins: whoever has waited for the lock reads the row anew, but what is joined to it as it was before.
    row: Task = Task.objects.select_for_update().get(pk=task.pk)
    return row


def _require_open(row: Task) -> None:
    if row.is_done:
        raise Conflict(f"Diese Aufgabe ist seit dem {formats.day(row.done_on)} erledigt. Bitte erst wieder öffnen.")


def _require_day(due_on: date) -> None:
    if due_on < dates.today():
        raise Conflict("Dieser Tag ist vorbei. Bitte eine Frist ab heute wählen.")


def _require_reader(task: Task) -> None:
    """Whoever is to do it must be able to read it, by the functions held today."""
    person = task.person
    if person is None:
        return
    held = person.functions_held()
    if not Task.objects.visible_to(person, as_=held).filter(pk=task.pk).exists():
        raise Conflict(f"{person} könnte diese Aufgabe nicht lesen. Bitte eine Person der richtigen Seite wählen.")


def _record(
    action: str,
    label: str,
    row: Task,
    *,
    by: User,
    before: dict[str, Any] | None = None,
    reason: str = "",
    owner_id: int | None = None,
) -> None:
    """Whose task it was (`owner_id`) counts: her deputy hands it over in her stead."""
    towns = row.municipalities.values_list("pk", flat=True)
    record(
        action, row, by=by, label=label, municipalities=towns, before=before, after=snapshot(row, FIELDS),
        reason=reason, visibility=row.visibility, on_behalf_of=stands_in_for(by, owner_id or row.person_id),
    )  # fmt: skip
