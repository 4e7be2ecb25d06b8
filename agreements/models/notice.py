"""Kündigung: a party gives notice, and what follows from it on which day."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.models.party import Party
from core.scoping import Reach, ScopedQuerySet
from documents.models import Document


class NoticeQuerySet(ScopedQuerySet):
    """The letter is read by the office and by whoever wrote it; the others see its day with the agreement."""

    def standing(self) -> "NoticeQuerySet":
        return self.filter(taken_back_on=None)


class Notice(models.Model):
    """The notice one party gave, and the last day it leads to."""

    class Effect(models.TextChoices):
        ENDS = "ends", "Die Vereinbarung endet für alle"
        LEAVES = "leaves", "Nur diese Partei scheidet aus"

    agreement = models.ForeignKey(
        "agreements.CooperationAgreement", models.PROTECT, related_name="notices", verbose_name="Vereinbarung"
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="notices", verbose_name="Partei")
    effect = models.CharField("Folge", max_length=20, choices=Effect)
    received_on = models.DateField("eingegangen am")
    earliest_on = models.DateField("frühestens zum", null=True)
    ends_on = models.DateField("wirksam zum")
    # Why it takes effect on another day than the agreed period leads to.
    reason = models.CharField("Begründung des anderen Tages", max_length=300, blank=True)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="Schreiben"
    )
    entered_at = models.DateTimeField("eingetragen", auto_now_add=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="eingetragen von"
    )
    taken_back_on = models.DateField("zurückgenommen am", null=True, editable=False)
    taken_back_reason = models.CharField("Grund der Rücknahme", max_length=300, blank=True, editable=False)

    scope = "party__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "Kündigung"
        verbose_name_plural = "Kündigungen"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(taken_back_on=None), name="notice_once_per_party"
            ),
            models.CheckConstraint(name="notice_ends_after_it_came", condition=Q(ends_on__gte=F("received_on"))),
            models.CheckConstraint(
                name="notice_on_another_day_has_reason",
                condition=Q(earliest_on__isnull=False, ends_on=F("earliest_on")) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="notice_taken_back_with_reason",
                condition=Q(taken_back_on=None, taken_back_reason="")
                | (Q(taken_back_on__isnull=False) & ~Q(taken_back_reason="")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Kündigung: {self.party.name}"

    def get_absolute_url(self) -> str:
        return f"{self.agreement.get_absolute_url()}#laufzeit"

    @property
    def municipality_ids(self) -> list[int]:
        return [row.municipality_id for row in self.party.coverage.all()]
