"""Why an agreement's number and its place by the day of signing differ, in words."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from core import formats

UNEXACT = "Ein Tag, der nur ungefähr bekannt ist, zählt ab dem letzten möglichen."
# More numbers than these are counted, not listed.
LISTED = 5


class Signed(NamedTuple):
    pk: int
    number: int | None
    latest: date
    is_exact: bool


def reason_of(own: Signed, signed: Sequence[Signed], ordinal: int) -> str:
    """What lies between number and place: the differences add up, each in its own words."""
    number = own.number or 0
    earlier, later = signed[: ordinal - 1], signed[ordinal:]
    lower = [row for row in signed if row.number and row.number < number]
    nameless = [row for row in earlier if row.number is None]
    higher = [row for row in earlier if row.number and row.number > number]
    after = [row for row in later if row.number and row.number < number]
    missing = number - 1 - len(lower)
    parts = [
        _nameless(len(nameless)),
        _numbers(higher, "wurde früher unterzeichnet", "wurden früher unterzeichnet"),
        _numbers(after, "wurde später unterzeichnet", "wurden später unterzeichnet"),
        _missing(missing),
    ]
    told = "; ".join(filter(None, parts))
    vague = [row for row in (own, *higher, *after) if not row.is_exact]
    return f"{told}. {UNEXACT}" if vague else f"{told}."


def _nameless(count: int) -> str:
    if not count:
        return ""
    word = "hat keine bekannte Nummer" if count == 1 else "haben keine bekannte Nummer"
    return f"{formats.count_of(count, 'früher unterzeichnete,früher unterzeichnete')} {word}"


def _numbers(rows: Sequence[Signed], one: str, many: str) -> str:
    if not rows:
        return ""
    if len(rows) > LISTED:
        return f"{len(rows)} mit {'höherer' if 'früher' in many else 'kleinerer'} Nummer {many}"
    nrs = [f"Nr.\N{NO-BREAK SPACE}{row.number}" for row in sorted(rows, key=lambda row: row.number or 0)]
    return f"{' und '.join(filter(None, [', '.join(nrs[:-1]), nrs[-1]]))} {one if len(rows) == 1 else many}"


def _missing(count: int) -> str:
    if not count:
        return ""
    if count == 1:
        return "zu einer kleineren Nummer ist keine unterzeichnete Vereinbarung erfasst"
    return f"zu {count} kleineren Nummern ist keine unterzeichnete Vereinbarung erfasst"
