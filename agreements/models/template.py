"""The sample text of the office, in versions that are valid from one day to another."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from core import dates
from core.scoping import ScopedQuerySet, Unscoped


class AgreementTemplateQuerySet(ScopedQuerySet):
    def valid(self, on: date) -> Self:
        """In force on the day; at most one per kind."""
        ends = Q(ends_on=None) | Q(ends_on__gte=on)
        return self.filter(ends, status=AgreementTemplate.Status.IN_FORCE, starts_on__lte=on)

    def for_list(self) -> Self:
        return self.order_by("kind", "-number")

    def with_uses(self) -> Self:
        return self.annotate(uses=Count("agreements"))


class AgreementTemplate(models.Model):
    """A version of the sample text. Agreements copy its clauses and keep them; later versions do not touch them."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Entwurf"
        IN_FORCE = "in_force", "in Kraft gesetzt"

    kind = models.CharField("Art", max_length=20, default="agreement")
    number = models.PositiveIntegerField("Fassung", default=1, editable=False)
    name = models.CharField("Bezeichnung", max_length=150)
    note = models.CharField("Vermerk", max_length=200, default="Muster – rechtlich zu prüfen")
    status = models.CharField("Zustand", max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    starts_on = models.DateField("gültig ab", null=True, blank=True, editable=False)
    ends_on = models.DateField("gültig bis", null=True, blank=True, editable=False)
    # Counts the changes of a draft; a form made for an older one is refused.
    version = models.PositiveIntegerField("Stand", default=1, editable=False)
    edited_at = models.DateTimeField("zuletzt geändert", auto_now=True)

    scope = Unscoped("The sample text is handed to every town that asks; only the office opens its page.")
    objects = AgreementTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "Mustertext"
        verbose_name_plural = "Mustertexte"
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="template_number_once"),
            models.UniqueConstraint(fields=["kind"], condition=Q(status="draft"), name="template_one_draft_per_kind"),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(status="in_force", ends_on=None),
                name="template_one_open_end_per_kind",
            ),
            models.CheckConstraint(
                name="template_valid_iff_in_force",
                condition=Q(status="draft", starts_on=None, ends_on=None)
                | Q(status="in_force", starts_on__isnull=False),
            ),
            models.CheckConstraint(
                name="template_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, Fassung {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("agreements:template", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def standing(self) -> str:
        """„Entwurf“, „künftig“, „gültig“, „abgelöst“ today."""
        if self.starts_on is None:
            return "Entwurf"
        if self.starts_on > dates.today():
            return "künftig"
        return "abgelöst" if self.ends_on and self.ends_on < dates.today() else "gültig"

    def left_out_of(self, clauses: Iterable[Any]) -> list["TemplateClause"]:
        """Sample clauses from which none of these clauses of an agreement came."""
        present = {clause.template_clause_id for clause in clauses}
        return [sample for sample in self.clauses.all() if sample.pk not in present]


class TemplateClause(models.Model):
    """A clause of the sample text; position 0 is the preamble, which has no §."""

    template = models.ForeignKey(AgreementTemplate, models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    heading = models.CharField("Überschrift", max_length=150)
    text = models.TextField("Text", help_text="Je Zeile ein Absatz.")
    requires_police = models.BooleanField("nur mit Polizeidirektion", default=False)
    is_optional = models.BooleanField("wahlweise", default=False)

    scope = Unscoped("Part of the sample text.")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "Musterregelung"
        verbose_name_plural = "Musterregelungen"
        ordering = ["position"]
        constraints = [
            # Deferred, so that clauses can be moved past each other in one go.
            models.UniqueConstraint(
                fields=["template", "position"], name="template_clause_position", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.heading
