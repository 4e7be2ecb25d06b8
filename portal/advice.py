"""What the page of a town shows of its consultations, as far as this reader may see it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from accounts.away import away_today
from accounts.functions import MUNICIPAL, STATE_OFFICE, STATE_WRITERS
from advice.models import AdviceStanding, Appointment, Consultation, Responsibility
from core import dates
from municipalities.models import Municipality
from tasks.models import Task

SHOWN = 5


@dataclass(frozen=True)
class TownAdvice:
    """Whom to ask, how it stands, what was talked about, and what comes next."""

    responsible: Responsibility | None
    standing: AdviceStanding | None
    appointments: list[Appointment]
    consultations: list[Consultation]  # all of them, for the history; the page lists the latest
    tasks: list[Task]
    may_write: bool
    may_complete: bool

    @property
    def latest(self) -> list[Consultation]:
        return self.consultations[:SHOWN]

    @property
    def is_empty(self) -> bool:
        return not (self.appointments or self.consultations)


def advice_of(town: Municipality, user: Any, as_: Collection[str]) -> TownAdvice:
    """One town; a constant number of queries."""
    functions, today = frozenset(as_), dates.today()
    standings = AdviceStanding.objects.visible_to(user, as_=functions & set(STATE_OFFICE))
    writes = bool(functions & set(STATE_WRITERS))
    return TownAdvice(
        responsible=responsible_for(town, user, as_),
        standing=standings.current(on=today).filter(municipality=town).first(),
        appointments=list(about(Appointment, town, user, as_).planned()),
        consultations=list(about(Consultation, town, user, as_)),
        tasks=list(open_tasks(town, user, as_)[:SHOWN]),
        may_write=writes and town.exists_on(today),
        may_complete=writes or bool(functions & set(MUNICIPAL)),
    )


def responsible_for(town: Municipality, user: Any, as_: Collection[str]) -> Responsibility | None:
    """Who in the office is responsible today: for the town itself, else for its district."""
    readable = Responsibility.objects.visible_to(user, as_=as_).current(on=dates.today())
    row: Responsibility | None = readable.for_town(town).select_related("user").first()
    if row:
        row.away = away_today([row.user_id]).get(row.user_id)
    return row


def open_tasks(town: Municipality, user: Any, as_: Collection[str]) -> Any:
    """What is still to be done about a town."""
    readable = Task.objects.visible_to(user, as_=as_).open()
    return readable.filter(pk__in=town.tasks.values("pk")).for_list()


def about(model: Any, town: Municipality, user: Any, as_: Collection[str]) -> Any:
    """Readable rows of one of the models about towns."""
    return model.objects.visible_to(user, as_=as_).about(town).for_list()
