"""That a Vorgang was taken over into the E-Akte: when, by whom, and exactly which papers."""

from collections.abc import Collection
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from accounts.functions import STATE_OFFICE
from core.scoping import NOTHING, Reach, ScopedQuerySet
from core.telling import EVERY
from filing import records


class FilingQuerySet(ScopedQuerySet):
    told = {Reach.ALL: EVERY}

    def visible_to(self, user: Any, *, as_: Collection[str]) -> Self:
        """For the office, as far as it reads the Vorgang itself; a town does not read how the office keeps its file."""
        office = frozenset(as_) & set(STATE_OFFICE)
        rule = NOTHING
        if getattr(user, "is_authenticated", False) and office:
            for kind in records.registered():
                readable = kind.model.objects.visible_to(user, as_=office)
                rule |= Q(
                    content_type=ContentType.objects.get_for_model(kind.model), object_id__in=readable.values("pk")
                )
        return self.filter(rule)

    def of(self, owner: models.Model) -> Self:
        return self.of_model(type(owner)).filter(object_id=owner.pk)

    def of_model(self, model: type[models.Model]) -> Self:
        """Every Veraktung of one kind of Vorgang, for conditions on its rows."""
        return self.filter(content_type=ContentType.objects.get_for_model(model))


class Filing(models.Model):
    """Veraktung: number 0 is the file itself, every later one a supplement."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    owner = GenericForeignKey()
    number = models.PositiveSmallIntegerField("Ergänzung")
    file_reference = models.CharField("Aktenzeichen", max_length=60)
    external_number = models.CharField("Vorgangsnummer in VIS.SAX", max_length=60, blank=True)
    filed_on = models.DateField("veraktet am")
    filed_at = models.DateTimeField("eingetragen", auto_now_add=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="veraktet durch"
    )
    # Of what the package was made: the same papers give the same value.
    check_value = models.CharField("Prüfwert des Pakets", max_length=64)
    package_sha256 = models.CharField("SHA-256 der ZIP-Datei", max_length=64)
    # One entry per paper: key, label, name in the ZIP, fingerprint, SHA-256.
    items = models.JSONField("Unterlagen", default=list)

    scope = "owner"
    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = "Veraktung"
        verbose_name_plural = "Veraktungen"
        ordering = ["number"]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "number"], name="filing_number_once"),
            models.CheckConstraint(name="filing_has_reference", condition=~Q(file_reference="")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """„Akte“, „1. Ergänzung“."""
        return title_of(self.number)


def title_of(number: int) -> str:
    return f"{number}. Ergänzung" if number else "Akte"


def filings_of(owner: models.Model, user: Any, as_: Collection[str]) -> list[Filing]:
    """Every Veraktung of a Vorgang that this person may read, the oldest first."""
    return list(Filing.objects.visible_to(user, as_=as_).of(owner).select_related("filed_by"))
