"""What a cell of a file may hold: functions that make a value of its text, or say what to write instead."""

from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core import collation, dates, formats
from core.dates import Span
from core.forms import parse_day
from imports.contract import CellProblem

MONTHS = (
    "januar", "februar", "marz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "dezember",
)  # fmt: skip
EARLIEST, LATEST = 1900, 2199


def text(longest: int) -> Callable[[str], str]:
    """Text of one line, up to so many characters."""

    def parse(cell: str) -> str:
        return _not_longer(" ".join(cell.split()), longest)

    return parse


def long_text(longest: int) -> Callable[[str], str]:
    """Text whose line breaks stay."""

    def parse(cell: str) -> str:
        return _not_longer(cell.strip(), longest)

    return parse


def _not_longer(value: str, longest: int) -> str:
    if len(value) > longest:
        raise CellProblem(
            f"Bitte kürzen: höchstens {formats.number(longest)} Zeichen, jetzt sind es {formats.number(len(value))}."
        )
    return value


def email(cell: str) -> str:
    address = cell.strip().removeprefix("mailto:")
    try:
        validate_email(address)
    except ValidationError as error:
        raise CellProblem("Bitte eine E-Mail-Adresse wie name@stadt.de eintragen.") from error
    return _not_longer(address, 254)


def choice(words: Mapping[str, Any]) -> Callable[[str], Any]:
    """One of some words, whatever their case and marks; several words may mean the same."""
    values = {collation.fold(word): value for word, value in words.items()}

    def parse(cell: str) -> Any:
        folded = collation.fold(cell)
        if folded not in values:
            raise CellProblem(f"„{_shown(cell)}“ ist hier nicht bekannt. Möglich sind: {', '.join(words)}.")
        return values[folded]

    return parse


def day(cell: str) -> date:
    """A day known exactly."""
    span = known_day(cell)
    if not span.is_exact:
        raise CellProblem(f"„{_shown(cell)}“ nennt keinen Tag. Bitte als 25.04.2023 eintragen.")
    return span.earliest


def known_day(cell: str) -> Span:
    """A day as far as it is known: 25.04.2023, 04/2023, April 2023 or 2023."""
    written = cell.strip()
    span = _span(written)
    if span is None:
        raise CellProblem(_no_day(written))
    if not EARLIEST <= span.earliest.year <= LATEST:
        raise CellProblem(f"Bitte die Jahreszahl prüfen: {span.earliest.year}.")
    return span


def _span(written: str) -> Span | None:
    exact = parse_day(written)
    if exact:
        return Span(exact, exact)
    if _is_year(written):
        return Span.parse(written)
    month, year = _month_and_year(written)
    return Span.parse(f"{year}-{month:02d}") if month else None


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdigit() and word > "1000"


def _month_and_year(written: str) -> tuple[int, str]:
    """04.2023, 04/2023, 4-2023, 2023-04 or a month's name; month 0 where it is none of them."""
    words = collation.fold(written).split()
    if len(words) != 2:
        return 0, ""
    first, last = words if _is_year(words[1]) else reversed(words)
    if not _is_year(last):
        return 0, ""
    if first in MONTHS:
        return MONTHS.index(first) + 1, last
    is_month = first.isascii() and first.isdigit() and len(first) <= 2 and 1 <= int(first) <= 12
    return (int(first), last) if is_month else (0, "")


def _no_day(written: str) -> str:
    if written.isascii() and written.isdigit() and len(written) == 5:
        return (
            f"Hier steht die Zahl {written} statt eines Tages. Bitte die Spalte in der Tabelle als Datum formatieren "
            "oder den Tag als 25.04.2023 eintragen."
        )
    return f"„{_shown(written)}“ ist kein Tag. Bitte als 25.04.2023, 04/2023 oder 2023 eintragen."


def hour(cell: str) -> time:
    written = cell.strip().lower().removesuffix("uhr").strip().replace(".", ":")
    try:
        hours, _, minutes = written.partition(":")
        return time(int(hours), int(minutes[:2] or 0))
    except (ValueError, OverflowError) as error:
        raise CellProblem(f"„{_shown(cell)}“ ist keine Uhrzeit. Bitte als 14:30 eintragen.") from error


def decimal(cell: str) -> Decimal:
    """A number as it is written in German; a dot is taken for the comma only where nothing else can be meant."""
    written = cell.strip().replace(" ", "")
    plain = written.replace(".", "").replace(",", ".") if "," in written else written
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise CellProblem(f"„{_shown(cell)}“ ist keine Zahl. Bitte zum Beispiel als 1,5 eintragen.") from error
    if not value.is_finite():
        raise CellProblem(f"„{_shown(cell)}“ ist keine Zahl. Bitte zum Beispiel als 1,5 eintragen.")
    return value


def past(parse: Callable[[str], Any], what: str) -> Callable[[str], Any]:
    """The same, refused where it lies ahead of today; `what` begins the sentence („Eine Beratung“)."""

    def parse_past(cell: str) -> Any:
        value = parse(cell)
        earliest = value.earliest if isinstance(value, Span) else value
        if earliest > dates.today():
            raise CellProblem(f"{what} kann nicht in der Zukunft liegen. Bitte den Tag prüfen.")
        return value

    return parse_past


def _shown(cell: str) -> str:
    short = " ".join(cell.split())
    return short if len(short) <= 60 else f"{short[:60]}…"
