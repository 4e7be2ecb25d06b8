"""A contact with a town: what was said on the phone, by whom, and who wrote it down."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator

from advice.models.shared import AboutTowns, TownsQuerySet
from core import formats
from core.scoping import Reach
from core.searching import Words
from municipalities.models import Municipality

SHOWN_OF_NOTE = 80


class Contact(AboutTowns):
    """Kontakt, mostly a Telefonvermerk: the office's own note, which no town reads."""

    class Channel(models.TextChoices):
        PHONE = "phone", "Telefon"
        MAIL = "mail", "E-Mail"
        VISIT = "visit", "Begegnung"
        INFO_PACK = "info_pack", "Infopaket (E-Mail)"

    municipalities = models.ManyToManyField(Municipality, related_name="advice_contacts", verbose_name="Kommunen")
    happened_on = models.DateField("Tag")
    happened_time = models.TimeField("Uhrzeit", null=True, blank=True)
    channel = models.CharField("Weg", max_length=20, choices=Channel, default=Channel.PHONE)
    caller_name = models.CharField("Name", max_length=150, blank=True)
    caller_office = models.CharField("Funktion", max_length=200, blank=True)
    text = models.TextField("Vermerk")
    noted_at = models.DateTimeField("aufgenommen", auto_now_add=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="aufgenommen von"
    )

    # Found by the note and by who called.
    SEARCHED = ("text", "caller_name", "caller_office", "file_reference")

    personal_fields = ("caller_name", "caller_office")
    scope = "municipalities"
    readers = frozenset({Reach.ALL})
    objects = TownsQuerySet.as_manager()

    class Meta:
        verbose_name = "Kontakt"
        verbose_name_plural = "Kontakte"
        ordering = ["-happened_on", "-pk"]
        indexes = [
            GinIndex(Words("text", "caller_name", "caller_office", "file_reference"), name="advice_contact_words"),
            models.Index(fields=["-happened_on", "-id"], name="advice_contact_newest_first"),
        ]
        constraints = [models.CheckConstraint(name="advice_contact_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"{self.title} vom {formats.day(self.happened_on)}"

    def get_absolute_url(self) -> str:
        return reverse("advice:contact", args=[self.pk])

    @property
    def title(self) -> str:
        return "Telefonvermerk" if self.channel == self.Channel.PHONE else str(self.get_channel_display())

    @property
    def follow_up(self) -> str:
        """Told apart by how the note begins; who called stands in the note alone, where it can be redacted."""
        return f"Wiedervorlage: {Truncator(' '.join(self.text.split())).chars(SHOWN_OF_NOTE)}"

    @property
    def caller(self) -> str:
        """„Tia Köhler, ASSKomm-Koordinatorin“; either may be unknown."""
        return ", ".join(filter(None, [self.caller_name, self.caller_office]))

    @property
    def is_incoming(self) -> bool:
        return self.channel != self.Channel.INFO_PACK

    @property
    def notes(self) -> list[Any]:
        return [formats.day(self.happened_on), self.caller, f"aufgenommen von {self.noted_by}"]
