"""What one has seen: when somebody last signed in, and up to where she has looked through each town."""

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


class Arrival(models.Model):
    """The present and the previous sign-in of a person, and since when she has not looked through what is new."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="arrival")
    last_at = models.DateTimeField("angemeldet seit")
    last_on = models.DateField("Tag der Anmeldung")
    before_at = models.DateTimeField("vorige Anmeldung", null=True)
    before_on = models.DateField("Tag der vorigen Anmeldung", null=True)
    # Everything up to here counts as seen: signing in does not move it, „alles gesehen“ does.
    seen_at = models.DateTimeField("gesehen bis")
    seen_on = models.DateField("Tag, bis zu dem gesehen ist")

    untracked = "who came when is kept for the person herself, and only the last two times"
    scope = "user__assignments__municipality"
    readers: frozenset[Any] = frozenset()
    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = "Anmeldung"
        verbose_name_plural = "Anmeldungen"
        constraints = [
            models.CheckConstraint(
                name="arrival_before_is_complete",
                condition=models.Q(before_at=None, before_on=None)
                | models.Q(before_at__isnull=False, before_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"Anmeldung {self.user}"


class TownMark(models.Model):
    """„gesehen“ for one town: up to which instant, and which of its lines stood there then."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="town_marks")
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", verbose_name="Kommune")
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
