"""Row history: database triggers copy every row that is inserted, changed or deleted into an event table.

Complete also for bulk updates and raw SQL. Every model of the house is tracked unless it says `untracked = "reason"`;
`history_exclude` names fields whose old values nobody may keep, `personal_fields` those that `redact_history` blanks.
The event models are made here, once at start, so that `manage.py makemigrations` writes tables and triggers of all of
them into the migrations of the model's own app.
"""

from typing import Any

import pghistory
import pgtrigger
from django.db import models

from core.checks import own_models


def track_all() -> None:
    """Make the event model of every tracked model; called once, when all models are loaded."""
    for model in own_models():
        if not getattr(model, "untracked", "") and event_model(model) is None:
            _track(model)


def event_model(model: type[models.Model]) -> Any:
    """The model of the history rows of `model`, or None where it is not tracked."""
    return _event_models.get(model)


def personal_fields(model: type[models.Model]) -> tuple[str, ...]:
    """Fields of `model` that tell of a person and are blanked in its history when she is forgotten."""
    return tuple(getattr(model, "personal_fields", ()))


_event_models: dict[type[models.Model], Any] = {}


def _track(model: Any) -> None:
    excluded = list(getattr(model, "history_exclude", ()))
    fields = [field.name for field in model._meta.local_fields if field.name not in excluded]
    _event_models[model] = pghistory.create_event_model(
        model,
        pghistory.InsertEvent(),
        # Without the names, a changed field that is not kept would leave a row that says nothing but when.
        pghistory.UpdateEvent(condition=pgtrigger.AnyChange(*fields)),
        pghistory.DeleteEvent(),
        exclude=excluded,
        model_name=f"{model.__name__}Event",
        # The row may be gone while its history stays, and „events“ is a word of the domain.
        obj_field=pghistory.ObjForeignKey(related_name="+", related_query_name="+"),
        # The context stands in the row: one insert less, and nothing to sweep.
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]  # documented as „without one“
        append_only=True,
        meta={"verbose_name": f"Historie: {model._meta.verbose_name}", "default_permissions": ()},
        abstract=False,
    )
