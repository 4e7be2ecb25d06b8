"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

# A word with the space after it; a line end is a word of its own, because a paragraph may be split.
WORD = re.compile(r"\n|[^\s]+[^\S\n]*|[^\S\n]+")
# Beyond this many words the exact comparison, whose effort grows with the square, gives way to difflib's shortcut.
MANY_WORDS = 3000

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Change:
    """A stretch of text that stayed, went, or came."""

    kind: str
    text: str


def word_diff(old: str, new: str) -> list[Change]:
    """The stretches of both texts in reading order: without the new ones it is `old`, without the gone ones `new`."""
    return list(_merged(_stretches(WORD.findall(old), WORD.findall(new))))


def _stretches(before: list[str], after: list[str]) -> Iterator[Change]:
    old_keys, new_keys = ([word.strip(" ") or word for word in words] for words in (before, after))
    matcher = SequenceMatcher(None, old_keys, new_keys, autojunk=max(len(before), len(after)) > MANY_WORDS)
    steps = [
        (tag == "equal", before[start:end], after[new_start:new_end])
        for tag, start, end, new_start, new_end in matcher.get_opcodes()
    ]
    for (is_equal, old, new), (_, next_old, next_new) in pairwise([*steps, (True, [], [])]):
        if not is_equal:
            yield from (Change(GONE, "".join(old)), Change(NEW, "".join(new)))
            continue
        yield from _spaced(old[:-1], new[:-1])
        yield from _last(old[-1], new[-1], goes_on=("".join(next_old).strip(), "".join(next_new).strip()))


def _spaced(before: list[str], after: list[str]) -> Iterator[Change]:
    """The same words with other spaces behind them."""
    for old, new in zip(before, after, strict=True):
        yield from (Change(SAME, old),) if old == new else (Change(GONE, old), Change(NEW, new))


def _last(old: str, new: str, *, goes_on: tuple[str, str]) -> Iterator[Change]:
    """The last word of an equal stretch: the space behind it belongs to the words that went or came after it."""
    gone_after, new_after = goes_on
    if new_after and new.startswith(old):
        yield from (Change(SAME, old), Change(NEW, new.removeprefix(old)))
    elif gone_after and old.startswith(new):
        yield from (Change(SAME, new), Change(GONE, old.removeprefix(new)))
    else:
        yield from _spaced([old], [new])


def _merged(changes: Iterator[Change]) -> Iterator[Change]:
    last: Change | None = None
    for change in changes:
        if not change.text:
            continue
        if last and last.kind == change.kind:
            last = Change(last.kind, last.text + change.text)
            continue
        if last:
            yield last
        last = change
    if last:
        yield last
