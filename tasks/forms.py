"""Input about tasks: filters of the list, a new task, and what happens to one."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.away import away_today
from accounts.functions import MUNICIPAL, STATE_OFFICE
from accounts.models import User
from core import dates
from core.forms import ChipField, DayField, Form, ReasonField, Section
from core.visibility import Visibility
from municipalities.models import Municipality
from municipalities.picker import MunicipalityChoice, municipality_label
from tasks.models import Task

MINE, SIDE, ALL = "meine", "stelle", "alle"
VIEWS = {MINE: "Meine", SIDE: "Meine Stelle", ALL: "Alle"}
OVERDUE, WEEK, DONE = "ueberfaellig", "woche", "erledigt"
DUE = {"": "offen", OVERDUE: "überfällig", WEEK: "in sieben Tagen", DONE: "erledigt"}


class TownChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return municipality_label(obj)


class TaskFilter(Form):
    """Filters as typed in the address; anything unknown is ignored, nothing fails."""

    ansicht = forms.ChoiceField(required=False, choices=list(VIEWS.items()))
    frist = forms.ChoiceField(required=False, choices=list(DUE.items()))
    kommune = TownChoice(
        label="Kommune", required=False, queryset=Municipality.objects.none(), empty_label="Alle Kommunen"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["kommune"]
        # Only towns that have a task; four hundred others would be in the way.
        readable = Task.objects.visible_to(self.user, as_=self.as_)
        towns = Municipality.objects.visible_to(self.user, as_=self.as_).for_list()
        choice.queryset = towns.filter(tasks__in=readable.values("pk")).distinct()
        self.is_valid()

    @property
    def view(self) -> str:
        """Without a wish the office begins with one's own; in a town hardly anything is written down for one person."""
        begin = MINE if set(self.as_) & set(STATE_OFFICE) else SIDE
        return str(self.cleaned_data.get("ansicht") or begin)

    @property
    def due(self) -> str:
        return str(self.cleaned_data.get("frist") or "")

    def apply(self, rows: Any, day: date) -> Any:
        """Filter a queryset of tasks; what is done stands newest first."""
        rows = self.of_view(rows, self.view)
        if town := self.cleaned_data.get("kommune"):
            rows = rows.filter(municipalities=town)
        if self.due == DONE:
            return rows.done().order_by("-done_on", "-pk")
        narrowed = {OVERDUE: rows.due_before(day), WEEK: rows.due_until(day + timedelta(days=7))}
        return narrowed.get(self.due, rows.open()).order_by("due_on", "pk")

    def of_view(self, rows: Any, view: str) -> Any:
        if view == MINE:
            return rows.filter(person=self.user)
        return rows.filter(side__in=own_sides(self.as_)) if view == SIDE else rows


def own_sides(as_: Any) -> list[str]:
    """The side a person acts for by these functions."""
    office = set(as_) & set(STATE_OFFICE)
    towns = set(as_) - set(STATE_OFFICE)
    return [*([Task.Side.STATE_OFFICE] if office else []), *([Task.Side.MUNICIPALITY] if towns else [])]


class PersonMixin(Form):
    """A field for the person; empty leaves the task with the side."""

    def offer_people(self) -> None:
        known = User.objects.visible_to(self.user, as_=self.as_).filter(is_active=True)
        # For a town only she herself: it does not read who else has an account.
        found = {user.pk: user for user in known} | {self.user.pk: self.user}
        self.people = found
        field: Any = self.fields["person"]
        listed = sorted(found.values(), key=lambda user: str(user.name))
        # Who is away is told to colleagues; a town learns it where its own contact is named.
        away = away_today() if set(self.as_) & set(STATE_OFFICE) else {}
        labels = [(user, f" – {away[user.pk].label}" if user.pk in away else "") for user in listed]
        field.choices = [("", "noch niemand"), *((str(user.pk), f"{user.name}{note}") for user, note in labels)]

    def clean_person(self) -> User | None:
        chosen = self.cleaned_data["person"]
        return self.people[int(chosen)] if chosen else None


UNREADABLE = "{} könnte diese Aufgabe nicht lesen. Bitte eine Person der richtigen Seite wählen."


def _could_read(person: User, side: str, towns: list[Municipality]) -> bool:
    """Whether somebody may read a task that is not yet written down; the action asks the door itself."""
    held = set(person.functions_held())
    if held & set(STATE_OFFICE):
        return True
    own = Municipality.objects.visible_to(person, as_=held & set(MUNICIPAL))
    return side == Task.Side.MUNICIPALITY and own.filter(pk__in=[town.pk for town in towns]).exists()


class TaskForm(PersonMixin):
    """A new task; a town writes tasks for itself only."""

    title = forms.CharField(label="Was ist zu tun?", max_length=200)
    due_on = DayField(label="Bis wann", is_near=True)
    side = ChipField(label="Wer ist am Zug", choices=Task.Side.choices, initial=Task.Side.STATE_OFFICE)
    person = forms.ChoiceField(label="Person", required=False)
    municipalities = MunicipalityChoice(
        label="Kommunen", required=False, queryset=Municipality.objects.none(),
        help_text="Aufgaben der Seite „Kommune“ liest, wer in einer dieser Kommunen eine Funktion innehat.",
    )  # fmt: skip
    visibility = forms.TypedChoiceField(
        label="Sichtbar für", coerce=int, widget=forms.RadioSelect, initial=Visibility.STATE_OFFICE.value,
        choices=[
            (Visibility.STATE_OFFICE.value, "Landespräventionsrat: unsere Kommune und die Geschäftsstelle"),
            (Visibility.OWN_PLACE.value, "nur unsere Kommune: die Geschäftsstelle sieht die Aufgabe nicht"),
        ],
    )  # fmt: skip

    sections = (
        Section("Aufgabe", ("title", "due_on")),
        Section("Wer", ("side", "person", "municipalities", "visibility")),
    )
    submit_label = "Aufgabe anlegen"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns: Any = self.fields["municipalities"]
        readable = Municipality.objects.visible_to(self.user, as_=self.as_)
        towns.queryset = readable.existing(on=dates.today()).for_list()
        self.offer_people()
        if set(self.as_) & set(STATE_OFFICE):
            del self.fields["visibility"]
        else:
            del self.fields["side"]
            towns.required = True
            # One or a few of one's own need no field to look for them.
            towns.is_picker = False
            towns.initial = list(towns.queryset[:1])

    def clean_due_on(self) -> date:
        return _from_today(self.cleaned_data["due_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.data.get("side") == Task.Side.MUNICIPALITY and not data.get("municipalities"):
            self.add_error("municipalities", "Bitte auswählen, welche Kommune am Zug ist.")
        person = data.get("person")
        side = data.get("side", Task.Side.MUNICIPALITY)
        if person and not self.errors and not _could_read(person, side, list(data["municipalities"])):
            self.add_error("person", UNREADABLE.format(person))
        return data

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {"side": Task.Side.MUNICIPALITY, **self.cleaned_data}


def _from_today(day: date) -> date:
    if day < dates.today():
        raise ValidationError("Bitte eine Frist ab heute wählen.", code="past")
    return day


class CompleteForm(Form):
    note = forms.CharField(
        label="Vermerk", required=False, max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text="Was herausgekommen ist, in einem Satz.",
    )  # fmt: skip
    submit_label = "Erledigt"


class ReopenForm(Form):
    reason = ReasonField()
    submit_label = "Wieder öffnen"


class DueForm(Form):
    due_on = DayField(label="Neue Frist", is_near=True)
    reason = ReasonField()
    submit_label = "Frist ändern"

    def clean_due_on(self) -> date:
        return _from_today(self.cleaned_data["due_on"])


class ReassignForm(PersonMixin):
    person = forms.ChoiceField(label="Person", required=False)
    submit_label = "Übergeben"

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task = task
        self.offer_people()

    def clean_person(self) -> User | None:
        person = super().clean_person()
        if person:
            readable = Task.objects.visible_to(person, as_=person.functions_held())
            if not readable.filter(pk=self.task.pk).exists():
                raise ValidationError(UNREADABLE.format(person), code="unreadable")
        return person
