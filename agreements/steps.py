"""The agreement's way on the screen: which steps are done, and which moves this person is offered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.bodies import Bodies
from accounts.functions import CONSENTING, MUNICIPAL, STATE_WRITERS, Function
from agreements.models import CooperationAgreement, Party
from agreements.readiness import outdated_consents
from agreements.second_pair import is_own, second_people
from agreements.transitions import CONCLUDED, Status
from core import dates

# Moves with a page of their own, in the order they are offered; signatures have buttons at the signatories.
PAGES = ("open_consultation", "approve", "finalise", "end", "reopen", "return_to_draft", "withdraw")
ALONE = "Ohne zweites Augenpaar schlusszeichnen"
WAYS_BACK = frozenset({"reopen", "return_to_draft", "withdraw", "end"})


@dataclass(frozen=True)
class Step:
    label: str
    meta: str
    state: str


@dataclass(frozen=True)
class Move:
    name: str
    label: str
    url: str
    kind: str


def steps_of(agreement: CooperationAgreement, *, internal: bool) -> list[Step]:
    """Five steps from draft to the last signature; since when the office drafts is the office's own affair."""
    agreed = [party for party in agreement.sorted_parties if party.agreed_on]
    signed = [row for row in agreement.signatories if row.signed_on]
    consents = f"{len(agreed)} von {len(agreement.sorted_parties)} Zustimmungen"
    signatures = f"{len(signed)} von {len(agreement.signatories)} Unterschriften"
    rows = [
        ("Entwurf", _since(agreement.drafted_on) if internal else ""),
        ("Abstimmung", consents if agreement.consultation_on else ""),
        ("Schlussgezeichnet", _on(agreement.approved_on)),
        ("Festgeschrieben", _on(agreement.finalised_on)),
        ("Unterzeichnet", _on(agreement.signed_on) or (signatures if agreement.is_awaiting_signature else "")),
    ]
    current = _current_step(agreement)
    states = ["done" if index < current else "current" if index == current else "open" for index in range(len(rows))]
    if agreement.status == Status.WITHDRAWN:
        states = ["done" if state == "done" else "off" for state in states]
    return [Step(label, meta, state) for (label, meta), state in zip(rows, states, strict=True)]


def _current_step(agreement: CooperationAgreement) -> int:
    if agreement.status in CONCLUDED:
        return 5
    if agreement.finalised_on:
        return 4
    if agreement.approved_on:
        return 3
    # What was withdrawn never got further than its dates say.
    return 1 if agreement.consultation_on else 0


def _since(day: date | None) -> str:
    return f"seit {dates.day_label(day)}" if day else ""


def _on(day: date | None) -> str:
    return dates.day_label(day) if day else ""


def offered_moves(
    agreement: CooperationAgreement, user: Any, functions: Collection[str], *, is_ready: bool
) -> list[Move]:
    """The moves the state allows and this person's functions admit, the way forward first.

    Approving and fixing are offered only when every check holds (`is_ready`).
    """
    if not frozenset(functions) & set(STATE_WRITERS):
        return []
    allowed = {transition.name: transition for transition in agreement.moves}
    if Function.STATE_LEAD not in functions or (is_ready and is_own(agreement, user) and second_people(agreement)):
        allowed.pop("approve", None)
    if not is_ready:
        allowed.pop("approve", None)
        allowed.pop("finalise", None)
    if agreement.is_amendment:
        allowed.pop("end", None)
    if agreement.register_number:
        allowed.pop("withdraw", None)
        allowed.pop("reopen", None)
    labels = {name: move.label for name, move in allowed.items()}
    if is_own(agreement, user):
        labels["approve"] = ALONE
    return [
        Move(name, labels[name], reverse(f"agreements:{name}", args=[agreement.pk]),
             "tertiary" if name in WAYS_BACK else "primary")
        for name in PAGES
        if name in allowed
    ]  # fmt: skip


def consentable(agreement: CooperationAgreement, user: Any, functions: Collection[str]) -> set[int]:
    """Ids of the parties this person may record a consent for."""
    if agreement.status != Status.CONSULTATION:
        return set()
    outdated = {party.pk for party in outdated_consents(agreement)}
    waiting = [party for party in agreement.sorted_parties if not party.agreed_on or party.pk in outdated]
    if frozenset(functions) & set(STATE_WRITERS):
        return {party.pk for party in waiting}
    bodies = Bodies.of(user, frozenset(functions) & set(CONSENTING))
    return {party.pk for party in waiting if bodies.may_consent_for(party)}


def proposing(agreement: CooperationAgreement, user: Any, functions: Collection[str]) -> list[Party]:
    """The parties this person may propose a change for while the text is in consultation."""
    if agreement.status != Status.CONSULTATION:
        return []
    bodies = Bodies.of(user, frozenset(functions) & {*MUNICIPAL, Function.POLICE})
    return [party for party in agreement.sorted_parties if bodies.include(party)]
