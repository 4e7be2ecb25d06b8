"""Associations of municipalities, with their members over time."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from core import collation, dates, formats
from core.scoping import ScopedQuerySet, Unscoped
from municipalities.models.places import District, Municipality, named


class AssociationQuerySet(ScopedQuerySet):
    def existing(self, on: date) -> Self:
        return self.filter(Q(dissolved_on=None) | Q(dissolved_on__gt=on), founded_on__lte=on)

    def for_list(self) -> Self:
        return self.select_related("district")

    def matching(self, query: str) -> Self:
        """Name, seat or a member of today, umlaut-blind; or the beginning of the official key."""
        forms = collation.spellings(query)
        if not forms:
            return self.none() if query.strip() else self
        if forms[0].isdigit():
            return self.filter(key__startswith=forms[0])
        towns = Municipality.objects.filter(named(forms)).values("pk")
        members = AssociationMembership.objects.current(on=dates.today()).filter(municipality__in=towns)
        return self.filter(named(forms) | Q(pk__in=members.values("association_id")))


class Association(models.Model):
    """Municipalities that act together: by law (Verwaltungsverband, Verwaltungsgemeinschaft) or by their own wish."""

    class Kind(models.TextChoices):
        UNION = "union", "Verwaltungsverband"
        COMMUNITY = "community", "Verwaltungsgemeinschaft"
        ALLIANCE = "alliance", "Städtebund"

    # Those in the official register; a municipality belongs to one of them at most.
    OFFICIAL = (Kind.UNION, Kind.COMMUNITY)

    # Nine digits of the register; empty for alliances, which no register knows.
    key = models.CharField("Schlüssel", max_length=9, unique=True, null=True, blank=True)
    kind = models.CharField("Art", max_length=20, choices=Kind)
    name = models.CharField("Name", max_length=150)
    seat = models.CharField("Sitz", max_length=100, blank=True)
    district = models.ForeignKey(District, models.PROTECT, related_name="associations", verbose_name="Landkreis")
    founded_on = models.DateField("besteht seit")
    has_known_start = models.BooleanField(
        "Gründungstag bekannt", default=True, help_text="Sonst ist „besteht seit“ der Tag, seit dem er belegt ist."
    )
    dissolved_on = models.DateField("aufgelöst am", null=True, blank=True)
    source = models.CharField("Quelle", max_length=200, blank=True)
    is_example = models.BooleanField("erfunden", default=False)
    sort_key = models.CharField(max_length=250, editable=False, db_index=True)
    search_key = models.CharField(max_length=500, editable=False)

    scope = Unscoped("Which associations exist is in the official register or the press.")
    objects = AssociationQuerySet.as_manager()

    class Meta:
        verbose_name = "Zusammenschluss"
        verbose_name_plural = "Zusammenschlüsse"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="association_ends_after_start",
                condition=Q(dissolved_on=None) | Q(dissolved_on__gte=F("founded_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = collation.sort_key(self.name)
        self.search_key = collation.search_key(self.display_name, self.seat)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("portal:association", args=[self.pk])

    @property
    def is_official(self) -> bool:
        return self.kind in self.OFFICIAL

    @property
    def since_words(self) -> str:
        """„besteht seit“, or „belegt seit“ where only a later source is known."""
        return "besteht seit" if self.has_known_start else "belegt seit"

    def exists_on(self, day: date) -> bool:
        return self.founded_on <= day and (self.dissolved_on is None or self.dissolved_on > day)

    @property
    def display_name(self) -> str:
        """„Verwaltungsverband Wildenstein“, „Städtebund Silberberg“."""
        word = self.get_kind_display()
        return self.name if self.name.startswith(word) else f"{word} {self.name}"

    def members_on(self, day: date) -> models.QuerySet[Any, Any]:
        """The member municipalities of a day, in German order."""
        current = self.memberships.current(on=day)
        return Municipality.objects.filter(pk__in=current.values("municipality_id"))


class AssociationMembershipQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        return self.select_related("municipality__district", "association")

    def current(self, on: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)


def _only(key: str) -> Func:
    return Func(key, key, Value("[]"), function="int8range")


class AssociationMembership(models.Model):
    """A municipality's membership in an association, from one day to another (both inclusive)."""

    association = models.ForeignKey(Association, models.PROTECT, related_name="memberships")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="memberships", verbose_name="Kommune")
    starts_on = models.DateField("Mitglied seit")
    ends_on = models.DateField("Mitglied bis", null=True, blank=True)
    has_known_start = models.BooleanField("Tag des Beitritts bekannt", default=True)

    scope = Unscoped("Who belongs to an association is in the official register or the press.")
    objects = AssociationMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "Mitgliedschaft"
        verbose_name_plural = "Mitgliedschaften"
        ordering = ["municipality__sort_key", "starts_on"]
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(fields=["association", "municipality", "starts_on"], name="membership_once_a_day"),
            # GiST knows no equality of plain numbers without an extension, but it does of ranges of one number.
            ExclusionConstraint(
                name="membership_never_twice_at_once",
                expressions=[
                    (_only("association"), RangeOperators.OVERLAPS),
                    (_only("municipality"), RangeOperators.OVERLAPS),
                    (Func("starts_on", "ends_on", Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} in {self.association}"

    @property
    def has_left(self) -> bool:
        return self.ends_on is not None and self.ends_on < dates.today()

    @property
    def words(self) -> str:
        """„Mitglied seit 1. Januar 2020“, „als Mitglied belegt seit …“, „Mitglied vom … bis …“."""
        begins = formats.day(self.starts_on)
        if self.ends_on:
            word = "Mitglied vom" if self.has_known_start else "als Mitglied belegt vom"
            return f"{word} {begins} bis {formats.day(self.ends_on)}"
        if self.starts_on > dates.today():
            return f"Mitglied ab {begins}"
        return f"Mitglied seit {begins}" if self.has_known_start else f"als Mitglied belegt seit {begins}"

    def is_current(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)
