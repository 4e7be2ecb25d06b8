"""Places of the programme: police directorates, districts and municipalities."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import BooleanField, Case, ExpressionWrapper, F, IntegerField, Q, When
from django.urls import reverse

from core import collation
from core.scoping import EVERYTHING, Grant, Reach, ScopedQuerySet, Unscoped


class PoliceDirectorate(models.Model):
    """Polizeidirektion; its area is made of whole districts (§ 1 Abs. 2 SächsPolOrgVO)."""

    key = models.SlugField("Schlüssel", max_length=20, unique=True)
    name = models.CharField("Name", max_length=100)
    short_name = models.CharField("Kurzname", max_length=40)
    is_example = models.BooleanField("erfunden", default=False)

    scope = Unscoped("Which police directorates exist is in the law gazette.")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "Polizeidirektion"
        verbose_name_plural = "Polizeidirektionen"
        ordering = ["is_example", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:directorate", args=[self.pk])


class District(models.Model):
    """Landkreis oder Kreisfreie Stadt, with the official five-digit key."""

    key = models.CharField("Schlüssel", max_length=5, unique=True)
    name = models.CharField("Name", max_length=100)
    display_name = models.CharField("Anzeigename", max_length=120)
    name_hsb = models.CharField("Sorbischer Name", max_length=120, blank=True)
    is_urban = models.BooleanField("Kreisfreie Stadt", default=False)
    seat = models.CharField("Sitz", max_length=100, blank=True)
    police_directorate = models.ForeignKey(
        PoliceDirectorate, models.PROTECT, related_name="districts", verbose_name="Polizeidirektion"
    )
    is_example = models.BooleanField("erfunden", default=False)
    sort_key = models.CharField(max_length=250, editable=False, db_index=True)

    scope = Unscoped("Which districts exist is in every atlas.")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "Landkreis"
        verbose_name_plural = "Landkreise"
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = collation.sort_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("portal:district", args=[self.pk])


def _exists(on: date) -> Q:
    return (Q(exists_from=None) | Q(exists_from__lte=on)) & (Q(dissolved_on=None) | Q(dissolved_on__gt=on))


class MunicipalityQuerySet(ScopedQuerySet):
    def of_saxony(self) -> "MunicipalityQuerySet":
        """The real municipalities, those dissolved meanwhile too: whose records every figure counts."""
        return self.filter(is_example=False)

    def existing(self, on: date) -> "MunicipalityQuerySet":
        """Those that exist on a day: what lists show and pickers offer, and what is counted as a place."""
        return self.filter(_exists(on))

    def with_existence(self, on: date) -> "MunicipalityQuerySet":
        """Each with `is_existing`, whether it does on a day."""
        return self.annotate(is_existing=ExpressionWrapper(_exists(on), BooleanField()))

    def dissolved(self, on: date) -> "MunicipalityQuerySet":
        """Those gone by a day, whose records stay readable."""
        return self.filter(dissolved_on__lte=on)

    def opened_by(self, grant: Grant) -> Q:
        """Which towns there are is no secret to whoever finds coaches for them."""
        return EVERYTHING if grant.reach is Reach.POOL else super().opened_by(grant)

    def matching(self, query: str) -> "MunicipalityQuerySet":
        """Name (umlaut-blind, Sorbian too), district or the beginning of the AGS; a predecessor's as well."""
        forms = collation.spellings(query)
        if not forms:
            return self.none() if query.strip() else self
        own = Q(ags__startswith=forms[0]) if forms[0].isdigit() else named(forms)
        rule = own | Q(pk__in=_followed(own))
        return self.filter(rule if forms[0].isdigit() else rule | Q(district__in=_districts_matching(forms)))

    def by_match(self, query: str) -> "MunicipalityQuerySet":
        """Annotated with `match`: 0 where the name itself was found, 1 where only its district was."""
        forms = collation.spellings(query)
        found = When(named(forms), then=0) if forms else When(pk__isnull=False, then=0)
        return self.annotate(match=Case(found, default=1, output_field=IntegerField()))

    def for_list(self) -> "MunicipalityQuerySet":
        return self.select_related("district")


def named(forms: list[str]) -> Q:
    """Condition: one of the spellings is in the name, the Sorbian or a former one."""
    rule = Q(pk__in=())
    for form in forms:
        rule |= Q(search_key__contains=form)
    return rule


def _followed(rule: Q) -> models.QuerySet[Any, Any]:
    """Who took in the dissolved municipalities that the rule finds."""
    gone = Municipality.objects.filter(rule, changes_away__kind="dissolution", changes_away__target__isnull=False)
    return gone.values("changes_away__target")


def _districts_matching(forms: list[str]) -> models.QuerySet[Any, Any]:
    """By the name as it is sorted, which has lost its marks: „Goerlitz“ is looked for as „gorlitz“ too."""
    rule = Q(pk__in=())
    for form in {*forms, *(form.replace("ae", "a").replace("oe", "o").replace("ue", "u") for form in forms)}:
        rule |= Q(sort_key__contains=form)
    return District.objects.filter(rule).values("pk")


class Municipality(models.Model):
    """A municipality of Saxony, or an invented one for examples, which no figure counts."""

    class Kind(models.TextChoices):
        URBAN_DISTRICT = "urban_district", "Kreisfreie Stadt"
        LARGE_DISTRICT_TOWN = "large_district_town", "Große Kreisstadt"
        TOWN = "town", "Stadt"
        COMMUNITY = "community", "Gemeinde"

    ags = models.CharField("AGS", max_length=8, unique=True, help_text="Amtlicher Gemeindeschlüssel, acht Stellen.")
    ars = models.CharField("ARS", max_length=12, unique=True, help_text="Amtlicher Regionalschlüssel, zwölf Stellen.")
    name = models.CharField("Name", max_length=100)
    name_hsb = models.CharField("Sorbischer Name", max_length=100, blank=True)
    kind = models.CharField("Art", max_length=20, choices=Kind)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="municipalities", verbose_name="Landkreis oder Kreisfreie Stadt"
    )
    population = models.PositiveIntegerField("Einwohner", null=True, blank=True)
    population_on = models.DateField("Einwohner am", null=True, blank=True)
    population_base = models.CharField("Grundlage der Einwohnerzahl", max_length=40, blank=True)
    area_km2 = models.DecimalField("Fläche in km²", max_digits=8, decimal_places=2, null=True, blank=True)
    latitude = models.DecimalField("Breite", max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("Länge", max_digits=9, decimal_places=6, null=True, blank=True)
    model_since = models.DateField("Modellkommune seit", null=True, blank=True)
    # Empty: since before the register begins. The first day, and the first day on which it is no longer there.
    exists_from = models.DateField("besteht seit", null=True, blank=True)
    dissolved_on = models.DateField("aufgelöst am", null=True, blank=True)
    former_names = models.CharField(
        "Frühere Namen", max_length=300, blank=True, help_text="Mit Semikolon getrennt; die Suche findet sie."
    )
    is_example = models.BooleanField(
        "erfunden", default=False, help_text="Erfundene Kommunen zeigen Beispiele und zählen in keiner Kennzahl."
    )
    sort_key = models.CharField(max_length=250, editable=False, db_index=True)
    search_key = models.CharField(max_length=500, editable=False)

    scope = "pk"
    readers = frozenset({Reach.ALL, Reach.OWN, Reach.OPENED, Reach.ACCOUNTS, Reach.POOL})
    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = "Kommune"
        verbose_name_plural = "Kommunen"
        ordering = ["sort_key", "ags"]
        constraints = [
            models.CheckConstraint(name="municipality_ags_eight_digits", condition=Q(ags__regex=r"^\d{8}$")),
            models.CheckConstraint(
                name="municipality_population_has_day_and_base",
                condition=Q(population=None) | (Q(population_on__isnull=False) & ~Q(population_base="")),
            ),
            models.CheckConstraint(
                name="municipality_dissolved_after_it_began",
                condition=Q(dissolved_on=None) | Q(exists_from=None) | Q(dissolved_on__gt=F("exists_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.make_keys()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("portal:municipality", args=[self.pk])

    def make_keys(self) -> None:
        """What names are sorted and found by; to be called before bulk writing, which does not go through save()."""
        self.sort_key = collation.sort_key(self.name)
        self.search_key = collation.search_key(self.name, self.name_hsb, *self.former_names.split("; "))

    @property
    def is_town(self) -> bool:
        return self.kind != self.Kind.COMMUNITY

    @property
    def kind_word(self) -> str:
        """What the place calls itself in a contract: „Stadt“ or „Gemeinde“."""
        return "Stadt" if self.is_town else "Gemeinde"

    @property
    def kind_in_district(self) -> str:
        """„Stadt im Landkreis Zwickau“, „Kreisfreie Stadt“."""
        if self.kind == self.Kind.URBAN_DISTRICT:
            return self.get_kind_display()
        return f"{self.get_kind_display()} im {self.district.display_name}"

    def is_model_municipality(self, on: date) -> bool:
        return self.model_since is not None and self.model_since <= on

    def exists_on(self, day: date) -> bool:
        begun = self.exists_from is None or self.exists_from <= day
        return begun and (self.dissolved_on is None or self.dissolved_on > day)

    @property
    def last_day(self) -> date | None:
        """The last day on which a dissolved municipality was there."""
        return self.dissolved_on - timedelta(days=1) if self.dissolved_on else None

    def successor_on(self, day: date) -> "Municipality | None":
        """Who has taken this municipality's place by the day; None while it exists, or where there are several."""
        if self.dissolved_on is None or self.dissolved_on > day:
            return None
        heir = self.changes_away.model.objects.heirs(on=day).get(self.pk)
        return Municipality.objects.filter(pk=heir).first() if heir else None
