"""What came from a party on paper or by mail: the text its Rechtsamt returned, the proof of its consent."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models.own_party import PartOfPartyQuerySet
from agreements.models.party import Party
from core.formats import day
from core.scoping import Reach
from documents.models import Document


class ReceivedPaper(models.Model):
    """A file that came from one party about one version; read by the office and by that party."""

    class Kind(models.TextChoices):
        RETURNED = "returned", "Rücklauf"
        CONSENT = "consent", "Nachweis der Zustimmung"

    party = models.ForeignKey(Party, models.CASCADE, related_name="papers", verbose_name="Partei")
    kind = models.CharField("Art", max_length=10, choices=Kind)
    version = models.PositiveIntegerField("zur Fassung")
    received_on = models.DateField("eingegangen am")
    source = models.CharField("Quelle", max_length=200)
    # Its file, once it is stored: a file is stored for its owner, so the row comes first.
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="Datei"
    )
    made_at = models.DateTimeField("eingetragen", auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="eingetragen von"
    )

    scope = "party__agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = PartOfPartyQuerySet.as_manager()

    class Meta:
        verbose_name = "Eingang einer Partei"
        verbose_name_plural = "Eingänge der Parteien"
        ordering = ["-received_on", "-pk"]
        constraints = [models.CheckConstraint(name="received_paper_has_source", condition=~Q(source=""))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} vom {day(self.received_on)}"

    @property
    def municipality_ids(self) -> list[int]:
        """The party's own towns, for the read log."""
        return list(self.party.coverage.values_list("municipality_id", flat=True))
