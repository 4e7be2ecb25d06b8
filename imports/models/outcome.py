"""Which record came of which line."""

from django.contrib.contenttypes.models import ContentType
from django.db import models

from imports.models.office import OFFICE_ALONE, OfficeQuerySet
from imports.models.row import ImportRow


class ImportOutcome(models.Model):
    """The record that came of a line. After an undoing its number stays, the record is gone."""

    row = models.OneToOneField(ImportRow, models.PROTECT, related_name="outcome", verbose_name="Zeile")
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField("Nummer des Eintrags")

    untracked = "never changed: written once with the record it names"
    scope = "row"
    readers = OFFICE_ALONE
    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = "Eintrag aus einer Zeile"
        verbose_name_plural = "Einträge aus Zeilen"
        ordering = ["row__number"]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="import_outcome_record_of_one_line"),
        ]

    def __str__(self) -> str:
        return f"Eintrag {self.object_id}"
