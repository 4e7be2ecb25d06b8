"""Deputies on the start page: what lies with somebody who is away today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.models import Absence
from agreements.models import CooperationAgreement
from core import dates
from core.blocks import Due
from portal.waiting import AHEAD_DAYS
from tasks.models import Task


@dataclass(frozen=True)
class Instead:
    """What lies with somebody who is away today: her tasks, and what waits about the texts she works on."""

    absence: Absence
    tasks: list[Task]
    waiting: list[Due]
    today: date

    @property
    def title(self) -> str:
        return f"In Vertretung für {self.absence.user}"

    @property
    def anchor(self) -> str:
        return f"vertretung-{self.absence.pk}"


def instead_of(absences: list[Absence], user: Any, as_: Collection[str], waiting: list[Due]) -> list[Instead]:
    """One part per person represented today; the queries are the same for one and for several of them."""
    if not absences:
        return []
    today, absent = dates.today(), [row.user_id for row in absences]
    until = max(today + timedelta(days=AHEAD_DAYS), *(row.ends_on for row in absences))
    tasks = list(Task.objects.visible_to(user, as_=as_).filter(person__in=absent).due_until(until).for_list())
    readable = CooperationAgreement.objects.visible_to(user, as_=as_)
    pages: dict[int, set[str]] = {pk: set() for pk in absent}
    for row in readable.drafted_or_edited_by(absent):
        for pk in {row.created_by_id, row.edited_by_id, row.edited_for_id} & set(absent):
            pages[pk].add(row.get_absolute_url())
    return [
        Instead(
            row,
            [task for task in tasks if task.person_id == row.user_id],
            [due for due in waiting if due.url.partition("#")[0] in pages[row.user_id]],
            today,
        )
        for row in absences
    ]
