"""The allow-list of models a task may be about; a subject is told only to whoever may read it.

Upper apps register themselves at start; tasks knows them only through this list.
"""

from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

_subjects: list[type[models.Model]] = []


def register(model: type[models.Model]) -> None:
    """Allow tasks about rows of `model` (with a `visible_to` door and a page of their own)."""
    if model not in _subjects:
        _subjects.append(model)


def registered() -> tuple[type[Any], ...]:
    return tuple(_subjects)


def readable(task: Any, user: Any, as_: Collection[str]) -> models.Model | None:
    """What the task is about, for whoever may read that; None otherwise, and for a task about nothing."""
    for model in registered():
        if task.content_type_id == ContentType.objects.get_for_model(model).pk:
            row: models.Model | None = model.objects.visible_to(user, as_=as_).filter(pk=task.object_id).first()
            return row
    return None
