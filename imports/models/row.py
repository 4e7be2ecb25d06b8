"""One line of a file with what was found out and decided about it."""

from typing import Self

from django.db import models
from django.db.models import Count, Q

from imports.models.data_import import DataImport
from imports.models.office import OFFICE_ALONE, OfficeQuerySet


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
