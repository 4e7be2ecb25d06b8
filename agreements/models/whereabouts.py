"""Where an original on paper is since a day."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models.original import Original
from agreements.models.party import PartOfAgreementQuerySet, Party
from core.scoping import Reach


class WhereaboutsQuerySet(PartOfAgreementQuerySet):
    path = "original__agreement"


class Whereabouts(models.Model):
    """Where an original is since a day; rows follow each other and none is overwritten."""

    class Kind(models.TextChoices):
        TO_SIGN = "to_sign", "zur Unterschrift bei"
        UNDER_WAY = "under_way", "unterwegs an"
        WITH_PARTY = "with_party", "verbleibt bei"
        OFFICE = "office", "in der Akte der Geschäftsstelle"
        ARCHIVE = "archive", "im Archiv"

    WITH_A_PARTY = frozenset({Kind.TO_SIGN.value, Kind.UNDER_WAY.value, Kind.WITH_PARTY.value})
    FINAL = frozenset({Kind.WITH_PARTY.value, Kind.OFFICE.value, Kind.ARCHIVE.value})

    original = models.ForeignKey(Original, models.CASCADE, related_name="ways", verbose_name="Ausfertigung")
    kind = models.CharField("Verbleib", max_length=20, choices=Kind)
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="bei welcher Partei"
    )
    since_on = models.DateField("seit")
    note = models.CharField("Vermerk", max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="eingetragen von"
    )

    scope = "original__agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = WhereaboutsQuerySet.as_manager()

    class Meta:
        verbose_name = "Verbleib einer Ausfertigung"
        verbose_name_plural = "Verbleib der Ausfertigungen"
        ordering = ["since_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="whereabouts_party_only_where_one_is",
                condition=Q(party=None) | Q(kind__in=["to_sign", "under_way", "with_party"]),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_final(self) -> bool:
        return self.kind in self.FINAL

    @property
    def label(self) -> str:
        """„zur Unterschrift bei Stadt Meerane“, „im Archiv“."""
        return " ".join(filter(None, [self.get_kind_display(), str(self.party) if self.party else ""]))
