"""Input for an agreement signed earlier: what is known of it, its correction, its taking back."""

from typing import Any

from django import forms

from agreements import known_days, signatory_lines
from agreements.earlier import RECORDABLE, Earlier
from agreements.forms.deciding import SignedCopyForm
from agreements.forms.drafting import PartiesForm
from agreements.forms.known import KnownNumberField, SpanField
from agreements.known_facts import known_of
from agreements.models import CooperationAgreement
from agreements.models.recorded import NUMBER_UNKNOWN
from agreements.numbers import taken
from agreements.possible import objections
from agreements.signatory_words import written
from agreements.similar import similar, similar_told
from core.forms import FileField, ReasonField, Section
from documents.inspection import MAX_BYTES, InspectedFile
from municipalities.models import Association, Municipality

KNOWN = Section("Was bekannt ist", ("day", "number", "source", "file_reference"))
WHO = Section("Parteien", ("kind", "municipalities", "associations", "police"))
PEOPLE = Section("Unterzeichnende", ("signatories",))


class KnownForm(PartiesForm):
    """What every form about an agreement signed earlier asks."""

    kind = forms.ChoiceField(
        label="Art",
        choices=[(kind.value, kind.label) for kind in RECORDABLE],
        initial=CooperationAgreement.Kind.AGREEMENT,
    )
    day = SpanField(label="Tag der Unterzeichnung")
    number = KnownNumberField(label="Registernummer")
    source = forms.CharField(
        label="Quelle", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Woher die Angaben stammen, zum Beispiel „Akte 0144.5, Band 2“ oder eine Pressemitteilung. "
        "Die Parteien lesen sie.",
    )  # fmt: skip
    signatories = forms.CharField(
        label="Wer hat unterzeichnet?", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Je Zeile „Partei: Name, Funktion“; was nicht überliefert ist, als Strich: „Polizei: –, Leitung der "
        "Polizeidirektion“. Die Geschäftsstelle heißt „LPR“. Unterzeichnete eine Kommune für eine andere: "
        "„Königshain: vertreten durch Reichenbach/O.L.“",
    )  # fmt: skip
    is_another = forms.BooleanField(
        label="Das ist eine weitere Vereinbarung derselben Kommunen", required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who signed may have been dissolved since.
        towns = Municipality.objects.visible_to(self.user, as_=self.as_)
        unions = Association.objects.visible_to(self.user, as_=self.as_)
        offered: dict[str, Any] = {"municipalities": towns, "associations": unions}
        for name in offered.keys() & self.fields.keys():
            field: Any = self.fields[name]
            field.queryset = offered[name].select_related("district__police_directorate")
        # Whether the police signed is in the source or it is not: nobody guesses it from the district.
        police: Any = self.fields["police"]
        police.choices, police.initial = [("", "– bitte auswählen –"), *police.choices], ""
        police.help_text = "Nur, wenn sie als Partei unterzeichnet hat; „Zuständige“ folgt aus dem Landkreis."
        self.fields["file_reference"].help_text = "Der Akte der Geschäftsstelle, wenn es eines gibt."
        if not self.is_bound:
            del self.fields["is_another"]

    def full_clean(self) -> None:
        """The question whether it is another one stands on the page only where there is a similar one."""
        super().full_clean()
        if self.is_bound and "is_another" not in self.errors and not self.cleaned_data.get("is_another"):
            del self.fields["is_another"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        try:
            people, represented = signatory_lines.read(data["signatories"], self._known().bodies)
        except signatory_lines.UnreadableLine as error:
            self.add_error("signatories", str(error))
            return data
        self.known = self._known(signatories=people, represented=represented)
        for field, sentence in objections(self.known):
            self.add_error(field, sentence)
        if not self.errors and (
            sentence := taken(self.known.number, besides=self.agreement.pk if self.agreement else None)
        ):
            self.add_error("number", sentence)
        if not self.errors and not data["is_another"]:
            self._ask_about(similar(self.known, besides=self.agreement))
        return data

    def _known(self, **people: Any) -> Earlier:
        data = self.cleaned_data
        names = ("municipalities", "associations", "police_directorate", "kind", "number", "source", "file_reference")
        return Earlier(span=data["day"], **{name: data[name] for name in names}, **people)

    def _ask_about(self, rows: list[CooperationAgreement]) -> None:
        before = similar(known_of(self.agreement), besides=self.agreement) if self.agreement else []
        if rows and rows != before:
            self.add_error("is_another", similar_told(rows))


class RecordForm(KnownForm):
    """An agreement signed earlier is recorded for the first time."""

    file = FileField(
        label="Scan der unterzeichneten Vereinbarung", accept=("pdf", "jpg", "jpeg", "png"), max_bytes=MAX_BYTES,
        required=False,
    )  # fmt: skip
    submit_label = "Altfall erfassen"
    sections = (WHO, KNOWN, PEOPLE, Section("Papier", ("file",)), Section("", ("is_another",)))

    def clean_file(self) -> InspectedFile | None:
        return SignedCopyForm.clean_file(self) if self.cleaned_data["file"] else None  # type: ignore[arg-type]


class CorrectRecordedForm(KnownForm):
    """What is known of it turned out otherwise."""

    versioned = True
    reason = ReasonField(label="Warum werden die Angaben berichtigt?")
    submit_label = "Berichtigung speichern"
    sections = (WHO, KNOWN, PEOPLE, Section("Berichtigung", ("reason", "is_another")))


def initial_of(agreement: CooperationAgreement) -> dict[str, Any]:
    """What is recorded, as the form has it."""
    known = known_of(agreement)
    police = known.police_directorate
    return {
        "kind": known.kind,
        "municipalities": [town.pk for town in known.municipalities],
        "associations": [union.pk for union in known.associations],
        "police": police.key if police else KnownForm.POLICE_NONE,
        "day": known_days.written(known.span),
        "number": known.number or NUMBER_UNKNOWN,
        "source": known.source,
        "file_reference": known.file_reference,
        "signatories": written(known),
        "version": agreement.version,
    }
