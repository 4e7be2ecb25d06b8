"""A day as far as it is known, as people write it: „25.05.2021“, „05/2021“, „Mai 2021“, „2021“."""

import calendar
import re
from datetime import date

from core import dates
from core.dates import Span

MONTHS = ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
          "dezember")  # fmt: skip
HOW = "Bitte so schreiben: 25.05.2021, 05/2021, 2021 oder 05/2021 bis 06/2021."
_DAY = re.compile(r"^(?:(\d{1,2})\.\s*)?(?:(\d{1,2})[./]\s*)?(\d{4})$")
_ISO = re.compile(r"^(\d{4})-(\d{2})(?:-(\d{2}))?$")
_WORD = re.compile(r"^(?:(\d{1,2})\.\s*)?([a-zä]+)\s+(\d{4})$")
_TO = re.compile(r"\s+bis\s+|\s+[-–]\s+")


class UnreadableDay(ValueError):
    """Nobody can say which day is meant; the message says how to write it."""


def read(text: str) -> Span:
    """The span meant; what has happened already ends today at the latest."""
    parts = _TO.split(" ".join(text.split()))
    if len(parts) > 2:
        raise UnreadableDay(HOW)
    first, last = _one(parts[0]), _one(parts[-1])
    if first.earliest > last.latest:
        raise UnreadableDay("Der Zeitraum endet vor seinem Beginn. Bitte die Tage tauschen.")
    return until_today(Span(first.earliest, last.latest))


def _one(text: str) -> Span:
    day, month, year = _parts(text.strip().lower())
    try:
        if month is None:
            return Span(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
        return Span(date(year, month, day), date(year, month, day))
    except (ValueError, calendar.IllegalMonthError) as error:
        raise UnreadableDay(f"Den Tag „{text.strip()[:40]}“ gibt es nicht. {HOW}") from error


def _parts(text: str) -> tuple[int | None, int | None, int]:
    if match := _ISO.match(text):
        return int(match[3]) if match[3] else None, int(match[2]), int(match[1])
    if (match := _WORD.match(text)) and match[2] in MONTHS:
        return int(match[1]) if match[1] else None, MONTHS.index(match[2]) + 1, int(match[3])
    if match := _DAY.match(text):
        # „05.2021“ reads as a first part without a second: that part is the month.
        day, month = (int(part) if part else None for part in (match[1], match[2]))
        return (day, month, int(match[3])) if month is not None else (None, day, int(match[3]))
    raise UnreadableDay(f"„{text[:40]}“ ist kein Tag. {HOW}")


def until_today(span: Span) -> Span:
    """„2023“, said in April 2023 of something that has happened, ends today."""
    today = dates.today()
    return Span(span.earliest, today) if span.earliest <= today < span.latest else span


def written(span: Span) -> str:
    """The span as `read` reads it."""
    if span.is_exact:
        return f"{span.earliest:%d.%m.%Y}"
    label = span.label
    if label.isdigit():
        return label
    if span.earliest.day == 1 and span.latest.day == calendar.monthrange(span.latest.year, span.latest.month)[1]:
        months = [f"{day:%m/%Y}" for day in (span.earliest, span.latest)]
        return " bis ".join(dict.fromkeys(months))
    return f"{span.earliest:%d.%m.%Y} bis {span.latest:%d.%m.%Y}"
