"""Who concludes an agreement, and who signs for them."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from agreements.models.signed_as import SignedAs
from core.scoping import Grant, Reach, ScopedQuerySet, among, through
from core.telling import EVERY, Share, told_as
from municipalities.models import Association, Municipality, PoliceDirectorate, Resolution

STATE_OFFICE_NAME = "Landespräventionsrat Sachsen"


class PartOfAgreementQuerySet(ScopedQuerySet):
    """Rows as readable as the agreement they belong to."""

    path = "agreement"
    told = {
        Reach.ALL: EVERY,
        **told_as(Share.SOME, "wie die Vereinbarung, zu der sie gehören", Reach.OWN, Reach.PARTY),
    }

    def opened_by(self, grant: Grant) -> Q:
        owner: Any = Party.agreement.field.related_model
        agreements = owner.objects.all()
        return through(self.path, agreements, agreements.opened_by(grant))

    def of_those_from_the_beginning(self, grant: Grant) -> Q:
        """Rows from before the signature: whoever joined by Nachtrag had no part in how the text came about."""
        if grant.reach is not Reach.OWN:
            return Q(pk__isnull=False)
        return Q(**{f"{self.path}__in": own_parties(grant).filter(joined_by=None).values("agreement")})


def own_parties(grant: Grant) -> Any:
    """The parties of any agreement that a function acts for: its towns, their associations, its directorate."""
    own = (
        among("coverage__municipality", grant.places)
        | among("association", grant.associations)
        | among("police_directorate", grant.bodies)
    )
    return Party._base_manager.filter(own)


class PartyQuerySet(PartOfAgreementQuerySet):
    told = {
        Reach.ALL: EVERY,
        **told_as(
            Share.SOME,
            "wie die Vereinbarung; wer ausgeschieden ist, sieht spätere Parteien nicht",
            Reach.OWN,
            Reach.PARTY,
        ),
    }

    def opened_by(self, grant: Grant) -> Q:
        """As readable as the agreement; whoever has left is not told who joined afterwards."""
        rule = super().opened_by(grant)
        if grant.reach is Reach.ALL:
            return rule
        own = own_parties(grant).filter(agreement=OuterRef("agreement"))
        then = own.filter(Q(ends_on=None) | Q(ends_on__gte=OuterRef("starts_on")))
        return rule & (Q(starts_on=None) | Q(Exists(then)))


def _exactly(kind: str, body: str = "") -> Q:
    """Condition: of this kind, with the body in this field and no other."""
    fields = ("municipality", "association", "police_directorate")
    return Q(kind=kind, **{f"{name}__isnull": name != body for name in fields})


class Party(models.Model):
    """A body that concludes the agreement: the LPR always, 1..n towns or associations, the police 0..1 times."""

    class Kind(models.TextChoices):
        STATE_OFFICE = "state_office", "Landespräventionsrat"
        MUNICIPALITY = "municipality", "Kommune"
        ASSOCIATION = "association", "Zusammenschluss"
        POLICE = "police", "Polizeidirektion"

    class ResolutionNeed(models.TextChoices):
        UNKNOWN = "", "noch unbekannt"
        NEEDED = "needed", "ja, ein Beschluss ist nötig"
        NOT_NEEDED = "not_needed", "nein"

    RANKS = {
        Kind.STATE_OFFICE.value: 0, Kind.ASSOCIATION.value: 1, Kind.MUNICIPALITY.value: 1, Kind.POLICE.value: 2
    }  # fmt: skip

    agreement = models.ForeignKey("agreements.CooperationAgreement", models.CASCADE, related_name="parties")
    kind = models.CharField("Art", max_length=20, choices=Kind)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="agreement_parties", verbose_name="Kommune"
    )
    # Acts for its members; whom it covers stands in Coverage.
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="agreement_parties",
        verbose_name="Zusammenschluss",
    )  # fmt: skip
    police_directorate = models.ForeignKey(
        PoliceDirectorate, models.PROTECT, null=True, blank=True, related_name="agreement_parties",
        verbose_name="Polizeidirektion",
    )  # fmt: skip
    # Another party of the same agreement that signs for this one; its consent is still asked.
    represented_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="represents", verbose_name="vertreten durch"
    )
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    # A successor by law: party from the day of Rechtsnachfolge; who concluded the agreement stays beside it.
    succeeded_on = models.DateField("Partei seit", null=True, blank=True, editable=False)
    succeeds = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", editable=False,
        verbose_name="Rechtsnachfolge von",
    )  # fmt: skip
    # By a Nachtrag, or by notice: the first and the last day as a party; None is as long as the agreement runs.
    starts_on = models.DateField("Partei ab", null=True, blank=True, editable=False)
    ends_on = models.DateField("Partei bis", null=True, blank=True, editable=False)
    joined_by = models.ForeignKey(
        "agreements.Amendment", models.PROTECT, null=True, blank=True, related_name="joined", editable=False,
        verbose_name="beigetreten durch",
    )  # fmt: skip
    left_by = models.ForeignKey(
        "agreements.Amendment", models.PROTECT, null=True, blank=True, related_name="left", editable=False,
        verbose_name="ausgetreten durch",
    )  # fmt: skip
    # Consent to the text of one version; a later change of the text takes it back.
    agreed_on = models.DateField("zugestimmt am", null=True, blank=True)
    agreed_version = models.PositiveIntegerField("zugestimmte Fassung", null=True, blank=True)
    # Check value of the text agreed to: facts from the records may change it without anybody editing a clause.
    agreed_hash = models.CharField("Prüfwert des zugestimmten Textes", max_length=64, blank=True, editable=False)
    agreed_note = models.CharField("Nachweis der Zustimmung", max_length=200, blank=True)
    # By whose authority somebody agreed who does not speak for the body herself.
    agreed_authority = models.CharField("im Auftrag von", max_length=200, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="eingetragen von"
    )

    # Whether its council has to decide before it signs, as party or office say, and what was decided.
    resolution_need = models.CharField(
        "Beschluss erforderlich", max_length=10, choices=ResolutionNeed, default=ResolutionNeed.UNKNOWN, blank=True
    )
    resolution = models.ForeignKey(
        Resolution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Beschluss"
    )

    scope = "agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = "Partei"
        verbose_name_plural = "Parteien"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="party_is_exactly_its_kind",
                condition=_exactly("state_office")
                | _exactly("municipality", "municipality")
                | _exactly("association", "association")
                | _exactly("police", "police_directorate"),
            ),
            models.CheckConstraint(
                name="party_only_a_town_is_represented",
                condition=Q(represented_by=None) | (Q(kind="municipality") & ~Q(represented_by=F("id"))),
            ),
            models.UniqueConstraint(fields=["agreement", "association"], name="party_association_once"),
            # Whoever has left may come back.
            models.UniqueConstraint(
                fields=["agreement", "municipality"], condition=Q(ends_on=None), name="party_municipality_once"
            ),
            models.UniqueConstraint(
                fields=["agreement", "kind"],
                name="party_state_office_and_police_once",
                condition=~Q(kind__in=["association", "municipality"]),
            ),
            models.CheckConstraint(
                name="party_successor_has_day",
                condition=Q(succeeded_on=None, succeeds=None)
                | Q(kind="municipality", succeeded_on__isnull=False, succeeds__isnull=False, agreed_on=None),
            ),
            models.CheckConstraint(
                name="party_only_a_council_decides",
                condition=Q(kind__in=["municipality", "association"]) | Q(resolution_need="", resolution=None),
            ),
            models.CheckConstraint(
                name="party_joined_has_day",
                condition=Q(starts_on=None, joined_by=None)
                | Q(kind="municipality", starts_on__isnull=False, joined_by__isnull=False, succeeds=None),
            ),
            models.CheckConstraint(name="party_left_has_day", condition=Q(left_by=None) | Q(ends_on__isnull=False)),
            models.CheckConstraint(
                name="party_ends_after_start",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="party_consent_complete",
                condition=Q(agreed_on=None, agreed_version=None, agreed_by=None)
                | Q(agreed_on__isnull=False, agreed_version__isnull=False, agreed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rank(self) -> int:
        return self.RANKS[self.kind]

    @property
    def name(self) -> str:
        """„Landespräventionsrat Sachsen“, „Stadt Meerane“, „Polizeidirektion Zwickau“."""
        if self.municipality:
            return f"{self.municipality.kind_word} {self.municipality.name}"
        if self.association:
            return self.association.display_name
        return str(self.police_directorate) if self.police_directorate else STATE_OFFICE_NAME

    @property
    def goes_on(self) -> list[Any]:
        """The later versions its consent holds for as well, with the reasons; uses prefetched rows."""
        return [row for row in self.carried.all() if self.agreed_on and row.agreed_version == self.agreed_version]

    @property
    def is_municipal(self) -> bool:
        return self.kind in {self.Kind.MUNICIPALITY, self.Kind.ASSOCIATION}

    @property
    def came_later(self) -> bool:
        """By law or by Nachtrag: it does not stand in the text."""
        return bool(self.succeeds_id or self.joined_by_id)

    @property
    def since(self) -> date | None:
        return self.succeeded_on or self.starts_on

    def is_party_on(self, day: date) -> bool:
        """By the days of the row alone; whether the body still exists is another question."""
        return (self.since is None or self.since <= day) and (self.ends_on is None or self.ends_on >= day)

    @property
    def signs_itself(self) -> bool:
        return self.represented_by_id is None

    @property
    def sorted_signatories(self) -> list[Any]:
        return sorted(self.signatories.all(), key=lambda row: (row.position, row.pk))

    @property
    def is_signed(self) -> bool:
        rows = self.signatories.all()
        return bool(rows) and all(row.signed_on for row in rows)


class SignatoryQuerySet(PartOfAgreementQuerySet):
    path = "party__agreement"


class Signatory(SignedAs):
    """A person who signs for a party; the name may be open until the day, the function may not."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "vor Ort"
        VIDEO = "video", "per Videokonferenz"

    party = models.ForeignKey(Party, models.CASCADE, related_name="signatories", verbose_name="Partei")
    name = models.CharField("Name", max_length=150, blank=True)
    office = models.CharField("Funktion", max_length=200)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    signed_on = models.DateField("unterzeichnet am", null=True, blank=True)
    mode = models.CharField("Art der Unterzeichnung", max_length=20, choices=Mode, blank=True)
    place = models.CharField("Ort", max_length=150, blank=True)
    deputy_note = models.CharField("Vertretungsvermerk", max_length=200, blank=True)
    # Who signed where the text names only the function; the fixed text does not change for it.
    signed_name = models.CharField("Name der unterzeichnenden Person", max_length=150, blank=True)

    personal_fields = (
        "name", "office", "deputy_note", "signed_name", "mandate_reference", "acting_name", "acting_office",
        "acting_reason",
    )  # fmt: skip
    scope = "party__agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = "unterzeichnende Person"
        verbose_name_plural = "Unterzeichnende"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="signatory_signature_complete",
                condition=(Q(signed_on=None, mode="", place="", deputy_note="", signed_name=""))
                | (Q(signed_on__isnull=False) & (Q(mode="video") | (Q(mode="in_person") & ~Q(place="")))),
            ),
            models.CheckConstraint(name="signatory_has_office", condition=~Q(office="")),
            *SignedAs.Meta.constraints,
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return f"{self.name}, {self.office}" if self.name else self.office
