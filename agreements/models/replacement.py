"""Ersetzung: which agreement takes the place of which."""

from django.db import models
from django.db.models import F, Q

from agreements.models.party import PartOfAgreementQuerySet
from core.scoping import Reach


class ReplacementQuerySet(PartOfAgreementQuerySet):
    """As readable as the one that is replaced; its page names the other to those alone who may read that, too."""

    path = "old"


class Replacement(models.Model):
    """The old agreement ends on the day on which everybody has signed the new one."""

    old = models.OneToOneField(
        "agreements.CooperationAgreement", models.PROTECT, related_name="replacement", verbose_name="bisherige"
    )
    new = models.ForeignKey(
        "agreements.CooperationAgreement", models.PROTECT, related_name="replacements", verbose_name="neue"
    )

    scope = "old__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = ReplacementQuerySet.as_manager()

    class Meta:
        verbose_name = "Ersetzung"
        verbose_name_plural = "Ersetzungen"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="replacement_of_another", condition=~Q(old=F("new")))]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
