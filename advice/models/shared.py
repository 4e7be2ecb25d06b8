"""What everything about one or several towns has in common: the towns in German order, and the way they met."""

from typing import Self

from django.db import models

from core.scoping import ScopedQuerySet
from municipalities.models.towns import WithTowns


class Mode(models.TextChoices):
    ON_SITE = "on_site", "vor Ort"
    ONLINE = "online", "online"
    PHONE = "phone", "telefonisch"


class TownsQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        return self.with_rows_of("municipalities", "district__police_directorate")

    def about(self, town: models.Model) -> Self:
        """Rows about one town, a joint one too; a subquery, so that a joint row keeps all its towns."""
        return self.filter(pk__in=self.model._base_manager.filter(municipalities=town).values("pk"))


class AboutTowns(WithTowns, models.Model):
    """Base of a row about one or several municipalities."""

    file_reference = models.CharField("Aktenzeichen", max_length=60, blank=True)

    class Meta:
        abstract = True

    @property
    def key(self) -> str:
        """The number as it stands in an address („?kontakt=7“)."""
        return str(self.pk)

    @property
    def is_joint(self) -> bool:
        return len(self.municipalities.all()) > 1

    @property
    def is_example(self) -> bool:
        return any(town.is_example for town in self.municipalities.all())
