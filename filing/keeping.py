"""Nothing is deleted before it is veraktet: Vorgänge, their files, and the words of people in their history.

Django tells every deletion of a row, single or by a queryset, to whoever listens; the refusal stands here once, so
that no way of deleting can forget it. `audit.actions.redact_history` asks through the slot „before-erasing“.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from django.db.models.signals import pre_delete

from core import slots
from core.exceptions import Conflict
from documents.models import Document
from filing import records
from filing.contents import contents_of

_taken_back: ContextVar[bool] = ContextVar("taken_back", default=False)


@contextmanager
def taken_back() -> Iterator[None]:
    """Inside, rows go that were entered by mistake as a whole and never were a Vorgang: those of an import undone.

    The row history and the record of the action keep what they were.
    """
    token = _taken_back.set(True)
    try:
        yield
    finally:
        _taken_back.reset(token)


def require_filed(row: Model) -> None:
    """Conflict as long as the Vorgang a row belongs to is not veraktet with everything in it."""
    owner = records.owner_of(row)
    kind = records.kind_of(owner) if owner is not None else None
    if owner is None or kind is None:
        return
    fresh = kind.load(kind.model.objects.filter(pk=owner.pk)).first()
    if fresh is None:
        return  # Its row is gone already: the refusal was asked for before.
    contents = contents_of(fresh)
    if not contents.filings:
        raise Conflict(
            f"„{fresh}“ ist noch nicht veraktet und darf deshalb nicht gelöscht werden. Bitte zuerst das Paket „Für "
            "die E-Akte“ ablegen und die Veraktung eintragen."
        )
    if contents.additions:
        raise Conflict(
            f"Zu „{fresh}“ sind seit der Veraktung Unterlagen hinzugekommen. Bitte zuerst die Ergänzung ablegen und "
            "verakten; danach darf gelöscht werden."
        )


def _before_deletion(sender: Any, instance: Model, **kwargs: Any) -> None:
    if not _taken_back.get():
        require_filed(instance)


def watch() -> None:
    """Listen from now on for every kind that is registered; start-up may run twice."""
    for model in (Document, *(kind.model for kind in records.registered())):
        pre_delete.connect(_before_deletion, sender=model, dispatch_uid=f"filing.keeping.{model._meta.label}")
    slots.fill("before-erasing", require_filed)
