"""What the page of a town's accounts shows."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from accounts.activating import activation_of
from accounts.functions import ACCOUNT_MANAGERS, STATE_WRITERS
from accounts.managing import may_give
from accounts.models import Activation, Assignment, Invitation
from core import dates
from municipalities.models import Municipality


@dataclass(frozen=True)
class HeldLine:
    """A function somebody holds or held; `may_end` where the reader may end it."""

    row: Assignment
    may_end: bool


@dataclass(frozen=True)
class InvitationLine:
    row: Invitation
    has_run_out: bool
    may_change: bool


@dataclass(frozen=True)
class TownAccounts:
    held: list[HeldLine]
    ended: list[Assignment]
    invitations: list[InvitationLine]
    activation: Activation | None
    may_invite: bool
    is_office: bool


def town_accounts_of(town: Municipality, user: Any, as_: Collection[str]) -> TownAccounts:
    """Functions of the town that this reader may see, running and ended, and open invitations."""
    today = dates.today()
    rows = Assignment.objects.visible_to(user, as_=as_).filter(municipality=town).for_list()
    running = [row for row in rows if row.ends_on is None or row.ends_on >= today]
    own = frozenset(as_) & {*STATE_WRITERS, *ACCOUNT_MANAGERS}
    open_ones = Invitation.objects.visible_to(user, as_=as_).filter(municipality=town).open().for_list()
    return TownAccounts(
        held=[HeldLine(row, bool(own) and row.may_end and may_give(user, row.function, town)) for row in running],
        ended=[row for row in rows if row not in running],
        invitations=[
            InvitationLine(row, row.has_run_out(dates.now()), bool(own) and may_give(user, row.function, town))
            for row in open_ones
        ],
        activation=activation_of(town, today),
        may_invite=bool(own),
        is_office=not own <= set(ACCOUNT_MANAGERS) or not own,
    )
