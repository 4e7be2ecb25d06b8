"""Input about accounts: invitations, ends, addresses, the terms of use. Forms clean and stop; actions decide."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.absence_rules import begun_problem, days_problem, deputy_problem
from accounts.functions import HELD_FOR, OF_ACTIVATED_BODIES, TOWN_FUNCTIONS, Function
from accounts.managing import may_give
from accounts.models import Absence, User
from accounts.passwords import RULE
from core import dates
from core.forms import DayField, Form, ReasonField, Section
from municipalities.models import Association, District, Municipality, PoliceDirectorate

# The bodies a choice offers, by the field that holds them.
BODIES: dict[str, tuple[str, type[Any]]] = {
    "municipality": ("Kommunen", Municipality),
    "association": ("Zusammenschlüsse", Association),
    "district": ("Landkreise und Kreisfreie Städte", District),
    "police_directorate": ("Polizeidirektionen", PoliceDirectorate),
}


class BodyField(forms.ChoiceField):
    """One body of any kind; cleaned to the row itself, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows: dict[str, Any] = {}

    def offer(self, user: Any, as_: Iterable[str], bearers: Iterable[str]) -> None:
        """Narrow the choice to what the person may see."""
        groups: list[Any] = [("", "Bitte wählen")]
        for bearer in bearers:
            label, model = BODIES[bearer]
            rows = model.objects.visible_to(user, as_=frozenset(as_))
            if bearer == "municipality":
                rows = rows.for_list()
            found = {f"{bearer}-{row.pk}": row for row in rows}
            self.rows |= found
            groups.append((label, [(key, _name(row)) for key, row in found.items()]))
        self.choices = groups

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


def _name(row: Any) -> str:
    """Always with the district: two towns are called Bernsdorf."""
    return f"{row} ({row.district.display_name})" if isinstance(row, Municipality) else str(row)


class InvitationForm(Form):
    """An invitation to one of the functions the person may give; without `town` the body is chosen, too."""

    email = forms.EmailField(
        label="Dienstliche E-Mail-Adresse", max_length=254,
        help_text="Mit dieser Adresse meldet sich die Person später an.",
    )  # fmt: skip
    name = forms.CharField(label="Name", max_length=150, help_text="Die Person kann ihn beim Annehmen berichtigen.")
    function = forms.ChoiceField(label="Funktion")
    body = BodyField(label="Für welche Stelle", required=False)
    title = forms.CharField(
        label="Amtsbezeichnung", required=False, max_length=150, help_text="Zum Beispiel „Beigeordnete“."
    )
    is_deputy = forms.BooleanField(label="übt die Funktion stellvertretend aus", required=False)

    sections = (
        Section("Wer", ("email", "name")),
        Section("Wofür", ("function", "body", "title", "is_deputy")),
    )
    submit_label: ClassVar[str] = "Einladung senden"

    def __init__(self, *args: Any, town: Municipality | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.town = town
        functions = [
            function for function in Function
            if (function in TOWN_FUNCTIONS if town else True) and may_give(self.user, function, town)
        ]  # fmt: skip
        choice: Any = self.fields["function"]
        words = [] if town else [("", "Bitte wählen")]
        choice.choices = [*words, *((function.value, function.label) for function in functions)]
        if town:
            del self.fields["body"]
            choice.widget = forms.RadioSelect(choices=choice.choices)
        else:
            body: Any = self.fields["body"]
            body.offer(self.user, self.as_, BODIES)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.town:
            return cleaned | {"body": self.town}
        function, body = cleaned.get("function"), cleaned.get("body")
        if function and (bearer_of_choice(body) not in HELD_FOR[function]):
            self.add_error("body", _wanted(Function(function)))
        return cleaned


def bearer_of_choice(body: Any) -> str:
    return next((bearer for bearer, (_, model) in BODIES.items() if isinstance(body, model)), "")


def _wanted(function: Function) -> str:
    kinds = [BODIES[bearer][0] for bearer in HELD_FOR[function] if bearer]
    if not kinds:
        return f"Bitte keine Stelle wählen: „{function.label}“ gilt nicht für eine einzelne Stelle."
    return f"Bitte eine Stelle aus dieser Gruppe wählen: {' oder '.join(kinds)}."


class EndFunctionForm(Form):
    """The last day of a function; with a confirmation where nobody would manage the town's accounts afterwards."""

    ends_on = DayField(label="Letzter Tag", help_text="An diesem Tag gilt die Funktion noch.")
    is_confirmed = forms.BooleanField(
        label="Danach verwaltet niemand mehr die Zugänge dieser Kommune; die Geschäftsstelle übernimmt das"
    )
    submit_label: ClassVar[str] = "Funktion beenden"

    def __init__(self, *args: Any, has_to_confirm: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_to_confirm:
            del self.fields["is_confirmed"]


class ReasonForm(Form):
    """Why an account is closed, opened again or loses its second factor."""

    reason = ReasonField()


class CorrectAddressForm(Form):
    email = forms.EmailField(label="Richtige E-Mail-Adresse", max_length=254)
    reason = ReasonField()
    submit_label: ClassVar[str] = "Adresse berichtigen"


class ChangeAddressForm(Form):
    email = forms.EmailField(
        label="Neue E-Mail-Adresse", max_length=254,
        help_text="Dorthin geht ein Link. Erst wenn Sie ihn bestätigen, gilt die neue Adresse.",
    )  # fmt: skip
    submit_label: ClassVar[str] = "Link anfordern"

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if email == self.user.email:
            raise ValidationError("Das ist Ihre jetzige Adresse. Bitte eine andere eingeben.")
        return email


class AcceptForm(Form):
    """Name and password of somebody who has no account yet."""

    name = forms.CharField(
        label="Ihr Name", max_length=150, widget=forms.TextInput({"autocomplete": "name"}),
        help_text="So stehen Sie bei den anderen Beteiligten.",
    )  # fmt: skip
    password1 = forms.CharField(
        label="Passwort", strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=RULE,
    )  # fmt: skip
    password2 = forms.CharField(
        label="Passwort wiederholen", strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    submit_label: ClassVar[str] = "Zugang einrichten"

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Die beiden Passwörter stimmen nicht überein. Bitte noch einmal eingeben.")
        elif first:
            try:
                validate_password(first, User(email=self.email, name=cleaned.get("name", "")))
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned


class AccountFilter(Form):
    """Search over accounts; anything unknown is ignored, nothing fails."""

    q = forms.CharField(label="Name, Adresse oder Kommune", required=False, max_length=100)
    funktion = forms.ChoiceField(label="Funktion", required=False, choices=[("", "Alle"), *Function.choices])
    sections = (Section("", ("q", "funktion")),)

    def apply(self, rows: Any) -> Any:
        self.is_valid()
        if query := self.cleaned_data.get("q"):
            rows = rows.matching(query)
        if function := self.cleaned_data.get("funktion"):
            rows = rows.holding(function, dates.today())
        return rows


class UsageAgreementForm(Form):
    text = forms.CharField(
        label="Text", max_length=50_000, widget=forms.Textarea({"rows": 30}),
        help_text="Eine Zeile, die mit „## “ beginnt, ist eine Überschrift. Eine Leerzeile trennt Absätze.",
    )  # fmt: skip
    submit_label: ClassVar[str] = "Als neue Fassung veröffentlichen"


ACTIVATED_BODIES = tuple(bearer for bearer in BODIES if any(bearer in HELD_FOR[item] for item in OF_ACTIVATED_BODIES))


class AbsenceForm(Form):
    """Days and deputy; the Leitung also chooses for whom, everybody else enters her own."""

    person = forms.ChoiceField(label="Wer ist abwesend?")
    starts_on = DayField(label="Erster Tag", is_near=True)
    ends_on = DayField(label="Letzter Tag", is_near=True, help_text="Beide Tage zählen mit.")
    deputy = forms.ChoiceField(
        label="Vertretung", required=False,
        help_text="Wer vertritt, sieht und erledigt die Aufgaben mit den eigenen Rechten; neue entstehen nicht.",
    )  # fmt: skip
    note = forms.CharField(
        label="Hinweis für Kolleginnen und Kollegen", required=False, max_length=200,
        help_text="Zum Beispiel, wo etwas liegt. Warum jemand abwesend ist, gehört nicht hierher.",
    )  # fmt: skip

    sections = (
        Section("Wann", ("person", "starts_on", "ends_on")),
        Section("Währenddessen", ("deputy", "note")),
    )
    submit_label: ClassVar[str] = "Speichern"

    def __init__(self, *args: Any, absence: Absence | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.absence = absence
        colleagues = User.objects.visible_to(self.user, as_=self.as_).of_office(dates.today()).order_by("name")
        self.people = {str(user.pk): user for user in colleagues}
        choices = [(pk, user.name) for pk, user in self.people.items()]
        deputy: Any = self.fields["deputy"]
        deputy.choices = [("", "niemand"), *choices]
        person: Any = self.fields["person"]
        person.choices = choices
        if absence or Function.STATE_LEAD not in self.as_:
            del self.fields["person"]

    def clean_deputy(self) -> User | None:
        return self.people.get(self.cleaned_data["deputy"])

    def clean_person(self) -> User:
        return self.people[self.cleaned_data["person"]]

    @property
    def whose(self) -> User:
        chosen: User = self.absence.user if self.absence else self.cleaned_data.get("person") or self.user
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if not first or not last or (self.fields.get("person") and not data.get("person")):
            return data
        if self.absence and (problem := begun_problem(self.absence, first)):
            self.add_error("starts_on", problem)
        elif problem := days_problem(self.whose, first, last, without=self.absence):
            self.add_error("ends_on", problem)
        elif problem := deputy_problem(self.whose, data.get("deputy"), first, last):
            self.add_error("deputy", problem)
        return data

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in ("starts_on", "ends_on", "deputy", "note")}
