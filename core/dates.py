"""The only source of today, and days that are known only to the month, the year or a span."""

import calendar
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

_override: ContextVar[date | None] = ContextVar("today", default=None)


def today() -> date:
    """The day on which the programme stands: in the demo DEMO_TODAY, otherwise the local calendar day."""
    override = _override.get()
    if override is not None:
        return override
    demo_today: date | None = settings.DEMO_TODAY
    return demo_today or timezone.localdate(now())


def now() -> datetime:
    """The real instant, in the demo too: for what is recorded (`…_at`) or runs out; never a day of the programme."""
    return timezone.now()


@contextmanager
def at(day: date) -> Iterator[None]:
    """Let `today()` answer `day` inside the block; for the demo's history and for tests only."""
    token = _override.set(day)
    try:
        yield
    finally:
        _override.reset(token)


_DAY = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


@dataclass(frozen=True)
class Span:
    """A day as far as it is known: earliest and latest possible day, both inclusive.

    History is often known only to the month or the year. Such a day is shown as known and counts from
    the latest possible day, so that no figure is ever too high too early.
    """

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise ValueError("Der Zeitraum endet vor seinem Beginn.")

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Read "2021", "2021-05", "2021-05-03" or two of them joined by "/"; ValueError otherwise."""
        first, is_span, last = text.strip().partition("/")
        start = cls._parse_one(first)
        return cls(start.earliest, cls._parse_one(last).latest) if is_span else start

    @classmethod
    def _parse_one(cls, text: str) -> "Span":
        match = _DAY.match(text.strip())
        if not match:
            raise ValueError(f"„{text}“ ist kein Datum. Bitte als 2021, 2021-05 oder 2021-05-03 angeben.")
        year = int(match[1])
        month, day = (int(part) if part else None for part in match.groups()[1:])
        if month is None:
            return cls(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
        return cls(date(year, month, day), date(year, month, day))

    @property
    def is_exact(self) -> bool:
        return self.earliest == self.latest

    @property
    def counts_from(self) -> date:
        return self.latest

    @property
    def label(self) -> str:
        """The span as a German reads it: „25. April 2023“, „Juli 2020“, „2021“ or „Mai 2021 bis Juni 2021“."""
        if self.is_exact:
            return day_label(self.earliest)
        if self.earliest == date(self.earliest.year, 1, 1) and self.latest == date(self.earliest.year, 12, 31):
            return str(self.earliest.year)
        if _is_month_start(self.earliest) and _is_month_end(self.latest):
            first, last = (date_format(day, "F Y") for day in (self.earliest, self.latest))
            return first if first == last else f"{first} bis {last}"
        return f"{day_label(self.earliest)} bis {day_label(self.latest)}"


def _is_month_start(day: date) -> bool:
    return day.day == 1


def _is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def day_label(day: date) -> str:
    """„25. April 2023“."""
    return date_format(day, "j. F Y")
