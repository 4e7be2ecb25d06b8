"""Input for the file of record: Aktenzeichen, Veraktung, and the rules of the office."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core import dates
from core.forms import DayField, Form, Section
from filing import pattern, records, references
from filing.models import FilingRules
from filing.records import RecordKind

CHECKED = "Ich habe das Paket in der E-Akte abgelegt."


class ReferenceForm(Form):
    file_reference = forms.CharField(label="Aktenzeichen", max_length=pattern.LONGEST, required=False)
    submit_label = "Aktenzeichen speichern"

    def __init__(self, *args: Any, kind: RecordKind, current: str = "", **kwargs: Any) -> None:
        proposed = "" if current else references.proposed(kind)
        kwargs["initial"] = {"file_reference": current or proposed}
        super().__init__(*args, **kwargs)
        self.kind, self.current = kind, current
        if proposed:
            self.fields["file_reference"].help_text = "Vorgeschlagen ist das nächste freie nach dem Muster."

    def clean_file_reference(self) -> str:
        reference = " ".join(str(self.cleaned_data["file_reference"]).split())
        if reference and reference != self.current:
            references.require_pattern(self.kind.word, reference)
        return reference


class FilingForm(Form):
    """The confirmation that the package with this check value lies in the E-Akte."""

    filed_on = DayField(label="Veraktet am", is_near=True)
    external_number = forms.CharField(
        label="Vorgangsnummer in VIS.SAX", max_length=60, required=False,
        help_text="Kann frei bleiben; hilft beim Wiederfinden.",
    )  # fmt: skip
    is_stored = forms.BooleanField(label=CHECKED)
    check_value = forms.CharField(widget=forms.HiddenInput, max_length=64)

    submit_label = "Veraktung eintragen"

    def clean_filed_on(self) -> Any:
        day = self.cleaned_data["filed_on"]
        if day > dates.today():
            raise ValidationError("Bitte einen Tag bis heute angeben.", code="future")
        return day

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("filed_on", "external_number", "check_value")}


PREFIX = "muster_"


class RulesForm(Form):
    """One pattern per kind of Vorgang that is registered, the archive format, two periods."""

    variant = forms.ChoiceField(
        label="PDF der Vereinbarungen und Vermerke", choices=FilingRules.Variant.choices, widget=forms.RadioSelect,
        help_text="Gilt für alles, was von jetzt an festgeschrieben oder gedruckt wird. Gespeicherte PDF bleiben.",
    )  # fmt: skip
    remind_after = forms.IntegerField(
        label="An die Veraktung erinnern nach (Tage)", min_value=1, max_value=999,
        help_text="So lange nach der letzten Unterschrift oder der Beratung steht der Vorgang nicht unter „Fällig“.",
    )  # fmt: skip
    keep_packages = forms.IntegerField(label="Fertige Pakete aufbewahren (Tage)", min_value=1, max_value=90)

    versioned = True
    sections: tuple[Section, ...] = ()

    def __init__(self, *args: Any, rules: FilingRules, **kwargs: Any) -> None:
        names = ("variant", "remind_after", "keep_packages", "version")
        initial = {name: getattr(rules, name) for name in names}
        initial |= {f"{PREFIX}{word}": text for word, text in rules.patterns.items()}
        super().__init__(*args, initial=initial, **kwargs)
        kinds = records.registered()
        for kind in kinds:
            field = forms.CharField(label=f"Muster: {kind.label}", required=False, max_length=pattern.LONGEST,
                                    validators=[_require_usable])  # fmt: skip
            self.add_field(f"{PREFIX}{kind.word}", field)
        self.sections = (
            Section(
                "Aktenzeichen", tuple(f"{PREFIX}{kind.word}" for kind in kinds),
                "{jahr} steht für das Jahr, {lfd} für die laufende Nummer, zum Beispiel LPR-0144.8/{lfd}/{jahr}. Ein "
                "leeres Feld lässt jedes Aktenzeichen zu. Vorhandene Aktenzeichen bleiben, wie sie sind.",
            ),
            Section("Archivformat", ("variant",)),
            Section("Fristen", ("remind_after", "keep_packages")),
        )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        data = dict(self.cleaned_data)
        patterns = {name.removeprefix(PREFIX): data.pop(name) for name in [*data] if name.startswith(PREFIX)}
        return {"patterns": patterns, **data}


def _require_usable(text: str) -> None:
    if fault := pattern.fault_of(text.strip()):
        raise ValidationError(fault, code="pattern")
