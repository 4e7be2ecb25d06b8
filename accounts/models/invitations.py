"""Invitations: a function offered to an address, by a link that works once and ends."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.functions import ACCOUNT_MANAGERS, BEARERS, TOWN_FUNCTIONS, Function
from accounts.models.bearers import NamesBody, rightly_placed
from core.scoping import NOTHING, Grant, Reach, ScopedQuerySet
from core.telling import Share, told_as
from municipalities.models import Association, District, Municipality, PoliceDirectorate


def hash_of(token: str) -> str:
    """What is stored of a link; a copy of the database opens no account."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(ScopedQuerySet):
    told = told_as(Share.OWN, "nur zu Funktionen der eigenen Kommune", *ACCOUNT_MANAGERS)

    def open(self) -> Self:
        """Neither accepted nor revoked; the link may have run out."""
        return self.filter(accepted_at=None, revoked_at=None)

    def of_town_functions(self, places: Iterable[int]) -> Self:
        return self.filter(municipality__in=places, function__in=TOWN_FUNCTIONS)

    def for_list(self) -> Self:
        return self.select_related(*BEARERS, "invited_by").order_by("-created_at", "-pk")

    def opened_by(self, grant: Grant) -> Q:
        """The office reads all; who manages a town's accounts reads the invitations to functions of the town."""
        if grant.reach is Reach.ALL:
            return super().opened_by(grant)
        if grant.function not in ACCOUNT_MANAGERS:
            return NOTHING
        return Q(municipality__in=grant.places, function__in=TOWN_FUNCTIONS)


class Invitation(NamesBody, models.Model):
    """A function offered to an e-mail address. Of the link only a hash is kept; sending it again makes a new one."""

    email = models.EmailField("E-Mail-Adresse")
    name = models.CharField("Name", max_length=150)
    function = models.CharField("Funktion", max_length=30, choices=Function)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name="Kommune"
    )
    police_directorate = models.ForeignKey(
        PoliceDirectorate, models.PROTECT, null=True, blank=True, related_name="invitations",
        verbose_name="Polizeidirektion",
    )  # fmt: skip
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name="Zusammenschluss"
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name="Landkreis"
    )
    title = models.CharField("Amtsbezeichnung", max_length=150, blank=True)
    is_deputy = models.BooleanField("stellvertretend", default=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("eingeladen", auto_now_add=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="eingeladen von"
    )
    sent_at = models.DateTimeField("zuletzt versandt")
    expires_at = models.DateTimeField("gültig bis")
    accepted_at = models.DateTimeField("angenommen", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name="angenommen von",
    )  # fmt: skip
    revoked_at = models.DateTimeField("zurückgezogen", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name="zurückgezogen von",
    )  # fmt: skip

    personal_fields = ("email", "name", "title")
    scope = "municipality"
    readers = frozenset({Reach.ALL, Reach.OWN, Reach.ACCOUNTS})
    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "Einladung"
        verbose_name_plural = "Einladungen"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="invitation_has_its_place", condition=rightly_placed()),
            models.CheckConstraint(
                name="invitation_accepted_or_revoked",
                condition=Q(accepted_at=None, accepted_by=None, revoked_at=None, revoked_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, revoked_at=None, revoked_by=None)
                | Q(accepted_at=None, accepted_by=None, revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["email", "function", *BEARERS], condition=Q(accepted_at=None, revoked_at=None),
                nulls_distinct=False, name="invitation_open_once",
            ),
            models.CheckConstraint(name="invitation_email_in_small_letters", condition=Q(email=Lower("email"))),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Einladung {self.email}: {self.function_label}"

    @property
    def function_label(self) -> str:
        """„Koordination Meerane (stellvertretend)“."""
        return self.spoken_label()

    def has_run_out(self, at: datetime) -> bool:
        return self.expires_at <= at
