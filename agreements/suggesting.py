"""A wording a party suggests, brought back into a clause: facts from the records stay field words where they stood."""

from bisect import bisect_right
from difflib import SequenceMatcher

from agreements.placeholders import TOKEN, Facts, filled
from core.worddiff import WORD


def with_field_words(suggestion: str, clause_text: str, facts: Facts) -> str:
    """The suggestion with the clause's field words at the places that stayed the same.

    It reads exactly as the party wrote it; where that could not be kept, the suggestion itself.
    """
    words = _places(clause_text, facts)
    if not words:
        return suggestion
    found = _moved(words, filled(clause_text, facts), suggestion)
    text = suggestion
    for start, end, token in sorted(found, reverse=True):
        text = text[:start] + token + text[end:]
    return text if filled(text, facts) == suggestion else suggestion


def _places(clause_text: str, facts: Facts) -> list[tuple[int, int, str]]:
    """Where each field word stands in the filled text, and the word."""
    places = []
    for match in TOKEN.finditer(clause_text):
        start, end = len(filled(clause_text[: match.start()], facts)), len(filled(clause_text[: match.end()], facts))
        places.append((start, end, match[0]))
    return places


def _moved(places: list[tuple[int, int, str]], old: str, new: str) -> list[tuple[int, int, str]]:
    """The same places in the new text, as far as they lie within words that stayed together."""
    before, after = WORD.findall(old), WORD.findall(new)
    old_at, new_at = _offsets(before), _offsets(after)
    old_keys, new_keys = ([word.strip(" ") or word for word in words] for words in (before, after))
    blocks = SequenceMatcher(None, old_keys, new_keys, autojunk=False).get_matching_blocks()
    # Word of the old text → block it stayed in, and its word of the new text.
    stayed = {block.a + index: (number, block.b + index) for number, block in enumerate(blocks)
              for index in range(block.size)}  # fmt: skip
    moved = []
    for first, last, token in places:
        head, tail = bisect_right(old_at, first) - 1, bisect_right(old_at, last - 1) - 1
        if head in stayed and tail in stayed and stayed[head][0] == stayed[tail][0]:
            start = new_at[stayed[head][1]] + first - old_at[head]
            moved.append((start, new_at[stayed[tail][1]] + last - old_at[tail], token))
    return moved


def _offsets(words: list[str]) -> list[int]:
    places, at = [], 0
    for word in words:
        places.append(at)
        at += len(word)
    return places
