"""The people to talk to in a town, at the police and in the office."""

from datetime import date

from django.db import models
from django.db.models import Q

from core.scoping import NOTHING, Grant, Reach, ScopedQuerySet
from core.visibility import Visibility
from municipalities.models.places import Municipality, PoliceDirectorate


class ContactPersonQuerySet(ScopedQuerySet):
    def current(self, on: date) -> "ContactPersonQuerySet":
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def for_list(self) -> "ContactPersonQuerySet":
        return self.select_related("municipality", "police_directorate")

    def opened_by(self, grant: Grant) -> Q:
        """Beside the scope: the office's own and the police's contacts are for the office, the police for their own."""
        rule = super().opened_by(grant)
        if grant.reach is Reach.PARTY:
            rule = Q(police_directorate__in=grant.bodies) if grant.bodies is not None else NOTHING
        return rule


class ContactPerson(models.Model):
    """Official contact data of a person in a function; not an account."""

    class Role(models.TextChoices):
        HEAD = "head", "Leitung der Verwaltung"
        COORDINATION = "coordination", "Koordination"
        SIGNATORY = "signatory", "Unterzeichnung"
        OTHER = "other", "weitere Ansprechperson"

    OFFERED_RUNGS = (Visibility.OWN_PLACE, Visibility.STATE_OFFICE)

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name="Kommune"
    )
    police_directorate = models.ForeignKey(
        PoliceDirectorate, models.PROTECT, null=True, blank=True, related_name="contacts",
        verbose_name="Polizeidirektion",
    )  # fmt: skip
    name = models.CharField("Name", max_length=150, blank=True)
    office = models.CharField("Funktion", max_length=200, help_text="Zum Beispiel „Bürgermeister“.")
    role = models.CharField("Aufgabe in der Zusammenarbeit", max_length=20, choices=Role, default=Role.OTHER)
    email = models.EmailField("Dienstliche E-Mail-Adresse", blank=True)
    phone = models.CharField("Dienstliche Telefonnummer", max_length=40, blank=True)
    visibility = models.PositiveSmallIntegerField(
        "Sichtbar für",
        choices=[(rung.value, rung.label) for rung in OFFERED_RUNGS],
        default=Visibility.STATE_OFFICE,
    )
    source = models.CharField("Quelle", max_length=200, blank=True)
    starts_on = models.DateField("seit")
    ends_on = models.DateField("bis", null=True, blank=True)

    personal_fields = ("name", "office", "email", "phone", "source")
    scope = "municipality"
    objects = ContactPersonQuerySet.as_manager()

    class Meta:
        verbose_name = "Ansprechperson"
        verbose_name_plural = "Ansprechpersonen"
        ordering = ["role", "name"]
        constraints = [
            models.CheckConstraint(
                name="contact_at_most_one_body", condition=Q(municipality=None) | Q(police_directorate=None)
            ),
            models.CheckConstraint(
                name="contact_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """„Tia Köhler, ASSKomm-Koordinatorin“; the function alone where the name is not known."""
        return f"{self.name}, {self.office}" if self.name else self.office

    @property
    def initials(self) -> str:
        words = [word for word in (self.name or self.office).split() if not word.endswith(".")]
        return "".join(word[0] for word in words[:1] + words[-1:]).upper() if words else "?"
