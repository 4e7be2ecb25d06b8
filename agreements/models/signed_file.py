"""The PDF as a party has signed it electronically."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models.party import PartOfAgreementQuerySet
from core.scoping import NOTHING, Grant, Reach
from core.telling import EVERY, Share, told_as
from documents.models import Document


class SignedFileQuerySet(PartOfAgreementQuerySet):
    told = {
        Reach.ALL: EVERY,
        **told_as(Share.SOME, "wie die Vereinbarung; verworfene Dateien nicht", Reach.OWN, Reach.PARTY),
    }

    """As readable as the agreement; what was set aside, for the office alone."""

    def opened_by(self, grant: Grant) -> Q:
        rule = super().opened_by(grant)
        return rule if grant.reach is Reach.ALL or rule == NOTHING else rule & Q(discarded_on=None)

    def standing(self) -> "SignedFileQuerySet":
        return self.filter(discarded_on=None)


class SignedFile(models.Model):
    """One step of signing electronically: the file with one signature more, kept byte for byte.

    What was found in it is kept beside it, because the file never changes either; the certificate is not validated.
    """

    agreement = models.ForeignKey("agreements.CooperationAgreement", models.CASCADE, related_name="signed_files")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="Datei")
    received_on = models.DateField("eingegangen am")
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="abgelegt von"
    )
    is_final_text = models.BooleanField("enthält die Endfassung unverändert")
    is_continuation = models.BooleanField("enthält die vorige Datei unverändert")
    # Of each signature: field, time, subject, kind and whether it covers the file to its end.
    signatures = models.JSONField("gefundene Signaturen", default=list, null=True)
    discarded_on = models.DateField("beiseitegelegt am", null=True, blank=True)
    discard_reason = models.TextField("Grund", blank=True)

    personal_fields = ("signatures",)
    scope = "agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = SignedFileQuerySet.as_manager()

    class Meta:
        verbose_name = "elektronisch signierte Fassung"
        verbose_name_plural = "elektronisch signierte Fassungen"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="signed_file_discarded_says_why",
                condition=Q(discarded_on=None, discard_reason="")
                | (Q(discarded_on__isnull=False) & ~Q(discard_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Signierte Fassung vom {self.received_on:%d.%m.%Y}"

    @property
    def municipality_ids(self) -> list[int]:
        ids: list[int] = self.agreement.municipality_ids
        return ids

    @property
    def warnings(self) -> list[str]:
        """What somebody should look at; none of it stands in the way."""
        last: dict[str, Any] = self.signatures[-1] if self.signatures else {}
        found = [
            ("" if self.is_final_text else "Die Datei beginnt nicht mit den Bytes der Endfassung: Bitte prüfen, ob der "
             "festgeschriebene Text signiert wurde."),
            ("" if self.is_continuation else "Die Datei enthält die zuvor abgelegte nicht unverändert; frühere "
             "Signaturen können fehlen."),
            "" if self.signatures else "In der Datei wurde keine Signatur gefunden.",
            ("Nach der letzten Signatur wurde die Datei noch verändert."
             if last and not last["is_to_the_end"] else ""),
        ]  # fmt: skip
        return [text for text in found if text]
