"""Day of the figures, and filters of the list of towns."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, OrderBy

from core import dates
from core.blocks import State
from core.forms import DayField, Form
from municipalities.models import District, heirs
from portal.blocks import BLOCKS

ORDERS: dict[str, Any] = {
    "kommune": F("sort_key"),
    "landkreis": F("district__sort_key"),
    "einwohner": F("population"),
    "ags": F("ags"),
}
DEFAULT_SORTING = "kommune"
EXAMPLES = "ja"
SHOWN_GONE = 8
TYPED = ("q", "landkreis")
STATE_WORDS = {"vorhanden": State.PRESENT, "in-arbeit": State.IN_PROGRESS, "noch-nicht": State.NONE}


class ReferenceDayForm(Form):
    """The Stichtag of the figures; today unless a day is asked for."""

    stichtag = DayField(label="Stichtag", required=False)

    def clean_stichtag(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["stichtag"]
        if day and day > dates.today():
            raise ValidationError("Bitte einen Tag bis heute wählen: Die Zukunft ist noch nicht gezählt.")
        return day

    @property
    def day(self) -> datetime.date:
        """The day to count for; today as long as what was typed cannot be used."""
        chosen = self.cleaned_data.get("stichtag") if self.is_bound and self.is_valid() else None
        return chosen or dates.today()


class MunicipalityFilter(Form):
    """Filters as typed in the address; anything unknown is ignored, nothing fails. One filter per block."""

    q = forms.CharField(label="Suche", required=False, max_length=100)
    landkreis = forms.ChoiceField(label="Landkreis", required=False)
    beispiele = forms.ChoiceField(required=False, choices=[("", "ausblenden"), (EXAMPLES, "anzeigen")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = District.objects.visible_to(self.user, as_=self.as_)
        choice: Any = self.fields["landkreis"]
        choice.choices = [("", "Alle Landkreise"), *((item.key, item.display_name) for item in districts)]
        words = [("", "Alle"), *((word, state.label) for word, state in STATE_WORDS.items())]
        for block in BLOCKS:
            self.fields[block_name(block)] = forms.ChoiceField(label=block.label, required=False, choices=words)
        self.is_valid()

    @property
    def sorting(self) -> str:
        wanted = str(self.data.get("sortierung", ""))
        return wanted if wanted.removeprefix("-") in ORDERS else DEFAULT_SORTING

    @property
    def query(self) -> str:
        return str(self.cleaned_data.get("q", ""))

    @property
    def shows_examples(self) -> bool:
        return self.cleaned_data.get("beispiele") == EXAMPLES

    @property
    def shows_real(self) -> bool:
        return not self.shows_examples

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the address says beside the fields somebody types in; the page number starts over."""
        chosen = [(name, str(self.cleaned_data.get(name, ""))) for name in self.fields if name not in TYPED]
        sorting = "" if self.sorting == DEFAULT_SORTING else self.sorting
        return [(name, value) for name, value in [*chosen, ("sortierung", sorting)] if value]

    def apply(self, rows: Any, day: datetime.date) -> Any:
        """Filter and sort a queryset of municipalities."""
        rows = self.narrowed(rows, day).filter(is_example=self.shows_examples)
        key, descends = ORDERS[self.sorting.removeprefix("-")], self.sorting.startswith("-")
        # Whoever types a name wants that town first, not all towns of the district of the same name.
        first = [] if self.data.get("sortierung") or not self.query else ["match"]
        rows = rows.by_match(self.query) if first else rows
        return rows.order_by(*first, OrderBy(key, descending=descends, nulls_last=True), "sort_key", "ags")

    def gone(self, rows: Any, day: datetime.date) -> list[Any]:
        """Whom the typed words mean among the dissolved; no query without any."""
        if not self.query:
            return []
        found = rows.dissolved(on=day).filter(is_example=self.shows_examples).matching(self.query)
        district = self.cleaned_data.get("landkreis")
        return list((found.filter(district__key=district) if district else found)[:SHOWN_GONE])

    def narrowed(self, rows: Any, day: datetime.date) -> Any:
        """All filters but the one that separates real places from invented ones."""
        rows = rows.existing(on=day).matching(self.query)
        if district := self.cleaned_data.get("landkreis"):
            rows = rows.filter(district__key=district)
        wanted = {block: word for block in BLOCKS if (word := self.cleaned_data.get(block_name(block)))}
        after = heirs(on=day) if wanted else {}
        for block, word in wanted.items():
            rows = rows.filter(block.in_state(STATE_WORDS[word], day, after))
        return rows


def block_name(block: Any) -> str:
    """The block's name in the address."""
    return str(block.label).lower()
