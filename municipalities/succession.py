"""Who has to be told when a municipality goes over into another: agreements, for one, and the office about accounts.

Filled by the portal at start; this app knows none of them.
"""

from datetime import date
from typing import Any, Protocol

from municipalities.models import Municipality


class Follower(Protocol):
    """Carries a succession into its own rows; the sentences say what was done and what the office has to do.

    With `write=False` it only says what it would do. Called inside the import's transaction; called twice for the same
    pair it changes nothing.
    """

    def __call__(
        self, origin: Municipality, *, target: Municipality, on: date, by: Any, process: str, write: bool
    ) -> list[str]: ...


_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Register once; start-up may run twice."""
    if follower not in _followers:
        _followers.append(follower)


def pass_on(origin: Municipality, *, target: Municipality, on: date, by: Any, process: str, write: bool) -> list[str]:
    """Let everybody follow; nothing to do for a place the database has never known before."""
    if not origin.pk or not target.pk:
        return []
    told = [follower(origin, target=target, on=on, by=by, process=process, write=write) for follower in _followers]
    return [sentence for sentences in told for sentence in sentences]
