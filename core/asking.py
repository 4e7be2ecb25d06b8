"""What a door would ask the database for a grant. Nothing is asked, and no row is read."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Q

from core.scoping import EVERYTHING, Grant, ScopedQuerySet
from core.telling import Told


def asks_the_person(model: Any) -> bool:
    """Whether the door wants to know who comes, not only by which function."""
    return type(_door(model)).visible_to is not ScopedQuerySet.visible_to


def told_to(model: Any, *keys: Any) -> Told | None:
    """The words beside the rule, by the first key that has some."""
    return next((told for key in keys if (told := _door(model).told.get(key))), None)


def opens_everything(model: Any, grant: Grant) -> bool:
    return bool(_door(model).opened_by(grant) == EVERYTHING)


def condition(model: Any, grant: Grant) -> str:
    """The condition of the door itself; nothing where no row can be meant."""
    door = _door(model)
    return _sql(door, door.opened_by(grant))


def usual_condition(model: Any, grant: Grant) -> str:
    """The condition of reach, readers and rungs alone."""
    door = _door(model)
    return _sql(door, ScopedQuerySet.opened_by(door, grant))


def _door(model: Any) -> Any:
    return model._default_manager.all()


def _sql(door: Any, rule: Q) -> str:
    try:
        return str(door.filter(rule).query)
    except EmptyResultSet:
        return ""
