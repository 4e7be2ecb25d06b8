"""How days, instants, numbers and sizes are written in German; the same functions serve pages, papers and messages."""

import datetime
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)


def local(at: datetime.datetime) -> datetime.datetime:
    """The instant on the clock of the office (settings.TIME_ZONE); a naive value is taken as already local."""
    return timezone.localtime(at) if timezone.is_aware(at) else at


def _as_day(value: datetime.date) -> datetime.date:
    # A datetime is a date for isinstance(), but its day depends on the time zone.
    return local(value).date() if isinstance(value, datetime.datetime) else value


def day(value: datetime.date | None) -> str:
    """25. April 2023; empty for None."""
    if value is None:
        return ""
    value = _as_day(value)
    return f"{value.day}. {MONTHS[value.month - 1]} {value.year}"


def day_short(value: datetime.date | None) -> str:
    """25.04.2023, for tables; empty for None."""
    if value is None:
        return ""
    return _as_day(value).strftime("%d.%m.%Y")


def moment(value: datetime.datetime | None) -> str:
    """25. April 2023, 14:10 Uhr in local time; empty for None."""
    if value is None:
        return ""
    value = local(value)
    return f"{day(value)}, {value:%H:%M} Uhr"


def number(value: int | float | Decimal | None, decimals: int = 0) -> str:
    """13.888 or, with decimals, 1.234,5; halves are rounded away from zero, as people do; empty for None."""
    if value is None:
        return ""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{exact:,f}".translate(str.maketrans(",.", ".,"))


def sha(value: str) -> str:
    """A hash in groups of eight, so that two people can compare it by reading aloud."""
    return " ".join(value[start : start + 8] for start in range(0, len(value), 8))


def filesize(value: int | None) -> str:
    """412 KB or 1,4 MB, in steps of 1024; empty for None."""
    if value is None:
        return ""
    if value < 1024:
        return f"{number(value)} Byte"
    if value < 1024 * 1024:
        return f"{number(Decimal(value) / 1024)} KB"
    megabytes = number(Decimal(value) / (1024 * 1024), 1)
    return f"{megabytes.removesuffix(',0')} MB"


def count_of(value: int, words: str) -> str:
    """418 Kommunen, 1 Kommune; `words` is "singular,plural"."""
    singular, plural = words.split(",")
    return f"{number(value)} {singular if value == 1 else plural}"


def days(value: int) -> str:
    """25 Tage, 1 Tag."""
    return count_of(value, "Tag,Tage")


def listed(words: Iterable[str]) -> str:
    """Meerane, Werdau und Zwickau."""
    *others, last = [*words] or [""]
    return f"{', '.join(others)} und {last}" if others else last


def initials(name: str) -> str:
    """At most two capitals for the round sign beside a name."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()
