"""When somebody signed in, this time and the time before, and since when she has not looked through what is new."""

from typing import Any

from django.conf import settings
from django.db import models

from accounts.models.marks import OwnQuerySet


class Arrival(models.Model):
    """The present and the previous sign-in of a person, and since when she has not looked through what is new."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="arrival")
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
