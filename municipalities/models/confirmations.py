"""Once a year a town is asked whether its contact persons are still the right ones, by a link in a mail."""

import hashlib
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from core.scoping import Reach, ScopedQuerySet
from municipalities.models.places import Municipality


def hash_of(token: str) -> str:
    """What is stored of a link; a copy of the database confirms nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


class ConfirmationRequestQuerySet(ScopedQuerySet):
    def open(self) -> Self:
        """Asked and not answered; the link may have run out."""
        return self.filter(closed_on=None)

    def for_list(self) -> Self:
        return self.select_related("municipality__district").order_by("-asked_on", "-pk")

    def by_token(self, token: str) -> Self:
        """The link of the letter and that of its reminder lead to the same request."""
        return self.filter(Q(token_hash=hash_of(token)) | Q(reminder_hash=hash_of(token)))


class ConfirmationRequest(models.Model):
    """A town was asked to confirm its contacts. Of the links only hashes are kept."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="confirmation_requests", verbose_name="Kommune"
    )
    recipient = models.EmailField("gefragt unter")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    reminder_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    asked_on = models.DateField("gefragt am")
    reminded_on = models.DateField("erinnert am", null=True, blank=True)
    expires_at = models.DateTimeField("Link gültig bis")
    closed_on = models.DateField("beantwortet am", null=True, blank=True)
    # By value: whoever follows the link has no account.
    closed_by = models.CharField("beantwortet von", max_length=200, blank=True)

    personal_fields = ("recipient", "closed_by")
    scope = "municipality"
    readers = frozenset({Reach.ALL})
    objects = ConfirmationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "Bitte um Bestätigung"
        verbose_name_plural = "Bitten um Bestätigung"
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "asked_on"], name="confirmation_asked_once_a_day"),
            models.CheckConstraint(
                name="confirmation_reminder_complete",
                condition=Q(reminded_on=None, reminder_hash=None)
                | Q(reminded_on__isnull=False, reminded_on__gt=F("asked_on"), reminder_hash__isnull=False),
            ),
            models.CheckConstraint(
                name="confirmation_answer_complete",
                condition=Q(closed_on=None, closed_by="")
                | Q(closed_on__isnull=False, closed_on__gte=F("asked_on")) & ~Q(closed_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Bitte um Bestätigung: {self.municipality}"

    def has_run_out(self, now: datetime) -> bool:
        return now >= self.expires_at
