"""Who in the office is responsible for a district or a town, from one day to another."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.away import Away
from core.scoping import ScopedQuerySet, Unscoped
from municipalities.models import District, Municipality


class ResponsibilityQuerySet(ScopedQuerySet):
    def current(self, on: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def over(self, on: date) -> Self:
        return self.filter(ends_on__lt=on)

    def for_town(self, town: Municipality) -> Self:
        """Of the town itself, else of its district: the town's own stand first."""
        own = Q(municipality=town) | Q(district=town.district_id)
        return self.filter(own).order_by(F("municipality").asc(nulls_last=True), "-starts_on", "-pk")

    def for_list(self) -> Self:
        return self.select_related("user", "district", "municipality__district").order_by(
            "district__sort_key", "municipality__sort_key", "-starts_on"
        )


class Responsibility(models.Model):
    """Zuständigkeit of a case worker; whom to ask, not a right: everybody in the office writes everywhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="responsibilities", verbose_name="Person"
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="responsibilities", verbose_name="Landkreis"
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="responsibilities", verbose_name="Kommune"
    )
    starts_on = models.DateField("seit")
    ends_on = models.DateField("bis", null=True, blank=True)

    # That she is away today and who stands in, where a page has asked (accounts.deputising).
    away: Away | None = None

    scope = Unscoped("Who in the office is responsible for a place is told to everybody who calls.")
    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        verbose_name = "Zuständigkeit"
        verbose_name_plural = "Zuständigkeiten"
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="responsibility_for_one_place",
                condition=Q(district=None, municipality__isnull=False) | Q(district__isnull=False, municipality=None),
            ),
            models.CheckConstraint(
                name="responsibility_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(
                fields=["district"], condition=Q(ends_on=None, municipality=None), name="one_responsible_per_district"
            ),
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(ends_on=None, district=None), name="one_responsible_per_town"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.place}"

    @property
    def place_label(self) -> str:
        return str(self.place)

    @property
    def place(self) -> District | Municipality | None:
        return self.district or self.municipality
