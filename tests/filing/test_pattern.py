"""The office's pattern of the Aktenzeichen: what it may be, who keeps to it, what comes next."""

from datetime import date

import pytest

from filing import naming, pattern

DAY = date(2023, 4, 25)
LPR = "LPR-0144.8/{lfd}/{jahr}"


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        (LPR, ""),
        ("LPR/{lfd}", ""),
        ("LPR/{jahr}", "Bitte die laufende Nummer"),
        ("{lfd}/{lfd}", "Bitte die laufende Nummer"),
        ("{lfd}/{jahr}/{jahr}", "Bitte das Jahr"),
        ("{lfd}/{kommune}", "Bitte „{kommune}“ ersetzen"),
        ("{lfd}/{jahr", "Bitte „{jahr“ ersetzen"),
        ("LPR/{{lfd}}", "Bitte die einzelne Klammer { streichen"),
        ("{lfd}}/1", "Bitte die einzelne Klammer } streichen"),
        ("{jahr}{lfd}", "Bitte neben Jahr"),
        ("A1{lfd}", "Bitte neben Jahr"),
        ("L" * 55 + "{lfd}", "Bitte kürzen"),
        ("A\N{GREEK SMALL LETTER BETA}(31) {jahr}_{lfd}", ""),
        ("<b>{lfd}", "Bitte „<“ aus dem Muster streichen"),
        ("LPR:{lfd}", "Bitte „:“ aus dem Muster"),
        ("LPR\N{RIGHT-TO-LEFT OVERRIDE}{lfd}", "Bitte „"),
        ("\N{WATER WAVE}{lfd}", "Bitte „"),
    ],
)
def test_what_a_pattern_may_be(text, begins):
    fault = pattern.fault_of(text)
    assert (fault == "") == (begins == "")
    assert fault.startswith(begins)


@pytest.mark.parametrize(
    ("reference", "keeps"),
    [
        ("LPR-0144.8/7/2023", True),
        ("lpr-0144.8 / 7 / 2023", True),
        ("LPR-0144.8/7/23", False),
        ("LPR-0144x8/7/2023", False),
        ("LPR-0144.8//2023", False),
        ("LPR-0144.8/7/2023 neu", False),
    ],
)
def test_who_keeps_to_it(reference, keeps):
    assert pattern.keeps_to(reference, LPR) is keeps
    assert pattern.keeps_to(reference, "")


def test_the_next_free_one_counts_within_its_year():
    taken = ["LPR-0144.8/9/2023", "lpr-0144.8/ 12 /2023", "LPR-0144.8/40/2022", "LPR-alt/99"]
    assert pattern.next_free(LPR, DAY, taken) == "LPR-0144.8/13/2023"
    assert pattern.next_free("LPR/{lfd}", DAY, ["LPR/3"]) == "LPR/4"
    assert pattern.next_free("", DAY, taken) == ""


def test_advice_names_the_pattern_and_an_example():
    assert pattern.advice(LPR, DAY) == (
        "Bitte das Aktenzeichen nach dem Muster LPR-0144.8/{lfd}/{jahr} schreiben, zum Beispiel LPR-0144.8/7/2023 "
        "({jahr} das Jahr und {lfd} die laufende Nummer)."
    )


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Endfassung", "02_Endfassung.pdf"),
        ("Änderung: A/B \\ „C“?*|<>", "02_Änderung-_A-B_-_„C“-.pdf"),
        ("Zeile\neins\x00\x1f", "02_Zeile-eins-.pdf"),
        ("A\u0308nderung", "02_Änderung.pdf"),
        ("am Ende Punkte ...", "02_am_Ende_Punkte.pdf"),
    ],
)
def test_names_that_windows_takes(label, name):
    assert naming.speaking(2, label, ".pdf") == name


def test_a_name_is_never_longer_than_120():
    name = naming.speaking(2, "Ä" * 300, ".pdf")
    assert (len(name), name[-4:]) == (120, ".pdf")
