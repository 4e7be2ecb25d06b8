"""Tells the demo's absences: one that is over, with what the deputy did, one that runs, and one to come."""

from datetime import date

from django.db import transaction

from accounts.actions import absences
from accounts.actions.arrivals import note_sign_in
from accounts.models import Absence, User
from core import dates
from municipalities.models import Municipality
from portal.demo.people import MEERANE, SECOND_CASEWORK
from portal.demo.telling import Cast
from tasks import actions as tasks
from tasks.models import Task

# Everybody had last signed in before Easter.
BEFORE_EASTER = date(2023, 4, 6)
SIGNED_IN_BEFORE = ("koordination@meerane.example", "polizei@pd-zwickau.example")


@transaction.atomic
def tell_absences(cast: Cast) -> None:
    if Absence.objects.exists():
        return
    second = User.objects.get(email=SECOND_CASEWORK)
    with dates.at(BEFORE_EASTER):
        for user in (cast.casework, cast.lead, *User.objects.filter(email__in=SIGNED_IN_BEFORE)):
            note_sign_in(user)
    _easter_week(cast)
    _running(cast, second)
    with dates.at(date(2023, 4, 24)):
        absences.enter(
            cast.casework, by=cast.casework, deputy=second, starts_on=date(2023, 5, 8), ends_on=date(2023, 5, 12)
        )


def _easter_week(cast: Cast) -> None:
    """The Leitung stood in for the Sachbearbeitung and did what could not wait."""
    with dates.at(BEFORE_EASTER):
        absences.enter(
            cast.casework, by=cast.casework, deputy=cast.lead, starts_on=date(2023, 4, 11), ends_on=date(2023, 4, 14),
            note="Die Unterlagen für Meerane liegen im Ordner „Unterzeichnung“.",
        )  # fmt: skip
        task = tasks.create(
            by=cast.casework, person=cast.casework, side=Task.Side.STATE_OFFICE, due_on=date(2023, 4, 13),
            title="Ablauf der Unterzeichnung an Meerane senden", municipalities=_towns(MEERANE),
        )  # fmt: skip
    with dates.at(date(2023, 4, 12)):
        tasks.complete(task, by=cast.lead, note="Per E-Mail an die Koordination geschickt.")


def _running(cast: Cast, second: User) -> None:
    with dates.at(date(2023, 4, 21)):
        absences.enter(
            second, by=second, deputy=cast.casework, starts_on=date(2023, 4, 24), ends_on=date(2023, 4, 28),
            note="Rückrufe bitte erst ab dem 2. Mai zusagen.",
        )  # fmt: skip
        tasks.create(
            by=second, person=second, side=Task.Side.STATE_OFFICE, due_on=date(2023, 4, 27),
            title="Termin für das Gespräch im Rathaus bestätigen", municipalities=_towns("14521390"),
        )  # fmt: skip


def _towns(ags: str) -> list[Municipality]:
    return list(Municipality.objects.filter(ags=ags))
