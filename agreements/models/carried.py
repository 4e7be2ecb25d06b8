"""Consents that hold for a later version, because what changed does not concern the party."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.models.party import PartOfAgreementQuerySet, Party
from core.scoping import Reach


class CarriedConsent(models.Model):
    """One party's consent that goes on for one later version: what changed, and why it does not concern the party."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="carried", verbose_name="Partei")
    # The version agreed to, and the one it holds for as well.
    agreed_version = models.PositiveIntegerField("zugestimmte Fassung")
    version = models.PositiveIntegerField("gilt fort für Fassung")
    what = models.CharField("Änderung", max_length=300)
    reason = models.TextField("Begründung")
    # Check values of the text before and after: the chain from what was agreed to what is fixed.
    hash_before = models.CharField("Prüfwert vorher", max_length=64, editable=False)
    hash_after = models.CharField("Prüfwert nachher", max_length=64, editable=False)
    decided_on = models.DateField("entschieden am")
    decided_at = models.DateTimeField("eingetragen", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="entschieden von"
    )

    scope = "party__agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})

    class QuerySet(PartOfAgreementQuerySet):
        path = "party__agreement"

    objects = QuerySet.as_manager()

    class Meta:
        verbose_name = "Fortgeltung einer Zustimmung"
        verbose_name_plural = "Fortgeltungen von Zustimmungen"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="carried_consent_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="carried_consent_goes_on", condition=Q(version__gt=F("agreed_version"))),
            models.UniqueConstraint(name="carried_consent_once", fields=["party", "agreed_version", "version"]),
        ]

    def __str__(self) -> str:
        return f"gilt fort für Fassung {self.version}"
