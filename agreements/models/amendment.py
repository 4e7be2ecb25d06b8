"""A Nachtrag: what it changes in which agreement, beside the document that is agreed and signed like any other."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from agreements.models.party import PartOfAgreementQuerySet, Party
from core.scoping import Reach
from municipalities.models import Municipality


class AmendmentQuerySet(PartOfAgreementQuerySet):
    """As readable as the document: its own parties, not everybody who ever was party to the agreement."""

    path = "document"

    def in_force(self, on: date) -> "AmendmentQuerySet":
        """Signed by everybody and effective on the day, in the order in which they took effect."""
        rows = self.filter(document__signed_on__lte=on).exclude(effective_on__gt=on)
        return rows.order_by("document__signed_on", "number")


class Amendment(models.Model):
    """Amends a Kooperationsvereinbarung from a day on. Its text is a CooperationAgreement of the kind „Nachtrag“."""

    class Kind(models.TextChoices):
        CHANGE = "change", "Änderung"
        JOINING = "joining", "Beitritt"
        LEAVING = "leaving", "Austritt"

    document = models.OneToOneField(
        "agreements.CooperationAgreement", models.PROTECT, related_name="amendment", verbose_name="Nachtragstext"
    )
    amends = models.ForeignKey(
        "agreements.CooperationAgreement", models.PROTECT, related_name="amendments", verbose_name="Vereinbarung"
    )
    # Counted within the agreement; one that is withdrawn keeps its number, so that nobody confuses two.
    number = models.PositiveSmallIntegerField("Nummer")
    kind = models.CharField("Art des Nachtrags", max_length=20, choices=Kind)
    joining = models.ForeignKey(
        Municipality, models.PROTECT, null=True, related_name="+", verbose_name="beitretende Kommune"
    )
    leaving = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+", verbose_name="austretende Partei")
    # The first day on which it applies; without one it applies from the last signature on.
    effective_on = models.DateField("wirksam ab", null=True, blank=True)

    scope = "document__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = "Nachtrag"
        verbose_name_plural = "Nachträge"
        ordering = ["amends", "number"]
        constraints = [
            models.UniqueConstraint(fields=["amends", "number"], name="amendment_number_once"),
            models.CheckConstraint(
                name="amendment_names_who_comes_or_goes",
                condition=Q(kind="change", joining=None, leaving=None)
                | Q(kind="joining", joining__isnull=False, leaving=None)
                | Q(kind="leaving", joining=None, leaving__isnull=False),
            ),
            models.CheckConstraint(
                name="amendment_amends_another_document", condition=~Q(document=models.F("amends"))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.label

    @property
    def name(self) -> str:
        return f"{self.number}. Nachtrag"

    @property
    def body_name(self) -> str:
        body: Any = self.leaving
        if self.joining:
            return f"{self.joining.kind_word} {self.joining.name}"
        return body.name if body else ""

    @property
    def label(self) -> str:
        """„1. Nachtrag (Beitritt der Stadt Schneeberg)“."""
        if not self.body_name:
            return f"{self.name} ({self.get_kind_display()})"
        joint = ": " if self.leaving and self.leaving.association_id else " der "
        return f"{self.name} ({self.get_kind_display()}{joint}{self.body_name})"

    @property
    def applies_from(self) -> date | None:
        """The first day on which it applies: never before everybody has signed; None until then."""
        signed_on = self.document.signed_on
        if signed_on is None:
            return None
        return max(signed_on, self.effective_on or signed_on)
