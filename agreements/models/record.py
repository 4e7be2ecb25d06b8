"""What is kept beside an agreement: its numbered versions, proposals, guests, and copies that turned out wrong."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from agreements.models.party import PartOfAgreementQuerySet, Party
from core.scoping import Grant, Reach
from documents.models import Document
from municipalities.models import Municipality


class Coverage(models.Model):
    """A municipality an agreement covers, through itself or through an association that acts for it.

    Follows the members of the association until the text is fixed, and stays as it was on that day ever after.
    """

    agreement = models.ForeignKey("agreements.CooperationAgreement", models.CASCADE, related_name="coverage")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="agreement_coverage", verbose_name="Kommune"
    )
    party = models.ForeignKey(Party, models.CASCADE, related_name="coverage", verbose_name="Partei")

    scope = "agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = PartOfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "erfasste Kommune"
        verbose_name_plural = "erfasste Kommunen"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "municipality"], name="coverage_once")]

    def __str__(self) -> str:
        return str(self.municipality)


class AgreementVersionQuerySet(PartOfAgreementQuerySet):
    def opened_by(self, grant: Grant) -> Q:
        """As readable as the agreement; what the office wrote before it showed the text stays its own."""
        rule = super().opened_by(grant)
        return rule if grant.reach is Reach.ALL else rule & Q(is_shown=True)


class AgreementVersion(models.Model):
    """The whole text of an agreement as it stood under one number; never changed afterwards."""

    agreement = models.ForeignKey("agreements.CooperationAgreement", models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("Fassung")
    what = models.CharField("Änderung", max_length=300)
    # clauses, parties, signatories and file reference as plain values: agreements.versions.content_of.
    content = models.JSONField("Inhalt", encoder=DjangoJSONEncoder)
    is_shown = models.BooleanField("den Parteien gezeigt", default=False)
    made_on = models.DateField("vom")
    made_at = models.DateTimeField("angelegt", auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="geändert von"
    )  # fmt: skip

    scope = "agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = AgreementVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "Fassung"
        verbose_name_plural = "Fassungen"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"Fassung {self.number}"


class ChangeProposal(models.Model):
    """What a party wants to have changed before it agrees; waits until the office has settled it."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="proposals", verbose_name="Partei")
    version = models.PositiveIntegerField("zur Fassung")
    text = models.TextField("Änderungswunsch")
    made_on = models.DateField("vom")
    made_at = models.DateTimeField("angelegt", auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="von")
    settled_on = models.DateField("erledigt am", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="erledigt von"
    )
    answer = models.TextField("Antwort", blank=True)

    scope = "party__agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})

    class QuerySet(PartOfAgreementQuerySet):
        path = "party__agreement"

    objects = QuerySet.as_manager()

    class Meta:
        verbose_name = "Änderungswunsch"
        verbose_name_plural = "Änderungswünsche"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="proposal_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="proposal_settled_completely",
                condition=Q(settled_on=None, settled_by=None, answer="")
                | (Q(settled_on__isnull=False, settled_by__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Änderungswunsch: {self.party}"


class ReplacedCopy(models.Model):
    """A scan that was kept as the signed copy and turned out to be the wrong one; it stays in the record.

    It may show what belongs to somebody else, so only the office opens it.
    """

    agreement = models.ForeignKey("agreements.CooperationAgreement", models.CASCADE, related_name="replaced_copies")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="Ausfertigung")
    reason = models.TextField("Begründung")
    replaced_on = models.DateField("ersetzt am")
    replaced_at = models.DateTimeField("eingetragen", auto_now_add=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ersetzt durch"
    )

    scope = "agreement__coverage__municipality"
    readers = frozenset({Reach.ALL})

    class QuerySet(PartOfAgreementQuerySet):
        def opened_by(self, grant: Grant) -> Any:
            return super().opened_by(grant) if grant.reach is Reach.ALL else Q(pk__in=())

    objects = QuerySet.as_manager()

    class Meta:
        verbose_name = "ersetzte Ausfertigung"
        verbose_name_plural = "ersetzte Ausfertigungen"
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(name="replaced_copy_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.document}, ersetzt"


class SigningGuest(models.Model):
    """Who was present at the signing; guests do not sign and do not stand in the text."""

    agreement = models.ForeignKey("agreements.CooperationAgreement", models.CASCADE, related_name="guests")
    name = models.CharField("Name", max_length=150, blank=True)
    office = models.CharField("Funktion", max_length=200, blank=True)

    scope = "agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = PartOfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "Gast"
        verbose_name_plural = "Gäste"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="guest_is_somebody", condition=~Q(name="", office=""))]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, self.office]))
