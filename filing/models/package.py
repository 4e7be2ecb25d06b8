"""A ZIP that somebody asked for and the worker makes: what of, how far it is, and the file."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.scoping import Reach, ScopedQuerySet
from core.telling import Share, told_as


def storage_path(package: "Package", filename: str) -> str:
    """A path that says nothing about the content and cannot be guessed."""
    return f"packages/{uuid.uuid4().hex}"


class PackageQuerySet(ScopedQuerySet):
    told = told_as(Share.SOME, "nur selbst angeforderte", *Reach)

    def visible_to(self, user: Any, *, as_: Collection[str]) -> Self:
        """One's own only: it holds what its maker could see."""
        if not getattr(user, "is_authenticated", False) or not as_:
            return self.none()
        return self.filter(requested_by=user)

    def unfinished(self) -> Self:
        return self.filter(finished_at=None)

    def expired(self, on: date) -> Self:
        return self.exclude(file="").filter(expires_on__lt=on)


class Package(models.Model):
    """Paket: a copy of stored files, so it may be deleted; the row stays and says what was made of what."""

    collection = models.CharField("Sammlung", max_length=30)
    title = models.CharField("Inhalt", max_length=200)
    told = models.TextField("Filter", blank=True)
    # The functions it was asked for by; at the download they have to be held still.
    functions = ArrayField(models.CharField(max_length=30), verbose_name="Funktionen")
    record_ids = ArrayField(models.PositiveBigIntegerField(), verbose_name="Vorgänge")
    requested_at = models.DateTimeField("angefordert", auto_now_add=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="angefordert von"
    )
    done = models.PositiveIntegerField("fertig", default=0)
    started_at = models.DateTimeField("begonnen", null=True)
    finished_at = models.DateTimeField("beendet", null=True)
    failure = models.TextField("Grund des Abbruchs", blank=True)
    problems = models.JSONField("nicht enthalten", default=list, blank=True)
    file = models.FileField("Datei", upload_to=storage_path, max_length=200, blank=True)
    size = models.PositiveBigIntegerField("Größe in Byte", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    expires_on = models.DateField("aufbewahrt bis", null=True)

    scope = "requested_by"
    untracked = "how far a copy of stored files has got: every step would leave a row"
    objects = PackageQuerySet.as_manager()

    class Meta:
        verbose_name = "Paket"
        verbose_name_plural = "Pakete"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="package_file_iff_made",
                condition=Q(file="")
                | (Q(finished_at__isnull=False, failure="", expires_on__isnull=False) & ~Q(sha256="")),
            ),
            models.CheckConstraint(name="package_of_something", condition=Q(record_ids__len__gte=1)),
            models.CheckConstraint(name="package_done_at_most_all", condition=Q(done__lte=F("record_ids__len"))),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("filing:package", args=[self.pk])

    @property
    def total(self) -> int:
        return len(self.record_ids)

    @property
    def is_waiting(self) -> bool:
        return self.started_at is None and self.finished_at is None

    @property
    def is_under_way(self) -> bool:
        return self.finished_at is None

    @property
    def is_ready(self) -> bool:
        return bool(self.file)

    @property
    def is_expired(self) -> bool:
        return bool(self.finished_at) and not self.failure and not self.file
