"""Input of a party that goes through the text: a comment on any clause, a wording it would rather read, its consent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from agreements.actions.proposals import Comment, Source
from agreements.forms.wording import lines
from agreements.merging import normalised
from agreements.models import ChangeProposal, Party
from agreements.versions import label_of
from core.forms import Form

WHOLE_TEXT = 0
SEND, AGREE = "senden", "zustimmen"
LONGEST = 5000


@dataclass(frozen=True)
class Passage:
    """A clause as the party reads it; id 0 is the whole text."""

    pk: int
    label: str
    text: str = ""

    @property
    def anchor(self) -> str:
        return f"regelung-{self.pk}" if self.pk else "ganzer-text"

    @property
    def paragraphs(self) -> list[str]:
        return [line for line in self.text.splitlines() if line.strip()]


class ReviewForm(Form):
    """All clauses on one page, so that nothing typed at one is lost by sending another."""

    versioned = True
    submit_label = "Anmerkungen senden"
    step = forms.ChoiceField(label="Schritt", choices=[(SEND, SEND), (AGREE, AGREE)], required=False)

    def __init__(
        self,
        *args: Any,
        passages: list[Passage],
        earlier: Mapping[int, str] | None = None,
        needs_authority: bool = False,
        asks_source: bool = False,
        papers: list[tuple[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.passages, self.earlier, self.needs_authority = passages, earlier or {}, needs_authority
        for passage in passages:
            self._add_passage(passage)
        if asks_source:
            self._add_source(papers or [])
        else:
            self._add_consent()

    def _add_passage(self, passage: Passage) -> None:
        kinds, shared = ChangeProposal.Kind.choices, "Auch für die anderen Parteien lesbar"
        self.add_field(
            f"kind-{passage.pk}",
            forms.ChoiceField(label="Art", choices=kinds, initial="change", required=False, widget=forms.RadioSelect),
        )
        self.add_field(
            f"text-{passage.pk}",
            forms.CharField(
                label="Was möchten Sie dazu sagen?",
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea({"rows": 3}),
            ),
        )
        if passage.pk:
            self.add_field(
                f"suggestion-{passage.pk}",
                forms.CharField(
                    label="Vorgeschlagener Wortlaut",
                    required=False,
                    max_length=4 * LONGEST,
                    initial=passage.text,
                    widget=forms.Textarea({"rows": 6}),
                    help_text="Bitte hier ändern, was anders lauten soll. Unverändert zählt das Feld nicht.",
                ),
            )
        self.add_field(f"shared-{passage.pk}", forms.BooleanField(label=shared, required=False))  # fmt: skip

    def _add_source(self, papers: list[tuple[str, str]]) -> None:
        """The office enters in a party's name: from where it knows."""
        self.add_field(
            "source",
            forms.CharField(
                label="Quelle", max_length=200, help_text="Zum Beispiel „E-Mail des Rechtsamts vom 20. April 2023“."
            ),
        )
        if papers:
            self.add_field("paper", forms.ChoiceField(
                label="Rücklauf, aus dem es stammt", required=False, choices=[("", "ohne"), *papers]))  # fmt: skip

    def _add_consent(self) -> None:
        if self.needs_authority:
            self.add_field("authority", forms.CharField(
                label="Im Auftrag von", max_length=200, required=False,
                help_text="Sie stimmen nicht aus eigenem Recht zu. Bitte angeben, in wessen Auftrag, zum Beispiel "
                "„Bürgermeister, Gespräch vom 20. April 2023“ oder „Beschluss 12/2023 des Stadtrates“."))  # fmt: skip
        self.add_field("note", forms.CharField(
            label="Anmerkung zur Zustimmung", max_length=200, required=False,
            help_text="Liest die Geschäftsstelle, nicht die anderen Parteien."))  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.agrees:
            if not list(self.comments()) and not self.errors:
                self.add_error(None, "Bitte zu mindestens einer Regelung etwas schreiben oder den Wortlaut ändern.")
            return data
        if any(item.kind == ChangeProposal.Kind.CHANGE for item in self.comments()):
            self.add_error(None, "Sie haben einen Änderungswunsch geschrieben und zugleich zugestimmt. Bitte entweder "
                           "den Wunsch senden oder ihn als „Anmerkung“ kennzeichnen und zustimmen.")  # fmt: skip
        if self.needs_authority and not data.get("authority", "").strip():
            self.add_error("authority", "Bitte angeben, in wessen Auftrag Sie zustimmen.")
        return data

    @property
    def agrees(self) -> bool:
        return self.cleaned_data.get("step") == AGREE

    def comments(self) -> Iterator[Comment]:
        """What was typed; a wording that nobody touched is no suggestion."""
        for passage in self.passages:
            text = lines(self.cleaned_data.get(f"text-{passage.pk}", "")).strip()
            typed = normalised(lines(self.cleaned_data.get(f"suggestion-{passage.pk}", "")))
            known = {normalised(passage.text), normalised(self.earlier.get(passage.pk, passage.text)), ""}
            suggestion = "" if typed in known else typed
            if text or suggestion:
                kind = ChangeProposal.Kind.CHANGE if suggestion else self.cleaned_data.get(f"kind-{passage.pk}")
                yield Comment(
                    text=text, clause_id=passage.pk or None, kind=kind or ChangeProposal.Kind.CHANGE,
                    suggestion=suggestion, is_shared=bool(self.cleaned_data.get(f"shared-{passage.pk}")),
                )  # fmt: skip

    @property
    def rows(self) -> list[tuple[Passage, list[Any], bool]]:
        """Each passage with its fields, and whether something stands in them already."""
        found = []
        for passage in self.passages:
            names = [f"{part}-{passage.pk}" for part in ("kind", "text", "suggestion", "shared")]
            fields = [self[name] for name in names if name in self.fields]
            found.append((passage, fields, self._is_written(passage)))
        return found

    def _is_written(self, passage: Passage) -> bool:
        """What stands in its fields now, whether typed just now or kept from an older page."""
        name = f"suggestion-{passage.pk}"
        wording = str(self[name].value() or "") if name in self.fields else ""
        is_other = bool(wording) and normalised(lines(wording)) != normalised(passage.text)
        return bool(str(self[f"text-{passage.pk}"].value() or "").strip()) or is_other

    @property
    def others(self) -> list[Any]:
        """The fields that belong to no passage: consent, or source."""
        return [self[name] for name in ("source", "paper", "authority", "note") if name in self.fields]


def passages_of(clauses: list[dict[str, Any]]) -> list[Passage]:
    """The clauses of a version as it is read, and the whole text at the end."""
    return [
        *(Passage(clause["id"], label_of(clause), clause["filled"]) for clause in clauses),
        Passage(WHOLE_TEXT, "Zum ganzen Text"),
    ]


def source_of(data: dict[str, Any], party: Party) -> Source | None:
    if "source" not in data:
        return None
    chosen = data.get("paper")
    return Source(data["source"], party.papers.filter(pk=int(chosen)).first() if chosen else None)
