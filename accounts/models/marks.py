"""„gesehen“: up to where somebody has looked through a town; rows that only their owner reads."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.scoping import ScopedQuerySet
from municipalities.models import Municipality


class OwnQuerySet(ScopedQuerySet):
    """Rows that are read by the person they are about, and by nobody else: no function opens them."""

    def own(self, user: Any) -> Self:
        return self.filter(user=user)


class TownMark(models.Model):
    """„gesehen“ for one town: up to which instant, and which of its lines stood there then."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="town_marks")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name="Kommune")
    seen_at = models.DateTimeField("gesehen bis")
    # What a town's history says has days only and may be entered late: told by what it says, not by when.
    lines = ArrayField(models.CharField(max_length=16), default=list, blank=True)

    untracked = "a mark of the person's own, like a bookmark; its past would be a log of what she read"
    scope = "municipality"
    readers: frozenset[Any] = frozenset()
    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = "Merkzeichen"
        verbose_name_plural = "Merkzeichen"
        constraints = [models.UniqueConstraint(fields=["user", "municipality"], name="town_mark_once")]

    def __str__(self) -> str:
        return f"{self.municipality}: gesehen"
