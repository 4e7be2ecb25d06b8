"""The texts everybody may read before signing in, in versions."""

from typing import Self

from django.conf import settings
from django.db import models

from core import prose
from core.scoping import ScopedQuerySet, Unscoped


class PublishedQuerySet(ScopedQuerySet):
    def of(self, kind: str) -> Self:
        """The versions of one text, the newest first."""
        return self.filter(kind=kind).select_related("published_by")


class Notice(models.Model):
    """One version of a text of the operator; never changed, a better text is the next version."""

    class Kind(models.TextChoices):
        IMPRINT = "imprint", "Impressum"
        PRIVACY = "privacy", "Datenschutz"
        ACCESSIBILITY = "accessibility", "Erklärung zur Barrierefreiheit"

    kind = models.CharField("Seite", max_length=20, choices=Kind)
    version = models.PositiveIntegerField("Fassung")
    text = models.TextField("Text")
    published_at = models.DateTimeField("veröffentlicht", auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="veröffentlicht von",
    )  # fmt: skip

    scope = Unscoped("The law wants everybody to be able to read these texts.")
    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = "Hinweis"
        verbose_name_plural = "Hinweise"
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="notice_version_once"),
            models.CheckConstraint(name="notice_says_something", condition=~models.Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, Fassung {self.version}"

    @property
    def sections(self) -> list[tuple[str, list[str]]]:
        return prose.sections(self.text)
