"""That the work with a town rests, or that it is not interested: a dated row with its reason."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import formats
from core.scoping import Reach, ScopedQuerySet
from municipalities.models import Municipality


class StandingQuerySet(ScopedQuerySet):
    def current(self, on: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)


class AdviceStanding(models.Model):
    """Ruhend or kein Interesse, from one day to another; the office's own judgement, which no town reads."""

    class Kind(models.TextChoices):
        RESTING = "resting", "ruhend"
        NOT_INTERESTED = "not_interested", "kein Interesse"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="advice_standings", verbose_name="Kommune"
    )
    kind = models.CharField("Stand", max_length=20, choices=Kind)
    starts_on = models.DateField("seit")
    ends_on = models.DateField("bis", null=True, blank=True)
    reason = models.TextField("Begründung")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="eingetragen von"
    )

    scope = "municipality"
    readers = frozenset({Reach.ALL})
    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = "Stand der Beratung"
        verbose_name_plural = "Stände der Beratung"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(ends_on=None), name="one_open_standing_per_town"
            ),
            models.CheckConstraint(
                name="standing_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(name="standing_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} seit {formats.day(self.starts_on)}"
