"""The sample text of the office, and the clauses of one agreement."""

from typing import Any

from django.db import models

from core.scoping import Grant, Reach, ScopedQuerySet, Unscoped


class AgreementTemplate(models.Model):
    """A version of the sample text. Agreements copy its clauses; later changes do not touch them."""

    kind = models.CharField("Art", max_length=20, default="agreement")
    name = models.CharField("Bezeichnung", max_length=150)
    note = models.CharField("Vermerk", max_length=200, default="Muster – rechtlich zu prüfen")
    version = models.PositiveIntegerField("Stand", default=1)
    edited_at = models.DateTimeField("zuletzt geändert", auto_now=True)

    scope = Unscoped("The sample text is handed to every town that asks; only the office opens its page.")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "Mustertext"
        verbose_name_plural = "Mustertexte"
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["kind"], name="one_template_per_kind")]

    def __str__(self) -> str:
        return self.name


class TemplateClause(models.Model):
    """A clause of the sample text; position 0 is the preamble, which has no §."""

    template = models.ForeignKey(AgreementTemplate, models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    heading = models.CharField("Überschrift", max_length=150)
    text = models.TextField("Text", help_text="Je Zeile ein Absatz.")
    requires_police = models.BooleanField("nur mit Polizeidirektion", default=False)

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


class ClauseQuerySet(ScopedQuerySet):
    def opened_by(self, grant: Grant) -> models.Q:
        """As readable as the agreement."""
        owner: Any = Clause.agreement.field.related_model
        agreements = owner.objects.all()
        return models.Q(agreement__in=agreements.filter(agreements.opened_by(grant)).values("pk"))


class Clause(models.Model):
    """A clause of one agreement. Facts stand in it as {Feldwort} until the text is fixed."""

    agreement = models.ForeignKey("agreements.CooperationAgreement", models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    heading = models.CharField("Überschrift", max_length=150)
    text = models.TextField("Text", blank=True)
    template_text = models.TextField("Mustertext", blank=True, editable=False)

    scope = "agreement__parties__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = "Regelung"
        verbose_name_plural = "Regelungen"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "position"], name="clause_position", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return f"§\N{NO-BREAK SPACE}{self.position} {self.heading}" if self.position else self.heading

    @property
    def deviates(self) -> bool:
        return self.text != self.template_text
