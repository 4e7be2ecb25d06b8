"""The base of every form: takes the person, names its sections, says in German what to do.

A form narrows its choices by what the person may see, cleans, and stops; it never saves. No CSS class is written
here: sections become a crispy layout, and the template pack `templates/kern/` renders it.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import pretty_name
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core import dates, formats

TYPED_WIDGETS = (forms.widgets.Input, forms.Textarea)
NOT_TYPED_WIDGETS = (forms.HiddenInput, forms.PasswordInput, forms.FileInput, forms.CheckboxInput)
NEAR = datetime.timedelta(days=5 * 366)
GERMAN_DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")
HOUR_FORMATS = ("%H:%M", "%H:%M:%S", "%H.%M", "%H:%M Uhr", "%H.%M Uhr", "%H Uhr")

# What to do, by kind of field and code. Codes a field class does not know come from validators it was given.
MESSAGES: tuple[tuple[type[forms.Field], Mapping[str, str]], ...] = (
    (
        forms.Field,
        {
            "required": "Bitte „{label}“ ausfüllen.",
            "max_length": "Bitte kürzen: höchstens %(limit_value)d Zeichen, jetzt sind es %(show_value)d.",
            "min_length": "Bitte etwas ausführlicher: mindestens %(limit_value)d Zeichen.",
            "max_value": "Bitte höchstens %(limit_value)s eingeben.",
            "min_value": "Bitte mindestens %(limit_value)s eingeben.",
            "null_characters_not_allowed": "Bitte den Text neu eingeben: Er enthält ein unsichtbares Steuerzeichen.",
        },
    ),
    (forms.IntegerField, {"invalid": "Bitte eine ganze Zahl eingeben, zum Beispiel 12."}),
    (
        forms.DecimalField,
        {
            "invalid": "Bitte eine Zahl eingeben, zum Beispiel 12,5.",
            "max_digits": "Bitte höchstens %(max)s Ziffern eingeben.",
            "max_decimal_places": "Bitte höchstens %(max)s Stellen nach dem Komma eingeben.",
            "max_whole_digits": "Bitte höchstens %(max)s Stellen vor dem Komma eingeben.",
        },
    ),
    (forms.DateField, {"invalid": "Bitte ein Datum wie 25.04.2023 eingeben."}),
    (forms.TimeField, {"invalid": "Bitte eine Uhrzeit wie 14:30 eingeben."}),
    (forms.DateTimeField, {"invalid": "Bitte Datum und Uhrzeit wie 25.04.2023 14:30 eingeben."}),
    (forms.EmailField, {"invalid": "Bitte eine E-Mail-Adresse wie name@stadt.de eingeben."}),
    (forms.URLField, {"invalid": "Bitte eine Adresse wie https://www.stadt.de eingeben."}),
    (forms.UUIDField, {"invalid": "Bitte neu auswählen: Die Kennung ist unvollständig."}),
    (forms.BooleanField, {"required": "Bitte bestätigen: {label}."}),
    (
        forms.ChoiceField,
        {
            "required": "Bitte „{label}“ auswählen.",
            "invalid_choice": "Bitte neu auswählen: Diese Möglichkeit gibt es hier nicht.",
            "invalid_list": "Bitte neu auswählen: Die Auswahl ist nicht angekommen.",
            "invalid_pk_value": "Bitte neu auswählen: Diese Möglichkeit gibt es hier nicht.",
        },
    ),
    (
        forms.FileField,
        {
            "required": "Bitte eine Datei auswählen.",
            "invalid": "Bitte die Datei noch einmal auswählen: Sie ist nicht angekommen.",
            "missing": "Bitte die Datei noch einmal auswählen: Sie ist nicht angekommen.",
            "empty": "Bitte eine andere Datei auswählen: Diese ist leer.",
            "max_length": "Bitte die Datei umbenennen: höchstens %(max)d Zeichen im Namen, jetzt sind es %(length)d.",
            "contradiction": "Bitte entweder eine Datei auswählen oder „Entfernen“ ankreuzen.",
            "invalid_image": "Bitte ein Bild auswählen: Diese Datei ist keines oder sie ist beschädigt.",
        },
    ),
)


def _german_messages(field: forms.Field, label: str) -> None:
    """Replace Django's own messages; what a form's author wrote stays."""
    defaults: dict[str, Any] = {}
    for cls in reversed(type(field).__mro__):
        defaults |= getattr(cls, "default_error_messages", {})
    for cls, messages in MESSAGES:
        if not isinstance(field, cls):
            continue
        for code, message in messages.items():
            current = field.error_messages.get(code)
            if current is None or current == defaults.get(code):
                defaults[code] = field.error_messages[code] = message.replace("{label}", label.rstrip("."))


def _prepare(name: str, field: forms.Field) -> None:
    _german_messages(field, str(field.label or pretty_name(name)))
    # A browser would cut a text that is pasted in and say nothing; the form says how much is too much.
    field.widget.attrs.pop("maxlength", None)


@dataclass(frozen=True)
class Section:
    """A group of fields under one heading; without title the fields stand alone."""

    title: str
    fields: tuple[str, ...]
    help: str = ""


def typed_labels(data: QueryDict) -> dict[str, str] | None:
    """Labels of the text fields of all forms made from this request's data, by name in it; None without a form."""
    return getattr(data, "typed_labels", None)


def _leave_labels(form: "Form") -> None:
    """Let an error page name what was typed; it sees the request's data, but not the form."""
    if not isinstance(form.data, QueryDict):
        return
    typed = {
        form.add_prefix(name): str(field.label or pretty_name(name))
        for name, field in form.fields.items()
        if isinstance(field.widget, TYPED_WIDGETS) and not isinstance(field.widget, NOT_TYPED_WIDGETS)
    }
    form.data.typed_labels = (typed_labels(form.data) or {}) | typed  # type: ignore[attr-defined]


class SectionLayout(LayoutObject):
    """A section as crispy sees it. Crispy's own Fieldset would compile the title as a template."""

    def __init__(self, section: Section, names: Iterable[str]) -> None:
        self.section = section
        self.fields = list(names)

    def render(self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        fields = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(
            f"{template_pack}/layout/fieldset.html",
            {"title": self.section.title, "help": self.section.help, "fields": fields},
        )


class Form(forms.Form):
    """Base of every form. `user` and `as_` (accepted functions) are for `visible_to` when narrowing choices.

    `versioned` adds the hidden version of the record the page was made for; the action compares it.
    """

    sections: tuple[Section, ...] = ()
    submit_label: ClassVar[str] = "Speichern"
    versioned: ClassVar[bool] = False
    # Fields of which at least one is needed: beside none of them stands „Optional“.
    one_of: ClassVar[Collection[str]] = ()

    def __init__(self, *args: Any, user: Any = None, as_: Collection[str] = frozenset(), **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.user, self.as_ = user, as_
        if self.versioned:
            self.fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput,
                error_messages={"required": STALE_PAGE, "invalid": STALE_PAGE},
            )
        for name, field in self.fields.items():
            _prepare(name, field)
        if self.is_bound:
            _leave_labels(self)

    def add_field(self, name: str, field: forms.Field) -> None:
        """Add a field that only the record knows, with the same messages and the same care for what is typed."""
        self.fields[name] = field
        _prepare(name, field)
        if self.is_bound:
            _leave_labels(self)

    @property
    def helper(self) -> FormHelper:
        """The sections as a crispy layout; fields no section names follow, so that none can be forgotten."""
        known = {*self.base_fields, *self.fields}
        for section in self.sections:
            if unknown := [name for name in section.fields if name not in known]:
                raise ImproperlyConfigured(f"{type(self).__name__} has no field {', '.join(unknown)}.")
        named = {name for section in self.sections for name in section.fields}
        rest = Section("", tuple(name for name in self.fields if name not in named))
        parts = (
            SectionLayout(section, [name for name in section.fields if name in self.fields])
            for section in (*self.sections, rest)
        )
        helper = FormHelper()
        helper.layout = Layout(*(part for part in parts if part.fields))
        return helper


STALE_PAGE = "Bitte die Seite neu laden: Sie ist unvollständig angekommen."


class FormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # not subscriptable at run time
    """Several forms of one kind on a page; hands the person on to each of them."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "missing_management_form": STALE_PAGE,
        "too_many_forms": "Bitte höchstens %(num)d Einträge angeben.",
        "too_few_forms": "Bitte mindestens %(num)d Einträge angeben.",
    }

    def __init__(self, *args: Any, user: Any = None, as_: Collection[str] = frozenset(), **kwargs: Any) -> None:
        kwargs["form_kwargs"] = {"user": user, "as_": as_} | (kwargs.get("form_kwargs") or {})
        super().__init__(*args, **kwargs)

    def add_fields(self, form: Form, index: int | None) -> None:
        """The tick to remove a row, in the same words everywhere."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Diese Zeile entfernen"


def _spelt(text: str, spellings: Iterable[str]) -> datetime.datetime | None:
    """What a text means in the first spelling that fits; None if none does."""
    for spelling in spellings:
        try:
            return datetime.datetime.strptime(text.strip(), spelling)  # noqa: DTZ007 -- a day or an hour has no zone
        except ValueError:
            continue
    return None


def parse_day(text: str) -> datetime.date | None:
    """A day written in German or ISO; None if it is neither."""
    found = _spelt(text, GERMAN_DAY_FORMATS)
    return found.date() if found else None


def parse_hour(text: str) -> datetime.time | None:
    """An hour as the picker sends it or as one writes it, „14 Uhr“; None if it is none."""
    found = _spelt(text, HOUR_FORMATS)
    return found.time() if found else None


def _offer(widget: dict[str, Any], value: Any, sent: str | None) -> None:
    """Keep a picker for what it can show; anything else is a line of text, because a picker would swallow it."""
    if sent is not None:
        widget["value"] = sent
    elif value:
        widget["type"] = "text"


class DayInput(forms.DateInput):
    """The browser's picker of days."""

    input_type = "date"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        day = parse_day(value) if isinstance(value, str) else value
        context = super().get_context(name, value, attrs)
        _offer(context["widget"], value, day.isoformat() if isinstance(day, datetime.date) else None)
        return context


class DayField(forms.DateField):
    """A day, written as in the date picker or in German. Years before 1900 are slips of the key.

    So are days far ahead, where something is planned (`is_near`).
    """

    widget = DayInput

    def __init__(self, *, is_near: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", GERMAN_DAY_FORMATS)
        self.is_near = is_near
        super().__init__(**kwargs)

    def validate(self, value: datetime.date | None) -> None:
        super().validate(value)
        if value is not None and not 1900 <= value.year <= 2199:
            raise ValidationError("Bitte die Jahreszahl prüfen, zum Beispiel 25.04.2023.", code="year")
        if value is not None and self.is_near and value > dates.today() + NEAR:
            raise ValidationError("Bitte die Jahreszahl prüfen: Der Tag liegt mehr als fünf Jahre voraus.", code="far")


class HourInput(forms.TimeInput):
    """The browser's picker of hours."""

    input_type = "time"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        hour = parse_hour(value) if isinstance(value, str) else value
        context = super().get_context(name, value, attrs)
        _offer(context["widget"], value, hour.isoformat("minutes") if isinstance(hour, datetime.time) else None)
        return context


class HourField(forms.TimeField):
    """An hour of the day, written as in the picker or in German."""

    widget = HourInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=HOUR_FORMATS, **kwargs)


class ReasonField(forms.CharField):
    """Why something is done that others will ask about; one word is no reason."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Begründung")
        kwargs.setdefault("min_length", 10)
        kwargs.setdefault("max_length", 2000)
        kwargs.setdefault("widget", forms.Textarea({"rows": 4}))
        super().__init__(**kwargs)


class FileField(forms.FileField):
    """An upload: the picker offers what is accepted, the hint says how large it may be.

    `accept` are extensions without dot. What is inside the file is checked by `documents`, not here.
    """

    widget = forms.FileInput

    def __init__(self, *, accept: Collection[str], max_bytes: int, **kwargs: Any) -> None:
        self.accept = tuple(ending.lower() for ending in accept)
        self.max_bytes = max_bytes
        kinds = [ending.upper() for ending in self.accept]
        listed = " oder ".join([", ".join(kinds[:-1]), kinds[-1]] if kinds[1:] else kinds)
        self.kinds = listed
        kwargs.setdefault("help_text", f"{listed}, höchstens {formats.filesize(max_bytes)}.")
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"accept": ",".join(f".{ending}" for ending in self.accept)}

    def validate(self, value: "UploadedFile[Any] | None") -> None:
        super().validate(value)
        if not value:
            return
        if PurePath(str(value.name)).suffix.lower().removeprefix(".") not in self.accept:
            raise ValidationError(f"Bitte eine Datei der Art {self.kinds} auswählen.", code="accept")
        if (value.size or 0) > self.max_bytes:
            raise ValidationError(
                f"Bitte eine kleinere Datei auswählen: höchstens {formats.filesize(self.max_bytes)}, "
                f"diese hat {formats.filesize(value.size)}.",
                code="max_bytes",
            )


class ChipSelect(forms.RadioSelect):
    """Few short choices, all in sight."""


class ChipField(forms.ChoiceField):
    """A choice between a few short words, shown as chips."""

    widget = ChipSelect
