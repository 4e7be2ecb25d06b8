"""What somebody has seen to before a signing."""

from django.conf import settings
from django.db import models

from agreements.models.office_part import OfficePartQuerySet
from core.scoping import Reach


class ChecklistTick(models.Model):
    """One thing of the signing day that somebody has seen to; the list itself is computed."""

    agreement = models.ForeignKey("agreements.CooperationAgreement", models.CASCADE, related_name="checklist_ticks")
    key = models.CharField("Punkt", max_length=40)
    ticked_on = models.DateField("erledigt am")
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="erledigt von"
    )

    scope = "agreement__coverage__municipality"
    readers = frozenset({Reach.ALL})
    objects = OfficePartQuerySet.as_manager()

    class Meta:
        verbose_name = "Häkchen der Checkliste"
        verbose_name_plural = "Häkchen der Checkliste"
        constraints = [models.UniqueConstraint(fields=["agreement", "key"], name="checklist_tick_once")]

    def __str__(self) -> str:
        return self.key
