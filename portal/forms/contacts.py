"""Contact persons: a function and who holds it, the hand-over of a function, how a person is addressed."""

from typing import Any, ClassVar

from django import forms

from core.forms import DayField, Form, Section
from core.visibility import Visibility
from municipalities.models import ContactPerson, Person
from municipalities.models.bearers import inside_words
from municipalities.models.contacts import PHONE
from portal.bearers import borne, field_of

WHO = ("person", "salutation", "title", "name")


class WhoForm(Form):
    """Who holds a function: somebody known from this body, somebody new, or not known yet."""

    person = forms.ModelChoiceField(
        label="Bekannte Person", required=False, queryset=Person.objects.none(), empty_label="neue Person (unten)",
        help_text="Wer hier schon eine Funktion hat oder hatte; so bleibt der Werdegang zusammen.",
    )  # fmt: skip
    salutation = forms.ChoiceField(label="Anrede", required=False, choices=Person.Salutation.choices)
    title = forms.CharField(label="Titel", required=False, max_length=50, help_text="Zum Beispiel „Dr.“.")
    name = forms.CharField(
        label="Name", required=False, max_length=150, help_text="Kann fehlen, solange nur die Funktion bekannt ist."
    )
    office = forms.CharField(
        label="Funktion", max_length=200, help_text="Zum Beispiel „Bürgermeister“ oder „Sachgebietsleitung Ordnung“."
    )
    email = forms.EmailField(label="Dienstliche E-Mail-Adresse", required=False, max_length=254)
    office_email = forms.EmailField(
        label="Funktionspostfach", required=False, max_length=254,
        help_text="Bleibt bei der Funktion, wenn die Person wechselt.",
    )  # fmt: skip
    phone = forms.RegexField(
        PHONE,
        label="Dienstliche Telefonnummer", required=False, max_length=40,
        error_messages={"invalid": "Bitte eine Telefonnummer wie 03764 540 eingeben."},
    )  # fmt: skip

    def __init__(self, *args: Any, body: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contacts = ContactPerson.objects.visible_to(self.user, as_=self.as_)
        known = contacts.filter(**borne(body)).exclude(person=None).values("person_id")
        choice: Any = self.fields["person"]
        choice.queryset = Person.objects.visible_to(self.user, as_=self.as_).filter(pk__in=known)
        if not choice.queryset.exists():
            del self.fields["person"]


class ContactForm(WhoForm):
    """A contact person of a public body. The office offers no rung below its own: it could not read what it wrote."""

    role = forms.ChoiceField(
        label="Aufgabe in der Zusammenarbeit", choices=ContactPerson.Role.choices, initial=ContactPerson.Role.OTHER
    )
    visibility = forms.TypedChoiceField(
        label="Sichtbar für", coerce=int, widget=forms.RadioSelect, initial=Visibility.STATE_OFFICE.value
    )
    source = forms.CharField(
        label="Quelle", required=False, max_length=200,
        help_text="Woher die Angabe stammt, zum Beispiel „Website der Stadt“.",
    )  # fmt: skip
    starts_on = DayField(label="Zuständig seit")
    ends_on = DayField(
        label="Zuständig bis", required=False,
        help_text="Leer lassen, solange die Person zuständig ist. Danach gilt die Funktion als unbesetzt.",
    )  # fmt: skip
    is_discontinued = forms.BooleanField(
        label="Die Funktion entfällt mit diesem Tag", required=False, help_text="Dann wird keine Nachfolge erwartet."
    )

    sections = (
        Section("Wer", WHO, help="Nur dienstliche Angaben, keine privaten."),
        Section("Funktion", ("office", "role")),
        Section("Erreichbar", ("email", "office_email", "phone")),
        Section("Wer den Eintrag sieht", ("visibility",)),
        Section("Zeitraum", ("starts_on", "ends_on", "is_discontinued", "source")),
    )
    submit_label: ClassVar[str] = "Eintragen"

    def __init__(self, *args: Any, body: Any, offers_rungs: bool, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, body=body, **kwargs)
        self.offers_rungs = offers_rungs
        inside = inside_words(field_of(body))
        rungs: Any = self.fields["visibility"]
        rungs.choices = [
            (
                Visibility.STATE_OFFICE.value,
                f"Landespräventionsrat: {inside.removeprefix('nur ')} und die Geschäftsstelle",
            ),
            (Visibility.OWN_PLACE.value, f"{inside}: die Geschäftsstelle sieht den Eintrag nicht"),
        ]
        del self.fields["source" if offers_rungs else "visibility"]
        if not is_new:
            self.fields.pop("person", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", "Bitte die beiden Tage prüfen: Das Ende liegt vor dem Beginn.")
        if cleaned.get("is_discontinued") and "ends_on" in cleaned and not ends:
            self.add_error("ends_on", "Bitte den letzten Tag der Funktion angeben.")
        return cleaned


class HandOverForm(WhoForm):
    """Who takes a function over, and from when on; the function itself is filled in."""

    starts_on = DayField(
        label="Übernahme am", help_text="Am Tag davor endet die Funktion der bisherigen Person, falls nicht früher."
    )

    sections = (
        Section("Wer übernimmt", ("starts_on", *WHO), help="Nur dienstliche Angaben, keine privaten."),
        Section("Funktion", ("office",)),
        Section("Erreichbar", ("email", "office_email", "phone")),
    )
    submit_label: ClassVar[str] = "Übergabe eintragen"


class PersonForm(Form):
    """How somebody is addressed, in all her functions."""

    salutation = forms.ChoiceField(label="Anrede", required=False, choices=Person.Salutation.choices)
    title = forms.CharField(label="Titel", required=False, max_length=50, help_text="Zum Beispiel „Dr.“.")
    name = forms.CharField(label="Name", max_length=150)
