"""What the Leitung has set for the file of record: one row."""

from django.db import models
from django.db.models import Q

from core.scoping import ScopedQuerySet, Unscoped


class FilingRules(models.Model):
    """Patterns of the Aktenzeichen by kind of Vorgang, the archive format of papers, and two periods in days."""

    ONE = 1

    class Variant(models.TextChoices):
        WITH_DATA = "pdf/a-3a", "mit eingebetteten Daten (PDF/A-3a)"
        WITHOUT_DATA = "pdf/a-2a", "ohne eingebettete Daten (PDF/A-2a)"

    # Word of the kind (filing.records) → pattern; a kind that is missing takes any Aktenzeichen.
    patterns = models.JSONField("Muster der Aktenzeichen", default=dict, blank=True)
    variant = models.CharField("Archivformat", max_length=10, choices=Variant, default=Variant.WITH_DATA)
    remind_after = models.PositiveSmallIntegerField("Erinnern nach Tagen", default=30)
    keep_packages = models.PositiveSmallIntegerField("Pakete aufbewahren, Tage", default=14)
    version = models.PositiveIntegerField("Fassung", default=1)

    scope = Unscoped("How the office writes its Aktenzeichen stands on every letter.")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "Einstellungen zur Akte"
        verbose_name_plural = "Einstellungen zur Akte"
        constraints = [
            models.CheckConstraint(name="filing_rules_single_row", condition=Q(pk=1)),
            models.CheckConstraint(
                name="filing_rules_days", condition=Q(remind_after__gte=1) & Q(keep_packages__gte=1)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return "Einstellungen zur Akte"


def current() -> FilingRules:
    """The rules in force; those delivered, as long as nobody has changed them."""
    return FilingRules.objects.first() or FilingRules(pk=FilingRules.ONE)


def variant() -> str:
    """The archive format papers are printed in from now on."""
    return current().variant
