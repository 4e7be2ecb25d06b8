"""A file that is taken over, and how far it is."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import formats
from imports import importers
from imports.models.office import OFFICE_ALONE, OfficeQuerySet
from imports.transitions import STANDING, WAITING, ImportStatus


class DataImportQuerySet(OfficeQuerySet):
    def for_list(self) -> Self:
        return self.select_related("uploaded_by", "carried_out_by")

    def of_file(self, kind: str, sha256: str) -> Self:
        """The same file of the same kind, waiting or taken over."""
        return self.filter(kind=kind, sha256=sha256, status__in=STANDING)


class DataImport(models.Model):
    """Datenübernahme: one uploaded file on its way to records, and back as a whole."""

    kind = models.CharField("Art", max_length=40)
    file_name = models.CharField("Datei", max_length=200)
    sha256 = models.CharField("Prüfwert der Datei", max_length=64)
    note = models.CharField("Gelesen", max_length=300, blank=True)
    # Letter and text of the heading, in the order of the cells of each line.
    headings = models.JSONField("Überschriften", default=list)
    # Key of the importer's column → position among the headings.
    mapping = models.JSONField("Zuordnung der Spalten", default=dict)
    status = models.CharField("Zustand", max_length=20, choices=ImportStatus, default=ImportStatus.UPLOADED)
    # Counts mappings and decisions: what is carried out is what somebody has seen.
    version = models.PositiveIntegerField("Fassung", default=1)
    uploaded_at = models.DateTimeField("hochgeladen", auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="hochgeladen von"
    )
    carried_out_at = models.DateTimeField("übernommen", null=True, blank=True)
    carried_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="übernommen von"
    )
    closed_at = models.DateTimeField("rückgängig gemacht oder verworfen", null=True, blank=True)
    closing_reason = models.TextField("Begründung", blank=True)

    scope = "kind"
    readers = OFFICE_ALONE
    objects = DataImportQuerySet.as_manager()

    class Meta:
        verbose_name = "Datenübernahme"
        verbose_name_plural = "Datenübernahmen"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "sha256"], name="data_import_same_file_once",
                condition=Q(status__in=["uploaded", "mapped", "carried_out"]),
            ),
            models.CheckConstraint(
                name="data_import_carried_out_by_somebody",
                condition=Q(status__in=["uploaded", "mapped", "discarded"], carried_out_at=None, carried_out_by=None)
                | Q(
                    status__in=["carried_out", "undone"], carried_out_at__isnull=False, carried_out_by__isnull=False
                ),
            ),
            models.CheckConstraint(
                name="data_import_closed_iff_over",
                condition=Q(status__in=["undone", "discarded"], closed_at__isnull=False)
                | Q(status__in=["uploaded", "mapped", "carried_out"], closed_at=None),
            ),
            models.CheckConstraint(
                name="data_import_undone_says_why", condition=~Q(status="undone") | ~Q(closing_reason="")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Datenübernahme „{self.file_name}“"

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.pk])

    @property
    def importer(self) -> Any:
        return importers.get(self.kind)

    @property
    def is_waiting(self) -> bool:
        return self.status in WAITING

    @property
    def is_mapped(self) -> bool:
        return self.status == ImportStatus.MAPPED

    @property
    def is_carried_out(self) -> bool:
        return self.status == ImportStatus.CARRIED_OUT

    @property
    def notes(self) -> list[str]:
        """What stands small below the file in lists."""
        told = [self.importer.label, f"hochgeladen am {formats.day(self.uploaded_at)} von {self.uploaded_by}"]
        if self.carried_out_at:
            told.append(f"übernommen am {formats.day(self.carried_out_at)} von {self.carried_out_by}")
        return told
