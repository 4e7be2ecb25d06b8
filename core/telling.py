"""What a door says about itself in plain words, beside the rule it tells of (the page „Wer sieht was?“)."""

from dataclasses import dataclass
from enum import Enum
from typing import Any


class Share(Enum):
    """How much of a model's rows a function reads; the database can be asked whether it is true."""

    NOTHING = "nichts"
    SOME = "zum Teil"
    OWN = "eigene"
    ALL = "alle"


@dataclass(frozen=True)
class Told:
    """A rule that no reach and no rung explains: how much it opens, and what that is."""

    share: Share
    words: str


EVERY = Told(Share.ALL, "alle")
NONE = Told(Share.NOTHING, "nichts")


def told_as(share: Share, words: str, *keys: Any) -> dict[Any, Told]:
    """The same words for several reaches or functions."""
    return dict.fromkeys(keys, Told(share, words))
