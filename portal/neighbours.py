"""The towns nearest to one, by the official middles of both."""

from collections.abc import Collection
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from django.db.models import ExpressionWrapper, F, FloatField, Value
from django.db.models.functions import Power

from core import dates, formats
from municipalities.models import Municipality
from portal.board import BoardRow

SHOWN = 6
KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Neighbour:
    """A town nearby with its blocks; `km` as the crow flies between the official middles."""

    row: BoardRow
    km: float

    @property
    def distance(self) -> str:
        return f"{formats.number(self.km)} km"


def nearest(town: Municipality, user: Any, as_: Collection[str]) -> list[Any]:
    """The towns nearest to one, in one query; invented ones only beside invented ones.

    Saxony is small enough for a plane: a degree of longitude is shorter by the cosine of the latitude.
    """
    if town.latitude is None or town.longitude is None:
        return []
    north = _squared("latitude", float(town.latitude), KM_PER_DEGREE)
    east = _squared("longitude", float(town.longitude), KM_PER_DEGREE * cos(radians(float(town.latitude))))
    existing = Municipality.objects.visible_to(user, as_=as_).existing(on=dates.today())
    others = existing.filter(is_example=town.is_example).exclude(pk=town.pk)
    located = others.exclude(latitude=None).exclude(longitude=None)
    return list(located.annotate(km2=north + east).order_by("km2", "pk").select_related("district")[:SHOWN])


def _squared(field: str, origin: float, km: float) -> Any:
    apart = ExpressionWrapper((F(field) - Value(origin)) * Value(km), output_field=FloatField())
    return Power(apart, Value(2.0), output_field=FloatField())
