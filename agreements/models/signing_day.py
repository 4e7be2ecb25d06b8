"""When and where an agreement is to be signed."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from agreements.models.party import PartOfAgreementQuerySet
from core import formats
from core.scoping import Reach


class SigningDay(models.Model):
    """Unterzeichnungstermin: the day planned, at a place, by video, or both; one called off stays until the next."""

    agreement = models.OneToOneField(
        "agreements.CooperationAgreement", models.CASCADE, related_name="signing_day", verbose_name="Vereinbarung"
    )
    takes_place_on = models.DateField("Tag")
    start_time = models.TimeField("Beginn", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("Dauer in Minuten", default=60)
    place = models.CharField("Ort", max_length=200, blank=True)
    video_link = models.CharField("Adresse der Videokonferenz", max_length=300, blank=True)
    note = models.CharField("Ablauf", max_length=500, blank=True)
    # Of the calendar file: the same event however often it is moved.
    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    sequence = models.PositiveIntegerField("Fassung der Einladung", default=0)
    arranged_on = models.DateField("vereinbart am")
    arranged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vereinbart von"
    )
    called_off_on = models.DateField("abgesagt am", null=True, blank=True)
    called_off_because = models.CharField("Grund der Absage", max_length=500, blank=True)

    scope = "agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = PartOfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "Unterzeichnungstermin"
        verbose_name_plural = "Unterzeichnungstermine"
        constraints = [
            models.CheckConstraint(
                name="signing_day_is_somewhere", condition=~Q(place="", video_link="")
            ),
            models.CheckConstraint(
                name="signing_day_takes_some_time", condition=Q(minutes__gte=15) & Q(minutes__lte=600)
            ),
            models.CheckConstraint(
                name="signing_day_called_off_with_reason",
                condition=Q(called_off_on=None, called_off_because="")
                | Q(called_off_on__isnull=False) & ~Q(called_off_because=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Unterzeichnung am {formats.day(self.takes_place_on)}"

    @property
    def is_called_off(self) -> bool:
        return self.called_off_on is not None

    @property
    def begins(self) -> datetime | None:
        if self.start_time is None:
            return None
        return timezone.make_aware(datetime.combine(self.takes_place_on, self.start_time))

    @property
    def ends(self) -> datetime | None:
        return self.begins + timedelta(minutes=self.minutes) if self.begins else None

    @property
    def when_label(self) -> str:
        """„25. April 2023, 10:00 Uhr“."""
        hour = f", {self.start_time:%H:%M} Uhr" if self.start_time else ""
        return f"{formats.day(self.takes_place_on)}{hour}"

    @property
    def where_label(self) -> str:
        return " und ".join(filter(None, [self.place, "per Videokonferenz" if self.video_link else ""]))
