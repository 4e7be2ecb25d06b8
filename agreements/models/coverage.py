"""The municipalities an agreement covers."""

from django.db import models

from agreements.models.party import PartOfAgreementQuerySet, Party
from core.scoping import Grant, Reach, through
from core.telling import EVERY, Share, told_as
from municipalities.models import Municipality


class CoverageQuerySet(PartOfAgreementQuerySet):
    told = {
        Reach.ALL: EVERY,
        **told_as(Share.SOME, "wie die Partei, durch die sie erfasst sind", Reach.OWN, Reach.PARTY),
    }

    def opened_by(self, grant: Grant) -> models.Q:
        """As readable as the party through which the town is covered."""
        parties = Party.objects.all()
        return through("party", parties, parties.opened_by(grant))


class Coverage(models.Model):
    """A municipality an agreement covers, through itself or through an association that acts for it.

    Follows the members of the association until the text is fixed, and stays as it was on that day ever after.
    """

    agreement = models.ForeignKey("agreements.CooperationAgreement", models.CASCADE, related_name="coverage")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="agreement_coverage", verbose_name="Kommune"
    )
    party = models.ForeignKey(Party, models.CASCADE, related_name="coverage", verbose_name="Partei")

    scope = "agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name = "erfasste Kommune"
        verbose_name_plural = "erfasste Kommunen"
        ordering = ["pk"]
        constraints = [
            # A town that left and came back is covered twice, by one party each.
            models.UniqueConstraint(fields=["agreement", "municipality", "party"], name="coverage_once")
        ]

    def __str__(self) -> str:
        return str(self.municipality)
