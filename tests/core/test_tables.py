"""Lists as files: what is text stays text, whatever a spreadsheet would like to make of it."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.tables import DATE, DECIMAL, INT, Column, Table, csv_text, write, xlsx

COLUMNS = (
    Column("Name", lambda row: row[0], width=30),
    Column("Zahl", lambda row: row[1], INT),
    Column("Tag", lambda row: row[2], DATE),
    Column("Betrag", lambda row: row[3], DECIMAL),
)
FORMULAS = ["=1+1", "+49 371 1", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://boese.example")']


def table(*rows, title="Liste"):
    return Table(title, ["Filter: keiner", "Stichtag: 25. April 2023"], COLUMNS, rows)


def sheet_of(made):
    return load_workbook(io.BytesIO(xlsx(made))).active


def lines_of(made):
    return list(csv.reader(io.StringIO(csv_text(made).decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_looks_like_a_formula_is_none(text):
    made = table((text, 1, date(2023, 4, 25), Decimal("1.5")), title=text)
    sheet = sheet_of(made)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "n", "d"}
    assert sheet["A6"].value.strip() == text.strip()
    assert [row[0][:1] for row in lines_of(made) if row and row[0].endswith(text.strip())] == ["'", "'"]


def test_numbers_and_days_are_numbers_and_days():
    made = table(("Meerane", 50, date(2023, 4, 25), Decimal("1234.50")), ('Ä; "Ort"\nzwei', None, None, None))
    row = [cell.value for cell in sheet_of(made)[6]]
    assert (row[0], row[1], row[2].date(), row[3]) == ("Meerane", 50, date(2023, 4, 25), 1234.5)
    assert sheet_of(made)["C6"].number_format == "dd.mm.yyyy"
    assert lines_of(made)[5:] == [["Meerane", "50", "25.04.2023", "1234,50"], ['Ä; "Ort"\nzwei', "", "", ""]]


def test_file_says_what_it_shows_and_keeps_its_headings_in_sight():
    made = table(("Meerane", 1, None, None))
    sheet = sheet_of(made)
    assert [sheet.cell(number, 1).value for number in range(1, 6)] == [
        "Liste", "Filter: keiner", "Stichtag: 25. April 2023", None, "Name"
    ]  # fmt: skip
    assert (sheet.freeze_panes, sheet.column_dimensions["A"].width) == ("A6", 30)
    assert csv_text(made).startswith(b"\xef\xbb\xbfListe\r\n")


def test_control_characters_do_not_break_the_file():
    assert sheet_of(table(("a\x0bb", 1, None, None)))["A6"].value == "ab"


@given(st.text(max_size=40))
def test_any_text_comes_back_from_csv_at_most_with_an_apostrophe(text):
    cell = lines_of(table((text, 1, None, None)))[5][0]
    assert cell in {text, f"'{text}"}
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_rows_are_taken_one_by_one():
    rows = (("Ort", number, None, None) for number in range(3))
    content, media_type = write(Table("Liste", [], COLUMNS, rows), "csv")
    assert (content.count(b"\r\n"), media_type) == (6, "text/csv; charset=utf-8")


def test_same_list_gives_the_same_bytes():
    made = table(("Meerane", 50, date(2023, 4, 25), Decimal("1.50")))
    with time_machine.travel("2026-11-24"):
        first = xlsx(made)
    with time_machine.travel("2026-11-25"):
        assert xlsx(made) == first
