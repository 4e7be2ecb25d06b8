"""The table of moves: it answers, and changes nothing."""

import pytest
from django.db.models import TextChoices

from core.exceptions import Conflict, NotPermitted, Refusal, TransitionNotAllowed
from core.transitions import Transition, TransitionTable


class Light(TextChoices):
    RED = "red", "Rot"
    GREEN = "green", "Grün"


TABLE = TransitionTable(
    (
        Transition("go", "Losgehen", frozenset({Light.RED}), Light.GREEN),
        Transition("stop", "Anhalten", frozenset({Light.RED, Light.GREEN}), Light.RED, needs_reason=True),
    )
)


def test_target_of_an_allowed_move():
    assert TABLE.target("go", Light.RED) is Light.GREEN
    assert TABLE.allows("go", Light.RED)


def test_forbidden_move_says_why():
    assert not TABLE.allows("go", Light.GREEN)
    with pytest.raises(TransitionNotAllowed, match="„Losgehen“ ist im Zustand „Grün“ nicht möglich"):
        TABLE.target("go", Light.GREEN)


def test_moves_of_a_state():
    assert [move.name for move in TABLE.available(Light.RED)] == ["go", "stop"]
    assert [move.name for move in TABLE.available(Light.GREEN)] == ["stop"]
    assert (TABLE.names(), [move.label for move in TABLE]) == (["go", "stop"], ["Losgehen", "Anhalten"])
    assert TABLE["stop"].needs_reason


def test_unknown_move_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        TABLE.target("fly", Light.RED)


def test_refusals_know_their_status():
    assert (Refusal("x").status_code, Conflict("x").status_code, TransitionNotAllowed("x").status_code) == (
        409,
        409,
        409,
    )
    assert (NotPermitted("x").status_code, NotPermitted("Satz.").message) == (403, "Satz.")
