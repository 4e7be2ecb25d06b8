"""Files as they come: workbooks and text in any state; nothing is guessed, and every refusal says what to do."""

import io
import zipfile
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import workbooks
from imports import importers, reading, textfile
from imports.reading import WrongFile
from imports.template import workbook as template
from imports.uploads import headings_key, proposed, read
from tests.imports.files import HEAD, ONE, csv_file, workbook

UMLAUTS = ["Zwönitz", "", "Frau", "Jörg Müßig", "Bürgermeisterin", "", ""]


def contacts():
    return importers.get("ansprechpersonen")


def sheet(content, name="kontakte.xlsx", encoding=""):
    return read(contacts(), name, content, encoding).sheet


def refusal(content, name="kontakte.xlsx", encoding=""):
    with pytest.raises(WrongFile) as error:
        read(contacts(), name, content, encoding)
    return str(error.value)


class TestWorkbooks:
    def test_cells_are_read_as_they_are_seen(self):
        row = ["Meerane", True, 1.5, 44927, date(2023, 4, 25), time(14, 30), "  +49 3764 54"]
        (line,) = sheet(workbook(row)).lines
        assert line.cells == ("Meerane", "ja", "1,5", "44927", "25.04.2023", "14:30", "  +49 3764 54")
        assert line.number == 2

    def test_a_formula_is_named_and_its_text_is_not_taken(self):
        (line,) = sheet(workbook(["Meerane", "", "", "=1+1", "Amt", "", ""])).lines
        assert line.cells[3] == ""
        assert line.faults == {3: "Hier steht eine Formel. Bitte den Wert eintragen (kopieren und als Wert einfügen)."}

    @pytest.mark.parametrize("text", ["=1+1", "+49 3764", "-", "@amt"])
    def test_text_that_looks_like_a_formula_is_text(self, text):
        def typed(sheet):
            sheet["D2"] = text
            sheet["D2"].data_type = "s"

        (line,) = sheet(workbook(ONE, change=typed)).lines
        assert (line.cells[3], line.faults) == (text, {})

    def test_an_error_value_is_named(self):
        def broken(sheet):
            sheet["D2"] = "#N/A"
            sheet["D2"].data_type = "e"

        (line,) = sheet(workbook(ONE, change=broken)).lines
        assert line.faults[3] == "Hier steht der Fehlerwert #N/A. Bitte den richtigen Wert eintragen."

    def test_merged_cells_are_named_in_every_line_they_touch(self):
        lines = sheet(workbook(ONE, ONE, ONE, change=lambda sheet: sheet.merge_cells("A2:A3"))).lines
        assert [bool(line.faults) for line in lines] == [True, True, False]
        assert "Die Zellen A2 bis A3 sind verbunden." in lines[1].faults[0]

    def test_merged_headings_are_refused_and_a_merged_title_is_not(self):
        assert "sind verbunden" in refusal(workbook(ONE, change=lambda sheet: sheet.merge_cells("A1:B1")))

        def title(sheet):
            sheet.insert_rows(1)
            sheet["A1"] = "Liste der Ansprechpersonen"
            sheet.merge_cells("A1:D1")

        assert sheet(workbook(ONE, change=title)).lines[0].number == 3

    def test_empty_columns_and_lines_are_left_out(self):
        lines = sheet(workbook(ONE, [None] * 7, ONE)).lines
        assert [line.number for line in lines] == [2, 4]
        assert sheet(workbook(["Meerane", None, "Amt"], head=["Kommune", None, "Funktion"])).letters == ("A", "C")

    def test_a_column_without_heading_keeps_its_letter(self):
        found = sheet(workbook(["Meerane", "x", "Amt"], head=["Kommune", None, "Funktion"]))
        assert found.headings == ("Kommune", "Spalte B (ohne Überschrift)", "Funktion")

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "Die Datei ist leer."),
            (b"PK\x03\x04kaputt", "beschädigt oder geschützt"),
            (b"\xd0\xcf\x11\xe0" + b"x" * 600, "passt nicht zur Endung"),
            (workbook(head=[]), "keine ausgefüllte Zelle"),
            (workbook(), "Unter den Überschriften steht keine Zeile."),
            (workbook(ONE, head=["a@b.de", "1", "", "", "", "", ""]), "keine Überschriften, sondern schon Angaben"),
            (workbook(ONE, head=["Kommune", "Name", "x", "name", "", "", ""]), "Zwei Spalten heißen „name“: B und D."),
        ],
        ids=["empty", "broken", "old", "blank", "head only", "no head", "same heading"],
    )
    def test_what_cannot_be_taken_is_refused_in_words(self, content, words):
        assert words in refusal(content)

    def test_a_workbook_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked(self, monkeypatch):
        monkeypatch.setattr(workbooks, "MAX_UNPACKED", 1_000_000)
        target = io.BytesIO(workbook(ONE))
        with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/media/leer.bin", b"\0" * 2_000_000)
        assert "ausgepackt größer als" in refusal(target.getvalue())

    def test_too_many_lines_are_refused(self, monkeypatch):
        monkeypatch.setattr(reading, "MAX_LINES", 3)
        assert "mehr als 3 Zeilen" in refusal(workbook(*[ONE] * 30))

    def test_a_hundred_thousand_lines_are_refused_without_reading_them_all(self):
        content = csv_file(*[["Meerane", "", "", "Name", "Amt", "", ""]] * 100_000)
        assert "mehr als 20.000 Zeilen" in refusal(content, "lang.csv")


class TestText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_letters_are_recognised(self, encoding):
        (line,) = sheet(csv_file(UMLAUTS, encoding=encoding), "kontakte.csv").lines
        assert line.cells[3] == "Jörg Müßig"

    @pytest.mark.parametrize("encoding", ["cp850", "mac-roman", "utf-16-le"])
    def test_what_can_be_read_in_two_ways_is_asked(self, encoding):
        content = csv_file(UMLAUTS, encoding=encoding)
        words = refusal(content, "kontakte.csv")
        assert "Bitte unter „Zeichensatz“ auswählen" in words
        if encoding != "utf-16-le":
            assert "„Zuständig“" in words
            assert sheet(content, "kontakte.csv", encoding).lines[0].cells[3] == "Jörg Müßig"

    def test_a_chosen_set_that_does_not_fit_is_refused(self):
        assert "lässt sich nicht als UTF-8 lesen" in refusal(csv_file(UMLAUTS, encoding="cp1252"), "k.csv", "utf-8")

    @pytest.mark.parametrize("divider", [";", ",", "\t"])
    def test_the_divider_is_recognised(self, divider):
        content = divider.join(["Kommune", "Name", "Funktion"]) + "\n" + divider.join(["Meerane", "Tia", "Amt"])
        assert sheet(content.encode(), "k.csv").lines[0].cells == ("Meerane", "Tia", "Amt")

    def test_our_own_lists_come_back_without_their_apostrophe(self):
        (line,) = sheet(csv_file(["Meerane", "", "", "", "Amt", "'+49 3764", "'n Tag"]), "k.csv").lines
        assert line.cells[5:] == ("+49 3764", "'n Tag")

    def test_the_ending_has_to_fit(self):
        assert "passt nicht zur Endung" in refusal(workbook(ONE), "k.csv")
        assert "Bitte eine Arbeitsmappe" in refusal(workbook(ONE), "k.pdf")

    def test_an_open_quotation_mark_is_named(self):
        content = csv_file(["Meerane", "", "", '"' + "x" * 140_000, "Amt", "", ""])
        assert "Anführungszeichen" in refusal(content, "k.csv")

    @given(st.binary(max_size=300))
    def test_any_bytes_are_read_or_refused(self, content):
        try:
            lines, _ = textfile.lines_of(content)
            read, words = [cell for line in lines for cell in line.cells], "Bitte"
        except WrongFile as error:
            read, words = [], str(error)
        assert all(isinstance(cell, str) for cell in read)
        assert "Bitte" in words


class TestTemplate:
    def test_its_example_alone_is_no_data(self):
        for importer in importers.registered():
            with pytest.raises(WrongFile, match="nur die Beispielzeile"):
                read(importer, "vorlage.xlsx", template(importer))

    def test_its_headings_are_recognised(self):
        assert len(importers.registered()) >= 3
        for importer in importers.registered():
            head = [column.label for column in importer.columns]
            assert list(proposed(importer, head, {})) == [column.key for column in importer.columns]


def test_columns_are_found_by_other_names_and_by_what_is_remembered():
    head = ["Ort", "Wer", "Position"]
    assert proposed(contacts(), head, {}) == {"body": 0, "office": 2}
    assert proposed(contacts(), head, {"name": "wer"}) == {"body": 0, "name": 1, "office": 2}
    assert headings_key(head) == headings_key(["wer", "Position", "ORT"]) != headings_key(HEAD)
