"""What a cell may hold, and what is said about one that holds something else."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.dates import Span
from imports import cells
from imports.contract import CellProblem


def said(parse, text):
    with pytest.raises(CellProblem) as problem:
        parse(text)
    return str(problem.value)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("25.04.2023", date(2023, 4, 25), date(2023, 4, 25)),
        ("2023-04-25", date(2023, 4, 25), date(2023, 4, 25)),
        ("04/2023", date(2023, 4, 1), date(2023, 4, 30)),
        ("4.2023", date(2023, 4, 1), date(2023, 4, 30)),
        ("2023-04", date(2023, 4, 1), date(2023, 4, 30)),
        ("März 2020", date(2020, 3, 1), date(2020, 3, 31)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_days_are_known_as_far_as_they_are_written(text, earliest, latest):
    assert cells.known_day(text) == Span(earliest, latest)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("44927", "die Zahl 44927 statt eines Tages"), ("31.02.2023", "ist kein Tag"), ("13/2023", "ist kein Tag"),
        ("Mai 21", "ist kein Tag"), ("bald", "ist kein Tag"), ("1804", "Jahreszahl prüfen"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_said(text, words):
    assert words in said(cells.known_day, text)


def test_a_day_that_must_be_exact():
    assert cells.day("25.4.2023") == date(2023, 4, 25)
    assert "nennt keinen Tag" in said(cells.day, "2023")


def test_what_lies_ahead_is_refused():
    past = cells.past(cells.known_day, "Eine Beratung")
    assert past("2023") == Span(date(2023, 1, 1), date(2023, 12, 31))
    assert said(past, "26.04.2023").startswith("Eine Beratung kann nicht in der Zukunft liegen.")


def test_numbers_hours_words():
    assert cells.decimal("1.234,5") == Decimal("1234.5")
    assert cells.decimal("1.5") == Decimal("1.5")
    assert "ist keine Zahl" in said(cells.decimal, "NaN")
    assert cells.hour("14.30 Uhr") == time(14, 30)
    assert cells.hour("9") == time(9)
    assert "ist keine Uhrzeit" in said(cells.hour, "25:00")
    assert cells.choice({"Frau": "ms", "Herr": "mr"})(" FRAU ") == "ms"
    assert said(cells.choice({"Frau": "ms", "Herr": "mr"}), "Dr.") == (
        "„Dr.“ ist hier nicht bekannt. Möglich sind: Frau, Herr."
    )
    assert cells.email("mailto:a@stadt.example") == "a@stadt.example"
    assert "name@stadt.de" in said(cells.email, "a@")


def test_ten_thousand_characters_are_too_many():
    assert said(cells.text(150), "x" * 10_000) == "Bitte kürzen: höchstens 150 Zeichen, jetzt sind es 10.000."


@given(st.text(max_size=40))
@example("2200000000")
def test_any_text_is_a_value_or_a_sentence(text):
    for parse in (cells.known_day, cells.day, cells.hour, cells.decimal, cells.email, cells.text(20)):
        try:
            words = f"{parse(text)}."
        except CellProblem as problem:
            words = str(problem)
        assert words.endswith(".")
