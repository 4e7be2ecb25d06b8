"""How far a reader may look: whoever has left an agreement is shown it as it was on her last day."""

from collections.abc import Collection
from datetime import date
from typing import Any

from accounts.bodies import Bodies
from accounts.functions import STATE_OFFICE
from agreements.models import CooperationAgreement


def horizon(agreement: CooperationAgreement, user: Any, functions: Collection[str]) -> date | None:
    """The last day this reader is told of; None for the office and for whoever is party still."""
    if frozenset(functions) & set(STATE_OFFICE):
        return None
    bodies = Bodies.of(user, functions)
    through = {row.party_id for row in agreement.coverage.all() if row.municipality_id in bodies.towns}
    own = [party for party in agreement.parties.all() if party.pk in through or bodies.include(party)]
    ends = [party.ends_on for party in own]
    return None if not ends or None in ends else max(ends)


def within(day: date, limit: date | None) -> date:
    """The day asked for, or the last one this reader may ask for."""
    return day if limit is None else min(day, limit)
