"""What waits on the start pages, gathered from the building blocks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse

from accounts.functions import STATE_OFFICE, STATE_WRITERS, Function
from audit.models import OutgoingMail
from core import dates, formats
from core.blocks import NAMED, Due, DueKind
from filing.due import due as unfiled
from municipalities.models import ContactNotice
from notices.addresses import page_of, word_of
from notices.models import BarrierReport, Notice
from portal.blocks import BLOCKS
from tasks.forms import own_sides
from tasks.models import Task

NOT_ARRIVED = DueKind("postausgang", "Mail kam nicht an", "warning", 50)
BARRIER = DueKind("barriere", "Barriere gemeldet", "warning", 55)
INFORMATION = DueKind("information", "Information nach Art. 14 DSGVO überfällig", "warning", 57)
NOTICE = DueKind("hinweis", "Seite noch nicht veröffentlicht", "warning", 60)
# How far ahead a start page looks at what people have written down.
AHEAD_DAYS = 14


@dataclass(frozen=True)
class TaskGroup:
    """Tasks of one kind, the oldest first."""

    kind: DueKind
    tasks: list[Due]

    @property
    def count(self) -> int:
        return sum(task.count for task in self.tasks)

    @property
    def shown(self) -> list[Due]:
        return self.tasks[:NAMED]

    @property
    def hidden_count(self) -> int:
        return sum(task.count for task in self.tasks[NAMED:])

    @property
    def is_slow(self) -> bool:
        return any(task.is_slow for task in self.tasks)


def tasks_of(user: Any, as_: Collection[str]) -> list[Due]:
    """Everything that waits for this person by these functions, the oldest first."""
    office = frozenset(as_) & set(STATE_OFFICE)
    found = [
        *(due for block in BLOCKS for due in block.due(user, as_)),
        *(unfiled(user, office) if office else ()),
        *failed_mail(user, as_),
        *reported_barriers(user, as_),
        *overdue_information(user, as_),
        *missing_notices(user, as_),
    ]
    return sorted(found, key=lambda due: (due.since or date.max, due.label))


def failed_mail(user: Any, as_: Collection[str]) -> list[Due]:
    """Letters given up, as one thing for the Leitung: whoever waits for one has to be told in another way."""
    leads = frozenset(as_) & {Function.STATE_LEAD}
    count = OutgoingMail.objects.visible_to(user, as_=leads).failed().count() if leads else 0
    told = formats.count_of(count, "Mail kam nicht an,Mails kamen nicht an")
    return [Due(NOT_ARRIVED, told, f"{reverse('portal:outbox')}?zustand=aufgegeben", None)] if count else []


def overdue_information(user: Any, as_: Collection[str]) -> list[Due]:
    """People nobody has told within the month the law gives; usually there is no address to write to."""
    writers = frozenset(as_) & set(STATE_WRITERS)
    if not writers:
        return []
    late = ContactNotice.objects.visible_to(user, as_=writers).overdue(on=dates.today())
    found = late.aggregate(count=Count("pk"), oldest=Min("opened_on"))
    if not found["count"]:
        return []
    told = formats.count_of(
        found["count"], "Ansprechperson ist nicht informiert,Ansprechpersonen sind nicht informiert"
    )
    return [Due(INFORMATION, told, reverse("portal:notices"), found["oldest"], ("anders informieren und eintragen",))]


def reported_barriers(user: Any, as_: Collection[str]) -> list[Due]:
    """What somebody could not use waits for an answer of the office."""
    writers = frozenset(as_) & set(STATE_WRITERS)
    rows = BarrierReport.objects.visible_to(user, as_=writers).open() if writers else ()
    url = reverse("notices:barriers")
    return [
        Due(BARRIER, str(row), url, row.received_on, [row.page] if row.page else [], "Beantworten",
            reverse("notices:settle", args=[row.pk]))
        for row in rows
    ]  # fmt: skip


def missing_notices(user: Any, as_: Collection[str]) -> list[Due]:
    """The law wants these pages from the first day on; only the Leitung publishes them."""
    if Function.STATE_LEAD not in as_:
        return []
    published = set(Notice.objects.visible_to(user, as_=as_).order_by().values_list("kind", flat=True).distinct())
    return [
        Due(NOTICE, kind.label, page_of(kind), None, (), "Veröffentlichen",
            reverse("notices:edit", args=[word_of(kind)]))
        for kind in Notice.Kind
        if kind not in published
    ]  # fmt: skip


def grouped(tasks: list[Due]) -> list[TaskGroup]:
    """The same by what it waits for; kinds without a task are left out."""
    kinds = sorted({task.kind for task in tasks}, key=lambda kind: kind.order)
    return [TaskGroup(kind, [task for task in tasks if task.kind == kind]) for kind in kinds]


# --- What people have written down ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class TaskBox:
    """Tasks of this person and of her side that nobody has taken, due soon or overdue; ticked off by somebody."""

    tasks: list[Task]
    count: int
    today: date
    may_write: bool

    @property
    def hidden_count(self) -> int:
        return max(0, self.count - len(self.tasks))


def box_of(user: Any, as_: Collection[str], *, may_write: bool) -> TaskBox:
    """Never mixed with what is computed: a task does not vanish with its cause."""
    mine = Q(person=user) | Q(person=None, side__in=own_sides(as_))
    today = dates.today()
    readable = Task.objects.visible_to(user, as_=as_).filter(mine).due_until(today + timedelta(days=AHEAD_DAYS))
    tasks = list(readable.for_list()[:NAMED])
    return TaskBox(tasks, len(tasks) if len(tasks) < NAMED else readable.count(), today, may_write)
