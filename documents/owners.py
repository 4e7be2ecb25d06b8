"""The allow-list of models that may own documents; a document is as readable as its owner.

Upper apps register themselves at start; documents knows them only through this list.
"""

from typing import Any

from django.db import models

_owners: list[type[models.Model]] = []


def register(model: type[models.Model]) -> None:
    """Allow rows of `model` (with a `visible_to` door) to own documents."""
    if model not in _owners:
        _owners.append(model)


def registered() -> tuple[type[Any], ...]:
    return tuple(_owners)
