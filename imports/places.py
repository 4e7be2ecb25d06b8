"""Places by the name somebody has written: exactly one, or a question with suggestions; never a silent guess."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from core import collation, dates, formats
from municipalities.models import Association, District, Municipality, PoliceDirectorate, TerritorialChange
from municipalities.picker import municipality_label

SHOWN = 6
# Below it the names of German towns all look alike.
ALIKE = 0.72
TITLES = re.compile(
    r"^(?:(?:große |kreisfreie |landeshaupt)?(?:kreis)?stadt|gemeinde|stadtverwaltung|gemeindeverwaltung) "
    r"|, (?:stadt|gemeinde)$",
    re.IGNORECASE,
)
DISTRICT_WORDS = re.compile(r"\b(?:landkreis|lkr|lk|kreis)\b\.?", re.IGNORECASE)
SEVERAL = re.compile(r"[;\n]|,\s")


@dataclass(frozen=True)
class Found:
    """What a name means: one place, or none with keys of suggestions and a sentence why."""

    place: Any = None
    suggestions: tuple[str, ...] = ()
    note: str = ""


@dataclass
class PlaceIndex:
    """All places there are, loaded once; every further question is answered from memory."""

    by_key: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    _exact: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _search: dict[str, str] = field(default_factory=dict)
    # Name of a dissolved town → key of its successor and a sentence.
    _gone: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    _answers: dict[tuple[str, tuple[str, ...], str], Found] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "PlaceIndex":
        """Which places there are is no secret; a number of queries that does not depend on the file."""
        index = cls()
        everywhere = {town.pk: town for town in Municipality.objects.for_list()}
        for town in everywhere.values():
            if town.exists_on(dates.today()):
                index._add_town(town)
        index._add_gone(everywhere)
        # The district of a Kreisfreie Stadt is the town; a Landkreis is never called by its seat alone.
        for row in (*District.objects.filter(is_urban=False), *Association.objects.all()):
            index._add(row, label=str(row), names=[str(row)])
        for police in PoliceDirectorate.objects.all():
            index._add(police, label=police.name, names=[police.name, police.short_name])
        return index

    def _add_town(self, town: Municipality) -> None:
        label = municipality_label(town)
        self._add(town, label=label, names=[town.name, town.name_hsb])
        for form in (town.ags, *collation.spellings(label)):
            self._exact[form].append(key_of(town))
        for name in filter(None, town.former_names.split("; ")):
            self._gone[collation.fold(name)].append((key_of(town), f"„{name}“ heißt heute {town.name}."))

    def _add(self, row: Any, *, label: str, names: Iterable[str]) -> None:
        key = key_of(row)
        self.by_key[key], self.labels[key] = row, label
        self._search[key] = collation.search_key(*filter(None, names))
        for form in dict.fromkeys(self._search[key].split(" | ")):
            self._exact[form].append(key)

    def _add_gone(self, everywhere: dict[int, Municipality]) -> None:
        """A dissolved town is offered as the one in whose area it lies today."""
        for origin, target in TerritorialChange.objects.heirs(on=dates.today()).items():
            if origin in everywhere and key_of(everywhere[target]) in self.by_key:
                gone, heir = everywhere[origin], everywhere[target]
                since = f" seit {formats.day(gone.dissolved_on)}" if gone.dissolved_on else ""
                note = f"{gone.name} gehört{since} zu {heir.name}."
                self._gone[collation.fold(gone.name)].append((key_of(heir), note))

    def find(self, written: str, kinds: tuple[str, ...], district: str = "") -> Found:
        asked = (written, kinds, district)
        if asked not in self._answers:
            self._answers[asked] = self._find(*asked)
        return self._answers[asked]

    def _find(self, written: str, kinds: tuple[str, ...], district: str) -> Found:
        forms = collation.spellings(TITLES.sub("", " ".join(written.split())))
        hits = self._of(kinds, (key for form in forms for key in self._exact.get(form, ())))
        within = [key for key in hits if self._lies_in(key, district)]
        if len(within) == 1:
            return Found(self.by_key[within[0]])
        if len(hits) == 1:
            return Found(None, tuple(hits), f"{self.labels[hits[0]]}: Die Spalte mit dem Landkreis sagt „{district}“.")
        if hits:
            return Found(None, tuple(within or hits), f"„{written}“ heißen mehrere.")
        gone = [item for form in forms for item in self._gone.get(form, ()) if item[0].split("-")[0] in kinds]
        if gone:
            return Found(None, tuple(dict.fromkeys(key for key, _ in gone)), gone[0][1])
        near = self._near(forms, kinds)
        return Found(None, near, f"„{written}“ gibt es unter diesem Namen nicht.")

    def _near(self, forms: list[str], kinds: tuple[str, ...]) -> tuple[str, ...]:
        inside = (key for key, names in self._search.items() if any(form in names for form in forms))
        found = self._of(kinds, inside)
        names = {form: keys for form, keys in self._exact.items() if self._of(kinds, keys)}
        alike = (near for form in forms for near in get_close_matches(form, names, n=SHOWN, cutoff=ALIKE))
        further = self._of(kinds, (key for form in alike for key in names[form]))
        return tuple(dict.fromkeys([*found, *further]))[:SHOWN]

    def _of(self, kinds: tuple[str, ...], keys: Iterable[str]) -> list[str]:
        return [key for key in dict.fromkeys(keys) if key.split("-")[0] in kinds]

    def _lies_in(self, key: str, district: str) -> bool:
        asked = collation.fold(DISTRICT_WORDS.sub(" ", district))
        place = self.by_key[key]
        if not asked or not isinstance(place, Municipality):
            return True
        return asked in collation.fold(place.district.display_name)


def key_of(row: Any) -> str:
    """„municipality-12“."""
    return f"{row._meta.model_name}-{row.pk}"


def names_in(cell: str) -> list[str]:
    """The names of a cell that may hold several, divided by semicolon, comma or line."""
    return [name for part in SEVERAL.split(cell) if (name := " ".join(part.split()))]
