"""Everything under way, as the office's start page has it: the oldest of each kind by name, the others by number."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.functions import Function
from accounts.models import Absence
from agreements.ahead import ahead, limited
from agreements.due_kinds import (
    TO_AGREE,
    TO_ANSWER,
    TO_APPROVE,
    TO_ASK,
    TO_FINALISE,
    TO_SIGN,
    WITH_THE_LEAD,
    since,
    waits,
)
from agreements.due_originals import outstanding, overdue
from agreements.models import ChangeProposal, CooperationAgreement, Station
from agreements.second_pair import is_own
from agreements.transitions import AWAITING_SIGNATURE, UNDER_WAY, Status
from agreements.whereabouts import told, whereabouts, with_whereabouts
from core import dates, formats
from core.blocks import NAMED, Due, DueKind

Rows = dict[int, CooperationAgreement]
# A draft lies with the office itself.
LISTED = UNDER_WAY - {Status.DRAFT}


@dataclass(frozen=True)
class Waiting:
    """What says how long an agreement has been waiting for what; all else is loaded of those named only."""

    pk: int
    status: str
    consultation_on: date | None
    approved_on: date | None
    finalised_on: date | None
    is_agreed: bool
    agreed_on: date | None
    # A council has met about it, and nobody has said what came of it.
    has_met: bool
    # A party has said something, and nobody has answered.
    is_commented: bool
    # Whose text it is: who drafted it, who changed it last, and in whose stead.
    created_by: int
    edited_by: int
    edited_for: int | None
    # An original has been with somebody for long.
    is_away: bool

    @property
    def is_ready(self) -> bool:
        return self.status == Status.CONSULTATION and self.is_agreed

    @property
    def has_wishes(self) -> bool:
        return self.status == Status.CONSULTATION and self.is_commented

    @property
    def since(self) -> date | None:
        if self.is_ready:
            return self.agreed_on
        if self.status in AWAITING_SIGNATURE:
            return self.finalised_on
        return self.approved_on if self.status == Status.APPROVED else self.consultation_on

    def kind(self, leads: bool) -> DueKind:
        if self.is_ready:
            return TO_APPROVE if leads else WITH_THE_LEAD
        if self.status in AWAITING_SIGNATURE:
            return TO_SIGN
        return TO_FINALISE if self.status == Status.APPROVED else TO_AGREE


def under_way(user: Any, as_: Collection[str]) -> Iterator[Due]:
    """However many there are: one reading says which waits for what since when, another has the oldest of them."""
    leads = Function.STATE_LEAD in as_
    readable = CooperationAgreement.objects.visible_to(user, as_=as_)
    waiting = list(_waiting(readable, user, as_))
    kinds: dict[DueKind, list[Waiting]] = {}
    for item in waiting:
        if item.status in LISTED:
            kinds.setdefault(item.kind(leads), []).append(item)
    for items in kinds.values():
        items.sort(key=lambda item: (item.since or date.max, item.pk))
    wanted = {item.pk for items in kinds.values() for item in items[:NAMED]}
    # A deputy sees every text of the person she stands in for, not only the oldest.
    absent = set(Absence.objects.current(on=dates.today()).filter(deputy=user).values_list("user", flat=True))
    wanted |= {item.pk for item in waiting if absent & {item.created_by, item.edited_by, item.edited_for}}
    met, wished = ({item.pk for item in waiting if getattr(item, name)} for name in ("has_met", "has_wishes"))
    wanted |= met | wished
    rows = {row.pk: row for row in with_whereabouts(readable.filter(pk__in=wanted).with_names())} if wanted else {}
    for kind, items in kinds.items():
        yield from _of_kind(kind, items, rows, user, leads)
    yield from _meetings(rows[pk] for pk in sorted(met))
    if wished:
        yield from _wishes(ChangeProposal.objects.visible_to(user, as_=as_), rows)
    yield from outstanding(user, as_, among={item.pk for item in waiting if item.is_away})
    yield from ahead(user, as_, among={item.pk for item in waiting if item.status == Status.SIGNED})


def _waiting(readable: Any, user: Any, as_: Collection[str]) -> Iterator[Waiting]:
    stations = Station.objects.visible_to(user, as_=as_).filter(agreement=OuterRef("pk"))
    wishes = ChangeProposal.objects.visible_to(user, as_=as_).open().filter(party__agreement=OuterRef("pk"))
    away = overdue(user, as_).filter(agreement=OuterRef("pk"))
    rows = readable.with_consents().annotate(
        has_met=Exists(stations.filter(ends_on=None, meets_on__lt=dates.today())),
        is_commented=Exists(wishes),
        is_away=Exists(away),
    )  # fmt: skip
    rows = rows.filter(Q(status__in=UNDER_WAY) | limited() | Q(is_away=True))
    for values in rows.order_by().values_list(*Waiting.__dataclass_fields__):
        yield Waiting(*values)


def _of_kind(kind: DueKind, items: list[Waiting], rows: Rows, user: Any, leads: bool) -> Iterator[Due]:
    for item in items:
        if item.pk in rows:
            yield _due(kind, item, rows[item.pk], user, leads)
    if others := sum(item.pk not in rows for item in items):
        yield Due(kind, f"{others} weitere", reverse("agreements:list"), None, count=others)


def _due(kind: DueKind, item: Waiting, row: CooperationAgreement, user: Any, leads: bool) -> Due:
    if item.is_ready:
        return _to_approve(kind, item, row, user, leads)
    if kind == TO_FINALISE:
        return waits(row, kind, item.since)
    return waits(row, kind, item.since, f"liegt bei: {told(row)}", since(item.since))


def _to_approve(kind: DueKind, item: Waiting, row: CooperationAgreement, user: Any, leads: bool) -> Due:
    if is_own(row, user):
        note = "von Ihnen entworfen oder zuletzt geändert: braucht eine zweite Person"
        return waits(row, kind, item.since, note)
    if not leads:
        return waits(row, kind, item.since)
    url = reverse("agreements:approve", args=[row.pk])
    return waits(row, kind, item.since, action_label="Schlusszeichnen", action_url=url)


def _meetings(rows: Iterator[CooperationAgreement]) -> Iterator[Due]:
    for row in rows:
        for item in whereabouts(row):
            if item.is_overdue and item.station:
                met = item.station.meets_on
                yield waits(
                    row, TO_ASK, met, f"{item.name}: Sitzung am {formats.day(met)}",
                    action_label="Eintragen", action_url=reverse("agreements:station", args=[row.pk]),
                )  # fmt: skip


def _wishes(readable: Any, rows: Rows) -> Iterator[Due]:
    """What a party wants to have changed, until somebody has answered."""
    found = readable.open().filter(party__agreement__in=rows, party__agreement__status=Status.CONSULTATION)
    for proposal in found.select_related("party"):
        row = rows[proposal.party.agreement_id]
        party = next(party for party in row.parties.all() if party == proposal.party)
        yield Due(
            TO_ANSWER, f"{row.towns_label}: {row.get_kind_display()}", f"{row.get_absolute_url()}#aenderungswuensche",
            proposal.made_on, _said(proposal, party.name), is_example=row.is_example,
        )  # fmt: skip


def _said(proposal: ChangeProposal, name: str) -> tuple[str, ...]:
    """Who said something, about what; a mere remark is called one."""
    about = (proposal.clause_label,) if proposal.clause_label else ()
    return (f"von: {name}", *about, *(() if proposal.is_change else (proposal.get_kind_display(),)))
