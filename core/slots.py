"""Places on a lower app's page that upper apps fill, without the lower one knowing them.

`portal/apps.py` fills the slots once at start; a template shows one with `{% slot name="…" %}` (`{% load slots %}`).
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Filler = Callable[..., Any]

_slots: dict[str, list[Filler]] = defaultdict(list)


def fill(name: str, filler: Filler) -> None:
    """Add a filler to a slot; filling twice with the same callable does nothing (start-up may run twice)."""
    if filler not in _slots[name]:
        _slots[name].append(filler)


def fillers(name: str) -> tuple[Filler, ...]:
    return tuple(_slots[name])


def gather(name: str, *args: Any, **kwargs: Any) -> list[Any]:
    """What all fillers of a slot answer, in the order they were registered."""
    return [filler(*args, **kwargs) for filler in fillers(name)]
