"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

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
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            # The words are the same; the space after the last of them may not be.
            for old, new in zip(before[start:end], after[new_start:new_end], strict=True):
                if old == new:
                    yield Change(SAME, old)
                else:
                    yield from (Change(GONE, old), Change(NEW, new))
            continue
        yield Change(GONE, "".join(before[start:end]))
        yield Change(NEW, "".join(after[new_start:new_end]))


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
