"""A file that is taken over, its lines with what was decided about them, and which records came of them."""

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from core import formats
from core.scoping import EVERYTHING, NOTHING, Grant, Reach, ScopedQuerySet
from imports import importers
from imports.transitions import STANDING, WAITING, ImportStatus

OFFICE_ALONE = frozenset({Reach.ALL})


class OfficeQuerySet(ScopedQuerySet):
    def opened_by(self, grant: Grant) -> Q:
        """A file of the office, whatever towns its lines name."""
        return EVERYTHING if grant.reach is Reach.ALL else NOTHING


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


class ImportRowQuerySet(OfficeQuerySet):
    def open(self) -> Self:
        """Somebody has to decide before the import can be carried out."""
        return self.exclude(finding=ImportRow.Finding.READY).filter(decision=ImportRow.Decision.OPEN)

    def asking(self) -> Self:
        """Lines that asked something, decided or not."""
        return self.exclude(finding=ImportRow.Finding.READY)

    def counts(self) -> dict[str, int]:
        """How many lines there are of each finding, and how many are still open."""
        wanted = {word.value: Count("pk", filter=Q(finding=word)) for word in ImportRow.Finding}
        is_open = ~Q(finding=ImportRow.Finding.READY) & Q(decision=ImportRow.Decision.OPEN)
        skipped = Q(decision=ImportRow.Decision.SKIP)
        counted: dict[str, int] = self.aggregate(
            all=Count("pk"), open=Count("pk", filter=is_open), skipped=Count("pk", filter=skipped), **wanted
        )
        return counted


class ImportRow(models.Model):
    """One line of the file: its cells as they were, what was found out, what somebody decided."""

    class Finding(models.TextChoices):
        READY = "ready", "bereit"
        QUESTION = "question", "Rückfrage"
        DUPLICATE = "duplicate", "schon vorhanden"
        PROBLEM = "problem", "nicht lesbar"

    class Decision(models.TextChoices):
        OPEN = "", "offen"
        TAKE = "take", "übernehmen"
        SKIP = "skip", "auslassen"

    data_import = models.ForeignKey(DataImport, models.CASCADE, related_name="rows", verbose_name="Datenübernahme")
    number = models.PositiveIntegerField("Zeile")
    cells = models.JSONField("Zellen", default=list)
    # Position of a cell → what is wrong with it; found while reading the file.
    faults = models.JSONField("Fehler in Zellen", default=dict)
    finding = models.CharField("Befund", max_length=20, choices=Finding, default=Finding.READY)
    # Sentences, each naming its cell.
    problems = models.JSONField("Hinweise", default=list)
    # Names that do not fit exactly one place: what is written, what is said about it, keys of the suggestions.
    questions = models.JSONField("Rückfragen", default=list)
    decision = models.CharField("Entscheidung", max_length=10, choices=Decision, blank=True, default=Decision.OPEN)
    # What is written → key of the chosen place.
    places = models.JSONField("Gewählte Orte", default=dict)

    untracked = "a copy of a line that goes when the import is discarded; what came of it has a history of its own"
    scope = "data_import"
    readers = OFFICE_ALONE
    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = "Zeile einer Datenübernahme"
        verbose_name_plural = "Zeilen von Datenübernahmen"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["data_import", "number"], name="import_row_number_once"),
            models.CheckConstraint(
                name="import_row_unreadable_is_not_taken", condition=~Q(finding="problem", decision="take")
            ),
        ]

    def __str__(self) -> str:
        return f"Zeile {self.number}"

    @property
    def is_open(self) -> bool:
        return self.finding != self.Finding.READY and self.decision == self.Decision.OPEN


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
