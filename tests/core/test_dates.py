"""Today, and days that are known only as far as history tells."""

import calendar
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from core import dates
from core.dates import Span

DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31))


# --- Today --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 3, 1, 22, 59, tzinfo=UTC), date(2026, 3, 1)),
        # Midnight is Berlin's, in winter one hour and in summer two before Greenwich.
        (datetime(2026, 3, 1, 23, 0, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_today_is_the_calendar_day_in_saxony(settings, instant, day):
    settings.DEMO_TODAY = None
    with time_machine.travel(instant, tick=False):
        assert dates.today() == day


def test_demo_stands_on_its_day(settings):
    settings.DEMO_TODAY = date(2023, 4, 25)
    assert dates.today() == date(2023, 4, 25)


def test_another_day_holds_inside_the_block_alone():
    with dates.at(date(2021, 1, 1)):
        assert dates.today() == date(2021, 1, 1)
        with dates.at(date(2020, 1, 1)):
            assert dates.today() == date(2020, 1, 1)
        assert dates.today() == date(2021, 1, 1)
    assert dates.today() == date(2023, 4, 25)


def test_another_day_ends_with_an_error_too():
    with pytest.raises(ZeroDivisionError), dates.at(date(2021, 1, 1)):
        raise ZeroDivisionError
    assert dates.today() == date(2023, 4, 25)


def test_another_day_is_not_seen_by_other_requests():
    seen = []
    with dates.at(date(2021, 1, 1)):
        thread = threading.Thread(target=lambda: seen.append(dates.today()))
        thread.start()
        thread.join()
    assert seen == [date(2023, 4, 25)]


# --- Spans --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "label"),
    [
        ("2023-04-25", date(2023, 4, 25), date(2023, 4, 25), "25. April 2023"),
        ("2020-07", date(2020, 7, 1), date(2020, 7, 31), "Juli 2020"),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), "Februar 2020"),
        ("2021", date(2021, 1, 1), date(2021, 12, 31), "2021"),
        ("2021-05/2021-06", date(2021, 5, 1), date(2021, 6, 30), "Mai 2021 bis Juni 2021"),
        ("2020/2021", date(2020, 1, 1), date(2021, 12, 31), "Januar 2020 bis Dezember 2021"),
        ("2021-05-03/2021-06", date(2021, 5, 3), date(2021, 6, 30), "3. Mai 2021 bis 30. Juni 2021"),
        (" 2021-05 / 2021-05 ", date(2021, 5, 1), date(2021, 5, 31), "Mai 2021"),
        ("2021-12", date(2021, 12, 1), date(2021, 12, 31), "Dezember 2021"),
    ],
)
def test_span_is_read_kept_and_said_as_known(text, earliest, latest, label):
    span = Span.parse(text)
    assert (span.earliest, span.latest, span.label) == (earliest, latest, label)
    assert span.counts_from == latest
    assert span.is_exact == (earliest == latest)


@pytest.mark.parametrize(
    "text",
    ["", "gestern", "25.04.2023", "2023-4-25", "23-04-25", "2023-13", "2023-02-30", "2021-06/2021-05", "2021/", "/2021",
     "2021/2022/2023", "2023-04-25T10:00"],
)  # fmt: skip
def test_what_is_no_span_is_refused(text):
    with pytest.raises(ValueError):
        Span.parse(text)


def test_refusal_says_how_to_write_it():
    with pytest.raises(ValueError, match="Bitte als 2021, 2021-05 oder 2021-05-03 angeben"):
        Span.parse("Mai 2021")


@given(DAYS)
def test_exact_day_is_itself(day):
    span = Span.parse(day.isoformat())
    assert (span.earliest, span.latest, span.is_exact) == (day, day, True)


@given(DAYS)
def test_month_has_all_its_days(day):
    span = Span.parse(f"{day:%Y-%m}")
    assert span.earliest <= day <= span.latest
    assert (span.latest - span.earliest).days + 1 == calendar.monthrange(day.year, day.month)[1]


@given(DAYS)
def test_year_has_all_its_days(day):
    span = Span.parse(str(day.year))
    assert span.earliest <= day <= span.latest
    assert (span.latest - span.earliest).days + 1 == 365 + calendar.isleap(day.year)


@given(DAYS, DAYS)
def test_two_days_make_a_span_in_one_order_only(first, last):
    text = f"{first}/{last}"
    if first <= last:
        assert Span.parse(text) == Span(first, last)
    else:
        with pytest.raises(ValueError, match="endet vor seinem Beginn"):
            Span.parse(text)


@given(DAYS.filter(lambda day: day.year < 9999), st.integers(0, 800))
def test_label_names_both_ends(first, length):
    span = Span(first, first + timedelta(days=length))
    assert str(span.earliest.year) in span.label
    assert str(span.latest.year) in span.label


@given(st.text(max_size=30))
def test_any_other_text_is_refused_and_never_crashes(text):
    try:
        span = Span.parse(text)
    except ValueError:
        return
    assert span.earliest <= span.latest
