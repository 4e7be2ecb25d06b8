"""The delivered sample texts: complete, neutral, and grammatical for one town, several, and without the police."""

import re
import tomllib
from typing import Any

import pytest

from agreements.actions.template import SAMPLES
from agreements.placeholders import FIELD_WORDS, TOKEN, Facts, filled

DATA: dict[str, Any] = tomllib.loads(SAMPLES.read_text(encoding="utf-8"))
CLAUSES = [
    pytest.param(clause, id=f"{template['kind']}-{position}")
    for template in DATA["templates"]
    for position, clause in enumerate(template["clauses"])
]
ONE = {
    "Kommune": "die Gemeinde Lohsa",
    "Kommune_Dativ": "der Gemeinde Lohsa",
    "Kommune_kurz": "die Gemeinde",
    "Kommune_kurz_Dativ": "der Gemeinde",
    "Kommune_kurz_Genitiv": "der Gemeinde",
    "Landkreis": "Landkreis Bautzen",
    "Polizeidirektion": "die Polizeidirektion Görlitz",
    "Koordination": "Koordination Prävention",
    "Laufzeit": "ohne befristet zu sein",
    "Kündigungsfrist": "mit einer Frist von sechs Monaten",
    "Vereinbarung": "die Kooperationsvereinbarung aus dem Vorjahr",
    "Beitretende": "die Gemeinde Rietschen",
    "Austretende": "die Gemeinde Lohsa",
    "Wirksam_ab": "mit dem Tag der letzten Unterschrift",
    "Neue_Fassung": "§ 4 Kommunaler Beitrag erhält folgende Fassung",
}
SEVERAL = ONE | {
    "Kommune": "die Städte Lößnitz und Schneeberg",
    "Kommune_Dativ": "den Städten Lößnitz und Schneeberg",
    "Kommune_kurz": "die Kommunen",
    "Kommune_kurz_Dativ": "den Kommunen",
    "Kommune_kurz_Genitiv": "der Kommunen",
}


def test_documented_field_words_are_those_of_the_code() -> None:
    assert [entry["word"] for entry in DATA["placeholders"]] == list(FIELD_WORDS)
    for entry in DATA["placeholders"]:
        assert set(entry) == {"word", "meaning", "one", "several", "comes_from", "missing"}


def test_there_is_one_sample_of_each_kind_marked_as_such() -> None:
    assert [(template["kind"], len(template["clauses"])) for template in DATA["templates"]] == [
        ("agreement", 14),
        ("preliminary", 6),
        ("amendment_change", 4),
        ("amendment_joining", 5),
        ("amendment_leaving", 5),
    ]
    assert {template["note"] for template in DATA["templates"]} == {"Muster – rechtlich zu prüfen"}
    assert {template["clauses"][0]["heading"] for template in DATA["templates"]} == {"Präambel"}


@pytest.mark.parametrize("clause", CLAUSES)
def test_facts_are_known_and_names_never_end_a_sentence(clause: dict[str, Any]) -> None:
    words = {match["word"] for match in TOKEN.finditer(clause["text"]) if match["several"] is None}
    assert words <= set(FIELD_WORDS)
    # „… in der Stadt Oelsnitz/Erzgeb..“
    assert not re.search(r"\{(Kommune|Kommune_Dativ|Koordination)\}[.!?]", clause["text"])


@pytest.mark.parametrize("clause", CLAUSES)
def test_the_police_is_named_as_party_only_where_it_is_one(clause: dict[str, Any]) -> None:
    assert ("{Polizeidirektion}" in clause["text"]) == clause.get("requires_police", False)


@pytest.mark.parametrize("clause", [row for row in CLAUSES if not str(row.id).startswith("amendment_joining")])
def test_no_reference_and_no_accession(clause: dict[str, Any]) -> None:
    # Numbers move when a clause is left out; a Modellkommune was a member before any agreement. Only a Nachtrag
    # to an agreement of others is joined.
    assert not re.search(
        r"§|beitr[ei]tt|beitreten|tritt .* bei\b", f"{clause['heading']} {clause['text']}", re.IGNORECASE
    )


@pytest.mark.parametrize("values", [ONE, SEVERAL], ids=["one", "several"])
@pytest.mark.parametrize("clause", CLAUSES)
def test_every_paragraph_reads_as_sentences(clause: dict[str, Any], values: dict[str, str]) -> None:
    text = filled(clause["text"].strip(), Facts(values, {}, is_joint=values is SEVERAL))
    for paragraph in text.splitlines():
        assert not re.search(r"[{}|\[\]]|  ", paragraph), paragraph
        for sentence in re.split(r"(?<=[.!?])\s", paragraph):
            assert sentence[0].isupper(), sentence
            assert sentence[-1] == ".", sentence


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (ONE, "Die Gemeinde Lohsa versteht Vorbeugung als dauerhafte Aufgabe der Verwaltungsspitze."),
        (
            SEVERAL,
            "Die Städte Lößnitz und Schneeberg – im Folgenden die Kommunen – verstehen Vorbeugung "
            "als dauerhafte Aufgabe der Verwaltungsspitze.",
        ),
    ],
    ids=["one", "several"],
)
def test_verbs_follow_the_number_of_towns(values: dict[str, str], sentence: str) -> None:
    preamble = DATA["templates"][0]["clauses"][0]["text"]
    assert sentence in filled(preamble, Facts(values, {}, is_joint=values is SEVERAL))
