"""Who was present at a signing."""

from django.db import models
from django.db.models import Q

from agreements.models.party import PartOfAgreementQuerySet
from core.scoping import Reach


class SigningGuest(models.Model):
    """Who was present at the signing; guests do not sign and do not stand in the text."""

    agreement = models.ForeignKey("agreements.CooperationAgreement", models.CASCADE, related_name="guests")
    name = models.CharField("Name", max_length=150, blank=True)
    office = models.CharField("Funktion", max_length=200, blank=True)

    personal_fields = ("name", "office")
    scope = "agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = PartOfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "Gast"
        verbose_name_plural = "Gäste"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="guest_is_somebody", condition=~Q(name="", office=""))]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, self.office]))
