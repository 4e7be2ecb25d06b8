"""Forgetting a person in the rows' history, where the rows themselves have already been dealt with."""

from typing import Any

import pgtrigger
from django.db import models, transaction

from audit import history
from audit.actions.recording import record
from core import slots


@transaction.atomic
def redact_history(subject: models.Model, *, by: Any, reason: str) -> int:
    """Blank the personal fields in every history row of one record; returns how many rows there are.

    The record itself may be gone: its kind and its id are enough. Days, states and who acted stay readable. Whoever
    has to keep the record first may refuse (slot „before-erasing“).
    """
    kind = type(subject)
    events, fields = history.event_model(kind), history.personal_fields(kind)
    if events is None or not fields:
        raise TypeError(f"{kind.__name__} keeps no history of a person.")
    slots.gather("before-erasing", subject)
    empty = {name: None if events._meta.get_field(name).null else "" for name in fields}
    # The event tables refuse every change; this is the one place that may ask them to look away.
    with pgtrigger.ignore(f"{events._meta.label}:append_only"):
        count: int = events.objects.filter(pgh_obj_id=subject.pk).update(**empty)
    labels = [str(field.verbose_name) for field in kind._meta.local_fields if field.name in fields]
    record(
        "redact_history",
        subject,
        by=by,
        label="Historie geschwärzt",
        after={"Felder": ", ".join(labels), "Zeilen": count},
        reason=reason,
    )
    return count
