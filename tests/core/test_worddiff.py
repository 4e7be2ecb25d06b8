"""The words that changed, and nothing lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.worddiff import Change, word_diff

TEXTS = st.lists(st.sampled_from(["Die", "Stadt", "trägt", " ", "  ", "\n", "§ 3", "ä.", "\t"]), max_size=12).map(
    "".join
)


def without(kind, changes):
    return "".join(change.text for change in changes if change.kind != kind)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_changes(old, new):
    changes = word_diff(old, new)
    assert without("new", changes) == old
    assert without("gone", changes) == new


@given(TEXTS)
def test_same_text_has_no_change(text):
    assert [change.kind for change in word_diff(text, text)] == (["same"] if text else [])


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("", "Neu.", [("new", "Neu.")]),
        ("Alt.", "", [("gone", "Alt.")]),
        (
            "Die Stadt trägt Sorge.",
            "Die Kommune trägt Sorge.",
            [("same", "Die "), ("gone", "Stadt "), ("new", "Kommune "), ("same", "trägt Sorge.")],
        ),
        ("Eins.\nZwei.", "Eins.\nDrei.", [("same", "Eins.\n"), ("gone", "Zwei."), ("new", "Drei.")]),
        ("Eins.", "Eins. Zwei.", [("same", "Eins."), ("new", " Zwei.")]),
        ("Eins. Zwei.", "Eins.", [("same", "Eins."), ("gone", " Zwei.")]),
        ("Eins. Zwei.\nDrei.", "Eins.\nDrei.", [("same", "Eins."), ("gone", " Zwei."), ("same", "\nDrei.")]),
        ("Eins. Zwei.", "Eins.\nZwei.", [("gone", "Eins. "), ("new", "Eins.\n"), ("same", "Zwei.")]),
    ],
)
def test_words_are_compared_not_letters(old, new, changes):
    assert word_diff(old, new) == [Change(*change) for change in changes]


def test_long_text_is_compared_in_time():
    words = [f"Wort{number}" for number in range(6000)]
    changes = word_diff(" ".join(words), " ".join([*words[:3000], "anders", *words[3000:]]))
    assert [change.text for change in changes if change.kind == "new"] == ["anders "]
