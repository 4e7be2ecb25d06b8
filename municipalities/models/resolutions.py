"""Resolutions: what the council of a town, an association or a district has decided."""

from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import formats
from core.scoping import Grant, Reach, ScopedQuerySet
from core.searching import Words
from core.telling import Share, Told
from core.visibility import Visibility
from municipalities.models.associations import Association
from municipalities.models.bearers import borne_by_own, held_by_one
from municipalities.models.places import District, Municipality

BEARERS = ("municipality", "association", "district")


class ResolutionQuerySet(ScopedQuerySet):
    told = {
        Reach.OWN: Told(Share.OWN, "der eigenen Kommune und des eigenen Zusammenschlusses"),
        Reach.BEARER: Told(Share.OWN, "nur des eigenen Landkreises"),
    }

    def decided(self, on: date) -> "ResolutionQuerySet":
        """Up to and including a day."""
        return self.filter(decided_on__lte=on)

    def for_list(self) -> "ResolutionQuerySet":
        return self.select_related(*BEARERS)

    def opened_by(self, grant: Grant) -> Q:
        return super().opened_by(grant) | borne_by_own(grant)


class Resolution(models.Model):
    """Beschluss; it belongs to the body that decided. A council's decisions are public unless it says otherwise."""

    OFFERED_RUNGS = (Visibility.STATE_OFFICE, Visibility.NETWORK, Visibility.PUBLIC)

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="resolutions", verbose_name="Kommune"
    )
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="resolutions", verbose_name="Zusammenschluss"
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="resolutions", verbose_name="Landkreis"
    )
    council = models.CharField("Gremium", max_length=100)
    number = models.CharField("Beschlussnummer", max_length=60, blank=True)
    decided_on = models.DateField("beschlossen am")
    subject = models.CharField("Gegenstand", max_length=300)
    note = models.TextField("Anmerkung", blank=True)
    url = models.URLField("Fundstelle im Internet", max_length=500, blank=True)
    visibility = models.PositiveSmallIntegerField(
        "Sichtbar für",
        choices=[(rung.value, rung.label) for rung in OFFERED_RUNGS],
        default=Visibility.PUBLIC,
    )

    scope = "municipality"
    objects = ResolutionQuerySet.as_manager()

    SEARCHED = ("subject", "council", "number", "note")

    class Meta:
        verbose_name = "Beschluss"
        verbose_name_plural = "Beschlüsse"
        ordering = ["-decided_on", "-pk"]
        indexes = [GinIndex(Words("subject", "council", "number", "note"), name="resolution_words")]
        constraints = [
            models.CheckConstraint(name="resolution_has_one_bearer", condition=held_by_one(*BEARERS)),
            models.CheckConstraint(
                name="resolution_has_council_and_subject", condition=~Q(council="") & ~Q(subject="")
            ),
            models.CheckConstraint(
                name="resolution_is_no_secret_of_the_town", condition=Q(visibility__gte=Visibility.STATE_OFFICE)
            ),
            models.UniqueConstraint(
                name="resolution_number_once",
                fields=[*BEARERS, "council", "number", "decided_on"],
                condition=~Q(number=""),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("portal:resolution", args=[self.pk])

    @property
    def label(self) -> str:
        """„Stadtrat, Beschluss 17/2021“."""
        return f"{self.council}, Beschluss {self.number}" if self.number else f"{self.council}, Beschluss"

    @property
    def notes(self) -> list[str]:
        """What stands small below the subject."""
        rung = "" if self.visibility == Visibility.PUBLIC else self.get_visibility_display()
        return [self.label, formats.day(self.decided_on), rung]

    @property
    def bearer_field(self) -> str:
        return next(name for name in BEARERS if getattr(self, f"{name}_id"))

    @property
    def bearer(self) -> Municipality | Association | District:
        bearer: Municipality | Association | District = getattr(self, self.bearer_field)
        return bearer
