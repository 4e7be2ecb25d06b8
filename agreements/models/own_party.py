"""Rows that belong to one party of an agreement, and that the other parties do not read."""

from django.db.models import Q

from agreements.models.party import PartOfAgreementQuerySet, Party
from core.scoping import EVERYTHING, NOTHING, Grant, Reach, among
from core.telling import EVERY, Share, told_as


def parties_of(grant: Grant) -> Q:
    """Condition on parties: those a function acts for; the office acts for every one of them."""
    if grant.reach is Reach.ALL:
        return EVERYTHING
    if grant.reach is Reach.OWN:
        return among("municipality", grant.places) | among("association", grant.associations)
    if grant.reach is Reach.PARTY:
        return among("police_directorate", grant.bodies)
    return NOTHING


class PartOfPartyQuerySet(PartOfAgreementQuerySet):
    """Rows read by the office and by the party they belong to, as soon as it reads the agreement."""

    told = {
        Reach.ALL: EVERY,
        **told_as(Share.SOME, "nur die der eigenen Partei, sobald sie die Vereinbarung sieht", Reach.OWN, Reach.PARTY),
    }
    path = "party__agreement"

    def opened_by(self, grant: Grant) -> Q:
        rule = super().opened_by(grant)
        if grant.reach is Reach.ALL:
            return rule
        # A subquery, because a nested condition on the party would join it once more for each function.
        return rule & Q(party__in=Party._base_manager.filter(parties_of(grant)).values("pk"))
