"""Days, numbers and sizes as Germans write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core import formats

DAY = date(2023, 4, 25)
LATE_EVENING = datetime(2023, 4, 25, 22, 30, tzinfo=UTC)


def test_a_day_is_written_out():
    assert formats.day(DAY) == "25. April 2023"
    assert formats.day(date(2021, 3, 1)) == "1. März 2021"
    assert formats.day_short(DAY) == "25.04.2023"


def test_an_instant_belongs_to_the_day_on_the_office_clock():
    assert formats.moment(LATE_EVENING) == "26. April 2023, 00:30 Uhr"
    assert formats.day(LATE_EVENING) == "26. April 2023"
    assert formats.day_short(LATE_EVENING) == "26.04.2023"


@pytest.mark.parametrize("write", [formats.day, formats.day_short, formats.moment, formats.number, formats.filesize])
def test_what_is_unknown_is_empty(write):
    assert write(None) == ""


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (13888, 0, "13.888"),
        (4086152, 0, "4.086.152"),
        (999, 0, "999"),
        (-1500, 0, "-1.500"),
        (Decimal("1234.55"), 1, "1.234,6"),
        (2.5, 0, "3"),
        (0.145, 2, "0,15"),
    ],
)
def test_numbers(value, decimals, expected):
    assert formats.number(value, decimals) == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [(12, "12 Byte"), (421_888, "412 KB"), (20 * 1024 * 1024, "20 MB"), (1_500_000, "1,4 MB")],
)
def test_sizes(size, expected):
    assert formats.filesize(size) == expected


def test_a_hash_is_grouped_for_reading_aloud():
    assert formats.sha("9f86d081884c7d65") == "9f86d081 884c7d65"


@pytest.mark.parametrize(("value", "expected"), [(1, "1 Kommune"), (0, "0 Kommunen"), (1418, "1.418 Kommunen")])
def test_counting_words(value, expected):
    assert formats.count_of(value, "Kommune,Kommunen") == expected


def test_days_are_counted():
    assert (formats.days(1), formats.days(34)) == ("1 Tag", "34 Tage")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Koordination Meerane", "KM"), ("Leitung (LPR)", "L"), ("Anna von der Heide", "AH"), ("", "")],
)
def test_initials(name, expected):
    assert formats.initials(name) == expected
