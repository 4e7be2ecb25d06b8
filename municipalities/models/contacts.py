"""The people to talk to in a town, an association, a district, at the police and in the office."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q

from core import dates, formats
from core.scoping import NOTHING, Grant, Reach, ScopedQuerySet
from core.telling import Share, Told
from core.visibility import Visibility
from municipalities.models.associations import Association
from municipalities.models.bearers import BODIES, borne_by_own, held_by_one, inside_words
from municipalities.models.people import Person
from municipalities.models.places import District, Municipality, PoliceDirectorate

# After a year somebody has to look again whether the data is still true.
CONFIRM_AGAIN_AFTER = timedelta(days=365)

# As numbers are written in Saxon town halls.
PHONE = r"^[0-9+()/ .-]+((App\.?|Apparat|Durchwahl) ?[0-9]+)?$"


class ContactPersonQuerySet(ScopedQuerySet):
    told = {
        Reach.OWN: Told(Share.OWN, "nur der eigenen Kommune und des eigenen Zusammenschlusses"),
        Reach.PARTY: Told(Share.OWN, "nur der eigenen Polizeidirektion"),
        Reach.BEARER: Told(Share.OWN, "nur des eigenen Landkreises"),
    }

    def current(self, on: date) -> "ContactPersonQuerySet":
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def for_list(self) -> "ContactPersonQuerySet":
        return self.select_related("person", *BODIES)

    def shared(self) -> "ContactPersonQuerySet":
        """What the office reads, too; for what is done by nobody in particular, as a letter of the daily round."""
        return self.filter(visibility__gte=Visibility.STATE_OFFICE)

    def not_confirmed_since(self, day: date) -> "ContactPersonQuerySet":
        """Neither confirmed nor entered on the day or later."""
        confirmed = Q(confirmed_on__gte=day) | Q(entered_on__gte=day)
        return self.exclude(pk__in=self.model._base_manager.filter(confirmed).values("pk"))

    def opened_by(self, grant: Grant) -> Q:
        """Beside the scope: the police, an association and a district read their own; the rest is for the office."""
        if grant.reach is Reach.PARTY:
            own = Q(police_directorate__in=grant.bodies) if grant.bodies is not None else NOTHING
            return own & Q(visibility__gte=grant.floor)
        return super().opened_by(grant) | borne_by_own(grant)


class ContactPerson(models.Model):
    """Ansprechperson: a function in a public body, from one day to another, and who holds it if that is known.

    Official contact data only; not an account.
    """

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
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name="Zusammenschluss"
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name="Landkreis"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name="Person"
    )
    office = models.CharField("Funktion", max_length=200, help_text="Zum Beispiel „Bürgermeister“.")
    # The person's, in her own form: it does not pass on to whoever takes over.
    official_title = models.CharField("Amtsbezeichnung", max_length=150, blank=True)
    # The function's, as the Funktionspostfach: they pass on.
    department = models.CharField("Dienststelle", max_length=150, blank=True)
    street = models.CharField("Straße und Hausnummer", max_length=150, blank=True)
    postal_code = models.CharField("Postleitzahl", max_length=5, blank=True)
    city = models.CharField("Ort", max_length=100, blank=True)
    role = models.CharField("Aufgabe in der Zusammenarbeit", max_length=20, choices=Role, default=Role.OTHER)
    email = models.EmailField("Dienstliche E-Mail-Adresse", blank=True)
    office_email = models.EmailField("Funktionspostfach", blank=True)
    phone = models.CharField("Dienstliche Telefonnummer", max_length=40, blank=True)
    visibility = models.PositiveSmallIntegerField(
        "Sichtbar für",
        choices=[(rung.value, rung.label) for rung in OFFERED_RUNGS],
        default=Visibility.STATE_OFFICE,
    )
    source = models.CharField("Quelle", max_length=200, blank=True)
    starts_on = models.DateField("seit")
    ends_on = models.DateField("bis", null=True, blank=True)
    predecessor = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="successor",
        verbose_name="übernommen von",
    )  # fmt: skip
    is_discontinued = models.BooleanField("Funktion entfällt", default=False)
    # Since when the data is known in this form; empty for what was there before anybody noted it.
    entered_on = models.DateField("eingetragen am", null=True, blank=True, editable=False)
    confirmed_on = models.DateField("zuletzt bestätigt am", null=True, blank=True, editable=False)
    # By value, as in the record of actions: who confirmed outlives the account, and users lie above this app.
    confirmed_by = models.CharField("bestätigt von", max_length=200, blank=True, editable=False)

    personal_fields = (
        "office", "official_title", "department", "street", "postal_code", "city", "email", "office_email", "phone",
        "source", "confirmed_by",
    )  # fmt: skip
    scope = "municipality"
    objects = ContactPersonQuerySet.as_manager()

    class Meta:
        verbose_name = "Ansprechperson"
        verbose_name_plural = "Ansprechpersonen"
        ordering = ["role", "person__sort_key", "pk"]
        constraints = [
            models.CheckConstraint(name="contact_at_most_one_body", condition=held_by_one(*BODIES, or_none=True)),
            models.CheckConstraint(
                name="contact_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="contact_confirmation_complete",
                condition=Q(confirmed_on=None, confirmed_by="") | Q(confirmed_on__isnull=False) & ~Q(confirmed_by=""),
            ),
            models.CheckConstraint(
                name="contact_discontinued_has_ended", condition=Q(is_discontinued=False) | Q(ends_on__isnull=False)
            ),
            models.CheckConstraint(
                name="contact_address_whole_or_none",
                condition=Q(street="", postal_code="", city="") | Q(postal_code__regex=r"^[0-9]{5}$") & ~Q(city=""),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def name(self) -> str:
        """Who holds the function, with her title; empty where that is not known."""
        return self.person.full_name if self.person else ""

    @property
    def label(self) -> str:
        """„Tia Köhler, ASSKomm-Koordinatorin“; the function alone where the name is not known."""
        return f"{self.name}, {self.office}" if self.name else self.office

    @property
    def initials(self) -> str:
        plain = self.person.name if self.person else self.office
        words = [word for word in plain.split() if not word.endswith(".")]
        return "".join(word[0] for word in words[:1] + words[-1:]).upper() if words else "?"

    @property
    def body_field(self) -> str:
        """Which key says whose contact this is; empty for the office's own."""
        return next((name for name in BODIES if getattr(self, f"{name}_id")), "")

    @property
    def body(self) -> Any:
        """Town, police directorate, association or district; None for the office itself."""
        return getattr(self, self.body_field) if self.body_field else None

    @property
    def post(self) -> tuple[Any, ...]:
        """What makes two functions the same post: the body and the task, and for other tasks what it is called."""
        named = self.office.casefold() if self.role == self.Role.OTHER else ""
        return (*(getattr(self, f"{name}_id") for name in BODIES), self.role, named)

    @property
    def is_kept_inside(self) -> bool:
        return self.visibility < Visibility.STATE_OFFICE

    @property
    def inside_label(self) -> str:
        return inside_words(self.body_field)

    @property
    def period(self) -> str:
        """„seit 1. März 2023“, „ab …“ where it has not begun, „1. März 2022 bis 31. März 2023“."""
        begins = formats.day(self.starts_on)
        if self.ends_on:
            return f"{begins} bis {formats.day(self.ends_on)}"
        return f"ab {begins}" if self.starts_on > dates.today() else f"seit {begins}"

    @property
    def notes(self) -> list[str]:
        """What stands small below the function in the way of a person."""
        return [self.period, self.get_role_display(), self.inside_label if self.is_kept_inside else ""]

    @property
    def vacant_since(self) -> date | None:
        """The first day without anybody, if nobody has followed."""
        return self.ends_on + timedelta(days=1) if self.ends_on else None

    @property
    def has_ended(self) -> bool:
        return self.ends_on is not None and self.ends_on < dates.today()

    @property
    def address(self) -> list[str]:
        """Street, and postal code with town; empty where no address is known."""
        return [line for line in (self.street, f"{self.postal_code} {self.city}".strip()) if line]

    @property
    def is_to_be_confirmed(self) -> bool:
        """Whether nobody has confirmed the data within a year."""
        return self.confirmed_on is None or dates.today() - self.confirmed_on > CONFIRM_AGAIN_AFTER

    @property
    def is_stale(self) -> bool:
        """Whether nobody has confirmed or entered the data within a year: then the town is asked."""
        known = max((day for day in (self.confirmed_on, self.entered_on) if day), default=None)
        return known is None or dates.today() - known > CONFIRM_AGAIN_AFTER
