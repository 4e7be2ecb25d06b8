"""The cooperation agreement itself, and the counter that numbers it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import cached_property

from agreements.models import recorded
from agreements.models.finding import CooperationAgreementQuerySet
from agreements.models.template import AgreementTemplate
from agreements.transitions import (
    AWAITING_SIGNATURE,
    CONCLUDED,
    EDITABLE,
    FIXED,
    MAY_HOLD_NUMBER,
    TRANSITIONS,
    Status,
)  # fmt: skip
from core.dates import Span
from core.scoping import Reach, ScopedQuerySet, Unscoped
from core.searching import Words
from core.transitions import Transition
from documents.models import Document


def values_of(states: Iterable[Status]) -> list[str]:
    """States for a database constraint; sorted, because a set has another order in every process."""
    return sorted(state.value for state in states)


class CooperationAgreement(recorded.Recorded):
    """An agreement between municipalities, where they wish the police, and the Landespräventionsrat."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", "Kooperationsvereinbarung"
        PRELIMINARY = "preliminary", "Vorvereinbarung"
        AMENDMENT = "amendment", "Nachtrag"

    kind = models.CharField("Art", max_length=20, choices=Kind, default=Kind.AGREEMENT)
    status = models.CharField("Zustand", max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    file_reference = models.CharField("Aktenzeichen", max_length=60, blank=True)
    # The sample text it was drafted from.
    template = models.ForeignKey(
        AgreementTemplate, models.PROTECT, null=True, related_name="agreements", editable=False,
        verbose_name="Mustertext",
    )  # fmt: skip
    # Counts every change of text or parties; each is kept as AgreementVersion.
    version = models.PositiveIntegerField("Fassung", default=1, editable=False)
    register_number = models.PositiveIntegerField("Registernummer", null=True, unique=True, editable=False)
    is_example = models.BooleanField(
        "erfunden",
        default=False,
        editable=False,
        help_text="Vereinbarungen erfundener Kommunen erhalten keine Nummer und zählen in keiner Kennzahl.",
    )
    day_note = models.CharField("Hinweis zu den Tagen", max_length=200, blank=True)

    drafted_on = models.DateField("Entwurf vom", editable=False)
    consultation_on = models.DateField("in Abstimmung seit", null=True, editable=False)
    approved_on = models.DateField("schlussgezeichnet am", null=True, editable=False)
    finalised_on = models.DateField("festgeschrieben am", null=True, editable=False)
    signed_on = models.DateField("unterzeichnet am", null=True, editable=False)
    ended_on = models.DateField("beendet am", null=True, editable=False)
    withdrawn_on = models.DateField("zurückgezogen am", null=True, editable=False)
    closing_reason = models.TextField("Grund der Beendigung oder Rücknahme", blank=True, editable=False)

    text_hash = models.CharField("Prüfwert des Textes", max_length=64, blank=True, editable=False)
    final_document = models.OneToOneField(
        Document, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="Endfassung"
    )
    signed_copy = models.OneToOneField(
        Document, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="Ausfertigung"
    )

    created_at = models.DateTimeField("angelegt", auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    # Who last changed text or parties: the second pair of eyes has to belong to somebody else.
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    # In whose stead the last change was made, if so: it counts as hers, too.
    edited_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    # Why nobody else looked at it: only where no second person was there.
    approved_alone_reason = models.TextField("ohne zweites Augenpaar, weil", blank=True, editable=False)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    # Whose consent the last action voided, by name, for the message to whoever acted.
    voided_consents: tuple[str, ...] = ()
    # Number and Ordnungszahl side by side (`agreements.ordinals.placed`), where a page of the office asks.
    place: Any = None

    # Its towns, number and days are found by `matching`.
    SEARCHED = ("file_reference",)

    scope = "coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = CooperationAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "Vereinbarung"
        verbose_name_plural = "Vereinbarungen"
        ordering = ["-pk"]
        indexes = [GinIndex(Words("file_reference"), name="agreement_words")]
        constraints = [
            models.CheckConstraint(
                name="agreement_signed_on_iff_concluded",
                condition=Q(status__in=values_of(CONCLUDED), signed_on__isnull=False)
                | (~Q(status__in=values_of(CONCLUDED)) & Q(signed_on=None)),
            ),
            models.CheckConstraint(
                name="agreement_concluded_has_number",
                condition=~Q(status__in=values_of(CONCLUDED), kind="agreement", is_example=False, is_recorded=False)
                | Q(register_number__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_number_only_where_it_may_be",
                condition=Q(register_number=None)
                | Q(kind="agreement", is_example=False, status__in=values_of(MAY_HOLD_NUMBER)),
            ),
            models.CheckConstraint(
                name="agreement_draft_iff_never_shown",
                condition=Q(status="draft", consultation_on=None)
                | Q(is_recorded=True)
                | Q(status="withdrawn")
                | (~Q(status__in=["draft", "withdrawn"]) & Q(consultation_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="agreement_fixed_text_iff_fixed",
                condition=Q(is_recorded=True)
                | (
                    Q(status__in=values_of(FIXED), finalised_on__isnull=False, final_document__isnull=False)
                    & ~Q(text_hash="")
                )
                | (
                    ~Q(status__in=values_of(FIXED))
                    & (Q(status="withdrawn") | Q(finalised_on=None, final_document=None, text_hash=""))
                ),
            ),
            models.CheckConstraint(
                name="agreement_approved_by_second_person",
                condition=Q(approved_by=None, approved_on=None, approved_alone_reason="")
                | (
                    Q(approved_by__isnull=False, approved_on__isnull=False)
                    & (
                        ~Q(approved_alone_reason="")
                        | (~Q(approved_by=models.F("edited_by")) & ~Q(approved_by=models.F("edited_for")))
                    )
                ),
            ),
            models.CheckConstraint(
                name="agreement_approved_when_past_consultation",
                condition=Q(status__in=["draft", "consultation"], approved_on=None)
                | Q(is_recorded=True)
                | Q(status__in=["approved", *values_of(FIXED)], approved_on__isnull=False)
                | Q(status="withdrawn"),
            ),
            models.CheckConstraint(
                name="agreement_ended_iff_ended",
                condition=Q(status="ended", ended_on__isnull=False) | (~Q(status="ended") & Q(ended_on=None)),
            ),
            models.CheckConstraint(
                name="agreement_withdrawn_iff_withdrawn",
                condition=Q(status="withdrawn", withdrawn_on__isnull=False)
                | (~Q(status="withdrawn") & Q(withdrawn_on=None)),
            ),
            *recorded.CONSTRAINTS,
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.towns_label}"

    def get_absolute_url(self) -> str:
        return reverse("agreements:detail", args=[self.pk])

    @property
    def title(self) -> str:
        """„Kooperationsvereinbarung Nr. 50“; without number before the last signature."""
        if self.is_amendment:
            return f"{self.amendment.label} zur {self.amendment.amends.title}"
        number = f" Nr.\N{NO-BREAK SPACE}{self.register_number}" if self.register_number else ""
        return f"{self.get_kind_display()}{number or (' ohne bekannte Nummer' if self.has_unknown_number else '')}"

    def get_status_display(self) -> str:  # type: ignore[no-redef]  # Django leaves ours
        """Recorded afterwards, it says so wherever its state is shown."""
        return recorded.status_label(self, Status(self.status).label)

    @property
    def has_unknown_number(self) -> bool:
        """Signed and counted, but no source gives its number."""
        return self.is_recorded and self.is_concluded and self.takes_number and not self.register_number

    @property
    def number_label(self) -> str:
        """„50“, „unbekannt“ or a dash."""
        return str(self.register_number or (recorded.NUMBER_UNKNOWN if self.has_unknown_number else "–"))

    @property
    def signed_span(self) -> Span | None:
        """The day of signing as far as it is known."""
        return recorded.span_of(self)

    @property
    def is_amendment(self) -> bool:
        return self.kind == self.Kind.AMENDMENT

    @property
    def is_example_day(self) -> bool:
        """The demo marks the days it invented."""
        return self.day_note.startswith("Beispiel")

    @property
    def sorted_parties(self) -> list[Any]:
        """Landespräventionsrat, associations and municipalities as entered, police; uses prefetched rows.

        Those who concluded it and stand in its text; a successor by law or by Nachtrag comes with `parties_on`.
        """
        original = (party for party in self.parties.all() if not party.came_later)
        rows = sorted(original, key=lambda party: (party.rank, party.position, party.pk))
        by_id = {party.pk: party for party in rows}
        for party in rows:
            if party.represented_by_id:
                party.represented_by = by_id[party.represented_by_id]
        return rows

    def parties_on(self, day: date) -> list[Any]:
        """Whom it binds on a day: with those who joined, without those who left, the successor for a dissolved one."""
        present = (party for party in self.parties.all() if party.is_party_on(day))
        bodies = ((party, party.municipality or party.association) for party in present)
        bound = [party for party, body in bodies if not (body and body.dissolved_on and body.dissolved_on <= day)]
        return sorted(bound, key=lambda party: (party.rank, party.position, party.pk))

    def coverage_on(self, day: date) -> list[Any]:
        """Every town covered on a day, by German order."""
        rows = [row for row in self.coverage.all() if row.party.is_party_on(day)]
        towns = {row.municipality for row in rows if (row.municipality.last_day or day) >= day}
        return sorted(towns, key=lambda town: town.sort_key)

    @property
    def bearers(self) -> list[Any]:
        """The municipal parties: towns, and associations that act for their members."""
        return [party for party in self.sorted_parties if party.is_municipal]

    @property
    def municipalities(self) -> list[Any]:
        """Every town covered: the towns that are party themselves, and the members an association acts for.

        A successor by law is covered too, but stands in no text: see `parties_on`.
        """
        places = {party.pk: place for place, party in enumerate(self.sorted_parties)}
        concluded = [row for row in self.coverage.all() if row.party_id in places]
        rows = sorted(concluded, key=lambda row: (places[row.party_id], row.municipality.sort_key))
        return [row.municipality for row in rows]

    @property
    def municipality_ids(self) -> list[int]:
        return [row.municipality_id for row in self.coverage.all()]

    @property
    def is_joint(self) -> bool:
        """Whether its text speaks of several towns."""
        return len(self.bearers) > 1 or any(party.association_id for party in self.bearers)

    @property
    def covers_more(self) -> bool:
        """Whether an association acts for towns its label does not name."""
        return any(party.association_id for party in self.bearers)

    @property
    def towns_label(self) -> str:
        """„Meerane“, „Aue-Bad Schlema, Lößnitz und Schneeberg“, „Verwaltungsverband Wildenstein“."""
        names = [str(party.municipality or party.association) for party in self.bearers]
        return " und ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))

    @property
    def police_directorate(self) -> Any:
        return next((party.police_directorate for party in self.parties.all() if party.police_directorate_id), None)

    @cached_property
    def open_stations(self) -> list[Any]:
        """Where somebody entered that it lies and lies still; a list of agreements loads only these."""
        return [row for row in self.stations.all() if row.ends_on is None]

    @property
    def signatories(self) -> list[Any]:
        return [signatory for party in self.sorted_parties for signatory in party.sorted_signatories]

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def is_fixed(self) -> bool:
        return self.status in FIXED

    @property
    def is_awaiting_signature(self) -> bool:
        return self.status in AWAITING_SIGNATURE

    @property
    def is_concluded(self) -> bool:
        return self.status in CONCLUDED

    @property
    def moves(self) -> list[Transition[Status]]:
        return TRANSITIONS.available(Status(self.status))

    @property
    def takes_number(self) -> bool:
        """A Vorvereinbarung takes no number, and neither does an agreement of invented towns."""
        return self.kind == self.Kind.AGREEMENT and not self.is_example

    def expected_number(self) -> int | None:
        """The number the last signature would give now; None once given, where none is given, or before the text
        is fixed: until then others may well be faster."""
        if not self.takes_number or self.register_number or not self.is_awaiting_signature:
            return None
        counter = RegisterCounter.objects.filter(pk=RegisterCounter.ONLY).first() or RegisterCounter()
        return counter.next_number


def ordinal(agreement: CooperationAgreement, on: date) -> int | None:
    """Ordnungszahl: the how-manieth concluded agreement it is on a day; a joint one counts once.

    On one day the known numbers come first; a day that is not known exactly counts from the latest possible one.
    """
    if not agreement.takes_number or agreement.signed_on is None or agreement.signed_on > on:
        return None
    before = CooperationAgreement.objects.numbered().of_saxony().concluded(on=on)
    if agreement.register_number:
        same_day = Q(register_number__lt=agreement.register_number)
    else:
        same_day = Q(register_number__isnull=False) | Q(pk__lt=agreement.pk)
    earlier = Q(signed_on__lt=agreement.signed_on) | (Q(signed_on=agreement.signed_on) & same_day)
    count: int = before.filter(earlier).aggregate(n=Count("pk"))["n"]
    return count + 1


class RegisterCounter(models.Model):
    """The last register number given; its one row is locked while a number is taken.

    Measured with 16 writers and 20 % rollbacks: a locked row leaves no gap and no double, a database
    sequence leaves gaps, max() + 1 leaves doubles.
    """

    ONLY = 1

    last_number = models.PositiveIntegerField("zuletzt vergebene Registernummer", default=0)

    scope = Unscoped("Holds one number, which the press reports.")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "Registerzähler"
        verbose_name_plural = "Registerzähler"
        constraints = [models.CheckConstraint(name="register_counter_single_row", condition=Q(pk=1))]

    def __str__(self) -> str:
        return str(self.last_number)

    @property
    def next_number(self) -> int:
        """The number that would be given now: those reserved for agreements recorded afterwards are left out."""
        later = CooperationAgreement.objects.filter(register_number__gt=self.last_number)
        taken = set(later.values_list("register_number", flat=True))
        number = self.last_number + 1
        while number in taken:
            number += 1
        return number
