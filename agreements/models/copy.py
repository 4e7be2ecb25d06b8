"""Scans that turned out to be the wrong ones."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models.office_part import OfficePartQuerySet
from core.scoping import Reach
from documents.models import Document


class ReplacedCopy(models.Model):
    """A scan that was kept as the signed copy and turned out to be the wrong one; it stays in the record.

    It may show what belongs to somebody else, so only the office opens it.
    """

    agreement = models.ForeignKey("agreements.CooperationAgreement", models.CASCADE, related_name="replaced_copies")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="Ausfertigung")
    reason = models.TextField("Begründung")
    replaced_on = models.DateField("ersetzt am")
    replaced_at = models.DateTimeField("eingetragen", auto_now_add=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ersetzt durch"
    )

    scope = "agreement__coverage__municipality"
    readers = frozenset({Reach.ALL})
    objects = OfficePartQuerySet.as_manager()

    class Meta:
        verbose_name = "ersetzte Ausfertigung"
        verbose_name_plural = "ersetzte Ausfertigungen"
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(name="replaced_copy_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.document}, ersetzt"
