"""The clauses of one agreement."""

from typing import Any

from django.db import models

from agreements.models.template import TemplateClause
from core.scoping import Grant, Reach, ScopedQuerySet, through
from core.telling import EVERY, Share, told_as


class ClauseQuerySet(ScopedQuerySet):
    told = {
        Reach.ALL: EVERY,
        **told_as(Share.SOME, "wie die Vereinbarung, zu der sie gehören", Reach.OWN, Reach.PARTY),
    }

    def opened_by(self, grant: Grant) -> models.Q:
        """As readable as the agreement."""
        owner: Any = Clause.agreement.field.related_model
        agreements = owner.objects.all()
        return through("agreement", agreements, agreements.opened_by(grant))


class Clause(models.Model):
    """A clause of one agreement. Facts stand in it as {Feldwort} until the text is fixed."""

    agreement = models.ForeignKey("agreements.CooperationAgreement", models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    heading = models.CharField("Überschrift", max_length=150)
    text = models.TextField("Text", blank=True)
    template_text = models.TextField("Mustertext", blank=True, editable=False)
    # None for a clause that somebody wrote for this agreement alone.
    template_clause = models.ForeignKey(
        TemplateClause, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="Musterregelung"
    )
    # In a Nachtrag: the clause of the agreement whose wording this one takes the place of.
    changes = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="changed_by", editable=False, verbose_name="ändert"
    )

    scope = "agreement__coverage__municipality"
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
    def is_own(self) -> bool:
        return not self.template_text

    @property
    def deviates(self) -> bool:
        return self.text != self.template_text
