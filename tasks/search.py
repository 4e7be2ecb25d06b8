"""What the search finds of tasks: by what they are called and how they were settled."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from accounts.functions import MUNICIPAL, STATE_OFFICE
from core import formats
from core.searching import Hit, Query, Written
from tasks.models import Task


class Tasks(Written):
    key, label, glyph = "aufgaben", "Aufgaben und Wiedervorlagen", "d"
    functions = (*STATE_OFFICE, *MUNICIPAL)
    newest, names = ("due_on", "pk"), ("aufgabe", "aufgaben", "wiedervorlage", "wiedervorlagen")

    def readable(self, user: Any, as_: Collection[str]) -> Any:
        return Task.objects.visible_to(user, as_=as_)

    def fields(self, as_: Collection[str]) -> Sequence[str]:
        return Task.SEARCHED

    def shown(self, rows: Any) -> Any:
        return rows.prefetch_related("municipalities")

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [Hit(row.title, row.get_absolute_url(), [_state(row), row.towns_label]) for row in rows]


def _state(task: Task) -> str:
    if task.done_on:
        return f"erledigt am {formats.day(task.done_on)}"
    return f"fällig am {formats.day(task.due_on)}"
