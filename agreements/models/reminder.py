"""Which reminder of an end, an extension or a last day for notice has gone out."""

from django.db import models

from agreements.models.office_part import OfficePartQuerySet
from core.scoping import Reach


class Reminder(models.Model):
    """Written once per day that is reminded of and distance to it, in the transaction that queues the mails."""

    agreement = models.ForeignKey(
        "agreements.CooperationAgreement", models.PROTECT, related_name="reminders", verbose_name="Vereinbarung"
    )
    kind = models.CharField("Anlass", max_length=20)
    due_on = models.DateField("Tag")
    days_before = models.PositiveSmallIntegerField("Tage vorher")
    sent_on = models.DateField("erinnert am")
    sent_at = models.DateTimeField("abgegeben", auto_now_add=True)

    scope = "agreement__coverage__municipality"
    readers = frozenset({Reach.ALL})
    objects = OfficePartQuerySet.as_manager()

    class Meta:
        verbose_name = "Erinnerung"
        verbose_name_plural = "Erinnerungen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "kind", "due_on", "days_before"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on.isoformat()}"
