"""The originals of an agreement on paper (Ausfertigungen), and where each of them is."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from agreements.models.party import PartOfAgreementQuerySet, Party
from core.scoping import Reach


class OriginalQuerySet(PartOfAgreementQuerySet):
    def away_since(self, day: date) -> Self:
        """Whose last entry says that it is not where it is to stay, and is of that day or older."""
        ways: Any = self.model._meta.get_field("ways").related_model
        last = ways._base_manager.filter(original=OuterRef("pk")).order_by("-since_on", "-pk")
        rows = self.annotate(last_kind=Subquery(last.values("kind")[:1]), last_on=Subquery(last.values("since_on")[:1]))
        return rows.filter(last_on__lte=day).exclude(last_kind__in=ways.FINAL)

    def with_places(self) -> Self:
        """With everything that says for whom they are and where."""
        bodies = ("municipality", "association", "police_directorate")
        return self.prefetch_related(*(f"{path}__{body}" for path in ("party", "ways__party") for body in bodies))


class Original(models.Model):
    """One of the equal originals that are signed by hand; each party keeps one."""

    agreement = models.ForeignKey("agreements.CooperationAgreement", models.CASCADE, related_name="originals")
    number = models.PositiveSmallIntegerField("Nummer")
    # Whose it is in the end; without a party it is the office's second one or the archive's.
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="bestimmt für"
    )

    scope = "agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = OriginalQuerySet.as_manager()

    class Meta:
        verbose_name = "Ausfertigung"
        verbose_name_plural = "Ausfertigungen"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="original_number_once"),
            models.CheckConstraint(name="original_counts_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.number}. Ausfertigung"

    @property
    def whereabouts(self) -> Any:
        """Where it is now, the last entry; None before the first one. Uses prefetched rows."""
        return max(self.ways.all(), key=lambda row: (row.since_on, row.pk), default=None)

    @property
    def is_settled(self) -> bool:
        """Whether it lies where it is to stay."""
        here = self.whereabouts
        return bool(here and here.is_final)
