"""What an import would do or did, line by line."""

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db import models


class Outcome(Enum):
    NEW = "neu"
    CHANGED = "geändert"
    UNCHANGED = "unverändert"
    SKIPPED = "übersprungen"
    MISSING = "fehlt im Verzeichnis"
    HINT = "Nachfolge"


@dataclass(frozen=True)
class Line:
    """One municipality, association or change; `changes` is label → (old, new), `note` a hint for whoever reads."""

    outcome: Outcome
    key: str
    name: str
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    note: str = ""

    def __str__(self) -> str:
        told = [f"{label} {shown(old)} → {shown(new)}" for label, (old, new) in self.changes.items()]
        details = "; ".join(filter(None, [*told, self.note]))
        return f"{self.outcome.value:<12} {self.key:<12} {self.name}{f': {details}' if details else ''}"

    @property
    def as_data(self) -> dict[str, Any]:
        """For the run's row; values as text."""
        pairs = {label: [str(old), str(new)] for label, (old, new) in self.changes.items()}
        return {"outcome": self.outcome.value, "key": self.key, "name": self.name, "changes": pairs, "note": self.note}


def counted(lines: list[Line]) -> dict[str, int]:
    """Number of lines by outcome, in the order of the outcomes."""
    counts = Counter(line.outcome for line in lines)
    return {outcome.value: counts[outcome] for outcome in Outcome if counts[outcome]}


def shown(value: Any) -> str:
    return "–" if value is None or value == "" else f"„{value}“" if isinstance(value, str) else str(value)


def label_of(model: type[models.Model], name: str) -> str:
    """What people call a field."""
    field: Any = model._meta.get_field(name)
    return str(field.verbose_name)
