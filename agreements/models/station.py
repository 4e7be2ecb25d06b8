"""With whom the text lies, where no state of the agreement says it: the Hausleitung, a council, another desk."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.models.party import PartOfAgreementQuerySet, Party
from core import dates
from core.scoping import Reach


class Station(models.Model):
    """„Liegt bei“, entered by hand, from one day to another; what follows from the state is computed instead."""

    class Place(models.TextChoices):
        LPR = "lpr", "Landespräventionsrat"
        LEADERSHIP = "leadership", "Hausleitung"
        TOWN = "town", "Stadt"
        COUNCIL = "council", "Rat"
        POLICE = "police", "Polizeidirektion"

    agreement = models.ForeignKey("agreements.CooperationAgreement", models.CASCADE, related_name="stations")
    place = models.CharField("liegt bei", max_length=12, choices=Place)
    # None for the two that are the state's own affair.
    party = models.ForeignKey(
        Party, models.CASCADE, null=True, blank=True, related_name="stations", verbose_name="Partei"
    )
    starts_on = models.DateField("seit")
    ends_on = models.DateField("bis", null=True, blank=True)
    meets_on = models.DateField("Sitzungstag", null=True, blank=True)
    note = models.CharField("Anmerkung", max_length=200, blank=True)
    made_at = models.DateTimeField("eingetragen", auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="eingetragen von"
    )

    scope = "agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = PartOfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "Station"
        verbose_name_plural = "Stationen"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="station_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="station_of_a_party_names_it",
                condition=Q(place__in=["lpr", "leadership"], party=None)
                | Q(place__in=["town", "council", "police"], party__isnull=False),
            ),
            models.CheckConstraint(
                name="station_only_a_council_meets", condition=Q(meets_on=None) | Q(place="council")
            ),
            models.UniqueConstraint(
                name="station_one_open_per_party", fields=["agreement", "party"], condition=Q(ends_on=None),
                nulls_distinct=False,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.get_place_display()

    @property
    def has_met(self) -> bool:
        """Whether the council has met and nobody has said what it decided."""
        return self.meets_on is not None and self.meets_on < dates.today()
