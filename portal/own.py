"""The start page of everybody outside the state office: own towns, own police directorate, opened towns."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from accounts.models import Assignment
from advice.models import Responsibility
from agreements.due import missing_consents, missing_signatures
from agreements.models import CooperationAgreement
from agreements.steps import Step, steps_of
from agreements.transitions import CONCLUDED, Status
from core import dates, formats
from core.blocks import Due, TimelineLine
from municipalities.models import ContactPerson, Municipality, heirs
from portal.advice import responsible_for
from portal.bearers import Contacts, contacts_at
from portal.board import BoardRow, TownBoard, board_of, rows_of
from portal.confirming import to_confirm
from portal.waiting import TaskBox, box_of, tasks_of

HISTORY_SHOWN = 5
AGREEMENTS_SHOWN = 8
# The office's own preparation is not told to a town: there is nothing to read yet, whether or not a draft exists.
NOTHING_YET = (
    "Zu dieser Kommune gibt es noch keinen Text. Die Geschäftsstelle des Landespräventionsrates bereitet ihn vor; "
    "sobald er zur Abstimmung steht, lesen Sie ihn hier."
)

NUMBER_COMES = "Mit der letzten Unterschrift erhält die Vereinbarung ihre Registernummer."


@dataclass(frozen=True)
class TownCard:
    """One own town: how it stands, how the agreement the page speaks about goes on, and which others there are."""

    row: BoardRow
    agreement: CooperationAgreement | None
    steps: list[Step]
    outlook: str
    others: list[CooperationAgreement]

    @property
    def outlook_id(self) -> str:
        return f"weiter-{self.row.municipality.pk}"


@dataclass(frozen=True)
class TownsStart:
    """What has a default is there only where it is a single town; several have their own pages for that."""

    tasks: list[Due]
    cards: list[TownCard]
    box: TaskBox
    board: TownBoard | None = None
    contacts: Contacts | None = None
    responsible: Responsibility | None = None

    @property
    def to_confirm(self) -> list[ContactPerson]:
        """What nobody has said is still true for a year."""
        return to_confirm(self.contacts.current) if self.contacts else []

    @property
    def only(self) -> TownCard | None:
        return self.cards[0] if self.board else None

    @property
    def recent(self) -> list[TimelineLine]:
        return self.board.history[:HISTORY_SHOWN] if self.board else []


@dataclass(frozen=True)
class PoliceStart:
    tasks: list[Due]
    agreements: list[CooperationAgreement]

    @property
    def newest(self) -> list[CooperationAgreement]:
        return self.agreements[:AGREEMENTS_SHOWN]


@dataclass(frozen=True)
class HeldFunction:
    """A function with the days it is held, and the town where it opens one."""

    label: str
    period: str
    town: Municipality | None

    @property
    def notes(self) -> list[str]:
        return [self.town.kind_in_district, self.period] if self.town else [self.period]


@dataclass(frozen=True)
class CoachStart:
    opened: list[HeldFunction]


def towns_start(user: Any, as_: Collection[str]) -> TownsStart:
    """What a person in a municipal function finds first."""
    towns = list(Municipality.objects.visible_to(user, as_=as_).for_list())
    agreements = list(CooperationAgreement.objects.visible_to(user, as_=as_).with_parts().order_by("-pk"))
    rows = rows_of(towns, dates.today(), internal=False)
    tasks = tasks_of(user, as_)
    cards = [_card(row, agreements) for row in rows]
    box = box_of(user, as_, may_write=True)
    if len(towns) != 1:
        return TownsStart(tasks, cards, box)
    today, town = dates.today(), towns[0]
    board = board_of(town, today, user, as_, internal=False, after=heirs(on=today))
    return TownsStart(tasks, cards, box, board, contacts_at(town, user, as_), responsible_for(town, user, as_))


def police_start(user: Any, as_: Collection[str]) -> PoliceStart:
    """What waits for a police directorate, and everything it is party to, the newest first."""
    agreements = list(CooperationAgreement.objects.visible_to(user, as_=as_).with_parts().order_by("-pk"))
    return PoliceStart(tasks_of(user, as_), agreements)


def coach_start(user: Any, as_: Collection[str]) -> CoachStart:
    """The towns that dated rows open today."""
    towns = Municipality.objects.visible_to(user, as_=as_).for_list().in_bulk()
    held = [item for item in user.current_assignments() if item.function in as_ and item.municipality_id in towns]
    opened = [_held(item, towns[item.municipality_id]) for item in held]
    return CoachStart(sorted(opened, key=lambda item: item.town.sort_key if item.town else ""))


def functions_elsewhen(user: Any) -> list[HeldFunction]:
    """Functions that have ended or not yet begun, for whoever holds none today."""
    own = user.assignments.select_related("municipality", "police_directorate").order_by("-starts_on")
    return [_held(item, None) for item in own]


def _held(item: Assignment, town: Municipality | None) -> HeldFunction:
    until = f" bis {formats.day(item.ends_on)}" if item.ends_on else ""
    return HeldFunction(item.label, f"seit {formats.day(item.starts_on)}{until}", town)


def _card(row: BoardRow, agreements: list[CooperationAgreement]) -> TownCard:
    agreement = leading(row.municipality, agreements)
    if agreement is None:
        return TownCard(row, None, [], NOTHING_YET, [])
    others = [item for item in _covering(row.municipality, agreements) if item.pk != agreement.pk]
    return TownCard(row, agreement, steps_of(agreement, internal=False), outlook(agreement), others)


def _covering(town: Municipality, agreements: list[CooperationAgreement]) -> list[CooperationAgreement]:
    return [row for row in agreements if town.pk in row.municipality_ids]


def leading(town: Municipality, agreements: list[CooperationAgreement]) -> CooperationAgreement | None:
    """The agreement the page speaks about: what is under way, else what is in force, else the newest."""
    own = _covering(town, agreements)
    closed = {Status.ENDED, Status.WITHDRAWN}

    def weight(row: CooperationAgreement) -> tuple[int, int]:
        return (0 if row.status in closed else 1 if row.status in CONCLUDED else 2, row.pk)

    return max(own, key=weight, default=None)


def outlook(agreement: CooperationAgreement) -> str:
    """How it goes on, in plain words for the town."""
    if agreement.is_recorded and agreement.status == Status.SIGNED and agreement.signed_span:
        return f"Die Vereinbarung wurde früher unterzeichnet ({agreement.signed_span.label}) und ist hier nacherfasst."
    consents, signatures = ", ".join(missing_consents(agreement)), ", ".join(missing_signatures(agreement))
    waiting = f"Es fehlt noch die Zustimmung von: {consents}. " if consents else "Alle Parteien haben zugestimmt. "
    return {
        Status.DRAFT: NOTHING_YET,
        Status.CONSULTATION: f"{waiting}Danach zeichnet die Leitung der Geschäftsstelle den Text schluss.",
        Status.APPROVED: "Der Text ist abgestimmt und schlussgezeichnet. Als Nächstes schreibt die Geschäftsstelle die "
        "Endfassung fest; dann kann unterzeichnet werden.",
        Status.FINALISED: "Die Endfassung steht fest und liegt zur Unterschrift bereit. "
        f"Es unterzeichnen: {signatures}. {NUMBER_COMES}",
        Status.PARTLY_SIGNED: f"Es fehlen noch Unterschriften von: {signatures}. {NUMBER_COMES}",
        Status.SIGNED: f"Die Vereinbarung ist seit dem {formats.day(agreement.signed_on)} von allen Parteien "
        "unterzeichnet. Den Text können Sie jederzeit herunterladen.",
        Status.ENDED: f"Die Vereinbarung endete am {formats.day(agreement.ended_on)}.",
        Status.WITHDRAWN: f"Die Vereinbarung wurde am {formats.day(agreement.withdrawn_on)} zurückgezogen.",
    }[Status(agreement.status)]
