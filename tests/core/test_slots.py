"""Places on a lower page that upper apps fill."""

import pytest

from core import slots


@pytest.fixture(autouse=True)
def _own_slots(monkeypatch):
    monkeypatch.setattr(slots, "_slots", type(slots._slots)(list))


def test_fillers_answer_in_the_order_they_came():
    slots.fill("town", lambda town: f"erst {town}")
    slots.fill("town", lambda town: f"dann {town}")
    assert slots.gather("town", "Meerane") == ["erst Meerane", "dann Meerane"]


def test_filling_twice_changes_nothing():
    def filler():
        return 1

    slots.fill("town", filler)
    slots.fill("town", filler)
    assert slots.fillers("town") == (filler,)


def test_empty_slot_is_empty():
    assert (slots.fillers("nobody"), slots.gather("nobody")) == ((), [])
