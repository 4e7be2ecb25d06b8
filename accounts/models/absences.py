"""Who of the state office is away, from one day to another, and who stands in."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from core import formats
from core.scoping import Reach, ScopedQuerySet


class AbsenceQuerySet(ScopedQuerySet):
    def current(self, on: date) -> Self:
        return self.filter(starts_on__lte=on, ends_on__gte=on)

    def until_now(self, on: date) -> Self:
        """Those that run today or are still to come: what colleagues have to know."""
        return self.filter(ends_on__gte=on)

    def over(self, on: date) -> Self:
        return self.filter(ends_on__lt=on)

    def touching(self, starts_on: date, ends_on: date) -> Self:
        """Those that share a day with the span."""
        return self.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)

    def own(self, user: Any) -> Self:
        """The absences of this person; pages hand in whoever asks, and nobody else."""
        return self.filter(user=user)

    def for_list(self) -> Self:
        return self.select_related("user", "deputy").order_by("starts_on", "user__name", "pk")


class Absence(models.Model):
    """Somebody is away; why is nobody's business and is not asked.

    The deputy gets no right by it: she sees and does what her own functions open, in somebody's stead.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences", verbose_name="abwesend")
    starts_on = models.DateField("erster Tag")
    ends_on = models.DateField("letzter Tag")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="deputised",
        verbose_name="Vertretung",
    )  # fmt: skip
    note = models.CharField("Hinweis für Kolleginnen und Kollegen", max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="eingetragen von"
    )
    # She has looked through what was done in her stead.
    reviewed_at = models.DateTimeField("durchgesehen", null=True, editable=False)

    personal_fields = ("note",)
    history_exclude = ("reviewed_at",)
    scope = "user__assignments__municipality"
    readers = frozenset({Reach.ALL})
    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "Abwesenheit"
        verbose_name_plural = "Abwesenheiten"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(name="absence_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="absence_deputy_is_somebody_else", condition=~Q(deputy=F("user"))),
            # The person as a range of one number: ranges need no extension of the database to be kept apart.
            ExclusionConstraint(
                name="absence_of_one_person_once",
                expressions=[
                    (
                        Func("user", "user", Value("[]"), function="int8range", output_field=BigIntegerRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func("starts_on", "ends_on", Value("[]"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.period}"

    @property
    def period(self) -> str:
        """„28. April 2023 bis 5. Mai 2023“; one day is one day."""
        if self.starts_on == self.ends_on:
            return formats.day(self.starts_on)
        return f"{formats.day(self.starts_on)} bis {formats.day(self.ends_on)}"
