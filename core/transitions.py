"""States and moves as a table: which moves exist, from which states, to which one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import TextChoices

from core.exceptions import TransitionNotAllowed

S = TypeVar("S", bound=TextChoices)


@dataclass(frozen=True)
class Transition(Generic[S]):
    """One allowed move; `needs_reason` moves have to say why."""

    name: str
    label: str
    sources: frozenset[S]
    target: S
    needs_reason: bool = False


class TransitionTable(Generic[S]):
    """All moves of one kind of record; asks and answers, never changes anything."""

    def __init__(self, transitions: Iterable[Transition[S]]) -> None:
        self._by_name: Mapping[str, Transition[S]] = {item.name: item for item in transitions}

    def __iter__(self) -> Iterator[Transition[S]]:
        return iter(self._by_name.values())

    def __getitem__(self, name: str) -> Transition[S]:
        return self._by_name[name]

    def names(self) -> list[str]:
        return list(self._by_name)

    def available(self, status: S) -> list[Transition[S]]:
        return [item for item in self._by_name.values() if status in item.sources]

    def allows(self, name: str, status: S) -> bool:
        return status in self._by_name[name].sources

    def target(self, name: str, status: S) -> S:
        """The state after the move; TransitionNotAllowed with a sentence where the state forbids it."""
        item = self._by_name[name]
        if status not in item.sources:
            label = type(item.target)(status).label
            raise TransitionNotAllowed(f"„{item.label}“ ist im Zustand „{label}“ nicht möglich.")
        return item.target
