"""What the page of one town shows beside its board: agreements, and what this reader may do there."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.bodies import Bodies
from accounts.functions import MUNICIPAL, STATE_WRITERS
from agreements.models import CooperationAgreement
from agreements.placeholders import joined
from agreements.transitions import Status
from core import formats
from municipalities.models import Municipality


@dataclass(frozen=True)
class AgreementRow:
    """An agreement of the town with the days that matter, and with whom it is shared."""

    agreement: CooperationAgreement
    notes: list[str]


def agreements_of(town: Municipality, user: Any, as_: Collection[str]) -> list[AgreementRow]:
    """The town's agreements this reader may see, the newest first."""
    readable = CooperationAgreement.objects.visible_to(user, as_=as_)
    own = readable.covering_any([town.pk])
    return [AgreementRow(row, _notes(row, town)) for row in own.for_list().order_by("-drafted_on", "-pk")]


def draft_url(town: Municipality, as_: Collection[str]) -> str:
    """Where to draft the town's next agreement; empty for whoever may not. A second one beside a first is possible."""
    return f"{reverse('agreements:create')}?kommune={town.pk}" if frozenset(as_) & set(STATE_WRITERS) else ""


def running_of(rows: Collection[AgreementRow]) -> list[CooperationAgreement]:
    """Kooperationsvereinbarungen under way or in force: whoever drafts another one should know."""
    closed = {Status.ENDED, Status.WITHDRAWN}
    proper = [row.agreement for row in rows if row.agreement.kind == CooperationAgreement.Kind.AGREEMENT]
    return [row for row in proper if row.status not in closed]


def may_enter_contacts(town: Municipality, user: Any, as_: Collection[str]) -> bool:
    """The office everywhere, a municipal function in its own town; a coach nowhere."""
    functions = frozenset(as_)
    return bool(functions & set(STATE_WRITERS)) or speaks_from_inside(town, user, functions)


def speaks_from_inside(town: Municipality, user: Any, as_: Collection[str]) -> bool:
    """Whether one of the functions is a municipal one of this very town."""
    return town.pk in Bodies.of(user, frozenset(as_) & set(MUNICIPAL)).towns


def _notes(row: CooperationAgreement, town: Municipality) -> list[str]:
    days = [
        ("beendet am", row.ended_on),
        ("zurückgezogen am", row.withdrawn_on),
        ("unterzeichnet am", row.signed_on),
        ("festgeschrieben am", row.finalised_on),
        ("in Abstimmung seit", row.consultation_on),
        ("Entwurf vom", row.drafted_on),
    ]
    newest = next(f"{words} {formats.day(day)}" for words, day in days if day)
    others = [str(other) for other in row.municipalities if other.pk != town.pk]
    return [newest, f"gemeinsam mit {joined(others)}" if others else ""]
