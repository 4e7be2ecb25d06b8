"""The numbered versions of an agreement, each with its whole text."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from agreements.models.party import PartOfAgreementQuerySet
from core.scoping import Grant, Reach
from core.telling import EVERY, Share, told_as


class AgreementVersionQuerySet(PartOfAgreementQuerySet):
    told = {
        Reach.ALL: EVERY,
        **told_as(
            Share.SOME,
            "der eigenen Vereinbarungen, sobald sie gezeigt sind; wer später beigetreten ist, nur die geltende",
            Reach.OWN,
            Reach.PARTY,
        ),
    }

    def opened_by(self, grant: Grant) -> Q:
        """As readable as the agreement; what the office wrote before it showed the text stays its own.

        Who joined by Nachtrag reads the text that holds, not how the others came to it.
        """
        rule = super().opened_by(grant)
        if grant.reach is Reach.ALL:
            return rule
        took_part = self.of_those_from_the_beginning(grant) | Q(number=F("agreement__version"))
        return rule & Q(shown_on__isnull=False) & took_part


class AgreementVersion(models.Model):
    """The whole text of an agreement as it stood under one number; never changed afterwards."""

    agreement = models.ForeignKey("agreements.CooperationAgreement", models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("Fassung")
    what = models.CharField("Änderung", max_length=300)
    # clauses, parties, signatories and file reference as plain values: agreements.versions.content_of.
    content = models.JSONField("Inhalt", encoder=DjangoJSONEncoder)
    # Since when the parties read it; what the office did before is its own affair.
    shown_on = models.DateField("den Parteien gezeigt seit", null=True, blank=True)
    made_on = models.DateField("vom")
    made_at = models.DateTimeField("angelegt", auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="geändert von"
    )  # fmt: skip

    scope = "agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = AgreementVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "Fassung"
        verbose_name_plural = "Fassungen"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"Fassung {self.number}"

    @property
    def told(self) -> str:
        """What changed, as the parties are told: how the office got there before it showed the text is not."""
        return self.what if self.shown_on == self.made_on else "Zur Abstimmung vorgelegt"
