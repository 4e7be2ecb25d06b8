"""The pool of coaches: who goes where since when, and which town with an agreement has nobody. Never a note."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from accounts.forms import BodyField
from accounts.functions import Function
from accounts.models import Assignment, User
from agreements.block import AgreementBlock
from core import dates
from core.blocks import State
from core.forms import DayField, Form
from municipalities.models import Municipality


@dataclass(frozen=True)
class CoachLine:
    """A coach with the towns of today and those to come, and the former ones."""

    coach: User
    present: list[Assignment]
    former: list[Assignment]


@dataclass(frozen=True)
class PoolStart:
    coaches: list[CoachLine]
    waiting: list[Municipality]


def pool_start(user: Any, as_: Collection[str]) -> PoolStart:
    """Everything the coordinating institute needs for matching, from the dated assignments alone."""
    today = dates.today()
    rows = Assignment.objects.visible_to(user, as_=as_).filter(function=Function.COACH).for_list()
    by_coach: dict[User, list[Assignment]] = {}
    for row in rows.order_by("user__name", "-starts_on", "pk"):
        by_coach.setdefault(row.user, []).append(row)
    coaches = [
        CoachLine(
            coach,
            present=[row for row in held if row.municipality and not _is_over(row, today)],
            former=[row for row in held if row.municipality and _is_over(row, today)],
        )
        for coach, held in by_coach.items()
        if coach.is_active and any(not _is_over(row, today) for row in held)
    ]
    accompanied = {row.municipality_id for line in coaches for row in line.present}
    partners = Municipality.objects.visible_to(user, as_=as_).filter(AgreementBlock().in_state(State.PRESENT, today))
    waiting = [town for town in partners.of_saxony().for_list() if town.pk not in accompanied]
    return PoolStart(coaches, waiting)


def _is_over(row: Assignment, day: Any) -> bool:
    return row.ends_on is not None and row.ends_on < day


class AssignCoachForm(Form):
    """Which coach goes to which town from which day on."""

    coach = forms.ChoiceField(label="Coach")
    municipality = BodyField(label="Kommune")
    starts_on = DayField(label="Ab")
    submit_label: ClassVar[str] = "Zuordnen"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = dates.today()
        pool = User.objects.visible_to(self.user, as_=self.as_).filter(is_active=True)
        self.coaches = {str(row.pk): row for row in pool.holding(Function.COACH, today).order_by("name", "pk")}
        choice: Any = self.fields["coach"]
        choice.choices = [("", "Bitte wählen"), *((key, row.name) for key, row in self.coaches.items())]
        town: Any = self.fields["municipality"]
        town.offer(self.user, self.as_, ["municipality"])

    def clean_coach(self) -> User:
        return self.coaches[self.cleaned_data["coach"]]
