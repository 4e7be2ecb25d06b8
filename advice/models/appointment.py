"""A day and an hour agreed with one or several towns for a consultation."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from advice.models.contact import Contact
from advice.models.shared import AboutTowns, Mode, TownsQuerySet
from advice.transitions import TRANSITIONS, AppointmentStatus
from core import dates, formats
from core.searching import Words
from municipalities.models import Municipality


class AppointmentQuerySet(TownsQuerySet):
    def planned(self) -> Self:
        return self.filter(status=AppointmentStatus.PLANNED)

    def overdue(self) -> Self:
        """The day is over, and nobody said what came of it."""
        return self.planned().filter(takes_place_on__lt=dates.today())


class Appointment(AboutTowns):
    """Termin: read by the office and by the towns that are invited."""

    municipalities = models.ManyToManyField(Municipality, related_name="appointments", verbose_name="Kommunen")
    takes_place_on = models.DateField("Tag")
    start_time = models.TimeField("Beginn")
    minutes = models.PositiveSmallIntegerField("Dauer in Minuten", default=90)
    mode = models.CharField("Form", max_length=20, choices=Mode, default=Mode.ON_SITE)
    place = models.CharField("Ort oder Adresse des Online-Raums", max_length=200, blank=True)
    topic = models.CharField("Thema", max_length=200, blank=True)
    status = models.CharField("Zustand", max_length=20, choices=AppointmentStatus, default=AppointmentStatus.PLANNED)
    agreed_on = models.DateField("vereinbart am")
    closed_on = models.DateField("wahrgenommen oder abgesagt am", null=True, blank=True)
    closing_reason = models.TextField("Grund der Absage", blank=True)
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name="aus dem Kontakt"
    )
    # Of the calendar file: the same event for the recipient's calendar, however often it is moved.
    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    sequence = models.PositiveIntegerField("Fassung der Einladung", default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vereinbart von"
    )

    SEARCHED = ("topic", "place", "file_reference")

    scope = "municipalities"
    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "Termin"
        verbose_name_plural = "Termine"
        ordering = ["takes_place_on", "start_time", "pk"]
        indexes = [GinIndex(Words("topic", "place", "file_reference"), name="appointment_words")]
        constraints = [
            models.CheckConstraint(
                name="appointment_closed_iff_over",
                condition=Q(status="planned", closed_on=None)
                | (Q(status__in=["held", "cancelled"]) & Q(closed_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="appointment_cancelled_says_why",
                condition=(Q(status="cancelled") & ~Q(closing_reason=""))
                | (~Q(status="cancelled") & Q(closing_reason="")),
            ),
            models.CheckConstraint(
                name="appointment_takes_some_time", condition=Q(minutes__gte=15) & Q(minutes__lte=600)
            ),
            models.CheckConstraint(
                name="appointment_agreed_before", condition=Q(agreed_on__lte=F("takes_place_on"))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Termin am {formats.day(self.takes_place_on)}"

    def get_absolute_url(self) -> str:
        return reverse("advice:appointment", args=[self.pk])

    @property
    def begins(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.takes_place_on, self.start_time))

    @property
    def ends(self) -> datetime:
        return self.begins + timedelta(minutes=self.minutes)

    @property
    def when_label(self) -> str:
        """„25. April 2023, 10:00 bis 11:30 Uhr“."""
        return f"{formats.day(self.takes_place_on)}, {self.start_time:%H:%M} bis {formats.local(self.ends):%H:%M} Uhr"

    @property
    def notes(self) -> list[str]:
        return [self.when_label, str(self.get_mode_display())]

    @property
    def is_planned(self) -> bool:
        return self.status == AppointmentStatus.PLANNED

    @property
    def may_be_held(self) -> bool:
        """On the day itself and afterwards; nobody can say before what came of it."""
        allowed = TRANSITIONS.allows("hold", AppointmentStatus(self.status))
        return allowed and self.takes_place_on <= dates.today()
