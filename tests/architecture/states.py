"""Draws the states of an agreement and of an appointment from their tables of moves.

`python -m tests.architecture.states` writes docs/architecture/states.md; a test compares the two.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from advice.transitions import TRANSITIONS as OF_APPOINTMENTS
from advice.transitions import AppointmentStatus
from agreements.transitions import AWAITING_SIGNATURE, CONCLUDED, EDITABLE, FIXED, MAY_HOLD_NUMBER, TRANSITIONS, Status

FILE = Path(__file__).resolve().parents[2] / "docs" / "architecture" / "states.md"
GROUPS = {
    "text may change": EDITABLE,
    "text fixed, PDF stored": FIXED,
    "waits for signatures": AWAITING_SIGNATURE,
    "every party has signed": CONCLUDED,
    "may hold a register number": MAY_HOLD_NUMBER,
}
HEAD = """# States of an agreement

Drawn from `agreements/transitions.py`, compared with it by `tests/architecture/test_states.py`. After a change there:

    .venv/bin/python -m tests.architecture.states

Each move is an action in `agreements/actions/`: it locks the row, asks the table, sets the dates, and writes the audit
record. Dates and state are tied together by check constraints (`agreements/models/agreement.py`), and
`tests/agreements/test_transitions.py` tries every action in every state.
"""
APPOINTMENTS = """# States of an appointment

Drawn from `advice/transitions.py` in the same way; `advice/actions/appointments.py` makes the moves. A consultation has
no states: it took place, and whether the town reads it is a date.
"""


def page() -> str:
    lines = [HEAD, *_diagram(Status, TRANSITIONS), "", "## Moves", "", *_moves(Status, TRANSITIONS), ""]
    lines += ["## Groups of states", "", *_groups(), "", APPOINTMENTS]
    lines += [*_diagram(AppointmentStatus, OF_APPOINTMENTS), "", *_moves(AppointmentStatus, OF_APPOINTMENTS), ""]
    return "\n".join(lines)


def _diagram(states: type[Any], table: Iterable[Any]) -> list[str]:
    arrows = [
        f"    {source.value} --> {move.target.value}: {move.label}"
        for move in table
        for source in states
        if source in move.sources
    ]
    names = [f"    {status.value}: {status.label}" for status in states]
    return ["```mermaid", "stateDiagram-v2", *names, f"    [*] --> {next(iter(states)).value}", *arrows, "```"]


def _moves(states: type[Any], table: Iterable[Any]) -> list[str]:
    rows = ["| Move | German label | From | To | Reason |", "|---|---|---|---|---|"]
    for move in table:
        sources = ", ".join(status.label for status in states if status in move.sources)
        reason = "required" if move.needs_reason else ""
        rows.append(f"| `{move.name}` | {move.label} | {sources} | {move.target.label} | {reason} |")
    return rows


def _groups() -> list[str]:
    rows = ["| State | " + " | ".join(GROUPS) + " |", "|---|" + "---|" * len(GROUPS)]
    for status in Status:
        marks = ["yes" if status in group else "" for group in GROUPS.values()]
        rows.append(f"| {status.label} (`{status.value}`) | " + " | ".join(marks) + " |")
    return rows


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
