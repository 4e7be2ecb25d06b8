"""Words as people type them: forms, umlauts, Sorbian letters, file names, and what is no word at all."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.searching import LONGEST, MOST_WORDS, Query, marked
from documents.models import Document
from municipalities.models import Resolution
from tests.factories import DocumentFactory, ResolutionFactory

pytestmark = pytest.mark.django_db


def finds(typed, text):
    ResolutionFactory(subject=text)
    return Query(typed).matching(Resolution.objects.all(), *Resolution.SEARCHED).exists()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Häuser", "Sicherheit im Haus"),
        ("haus", "Zwei Häuser am Markt"),
        ("Beratungen", "Die Beratung war gut."),
        ("gruendung", "Gründung eines Präventionsrates"),
        ("Grundung", "Gründung eines Präventionsrates"),
        ("Praeventionsrat", "Präventionsrates"),
        ("prävent", "Kriminalität und Prävention"),
        ("praevent", "Kriminalität und Prävention"),
        ("strasse", "Straße am Bahnhof"),
        ("Straße", "Strasse am Bahnhof"),
        ("wojerecy", "Rada města Wojerecy"),
        ("mesta", "Rada města Wojerecy"),
        ("města", "Rada mesta Wojerecy"),
        ("Łužica", "Die Region Luzica"),
        ("der Rat der Stadt", "Rat und Stadt"),
        ("0144.8", "Aktenzeichen LPR-0144.8/12/2023"),
        ("lpr/0144", "Aktenzeichen LPR-0144.8/12/2023"),
        ("graffiti", "Graffitibeseitigung"),
        ("GRAFFITI!", "graffiti"),
    ],
)
def test_is_found(typed, text):
    assert finds(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Haus Markt", "Haus am Bahnhof"),
        ("Mauer", "Maus"),
        ("beseitigung", "Graffitibeseitigung"),
        ("der", "Der Rat"),
        ("!!!", "!!!"),
        ("", "Text"),
        ("   ", "Text"),
    ],
)
def test_is_not_found(typed, text):
    assert not finds(typed, text)


@pytest.mark.parametrize("typed", ["Stadtrat", "beschluss", "stadtrat 2023", "Meißen", "meissen", "pdf"])
def test_file_is_found_by_the_parts_of_its_name(typed):
    DocumentFactory(filename="Beschluss_Stadtrat-2023.Meißen.pdf")
    assert Query(typed).matching(Document.objects.all(), *Document.SEARCHED).exists()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=80))
def test_whatever_is_typed_is_answered(typed):
    assert list(Query(typed).matching(Resolution.objects.all(), *Resolution.SEARCHED)) == []


@pytest.mark.parametrize(
    "typed", ["a & b | !c:*", "foo <-> bar", "'quoted' \\ (", "%s %(x)s", "x²", "😀", "٣٤", "a" * 5000]
)
def test_signs_of_the_query_language_are_only_signs(typed):
    assert not Query(typed).matching(Resolution.objects.all(), *Resolution.SEARCHED).exists()


def test_typed_words_are_bounded():
    query = Query(" ".join(f"wort{n}{'x' * 100}" for n in range(50)))
    assert len(query.words) == MOST_WORDS
    assert max(len(word.typed) for word in query.words) == LONGEST


def test_excerpt_marks_the_form_that_was_found_and_nothing_else_is_markup():
    ResolutionFactory(subject="<b>Zwei</b> Häuser <script>alert(1)</script> am Markt")
    query = Query("haus")
    (row,) = query.with_excerpt(query.matching(Resolution.objects.all(), *Resolution.SEARCHED), "subject")
    text = marked(row.excerpt)
    assert "<mark>Häuser</mark>" in text
    assert "<b>" not in text
    assert "<script>" not in text
