"""What the page of one town shows: its board, its records, who came before it, and whether to draft an agreement."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse

from accounts.functions import STATE_WRITERS
from agreements.models import CooperationAgreement
from agreements.placeholders import joined
from agreements.transitions import Status
from core import dates, formats
from core.blocks import Heirs
from municipalities.models import Association, Municipality, Resolution, heirs, kin_of
from portal.advice import TownAdvice, advice_of
from portal.bearers import resolution_lines, resolutions_of
from portal.board import TownBoard, board_of


@dataclass(frozen=True)
class AgreementRow:
    """An agreement of the town with the days that matter, and with whom it is shared."""

    agreement: CooperationAgreement
    notes: list[str]


def agreements_of(town: Municipality, user: Any, as_: Collection[str]) -> list[AgreementRow]:
    """The town's agreements this reader may see, the newest first."""
    readable = CooperationAgreement.objects.visible_to(user, as_=as_)
    own = readable.covering_any([town.pk])
    rows = own.with_parties().with_rows_of("coverage", "municipality").order_by("-drafted_on", "-pk")
    return [AgreementRow(row, _notes(row, town)) for row in rows]


def agreements_borne(association: Association, user: Any, as_: Collection[str]) -> list[CooperationAgreement]:
    """What the association concludes for its members, and what they conclude together without others; newest first."""
    readable = CooperationAgreement.objects.visible_to(user, as_=as_)
    members = Q(coverage__municipality__in=association.memberships.values("municipality_id"))
    towns, inside = Count("coverage", distinct=True), Count("coverage", filter=members, distinct=True)
    together = readable.order_by().annotate(towns=towns, inside=inside).filter(towns__gt=1, towns=F("inside"))
    borne = Q(pk__in=association.agreement_parties.values("agreement_id")) | Q(pk__in=together.values("pk"))
    return list(readable.filter(borne).for_list().order_by("-drafted_on", "-pk"))


@dataclass(frozen=True)
class Lineage:
    """What became of a town, or what it was formed of; names with an address where this reader may go there."""

    is_over: bool
    successor: Municipality | None
    predecessors: list[Municipality]
    linked: frozenset[int]


def lineage_of(town: Municipality, user: Any, as_: Collection[str], *, after: Heirs) -> Lineage:
    """By the heirs of a day. Who followed whom is in the official list; the pages are for their own readers."""
    successor, predecessors = kin_of(town, after)
    kin = [row.pk for row in (successor, *predecessors) if row]
    readable = Municipality.objects.visible_to(user, as_=as_).filter(pk__in=kin)
    is_over = town.dissolved_on is not None and town.dissolved_on <= dates.today()
    return Lineage(is_over, successor, predecessors, frozenset(readable.values_list("pk", flat=True) if kin else ()))


@dataclass(frozen=True)
class TownRecords:
    """What the records of all blocks say of a town today, as far as this reader may see them."""

    board: TownBoard
    agreements: list[AgreementRow]
    resolutions: list[Resolution]
    advice: TownAdvice
    lineage: Lineage

    @property
    def running(self) -> list[CooperationAgreement]:
        """Kooperationsvereinbarungen under way or in force: whoever drafts another one should know."""
        closed = {Status.ENDED, Status.WITHDRAWN}
        proper = [row.agreement for row in self.agreements if row.agreement.kind == CooperationAgreement.Kind.AGREEMENT]
        return [row for row in proper if row.status not in closed]


def records_of(
    town: Municipality, user: Any, as_: Collection[str], *, internal: bool, with_resolutions: bool
) -> TownRecords:
    """A constant number of queries; the board takes the records its neighbours have read instead of asking again.

    The board of a dissolved town is that of its last day: from the next one on its successor has what it reached.
    """
    today = dates.today()
    day = min(today, town.last_day or today)
    after = heirs(on=today)
    agreements, advice = agreements_of(town, user, as_), advice_of(town, user, as_)
    resolutions = resolutions_of(town, user, as_) if with_resolutions else []
    board = board_of(
        town, day, user, as_, internal=internal, after=after if day == today else heirs(on=day),
        more=resolution_lines(resolutions),
        known=[*(row.agreement for row in agreements), *advice.consultations],
    )  # fmt: skip
    return TownRecords(board, agreements, resolutions, advice, lineage_of(town, user, as_, after=after))


def draft_url(town: Municipality, as_: Collection[str]) -> str:
    """Where to draft the town's next agreement; empty for whoever may not. A second one beside a first is possible."""
    if not town.exists_on(dates.today()) or not frozenset(as_) & set(STATE_WRITERS):
        return ""
    return f"{reverse('agreements:create')}?kommune={town.pk}"


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
    if row.is_recorded and row.status == Status.SIGNED and row.signed_span:
        newest = f"unterzeichnet {row.signed_span.label} (nacherfasst)"
    concluded = row.municipalities
    others = joined([str(other) for other in concluded if other.pk != town.pk])
    word = "gemeinsam mit" if town in concluded else "geschlossen von"
    return [newest, f"{word} {others}" if others else ""]
