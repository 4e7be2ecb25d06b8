"""Whom a change of the text concerns, as the office says when it makes it."""

from dataclasses import dataclass

from agreements.models import CooperationAgreement, Party
from agreements.readiness import text_hash_of
from agreements.transitions import Status
from core.exceptions import Conflict

SHORTEST_REASON = 10


@dataclass(frozen=True)
class Concern:
    """The parties (ids) a change concerns, none for a merely editorial one, and why it leaves the others alone."""

    parties: frozenset[int]
    reason: str


@dataclass(frozen=True)
class Standing:
    """The consents that go on after a change, and the check value of the text they are bound to before it."""

    parties: tuple[Party, ...]
    text_hash: str
    reason: str


def standing(row: CooperationAgreement, concern: Concern | None) -> Standing | None:
    """Asked before the change: whose consent holds for the text as it reads now and is not concerned.

    A consent that was out of date already goes on nowhere: nobody agreed to the text the change starts from.
    """
    if concern is None or row.status != Status.CONSULTATION:
        return None
    if len(concern.reason.strip()) < SHORTEST_REASON:
        raise Conflict("Bitte begründen, warum die Änderung die übrigen Parteien nicht betrifft.")
    parties = list(row.parties.select_related("municipality", "association", "police_directorate"))
    if not concern.parties <= {party.pk for party in parties}:
        raise Conflict("Eine der angekreuzten Parteien gehört nicht mehr dazu. Bitte die Seite neu öffnen.")
    if not any(party.agreed_on for party in parties):
        return None
    present = text_hash_of(row)
    going_on = [party for party in parties if party.agreed_hash == present and party.pk not in concern.parties]
    return Standing(tuple(going_on), present, concern.reason.strip())
