"""A consultation of the office with one or several towns: who took part, how long, what came of it."""

from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.urls import reverse

from advice.models.appointment import Appointment
from advice.models.contact import Contact
from advice.models.shared import AboutTowns, Mode, TownsQuerySet
from core import formats
from core.scoping import Grant, Reach
from core.searching import Words
from core.telling import Share, told_as
from municipalities.models import ActionField, Municipality

LONGEST, QUARTER = Decimal(8), Decimal("0.25")


IN_QUARTERS = Exact(Mod(F("hours"), Value(QUARTER)), Value(Decimal(0)))


class ConsultationQuerySet(TownsQuerySet):
    told = told_as(
        Share.SOME, "nur der eigenen Kommune, sobald die Geschäftsstelle sie freigegeben hat; nie der interne Vermerk",
        Reach.OWN,
    )  # fmt: skip

    def opened_by(self, grant: Grant) -> Q:
        """A town reads what the office has shared with it."""
        rule = super().opened_by(grant)
        return rule & Q(shared_on__isnull=False) if grant.reach is Reach.OWN else rule

    def for_detail(self) -> Self:
        return (
            self.for_list()
            .prefetch_related("topics", "participants")
            .select_related("created_by", "appointment", "contact", "shared_by")
        )


class Consultation(AboutTowns):
    """Beratung. The first one of a town makes it „beraten“ on its day."""

    municipalities = models.ManyToManyField(Municipality, related_name="consultations", verbose_name="Kommunen")
    held_on = models.DateField("Tag")
    day_note = models.CharField(
        "Hinweis zum Tag", max_length=200, blank=True, help_text="Woher der Tag bekannt ist, wenn er nachgetragen wird."
    )
    mode = models.CharField("Form", max_length=20, choices=Mode, default=Mode.ON_SITE)
    place = models.CharField("Ort", max_length=200, blank=True)
    hours = models.DecimalField(
        "Dauer in Stunden", max_digits=4, decimal_places=2, null=True, blank=True, help_text="In Viertelstunden."
    )
    topics = models.ManyToManyField(
        ActionField, related_name="consultations", blank=True, verbose_name="Handlungsfelder"
    )
    result = models.TextField("Ergebnis", blank=True)
    # The office's alone: no page of a town and no paper has it.
    internal_note = models.TextField("Interner Vermerk", blank=True)
    shared_on = models.DateField("für die Kommune freigegeben am", null=True, blank=True)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="freigegeben von",
    )  # fmt: skip
    appointment = models.OneToOneField(
        Appointment, models.PROTECT, null=True, blank=True, related_name="consultation", verbose_name="Termin"
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="consultations", verbose_name="aus dem Kontakt"
    )
    version = models.PositiveIntegerField("Fassung", default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="eingetragen von"
    )

    # Found by what a town reads, and in the office also by its own note.
    SEARCHED_BY_TOWNS = ("result", "place", "file_reference")
    SEARCHED = ("result", "place", "file_reference", "internal_note")

    scope = "municipalities"
    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = "Beratung"
        verbose_name_plural = "Beratungen"
        ordering = ["-held_on", "-pk"]
        indexes = [
            GinIndex(Words("result", "place", "file_reference"), name="consultation_words_of_towns"),
            GinIndex(Words("result", "place", "file_reference", "internal_note"), name="consultation_words"),
        ]
        constraints = [
            models.CheckConstraint(
                name="consultation_hours_in_quarters",
                condition=Q(hours=None) | (Q(hours__gt=0) & Q(hours__lte=LONGEST) & Q(IN_QUARTERS)),
            ),
            models.CheckConstraint(
                name="consultation_shared_by_somebody",
                condition=Q(shared_on=None, shared_by=None)
                | Q(shared_on__isnull=False, shared_by__isnull=False, shared_on__gte=F("held_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"Beratung vom {formats.day(self.held_on)}"

    def get_absolute_url(self) -> str:
        return reverse("advice:detail", args=[self.pk])

    @property
    def is_shared(self) -> bool:
        return self.shared_on is not None

    @property
    def is_example_day(self) -> bool:
        return self.day_note.startswith("Beispiel")

    @property
    def hours_label(self) -> str:
        """„1,5 Stunden“; empty where nobody knows."""
        if self.hours is None:
            return ""
        text = formats.number(self.hours, 2).rstrip("0").rstrip(",")
        return f"{text} Stunde" if self.hours == 1 else f"{text} Stunden"

    @property
    def topics_label(self) -> str:
        return ", ".join(str(topic) for topic in self.topics.all())

    @property
    def notes(self) -> list[Any]:
        return [formats.day(self.held_on), self.get_mode_display(), self.hours_label]


class ParticipantQuerySet(TownsQuerySet):
    told = told_as(Share.SOME, "wie die Beratung", Reach.OWN)

    def opened_by(self, grant: Grant) -> Q:
        """As the consultation itself."""
        rule = super().opened_by(grant)
        return rule & Q(consultation__shared_on__isnull=False) if grant.reach is Reach.OWN else rule


class ConsultationParticipant(models.Model):
    """Who took part, by function and never by name."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="participants")
    office = models.CharField(
        "Funktion", max_length=200, help_text="Zum Beispiel „Bürgermeisterin“ oder „Ordnungsamt“."
    )
    count = models.PositiveSmallIntegerField("Anzahl", default=1)

    personal_fields = ("office",)
    scope = "consultation__municipalities"
    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = "Teilnahme"
        verbose_name_plural = "Teilnahmen"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="participant_is_somebody", condition=Q(count__gte=1) & ~Q(office="")),
        ]

    def __str__(self) -> str:
        return f"{self.office} ({self.count})" if self.count > 1 else self.office
