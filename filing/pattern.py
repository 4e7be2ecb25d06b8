"""How an Aktenzeichen is written: the office's pattern, whether one keeps to it, the next free one, and searching."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Replace
from django.db.models.lookups import IContains, IExact

LONGEST = 60
YEAR, NUMBER = "{jahr}", "{lfd}"
PLACEHOLDERS = {YEAR: r"(?P<jahr>\d{4})", NUMBER: r"(?P<lfd>\d{1,6})"}
# What no register of files knows: it would stand in names of files and columns of tables.
ODD = re.compile(r"[^\w\s./()-]")
PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}")


def fault_of(pattern: str) -> str:
    """What is wrong with a pattern, as a sentence; empty when it can be used."""
    for found in PLACEHOLDER.findall(pattern):
        if found in {"{", "}"}:
            return f"Bitte die einzelne Klammer {found} streichen: Geschrieben wird genau {NUMBER} oder {YEAR}."
        if found not in PLACEHOLDERS:
            return f"Bitte „{found}“ ersetzen: Möglich sind {YEAR} für das Jahr und {NUMBER} für die laufende Nummer."
    if pattern.count(NUMBER) != 1:
        return f"Bitte die laufende Nummer {NUMBER} genau einmal in das Muster schreiben."
    if pattern.count(YEAR) > 1:
        return f"Bitte das Jahr {YEAR} höchstens einmal in das Muster schreiben."
    if re.search(r"\d\{lfd\}|\{lfd\}\d|\}\{", pattern):
        return "Bitte neben Jahr und laufender Nummer ein Trennzeichen setzen, zum Beispiel /."
    if found := ODD.search(PLACEHOLDER.sub("", pattern)):
        return f"Bitte „{found[0]}“ aus dem Muster streichen: Ein Aktenzeichen hat Buchstaben, Ziffern und . - / _ ( )."
    if len(example(pattern, date(2000, 1, 1), 999999)) > LONGEST:
        return f"Bitte kürzen: Ein Aktenzeichen hat höchstens {LONGEST} Zeichen."
    return ""


def example(pattern: str, day: date, number: int = 7) -> str:
    return pattern.replace(YEAR, str(day.year)).replace(NUMBER, str(number))


def keeps_to(reference: str, pattern: str) -> bool:
    """Whether it is written after the pattern; without one everything is, and spaces and case do not count."""
    return not pattern or bool(_compiled(pattern).fullmatch(squashed(reference)))


def next_free(pattern: str, day: date, taken: Iterable[str]) -> str:
    """The pattern with the year and the number after the highest given in it; empty without a pattern."""
    if not pattern:
        return ""
    compiled = _compiled(pattern)
    found = filter(None, (compiled.fullmatch(squashed(reference)) for reference in taken))
    own = [match.groupdict() for match in found]
    highest = max((int(item["lfd"]) for item in own if item.get("jahr") in (None, str(day.year))), default=0)
    return example(pattern, day, highest + 1)


def advice(pattern: str, day: date) -> str:
    """What to do with an Aktenzeichen that does not keep to it."""
    parts = [f"{YEAR} das Jahr"] * (YEAR in pattern) + [f"{NUMBER} die laufende Nummer"]
    sentence = f"Bitte das Aktenzeichen nach dem Muster {pattern} schreiben, zum Beispiel {example(pattern, day)}"
    return f"{sentence} ({' und '.join(parts)})."


def squashed(reference: str) -> str:
    """Without spaces, which some people write and others do not."""
    return "".join(reference.split())


def spelt_like(query: str, field: str = "file_reference") -> Q:
    """Condition: the Aktenzeichen holds this text, however spaces and case are written."""
    return Q(IContains(_unspaced(field), squashed(query)))


def is_the_same(reference: str, field: str = "file_reference") -> Q:
    """Condition: it is this Aktenzeichen, however spaces and case are written."""
    return Q(IExact(_unspaced(field), squashed(reference)))


def _unspaced(field: str) -> Any:
    return Replace(F(field), Value(" "), Value(""))


def _compiled(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\{jahr\}|\{lfd\})", squashed(pattern))
    return re.compile("".join(PLACEHOLDERS.get(part, re.escape(part)) for part in parts), re.IGNORECASE)
