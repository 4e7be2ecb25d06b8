"""Which column is which, remembered by the headings of a file."""

from django.db import models

from imports.models.office import OFFICE_ALONE, OfficeQuerySet


class ColumnMapping(models.Model):
    """Which column is which in files with these headings; remembered for the office, not for a person."""

    kind = models.CharField("Art", max_length=40)
    headings_key = models.CharField("Kennung der Überschriften", max_length=64)
    # Key of the importer's column → heading, folded.
    columns = models.JSONField("Spalten", default=dict)

    scope = "kind"
    readers = OFFICE_ALONE
    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = "gemerkte Zuordnung"
        verbose_name_plural = "gemerkte Zuordnungen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "headings_key"], name="column_mapping_once_for_headings"),
        ]

    def __str__(self) -> str:
        return f"Zuordnung für {self.kind}"
