"""What a party wants to have changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models.party import PartOfAgreementQuerySet, Party
from core.scoping import Grant, Reach


class ChangeProposal(models.Model):
    """What a party wants to have changed before it agrees; waits until the office has settled it."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="proposals", verbose_name="Partei")
    version = models.PositiveIntegerField("zur Fassung")
    text = models.TextField("Änderungswunsch")
    made_on = models.DateField("vom")
    made_at = models.DateTimeField("angelegt", auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="von")
    settled_on = models.DateField("erledigt am", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="erledigt von"
    )
    answer = models.TextField("Antwort", blank=True)

    scope = "party__agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})

    class QuerySet(PartOfAgreementQuerySet):
        path = "party__agreement"

        def opened_by(self, grant: Grant) -> Q:
            """As readable as the agreement, for those who took part in agreeing it."""
            return super().opened_by(grant) & self.of_those_from_the_beginning(grant)

    objects = QuerySet.as_manager()

    class Meta:
        verbose_name = "Änderungswunsch"
        verbose_name_plural = "Änderungswünsche"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="proposal_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="proposal_settled_completely",
                condition=Q(settled_on=None, settled_by=None, answer="")
                | (Q(settled_on__isnull=False, settled_by__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Änderungswunsch: {self.party}"
