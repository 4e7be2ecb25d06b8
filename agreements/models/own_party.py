"""Rows that belong to one party of an agreement, and that the other parties do not read."""

from django.db.models import Q

from agreements.models.party import PartOfAgreementQuerySet, Party
from core.scoping import NOTHING, Grant, Reach


def parties_of(grant: Grant) -> Q:
    """Condition on parties: those a function acts for; the office acts for every one of them."""
    if grant.reach is Reach.ALL:
        return Q(pk__isnull=False)
    if grant.reach is Reach.OWN:
        return Q(municipality__in=grant.places or ()) | Q(association__in=grant.associations or ())
    if grant.reach is Reach.PARTY:
        return Q(police_directorate__in=grant.bodies or ())
    return NOTHING


class PartOfPartyQuerySet(PartOfAgreementQuerySet):
    """Rows read by the office and by the party they belong to, as soon as it reads the agreement."""

    path = "party__agreement"

    def opened_by(self, grant: Grant) -> Q:
        return super().opened_by(grant) & self.belonging_to(grant)

    def belonging_to(self, grant: Grant) -> Q:
        # A subquery, because a nested condition on the party would join it once more for each function.
        return Q(party__in=Party._base_manager.filter(parties_of(grant)).values("pk"))
