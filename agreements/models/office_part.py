"""Rows about an agreement that the office keeps for itself."""

from django.db.models import Q

from agreements.models.party import PartOfAgreementQuerySet
from core.scoping import NOTHING, Grant, Reach
from core.telling import EVERY


class OfficePartQuerySet(PartOfAgreementQuerySet):
    told = {Reach.ALL: EVERY}

    def opened_by(self, grant: Grant) -> Q:
        return super().opened_by(grant) if grant.reach is Reach.ALL else NOTHING
